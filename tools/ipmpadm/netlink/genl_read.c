// SPDX-License-Identifier: GPL-2.0
/* What the kernel module tells: dumps and events. */
#include <errno.h>
#include <string.h>

#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>

#include "decode.h"
#include "genl.h"

/* How often all is read while it changes in between. */
#define READ_TRIES	5

static const uint8_t dump_cmd[] = {
	[OBJECT_GROUP] = IPMP_CMD_GROUP_GET,
	[OBJECT_MEMBER] = IPMP_CMD_MEMBER_GET,
	[OBJECT_ADDRESS] = IPMP_CMD_ADDRESS_GET,
	[OBJECT_TARGET] = IPMP_CMD_TARGET_GET,
	[OBJECT_PROBE] = IPMP_CMD_PROBE_GET,
};

struct reading {
	struct state *st;
	enum object_type type;
};

static int on_object(struct nlmsghdr *nlh, void *arg)
{
	struct reading *r = arg;
	struct object o;
	int err;

	if (!nlh) {
		state_clear(r->st, r->type);
		return 0;
	}
	err = decode_object(nlh, &o);
	if (!err)
		return state_put(r->st, &o);
	object_free(&o);
	return err;
}

static int read_kind(struct ipmp *c, struct state *st, enum object_type type)
{
	struct reading r = { .st = st, .type = type };

	return nlsock_dump(&c->s, ipmp_message(c, dump_cmd[type]), on_object,
			   &r);
}

/* An older module, which has no probes, has nothing to tell of them. */
static int read_probes(struct ipmp *c, struct state *st)
{
	int err;

	err = read_kind(c, st, OBJECT_TARGET);
	if (!err)
		err = read_kind(c, st, OBJECT_PROBE);
	return err == -EOPNOTSUPP ? 0 : err;
}

/**
 * ipmp_read_groups() - Read the groups alone.
 * @c: the connection
 * @st: where to; to be freed even if this fails
 *
 * Return: 0 or a negative errno.
 */
int ipmp_read_groups(struct ipmp *c, struct state *st)
{
	memset(st, 0, sizeof(*st));
	return read_kind(c, st, OBJECT_GROUP);
}

static int read_once(struct ipmp *c, struct state *st)
{
	int err;

	err = ipmp_read_groups(c, st);
	if (!err)
		err = read_kind(c, st, OBJECT_MEMBER);
	if (!err)
		err = read_kind(c, st, OBJECT_ADDRESS);
	if (!err)
		err = read_probes(c, st);
	return err;
}

/* Whether nothing has changed since the first of the groups was read. */
static int is_current(struct ipmp *c, const struct state *st, bool *current)
{
	struct state now;
	int err = ipmp_read_groups(c, &now);

	*current = now.ngroups == st->ngroups &&
		   (!now.ngroups || now.groups[now.ngroups - 1].generation ==
				    st->groups[0].generation);
	state_free(&now);
	return err;
}

/**
 * ipmp_read() - Read all that there is.
 * @c: the connection
 * @st: where to; to be freed even if this fails
 *
 * What is read fits together, unless something changes each time.
 *
 * Return: 0 or a negative errno.
 */
int ipmp_read(struct ipmp *c, struct state *st)
{
	bool current = false;
	int tries, err = 0;

	memset(st, 0, sizeof(*st));
	for (tries = READ_TRIES; !err && !current && tries; tries--) {
		state_free(st);
		err = read_once(c, st);
		if (!err)
			err = is_current(c, st, &current);
	}
	return err;
}

/**
 * ipmp_subscribe() - Make a connection one for events, and those only.
 * @c: the connection
 * @mcgrp: which events, IPMP_MCGRP_EVENTS or IPMP_MCGRP_PROBES
 *
 * Return: 0, -EOPNOTSUPP if this kernel module has none, or another negative
 * errno.
 */
int ipmp_subscribe(struct ipmp *c, const char *mcgrp)
{
	int group = genl_ctrl_resolve_grp(c->s.sk, IPMP_GENL_NAME, mcgrp);

	if (group < 0)
		return nlsock_set_error(&c->s, -EOPNOTSUPP, NULL);
	return nlsock_listen(&c->s, group);
}

struct receiving {
	ipmp_event_fn event;
	ipmp_done_fn done;
	void *arg;
};

static int on_event(struct nl_msg *msg, void *arg)
{
	struct receiving *r = arg;
	struct event e;

	if (decode_event(nlmsg_hdr(msg), &e))
		object_free(&e.o);
	else
		r->event(&e, r->arg);
	return NL_OK;
}

static int on_done(struct nl_msg *msg, void *arg)
{
	struct receiving *r = arg;
	struct probe_done d;

	if (!decode_done(nlmsg_hdr(msg), &d))
		r->done(&d, r->arg);
	return NL_OK;
}

/**
 * ipmp_receive() - Hand over the events that are there, without waiting.
 * @c: a connection after ipmp_subscribe() to IPMP_MCGRP_EVENTS
 * @fn: called for each
 * @arg: for @fn
 *
 * Return: as nlsock_receive().
 */
int ipmp_receive(struct ipmp *c, ipmp_event_fn fn, void *arg)
{
	struct receiving r = { .event = fn, .arg = arg };

	return nlsock_receive(&c->s, on_event, &r);
}

/**
 * ipmp_receive_done() - Hand over the probes that are done, without waiting.
 * @c: a connection after ipmp_subscribe() to IPMP_MCGRP_PROBES
 * @fn: called for each
 * @arg: for @fn
 *
 * Return: as nlsock_receive().
 */
int ipmp_receive_done(struct ipmp *c, ipmp_done_fn fn, void *arg)
{
	struct receiving r = { .done = fn, .arg = arg };

	return nlsock_receive(&c->s, on_done, &r);
}
