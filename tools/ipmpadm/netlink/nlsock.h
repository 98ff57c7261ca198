/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A netlink socket that knows the kernel's extended acknowledgements, which
 * libnl does not.
 */
#ifndef IPMPADM_NLSOCK_H
#define IPMPADM_NLSOCK_H

#include <stdint.h>

#include <netlink/msg.h>
#include <netlink/netlink.h>

#include "../lib/compiler.h"

/**
 * struct nlsock - A socket and the last refusal on it.
 * @sk: libnl's socket
 * @err: negative errno of the last refusal
 * @offset: of the attribute that the kernel blames in the request, or 0
 * @text: the kernel's own words for it, or empty
 */
struct nlsock {
	struct nl_sock *sk;
	int err;
	uint32_t offset;
	char text[256];
};

/* Called for each message of a dump; a negative errno ends it. */
typedef int (*nlsock_fn)(struct nlmsghdr *nlh, void *arg);

int nlsock_open(struct nlsock *s, int protocol);
void nlsock_close(struct nlsock *s);
int nlsock_request(struct nlsock *s, struct nl_msg *msg);
int nlsock_dump(struct nlsock *s, struct nl_msg *msg, nlsock_fn fn, void *arg);
int nlsock_listen(struct nlsock *s, int group);
int nlsock_receive(struct nlsock *s, nl_recvmsg_msg_cb_t fn, void *arg);
int nlsock_set_error(struct nlsock *s, int err, const char *text);
int nlsock_fail(const struct nlsock *s, const char *fmt, ...)
	__printf(2, 3);

#endif /* IPMPADM_NLSOCK_H */
