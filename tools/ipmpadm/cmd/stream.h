/* SPDX-License-Identifier: GPL-2.0 */
/* Output without an end, of what the kernel module tells. */
#ifndef IPMPADM_STREAM_H
#define IPMPADM_STREAM_H

#include "../netlink/genl.h"

/**
 * struct stream - Events that go to standard output.
 * @events: the connection for them
 * @links: another one, for what rtnetlink tells; closed if there is none
 * @ended: nobody takes the output any more
 * @status: the exit status that this makes
 */
struct stream {
	struct ipmp events;
	struct nlsock links;
	bool ended;
	int status;
};

/* Takes the events that are there; an exit status other than 0 ends all. */
typedef int (*stream_take_fn)(void *arg);

int stream_open(struct stream *s, const char *mcgrp);
void stream_flush(struct stream *s);
int stream_follow(struct stream *s, stream_take_fn take, void *arg);
void stream_close(struct stream *s);

#endif /* IPMPADM_STREAM_H */
