// SPDX-License-Identifier: GPL-2.0
/*
 * A group's device, a bond, a tunnel have a kind; a port of something has a
 * master. What is left and hangs on a bus is a NIC. Who set it up wants it to
 * work.
 */
#include <errno.h>
#include <net/if_arp.h>
#include <string.h>

#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <netlink/msg.h>

#include "rtnl.h"
#include "ungrouped.h"

static bool has_kind(struct nlattr *info)
{
	struct nlattr *tb[IFLA_INFO_MAX + 1] = { NULL };

	return info && nla_parse_nested(tb, IFLA_INFO_MAX, info, NULL) >= 0 &&
	       tb[IFLA_INFO_KIND];
}

static void decode_nic(struct member *m, struct nlattr **tb, bool carrier)
{
	struct nlattr *mac = tb[IFLA_PERM_ADDRESS] ? tb[IFLA_PERM_ADDRESS] :
						     tb[IFLA_ADDRESS];

	m->link = carrier ? IPMP_LINK_UP : IPMP_LINK_DOWN;
	m->state = carrier ? IPMP_MEMBER_STATE_ACTIVE :
			     IPMP_MEMBER_STATE_FAILED;
	nla_strlcpy(m->path, tb[IFLA_PARENT_DEV_NAME], sizeof(m->path));
	if (mac && nla_len(mac) <= PERM_ADDR_MAX) {
		m->perm_len = (uint8_t)nla_len(mac);
		memcpy(m->perm_addr, nla_data(mac), m->perm_len);
	}
}

/* Bridges and wireless drivers send such messages too, about other things. */
static bool is_of_link(const struct nlmsghdr *nlh, struct nlattr **tb)
{
	const struct ifinfomsg *ifi = nlmsg_data(nlh);

	return (nlh->nlmsg_type == RTM_NEWLINK ||
		nlh->nlmsg_type == RTM_DELLINK) &&
	       nlmsg_parse((struct nlmsghdr *)nlh, sizeof(*ifi), tb, IFLA_MAX,
			   NULL) >= 0 &&
	       ifi->ifi_family == AF_UNSPEC && tb[IFLA_IFNAME] &&
	       !tb[IFLA_WIRELESS];
}

/* Return: whether the message tells of a link. */
static bool decode(const struct nlmsghdr *nlh, struct member *m, bool *counts)
{
	const struct ifinfomsg *ifi = nlmsg_data(nlh);
	struct nlattr *tb[IFLA_MAX + 1] = { NULL };

	if (!is_of_link(nlh, tb))
		return false;
	memset(m, 0, sizeof(*m));
	m->ifindex = (uint32_t)ifi->ifi_index;
	nla_strlcpy(m->ifname, tb[IFLA_IFNAME], sizeof(m->ifname));
	*counts = nlh->nlmsg_type == RTM_NEWLINK &&
		  ifi->ifi_type == ARPHRD_ETHER && ifi->ifi_flags & IFF_UP &&
		  tb[IFLA_PARENT_DEV_NAME] && !tb[IFLA_MASTER] &&
		  !has_kind(tb[IFLA_LINKINFO]);
	if (*counts)
		decode_nic(m, tb, tb[IFLA_CARRIER] && nla_get_u8(tb[IFLA_CARRIER]));
	return true;
}

static int on_link(struct nlmsghdr *nlh, void *arg)
{
	struct object o = { .type = OBJECT_MEMBER };
	struct state *st = arg;
	bool counts;

	if (!nlh)
		state_clear(st, OBJECT_MEMBER);
	else if (decode(nlh, &o.m, &counts) && counts)
		return state_put(st, &o);
	return 0;
}

/**
 * ungrouped_read() - Read the NICs that are in no group.
 * @s: a socket of rt_open()
 * @st: takes them, as members; to be freed even if this fails
 *
 * Return: 0 or a negative errno.
 */
int ungrouped_read(struct nlsock *s, struct state *st)
{
	struct ifinfomsg ifi = { .ifi_family = AF_UNSPEC };
	struct nl_msg *msg = nlmsg_alloc_simple(RTM_GETLINK, 0);

	memset(st, 0, sizeof(*st));
	if (msg && nlmsg_append(msg, &ifi, sizeof(ifi), NLMSG_ALIGNTO) < 0) {
		nlmsg_free(msg);
		msg = NULL;
	}
	return nlsock_dump(s, msg, on_link, st);
}

/**
 * ungrouped_subscribe() - Have changes of links told.
 * @s: takes the connection for that, and that only; to be closed even if this
 *	fails
 *
 * Return: 0 or a negative errno.
 */
int ungrouped_subscribe(struct nlsock *s)
{
	int err = rt_open(s);

	return err ? err : nlsock_listen(s, RTNLGRP_LINK);
}

struct receiving {
	ungrouped_fn fn;
	void *arg;
};

static int on_change(struct nl_msg *msg, void *arg)
{
	struct receiving *r = arg;
	struct member m;
	bool counts;

	if (decode(nlmsg_hdr(msg), &m, &counts))
		r->fn(&m, counts, r->arg);
	return NL_OK;
}

/**
 * ungrouped_receive() - Hand over the changes that are there, without waiting.
 * @s: a connection of ungrouped_subscribe()
 * @fn: called for each
 * @arg: for @fn
 *
 * Return: as nlsock_receive().
 */
int ungrouped_receive(struct nlsock *s, ungrouped_fn fn, void *arg)
{
	struct receiving r = { .fn = fn, .arg = arg };

	return nlsock_receive(s, on_change, &r);
}
