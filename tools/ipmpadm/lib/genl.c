// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <netlink/attr.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>

#include "decode.h"
#include "err.h"
#include "genl.h"

/* Room for the events of a few hundred addresses that move at once. */
#define EVENT_BUFFER	(1024 * 1024)

/**
 * ipmp_open() - Connect to the kernel module.
 * @c: the connection; to be closed even if this fails
 *
 * Looking up the family makes the kernel load the module.
 *
 * Return: STATUS_OK or, after a message, another exit status.
 */
int ipmp_open(struct ipmp *c)
{
	if (nlsock_open(&c->s, NETLINK_GENERIC))
		return nlsock_fail(&c->s, "cannot open a netlink socket");
	c->family = genl_ctrl_resolve(c->s.sk, IPMP_GENL_NAME);
	if (c->family < 0) {
		err_say("the kernel module ipmp is not loaded and cannot be loaded (modprobe %s)",
			IPMP_GENL_NAME);
		return STATUS_UNSUPPORTED;
	}
	return STATUS_OK;
}

/**
 * ipmp_close() - End a connection.
 * @c: the connection
 */
void ipmp_close(struct ipmp *c)
{
	nlsock_close(&c->s);
}

static struct nl_msg *request(const struct ipmp *c, uint8_t cmd)
{
	struct nl_msg *msg = nlmsg_alloc();

	if (msg && !genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, c->family, 0,
				0, cmd, IPMP_GENL_VERSION)) {
		nlmsg_free(msg);
		return NULL;
	}
	return msg;
}

/*
 * The put functions take and return a message that is NULL once something
 * failed, so that only nlsock_request() need look.
 */
static struct nl_msg *put_u32(struct nl_msg *msg, int type, uint32_t value)
{
	if (msg && nla_put_u32(msg, type, value) < 0) {
		nlmsg_free(msg);
		return NULL;
	}
	return msg;
}

static struct nl_msg *put_u8(struct nl_msg *msg, int type, int value)
{
	if (msg && value != IPMP_KEEP &&
	    nla_put_u8(msg, type, (uint8_t)value) < 0) {
		nlmsg_free(msg);
		return NULL;
	}
	return msg;
}

static struct nl_msg *put_string(struct nl_msg *msg, int type, const char *s)
{
	if (msg && s && nla_put_string(msg, type, s) < 0) {
		nlmsg_free(msg);
		return NULL;
	}
	return msg;
}

static struct nl_msg *put_flag(struct nl_msg *msg, int type, bool on)
{
	if (msg && on && nla_put_flag(msg, type) < 0) {
		nlmsg_free(msg);
		return NULL;
	}
	return msg;
}

static struct nl_msg *put_policy(struct nl_msg *msg, int failback, int xmit)
{
	msg = put_u8(msg, IPMP_A_FAILBACK, failback);
	if (xmit != IPMP_KEEP)
		msg = put_u32(msg, IPMP_A_XMIT, (uint32_t)xmit);
	return msg;
}

/**
 * ipmp_group_new() - Create a group.
 * @c: the connection
 * @name: its name
 * @ifname: of its device, NULL for the next free ipmpN
 * @failback: 0, 1, or IPMP_KEEP for the default
 * @xmit: enum ipmp_xmit, or IPMP_KEEP for the default
 *
 * Return: 0 or a negative errno.
 */
int ipmp_group_new(struct ipmp *c, const char *name, const char *ifname,
		   int failback, int xmit)
{
	struct nl_msg *msg = request(c, IPMP_CMD_GROUP_NEW);

	msg = put_string(msg, IPMP_A_GROUP_IFNAME, ifname);
	msg = put_string(msg, IPMP_A_GROUP_NAME, name);
	return nlsock_request(&c->s, put_policy(msg, failback, xmit));
}

/**
 * ipmp_group_set() - Change a group.
 * @c: the connection
 * @group: interface index of the group
 * @failback: 0, 1 or IPMP_KEEP
 * @xmit: enum ipmp_xmit or IPMP_KEEP
 *
 * Return: 0 or a negative errno.
 */
int ipmp_group_set(struct ipmp *c, uint32_t group, int failback, int xmit)
{
	struct nl_msg *msg = request(c, IPMP_CMD_GROUP_SET);

	msg = put_u32(msg, IPMP_A_GROUP_IFINDEX, group);
	return nlsock_request(&c->s, put_policy(msg, failback, xmit));
}

/**
 * ipmp_group_del() - Delete a group.
 * @c: the connection
 * @group: interface index of the group
 *
 * Return: 0 or a negative errno.
 */
int ipmp_group_del(struct ipmp *c, uint32_t group)
{
	struct nl_msg *msg = request(c, IPMP_CMD_GROUP_DEL);

	return nlsock_request(&c->s,
			      put_u32(msg, IPMP_A_GROUP_IFINDEX, group));
}

/**
 * ipmp_member_new() - Let a device join a group.
 * @c: the connection
 * @group: interface index of the group
 * @ifname: the device
 * @standby: whether it shall only replace others; if not, it gets the role that
 *	it had, should its place have been kept
 * @place: if there is no such device, keep a place for it: a missing member
 *
 * Return: 0 or a negative errno.
 */
int ipmp_member_new(struct ipmp *c, uint32_t group, const char *ifname,
		    bool standby, bool place)
{
	struct nl_msg *msg = request(c, IPMP_CMD_MEMBER_NEW);

	msg = put_u32(msg, IPMP_A_GROUP_IFINDEX, group);
	msg = put_string(msg, IPMP_A_IFNAME, ifname);
	msg = put_u8(msg, IPMP_A_STANDBY, standby ? 1 : IPMP_KEEP);
	return nlsock_request(&c->s, put_flag(msg, IPMP_A_PLACE, place));
}

static struct nl_msg *member_request(const struct ipmp *c, uint8_t cmd,
				     const char *ifname)
{
	return put_string(request(c, cmd), IPMP_A_IFNAME, ifname);
}

/**
 * ipmp_member_set() - Change the role of a member.
 * @c: the connection
 * @ifname: the member
 * @standby: whether it shall only replace others
 *
 * Return: 0 or a negative errno.
 */
int ipmp_member_set(struct ipmp *c, const char *ifname, bool standby)
{
	struct nl_msg *msg = member_request(c, IPMP_CMD_MEMBER_SET, ifname);

	return nlsock_request(&c->s, put_u8(msg, IPMP_A_STANDBY, standby));
}

/**
 * ipmp_member_del() - Take a member out of its group.
 * @c: the connection
 * @ifname: the member
 * @place: keep its place in the group, as a missing member
 *
 * Return: 0 or a negative errno.
 */
int ipmp_member_del(struct ipmp *c, const char *ifname, bool place)
{
	struct nl_msg *msg = member_request(c, IPMP_CMD_MEMBER_DEL, ifname);

	return nlsock_request(&c->s, put_flag(msg, IPMP_A_PLACE, place));
}

/**
 * ipmp_member_offline() - Move all work away from members, in one step.
 * @c: the connection
 * @ifname: the members
 * @n: how many, one at least
 * @force: also if no usable one is left in a group
 *
 * Return: 0 or a negative errno.
 */
int ipmp_member_offline(struct ipmp *c, const char *const *ifname, size_t n,
			bool force)
{
	struct nl_msg *msg = member_request(c, IPMP_CMD_MEMBER_OFFLINE,
					    ifname[0]);
	size_t i;

	for (i = 1; i < n; i++)
		msg = put_string(msg, IPMP_A_ALSO, ifname[i]);
	return nlsock_request(&c->s, put_flag(msg, IPMP_A_FORCE, force));
}

/**
 * ipmp_member_online() - End the offline state of a member.
 * @c: the connection
 * @ifname: the member
 *
 * Return: 0 or a negative errno.
 */
int ipmp_member_online(struct ipmp *c, const char *ifname)
{
	return nlsock_request(&c->s, member_request(c, IPMP_CMD_MEMBER_ONLINE,
						    ifname));
}

/**
 * ipmp_address_set() - Set the home of a data address.
 * @c: the connection
 * @group: interface index of the group
 * @addr: the address, which need not be on the group yet
 * @home: name of a member, empty for none
 *
 * Return: 0 or a negative errno.
 */
int ipmp_address_set(struct ipmp *c, uint32_t group, const struct ipaddr *addr,
		     const char *home)
{
	struct nl_msg *msg = request(c, IPMP_CMD_ADDRESS_SET);

	msg = put_u32(msg, IPMP_A_GROUP_IFINDEX, group);
	if (msg && nla_put(msg, IPMP_A_ADDR, (int)ipaddr_size(addr),
			   addr->byte) < 0) {
		nlmsg_free(msg);
		msg = NULL;
	}
	return nlsock_request(&c->s, put_string(msg, IPMP_A_HOME, home));
}

static void forget(struct state *st, uint8_t cmd)
{
	struct state part = { 0 };

	if (cmd == IPMP_CMD_GROUP_GET) {
		part.groups = st->groups;
		st->groups = NULL;
		st->ngroups = 0;
	} else if (cmd == IPMP_CMD_MEMBER_GET) {
		part.members = st->members;
		part.nmembers = st->nmembers;
		st->members = NULL;
		st->nmembers = 0;
	} else {
		part.addresses = st->addresses;
		st->addresses = NULL;
		st->naddresses = 0;
	}
	state_free(&part);
}

struct reading {
	struct state *st;
	uint8_t cmd;
};

static int on_object(struct nlmsghdr *nlh, void *arg)
{
	struct reading *r = arg;
	struct object o;
	int err;

	if (!nlh) {
		forget(r->st, r->cmd);
		return 0;
	}
	err = decode_object(nlh, &o);
	if (!err)
		return state_put(r->st, &o);
	object_free(&o);
	return err;
}

static int read_kind(struct ipmp *c, struct state *st, uint8_t cmd)
{
	struct reading r = { .st = st, .cmd = cmd };

	return nlsock_dump(&c->s, request(c, cmd), on_object, &r);
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
	return read_kind(c, st, IPMP_CMD_GROUP_GET);
}

/**
 * ipmp_read() - Read groups, members and data addresses.
 * @c: the connection
 * @st: where to; to be freed even if this fails
 *
 * Return: 0 or a negative errno.
 */
int ipmp_read(struct ipmp *c, struct state *st)
{
	int err;

	err = ipmp_read_groups(c, st);
	if (!err)
		err = read_kind(c, st, IPMP_CMD_MEMBER_GET);
	if (!err)
		err = read_kind(c, st, IPMP_CMD_ADDRESS_GET);
	return err;
}

/**
 * ipmp_subscribe() - Make a connection one for events, and those only.
 * @c: the connection
 *
 * Return: 0 or a negative errno.
 */
int ipmp_subscribe(struct ipmp *c)
{
	int group = genl_ctrl_resolve_grp(c->s.sk, IPMP_GENL_NAME,
					  IPMP_MCGRP_EVENTS);

	if (group < 0)
		return nlsock_set_error(&c->s, -EOPNOTSUPP,
					"the kernel module has no events");
	nl_socket_disable_seq_check(c->s.sk);
	/* Best effort: a reader that lost an event takes a new snapshot. */
	nl_socket_set_buffer_size(c->s.sk, EVENT_BUFFER, 0);
	if (nl_socket_add_membership(c->s.sk, group) < 0 ||
	    nl_socket_set_nonblocking(c->s.sk) < 0)
		return nlsock_set_error(&c->s, -EIO, NULL);
	return 0;
}

struct receiving {
	ipmp_event_fn fn;
	void *arg;
};

static int on_event(struct nl_msg *msg, void *arg)
{
	struct receiving *r = arg;
	struct event e;

	if (decode_event(nlmsg_hdr(msg), &e))
		object_free(&e.o);
	else
		r->fn(&e, r->arg);
	return NL_OK;
}

/**
 * ipmp_receive() - Hand over the events that are there, without waiting.
 * @c: a connection after ipmp_subscribe()
 * @fn: called for each
 * @arg: for @fn
 *
 * Return: 0 when there are no more; -ENOBUFS if events were lost; another
 * negative errno if the connection broke.
 */
int ipmp_receive(struct ipmp *c, ipmp_event_fn fn, void *arg)
{
	struct receiving r = { .fn = fn, .arg = arg };
	int nlerr;

	nl_socket_modify_cb(c->s.sk, NL_CB_VALID, NL_CB_CUSTOM, on_event, &r);
	do {
		nlerr = nl_recvmsgs_default(c->s.sk);
	} while (nlerr >= 0 || nlerr == -NLE_INTR);
	if (nlerr == -NLE_AGAIN)
		return 0;
	/* What libnl makes of ENOBUFS. */
	if (nlerr == -NLE_NOMEM)
		return -ENOBUFS;
	return nlsock_set_error(&c->s, -EIO, nl_geterror(nlerr));
}
