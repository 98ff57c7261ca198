// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include <linux/netlink.h>
#include <netlink/attr.h>

#include "../lib/err.h"
#include "nlsock.h"

/* How often a dump is started again because the kernel's state changed. */
#define DUMP_TRIES	10

/* Room for the events of a few hundred objects that change at once. */
#define EVENT_BUFFER	(1024 * 1024)

struct dump {
	nlsock_fn fn;
	void *arg;
	struct nlsock *s;
	int err;
};

static void clear(struct nlsock *s)
{
	s->err = 0;
	s->offset = 0;
	s->text[0] = '\0';
}

/**
 * nlsock_set_error() - Record an error for nlsock_fail().
 * @s: the socket
 * @err: negative errno
 * @text: words for it, or NULL
 *
 * Return: @err.
 */
int nlsock_set_error(struct nlsock *s, int err, const char *text)
{
	clear(s);
	s->err = err;
	snprintf(s->text, sizeof(s->text), "%s", text ? text : "");
	return err;
}

/* Errors of libnl itself, such as a socket that broke. */
static int lib_error(struct nlsock *s, int nlerr)
{
	if (s->err)
		return s->err;
	return nlsock_set_error(s, nlerr == -NLE_NOMEM ? -ENOMEM : -EIO,
				nl_geterror(nlerr));
}

static void read_tlvs(struct nlsock *s, void *tlvs, int len)
{
	struct nlattr *a;
	int rem;

	nla_for_each_attr(a, tlvs, len, rem) {
		if (nla_type(a) == NLMSGERR_ATTR_MSG)
			nla_strlcpy(s->text, a, sizeof(s->text));
		else if (nla_type(a) == NLMSGERR_ATTR_OFFS &&
			 nla_len(a) >= (int)sizeof(uint32_t))
			s->offset = nla_get_u32(a);
	}
}

static int on_error(struct sockaddr_nl *from __always_unused,
		    struct nlmsgerr *e, void *arg)
{
	struct nlmsghdr *nlh = (void *)((char *)e - NLMSG_HDRLEN);
	struct nlsock *s = arg;
	int skip = sizeof(*e);

	clear(s);
	s->err = e->error;
	/* The request follows whole where the kernel did not cap it. */
	if (!(nlh->nlmsg_flags & NLM_F_CAPPED))
		skip += NLMSG_ALIGN(e->msg.nlmsg_len) - NLMSG_HDRLEN;
	if (nlh->nlmsg_flags & NLM_F_ACK_TLVS && nlmsg_datalen(nlh) > skip)
		read_tlvs(s, (char *)e + skip, nlmsg_datalen(nlh) - skip);
	return NL_STOP;
}

/**
 * nlsock_open() - Open a socket.
 * @s: the socket; to be closed even if this fails
 * @protocol: NETLINK_GENERIC or NETLINK_ROUTE
 *
 * Return: 0 or a negative errno.
 */
int nlsock_open(struct nlsock *s, int protocol)
{
	int one = 1;
	int nlerr;
	int fd;

	memset(s, 0, sizeof(*s));
	s->sk = nl_socket_alloc();
	if (!s->sk)
		return nlsock_set_error(s, -ENOMEM, NULL);
	nlerr = nl_connect(s->sk, protocol);
	if (nlerr < 0)
		return lib_error(s, nlerr);
	fd = nl_socket_get_fd(s->sk);
	/* Without them the kernel's reasons are lost, nothing else. */
	setsockopt(fd, SOL_NETLINK, NETLINK_EXT_ACK, &one, sizeof(one));
	setsockopt(fd, SOL_NETLINK, NETLINK_CAP_ACK, &one, sizeof(one));
	nl_socket_modify_err_cb(s->sk, NL_CB_CUSTOM, on_error, s);
	return 0;
}

/**
 * nlsock_close() - Close a socket.
 * @s: the socket
 */
void nlsock_close(struct nlsock *s)
{
	nl_socket_free(s->sk);
	s->sk = NULL;
}

/*
 * libnl expects an answer for each number that it has given to a request. One
 * that could not be sent gets none, and later answers would not be taken.
 */
static int send_auto(struct nlsock *s, struct nl_msg *msg)
{
	int nlerr;

	/* A number already used would not match the new answer. */
	nlmsg_hdr(msg)->nlmsg_seq = NL_AUTO_SEQ;
	nlerr = nl_send_auto(s->sk, msg);
	if (nlerr < 0)
		nl_socket_disable_seq_check(s->sk);
	return nlerr;
}

/**
 * nlsock_request() - Send a request and wait until the kernel has done it.
 * @s: the socket
 * @msg: the request, which is freed; NULL if there was no memory for it
 *
 * Return: 0 or a negative errno, with the reason in @s.
 */
int nlsock_request(struct nlsock *s, struct nl_msg *msg)
{
	int nlerr;

	clear(s);
	if (!msg)
		return nlsock_set_error(s, -ENOMEM, NULL);
	nlerr = send_auto(s, msg);
	nlmsg_free(msg);
	if (nlerr >= 0)
		nlerr = nl_wait_for_ack(s->sk);
	return nlerr < 0 ? lib_error(s, nlerr) : 0;
}

static int on_valid(struct nl_msg *msg, void *arg)
{
	struct dump *d = arg;

	if (!d->err)
		d->err = d->fn(nlmsg_hdr(msg), d->arg);
	return NL_OK;
}

/* A dump that fails says so in its last message, which libnl ignores. */
static int on_finish(struct nl_msg *msg, void *arg)
{
	struct nlmsghdr *nlh = nlmsg_hdr(msg);
	struct dump *d = arg;
	int err = 0;

	if (nlmsg_datalen(nlh) >= (int)sizeof(err))
		memcpy(&err, nlmsg_data(nlh), sizeof(err));
	if (err < 0) {
		nlsock_set_error(d->s, err, NULL);
		if (nlh->nlmsg_flags & NLM_F_ACK_TLVS)
			read_tlvs(d->s, (char *)nlmsg_data(nlh) + sizeof(err),
				  nlmsg_datalen(nlh) - sizeof(err));
	}
	return NL_STOP;
}

static int dump_once(struct dump *d, struct nl_msg *msg)
{
	struct nl_sock *sk = d->s->sk;
	int nlerr;

	clear(d->s);
	nl_socket_modify_cb(sk, NL_CB_VALID, NL_CB_CUSTOM, on_valid, d);
	nl_socket_modify_cb(sk, NL_CB_FINISH, NL_CB_CUSTOM, on_finish, d);
	nlerr = send_auto(d->s, msg);
	if (nlerr >= 0)
		nlerr = nl_recvmsgs_default(sk);
	nl_socket_modify_cb(sk, NL_CB_VALID, NL_CB_DEFAULT, NULL, NULL);
	nl_socket_modify_cb(sk, NL_CB_FINISH, NL_CB_DEFAULT, NULL, NULL);
	if (nlerr == -NLE_DUMP_INTR)
		return -EAGAIN;
	return nlerr < 0 ? lib_error(d->s, nlerr) : d->s->err;
}

/**
 * nlsock_dump() - Send a dump request and hand over what comes back.
 * @s: the socket
 * @msg: the request, which is freed; NULL if there was no memory for it
 * @fn: called for each message; when the state changed while it was read,
 *	called first with NULL, then for every message again
 * @arg: for @fn
 *
 * Return: 0 or a negative errno, with the reason in @s.
 */
int nlsock_dump(struct nlsock *s, struct nl_msg *msg, nlsock_fn fn, void *arg)
{
	struct dump d = { .fn = fn, .arg = arg, .s = s };
	int tries = DUMP_TRIES;
	int err;

	if (!msg)
		return nlsock_set_error(s, -ENOMEM, NULL);
	nlmsg_hdr(msg)->nlmsg_flags |= NLM_F_DUMP;
	while ((err = dump_once(&d, msg)) == -EAGAIN && --tries)
		d.err = fn(NULL, arg);
	nlmsg_free(msg);
	if (err == -EAGAIN)
		nlsock_set_error(s, err, "the state keeps changing");
	if (!err && d.err)
		err = nlsock_set_error(s, d.err, NULL);
	return err;
}

/**
 * nlsock_listen() - Make a socket one for the messages of a multicast group,
 *	and those only.
 * @s: the socket
 * @group: number of the multicast group
 *
 * Return: 0 or a negative errno.
 */
int nlsock_listen(struct nlsock *s, int group)
{
	nl_socket_disable_seq_check(s->sk);
	/* Best effort: a reader that lost an event takes a new snapshot. */
	nl_socket_set_buffer_size(s->sk, EVENT_BUFFER, 0);
	if (nl_socket_add_membership(s->sk, group) < 0 ||
	    nl_socket_set_nonblocking(s->sk) < 0)
		return nlsock_set_error(s, -EIO, NULL);
	return 0;
}

/**
 * nlsock_receive() - Hand over the messages that are there, without waiting.
 * @s: a socket after nlsock_listen()
 * @fn: called for each
 * @arg: for @fn
 *
 * Return: 0 when there are no more; -ENOBUFS if some were lost; another
 * negative errno if the connection broke.
 */
int nlsock_receive(struct nlsock *s, nl_recvmsg_msg_cb_t fn, void *arg)
{
	int nlerr;

	nl_socket_modify_cb(s->sk, NL_CB_VALID, NL_CB_CUSTOM, fn, arg);
	do {
		nlerr = nl_recvmsgs_default(s->sk);
	} while (nlerr >= 0 || nlerr == -NLE_INTR);
	if (nlerr == -NLE_AGAIN)
		return 0;
	/* What libnl makes of ENOBUFS. */
	if (nlerr == -NLE_NOMEM)
		return -ENOBUFS;
	return nlsock_set_error(s, -EIO, nl_geterror(nlerr));
}

/* The kernel's macro for it puts the module's name before many texts. */
static const char *own_words(const char *text)
{
	return strncmp(text, "ipmp: ", 6) ? text : text + 6;
}

static const char *reason(const struct nlsock *s, char *buf, size_t len)
{
	if (s->text[0])
		return own_words(s->text);
	if (s->err == -EPERM)
		return "Operation not permitted (CAP_NET_ADMIN needed)";
	if (!s->offset)
		return strerror(-s->err);
	snprintf(buf, len, "%s (at byte %u of the request)", strerror(-s->err),
		 s->offset);
	return buf;
}

/**
 * nlsock_fail() - Say what failed, and the kernel's reason.
 * @s: the socket on which it failed
 * @fmt: what failed, as printf()
 *
 * Return: STATUS_UNSUPPORTED if this kernel does not know such a request,
 * STATUS_FAILED else.
 */
int nlsock_fail(const struct nlsock *s, const char *fmt, ...)
{
	char what[256], why[128];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	err_say("%s: %s", what, reason(s, why, sizeof(why)));
	/* With words of its own the kernel refused this case, not the kind. */
	return s->err == -EOPNOTSUPP && !s->text[0] ? STATUS_UNSUPPORTED :
						      STATUS_FAILED;
}
