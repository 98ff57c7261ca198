// SPDX-License-Identifier: GPL-2.0
/* The transport of the fake kernel, and the tool as a function. */
#include <errno.h>
#include <getopt.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include <linux/genetlink.h>
#include <linux/ipmp.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>

#include "fake.h"
#include "lib/journal.h"
#include "spec.h"

#define SOCKETS	256
#define QUEUE	256

/* A datagram for the tool; an error of receiving if @msg is NULL. */
struct datagram {
	struct nl_msg *msg;
	int err;
};

static struct socket {
	struct nl_sock *sk;
	int protocol;
	struct datagram queue[QUEUE];
	unsigned int head, tail;
} sockets[SOCKETS];
static unsigned int nsockets;

static struct datagram events[QUEUE], link_events[QUEUE];
static unsigned int nevents, next_event, nlink_events, next_link_event;
static struct socket *listener, *link_listener;
static int listening;

static char *objects[QUEUE];
static unsigned int nobjects;

static struct {
	unsigned int count;
	unsigned int refuse_at;
	unsigned int refuse_too;
	int err;
	char text[128];
	uint32_t offset;
	bool uncapped;
	int dump_err;
	bool disturb;
	bool no_module;
	bool no_probes;
	char *log;
} fake;

void (*fake_hook)(void);

static char *out_text, *err_text;

static void clear_sockets(void)
{
	unsigned int i;

	for (i = 0; i < nsockets; i++)
		while (sockets[i].head < sockets[i].tail)
			nlmsg_free(sockets[i].queue[sockets[i].head++].msg);
	nsockets = 0;
	listener = NULL;
	link_listener = NULL;
}

void fake_reset(void)
{
	fake_forget_objects();
	while (nevents)
		nlmsg_free(events[--nevents].msg);
	while (nlink_events)
		nlmsg_free(link_events[--nlink_events].msg);
	next_event = 0;
	next_link_event = 0;
	clear_sockets();
	fake_rtnl_reset();
	fake_host_reset();
	fake_link_reset();
	fake_live_reset();
	fake_udev_reset();
	free(fake.log);
	free(out_text);
	free(err_text);
	out_text = NULL;
	err_text = NULL;
	memset(&fake, 0, sizeof(fake));
	fake.log = strdup("");
	fake_hook = NULL;
}

void fake_no_module(void)
{
	fake.no_module = true;
}

void fake_no_probes(void)
{
	fake.no_probes = true;
}

void fake_object(const char *text)
{
	objects[nobjects++] = strdup(text);
}

void fake_forget_objects(void)
{
	while (nobjects)
		free(objects[--nobjects]);
}

void fake_event(const char *text)
{
	events[nevents++].msg = fake_genl_encode(text);
}

void fake_lost(void)
{
	events[nevents].msg = NULL;
	events[nevents++].err = -NLE_NOMEM;
}

void fake_link_event(const char *name, bool gone)
{
	struct nl_msg *msg = fake_link_encode(__wrap_if_nametoindex(name));

	if (gone)
		nlmsg_hdr(msg)->nlmsg_type = RTM_DELLINK;
	link_events[nlink_events++].msg = msg;
}

void fake_link_event_odd(const char *name, unsigned char family, int attr)
{
	struct ifinfomsg *ifi;

	fake_link_event(name, family != AF_UNSPEC);
	ifi = nlmsg_data(nlmsg_hdr(link_events[nlink_events - 1].msg));
	ifi->ifi_family = family;
	if (attr)
		nla_put_u32(link_events[nlink_events - 1].msg, attr, 0);
}

void fake_links_lost(void)
{
	link_events[nlink_events].msg = NULL;
	link_events[nlink_events++].err = -NLE_NOMEM;
}

void fake_refuse(unsigned int n, int err, const char *text)
{
	fake.count = 0;
	fake.refuse_at = n;
	fake.err = err;
	snprintf(fake.text, sizeof(fake.text), "%s", text ? text : "");
}

void fake_refuse_too(unsigned int n)
{
	fake.refuse_too = n;
}

void fake_refuse_with(uint32_t offset, bool uncapped)
{
	fake.offset = offset;
	fake.uncapped = uncapped;
}

void fake_refuse_dump(int err)
{
	fake.dump_err = err;
}

void fake_disturb_dump(void)
{
	fake.disturb = true;
}

void fake_forget_log(void)
{
	free(fake.log);
	fake.log = strdup("");
}

const char *fake_log(void)
{
	return fake.log;
}

unsigned int fake_count(void)
{
	return fake.count;
}

static void log_line(const char *text)
{
	char *more;

	if (asprintf(&more, "%s%s\n", fake.log, text) < 0)
		abort();
	free(fake.log);
	fake.log = more;
}

void fake_note(const char *text)
{
	log_line(text);
}

static struct socket *socket_of(struct nl_sock *sk)
{
	unsigned int i;

	for (i = nsockets; i--;)
		if (sockets[i].sk == sk)
			return &sockets[i];
	abort();
}

static void answer(struct socket *s, struct nl_msg *msg, uint32_t seq)
{
	if (s->head == s->tail) {
		s->head = 0;
		s->tail = 0;
	}
	nlmsg_hdr(msg)->nlmsg_seq = seq;
	s->queue[s->tail++].msg = msg;
	if (s->tail == QUEUE)
		abort();
}

/* An answer that it is done, or a refusal with all that the kernel can say. */
static void ack(struct socket *s, struct nlmsghdr *nlh, int err)
{
	struct nl_msg *msg = nlmsg_alloc_simple(NLMSG_ERROR, 0);
	struct nlmsgerr e = { .error = err, .msg = *nlh };

	nlmsg_append(msg, &e, sizeof(e), NLMSG_ALIGNTO);
	if (fake.uncapped)
		nlmsg_append(msg, nlmsg_data(nlh), (size_t)nlmsg_datalen(nlh),
			     NLMSG_ALIGNTO);
	else
		nlmsg_hdr(msg)->nlmsg_flags |= NLM_F_CAPPED;
	if (err && (fake.text[0] || fake.offset)) {
		nlmsg_hdr(msg)->nlmsg_flags |= NLM_F_ACK_TLVS;
		if (fake.offset)
			nla_put_u32(msg, NLMSGERR_ATTR_OFFS, fake.offset);
		if (fake.text[0])
			nla_put_string(msg, NLMSGERR_ATTR_MSG, fake.text);
	}
	answer(s, msg, nlh->nlmsg_seq);
}

static void end_dump(struct socket *s, struct nlmsghdr *nlh)
{
	struct nl_msg *msg = nlmsg_alloc_simple(NLMSG_DONE, NLM_F_MULTI);

	if (fake.disturb)
		nlmsg_hdr(msg)->nlmsg_flags |= NLM_F_DUMP_INTR;
	nlmsg_append(msg, &fake.dump_err, sizeof(int), NLMSG_ALIGNTO);
	answer(s, msg, nlh->nlmsg_seq);
	fake.disturb = false;
	fake.dump_err = 0;
}

static void tell_family(struct socket *s, struct nlmsghdr *nlh)
{
	answer(s, fake_genl_family(!fake.no_probes), nlh->nlmsg_seq);
	ack(s, nlh, 0);
}

static void control(struct socket *s, struct nlmsghdr *nlh)
{
	if (nlh->nlmsg_flags & NLM_F_DUMP)
		end_dump(s, nlh);
	else if (fake.no_module)
		ack(s, nlh, -ENOENT);
	else
		tell_family(s, nlh);
}

/* Whether the test wants this one refused; if not, it is counted and told. */
static bool refused(struct socket *s, struct nlmsghdr *nlh, const char *text)
{
	log_line(text);
	fake.count++;
	if (fake.count != fake.refuse_at && fake.count != fake.refuse_too)
		return false;
	ack(s, nlh, fake.err);
	return true;
}

static void family(struct socket *s, struct nlmsghdr *nlh)
{
	struct nl_msg *msg;
	char text[512];
	unsigned int i;
	size_t len;

	fake_genl_decode(nlh, text, sizeof(text));
	if (!(nlh->nlmsg_flags & NLM_F_DUMP)) {
		if (!refused(s, nlh, text))
			ack(s, nlh, fake_is_live() ? fake_live_change(text) : 0);
		return;
	}
	if (fake_is_live()) {
		fake_forget_objects();
		fake_live_tell(fake_object);
	}
	len = strcspn(text, " ");
	if (fake.no_probes && genlmsg_hdr(nlh)->cmd > IPMP_CMD_ADDRESS_NTF) {
		ack(s, nlh, -EOPNOTSUPP);
		return;
	}
	for (i = 0; i < nobjects; i++)
		if (!strncmp(objects[i], text, len)) {
			msg = fake_genl_encode(objects[i]);
			nlmsg_hdr(msg)->nlmsg_flags |= NLM_F_MULTI;
			answer(s, msg, nlh->nlmsg_seq);
		}
	end_dump(s, nlh);
}

static void route(struct socket *s, struct nlmsghdr *nlh)
{
	struct nl_msg *list[QUEUE];
	unsigned int i, n;
	char text[512];

	/* Requests to get something; the flags mean other things elsewhere. */
	if ((nlh->nlmsg_type & 3) == 2) {
		n = fake_rtnl_dump(nlh, list);
		for (i = 0; i < n; i++)
			answer(s, list[i], nlh->nlmsg_seq);
		if (nlh->nlmsg_flags & NLM_F_DUMP)
			end_dump(s, nlh);
		else
			ack(s, nlh, n ? 0 : -ENODEV);
		return;
	}
	fake_rtnl_change(nlh, text, sizeof(text));
	if (!refused(s, nlh, text))
		ack(s, nlh, fake_rtnl_change(nlh, NULL, 0));
}

static int on_send(struct nl_sock *sk, struct nl_msg *msg)
{
	struct nlmsghdr *nlh = nlmsg_hdr(msg);
	struct socket *s = socket_of(sk);

	if (s->protocol == NETLINK_ROUTE)
		route(s, nlh);
	else if (nlh->nlmsg_type == GENL_ID_CTRL)
		control(s, nlh);
	else
		family(s, nlh);
	if (fake_hook)
		fake_hook();
	return (int)nlh->nlmsg_len;
}

static int take(const struct datagram *d, unsigned char **buf)
{
	struct nlmsghdr *nlh;

	if (!d->msg)
		return d->err;
	nlh = nlmsg_hdr(d->msg);
	*buf = malloc(nlh->nlmsg_len);
	memcpy(*buf, nlh, nlh->nlmsg_len);
	return (int)nlh->nlmsg_len;
}

/* Whether the next event, or the loss of some, is for who listens. */
static bool is_heard(const struct datagram *d)
{
	bool done = d->msg && genlmsg_hdr(nlmsg_hdr(d->msg))->cmd ==
			      IPMP_CMD_PROBE_DONE;

	return !d->msg || listening == (done ? FAKE_PROBES : FAKE_MCGRP);
}

static int take_link_event(unsigned char **buf)
{
	if (next_link_event == nlink_events)
		return -NLE_AGAIN;
	return take(&link_events[next_link_event++], buf);
}

static int on_recv(struct nl_sock *sk, struct sockaddr_nl *from,
		   unsigned char **buf, struct ucred **creds)
{
	struct socket *s = socket_of(sk);
	int len;

	memset(from, 0, sizeof(*from));
	from->nl_family = AF_NETLINK;
	if (creds)
		*creds = NULL;
	if (s == link_listener)
		return take_link_event(buf);
	if (s == listener && s->head == s->tail) {
		while (next_event < nevents && !is_heard(&events[next_event]))
			next_event++;
		if (next_event == nevents)
			return -NLE_AGAIN;
		return take(&events[next_event++], buf);
	}
	if (s->head == s->tail)
		return -NLE_FAILURE;	/* the tool would wait for ever */
	len = take(&s->queue[s->head], buf);
	nlmsg_free(s->queue[s->head++].msg);
	return len;
}

int __wrap_nl_connect(struct nl_sock *sk, int protocol)
{
	struct socket *s = &sockets[nsockets++];
	int err = __real_nl_connect(sk, protocol);
	struct nl_cb *cb = nl_socket_get_cb(sk);

	memset(s, 0, sizeof(*s));
	s->sk = sk;
	s->protocol = protocol;
	nl_cb_overwrite_send(cb, on_send);
	nl_cb_overwrite_recv(cb, on_recv);
	nl_cb_put(cb);
	return err;
}

int __wrap_nl_socket_add_membership(struct nl_sock *sk, int group)
{
	if (socket_of(sk)->protocol == NETLINK_ROUTE) {
		link_listener = socket_of(sk);
		return group == RTNLGRP_LINK ? 0 : -NLE_INVAL;
	}
	if (group != FAKE_MCGRP && group != FAKE_PROBES)
		return -NLE_INVAL;
	listener = socket_of(sk);
	listening = group;
	return 0;
}

/* All that links did was told, or nobody listens. */
static bool is_link_told(void)
{
	return !link_listener || next_link_event == nlink_events;
}

/* Who waits for one thing alone waits until it happens, or time is up. */
static int poll_one(struct pollfd *fd)
{
	bool pending = fake_carrier_comes();

	fd->revents = pending ? POLLIN : 0;
	return pending;
}

/* When all events are read, the reader of the output goes away. */
int __wrap_poll(struct pollfd *fds, nfds_t n, int timeout)
{
	int ready;

	(void)timeout;
	if (!n)
		return fake_carrier_comes();
	if (fake_udev_poll(fds, n, &ready))
		return ready;
	if (n == 1)
		return poll_one(fds);
	fds[0].revents = POLLIN;
	if (n > 1)
		fds[1].revents = next_event == nevents && is_link_told() ?
				 POLLERR : 0;
	return 1;
}

static int split(char *line, char **argv)
{
	char *save, *word = strtok_r(line, " ", &save);
	int argc = 0;

	for (; word; word = strtok_r(NULL, " ", &save)) {
		argv[argc] = word;
		if (!strcmp(word, "''"))
			argv[argc] = word + 2;
		argc++;
	}
	argv[argc] = NULL;
	return argc;
}

static FILE *real_out, *real_err;

static void restore_output(void)
{
	fclose(stdout);
	fclose(stderr);
	stdout = real_out;
	stderr = real_err;
}

void fake_abandon(void)
{
	restore_output();
	clear_sockets();
}

int fake_run(const char *command_line)
{
	size_t out_size, err_size;
	char *argv[32], line[512];
	int argc, status;

	free(out_text);
	free(err_text);
	out_text = NULL;
	err_text = NULL;
	real_out = stdout;
	real_err = stderr;
	stdout = open_memstream(&out_text, &out_size);
	stderr = open_memstream(&err_text, &err_size);
	snprintf(line, sizeof(line), "%s", command_line);
	argc = split(line, argv);
	optind = 0;
	journal_quiet(false);
	status = ipmpadm_main(argc, argv);
	restore_output();
	clear_sockets();
	return status;
}

const char *fake_out(void)
{
	return out_text;
}

const char *fake_err(void)
{
	return err_text;
}
