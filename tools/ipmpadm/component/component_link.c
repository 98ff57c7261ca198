// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <netlink/msg.h>

#include "component_link.h"
#include "component_sys.h"
#include "../lib/memory.h"

static void get_string(char *to, size_t size, struct nlattr *a)
{
	to[0] = '\0';
	if (a)
		nla_strlcpy(to, a, size);
}

static uint32_t get_u32(struct nlattr *a)
{
	return a ? nla_get_u32(a) : 0;
}

static void get_mac(struct link *link, struct nlattr *a)
{
	const uint8_t *byte = a ? nla_data(a) : NULL;
	int len = a ? nla_len(a) : 0;
	char *p = link->mac;
	int i;

	*p = '\0';
	for (i = 0; i < len && i < 32; i++)
		p += sprintf(p, i ? ":%02x" : "%02x", byte[i]);
}

static void get_kind(struct link *link, struct nlattr *info)
{
	struct nlattr *tb[IFLA_INFO_MAX + 1] = { NULL };

	if (info)
		nla_parse_nested(tb, IFLA_INFO_MAX, info, NULL);
	get_string(link->kind, sizeof(link->kind), tb[IFLA_INFO_KIND]);
}

static int add_link(struct links *l, struct nlmsghdr *nlh)
{
	struct ifinfomsg *msg = nlmsg_data(nlh);
	struct nlattr *tb[IFLA_MAX + 1];
	struct nlattr *nsid;
	struct link *link;

	if (nlmsg_parse(nlh, sizeof(*msg), tb, IFLA_MAX, NULL) < 0)
		return -EBADMSG;
	l->link = memory_grow(l->link, l->n, sizeof(*l->link));
	link = &l->link[l->n++];
	nsid = tb[IFLA_LINK_NETNSID];
	link->ifindex = (uint32_t)msg->ifi_index;
	link->up = msg->ifi_flags & IFF_UP;
	link->master = get_u32(tb[IFLA_MASTER]);
	link->lower = get_u32(tb[IFLA_LINK]);
	link->lower_nsid = nsid ? nla_get_s32(nsid) : LINK_NSID_OWN;
	get_string(link->ifname, sizeof(link->ifname), tb[IFLA_IFNAME]);
	get_string(link->bus, sizeof(link->bus), tb[IFLA_PARENT_DEV_BUS_NAME]);
	get_string(link->parent, sizeof(link->parent),
		   tb[IFLA_PARENT_DEV_NAME]);
	get_kind(link, tb[IFLA_LINKINFO]);
	get_mac(link, tb[IFLA_PERM_ADDRESS] ? : tb[IFLA_ADDRESS]);
	return 0;
}

static int add_addr(struct links *l, struct nlmsghdr *nlh)
{
	struct ifaddrmsg *msg = nlmsg_data(nlh);
	struct nlattr *tb[IFA_MAX + 1];
	struct ipaddr addr;
	struct nlattr *a;
	struct link *link;

	if (nlmsg_parse(nlh, sizeof(*msg), tb, IFA_MAX, NULL) < 0)
		return -EBADMSG;
	a = tb[IFA_LOCAL] ? : tb[IFA_ADDRESS];
	link = (struct link *)links_find(l, msg->ifa_index);
	/* One that came after the interfaces were read has no user yet. */
	if (!link || !a || !ipaddr_set(&addr, nla_data(a), (size_t)nla_len(a)))
		return 0;
	addr.prefix_len = msg->ifa_prefixlen;
	link->addr = memory_grow(link->addr, link->naddr, sizeof(*link->addr));
	link->addr[link->naddr++] = addr;
	return 0;
}

/**
 * links_drop_addrs() - Forget the addresses of all interfaces.
 * @l: the interfaces
 */
void links_drop_addrs(struct links *l)
{
	size_t i;

	for (i = 0; i < l->n; i++) {
		free(l->link[i].addr);
		l->link[i].addr = NULL;
		l->link[i].naddr = 0;
	}
}

/**
 * links_decode() - Take a message of a dump of interfaces or addresses.
 * @nlh: the message; NULL if the dump starts again
 * @links: the interfaces so far
 *
 * Return: 0 or a negative errno.
 */
int links_decode(struct nlmsghdr *nlh, void *links)
{
	struct links *l = links;

	if (nlh && nlh->nlmsg_type == RTM_NEWLINK)
		return add_link(l, nlh);
	if (nlh && nlh->nlmsg_type == RTM_NEWADDR)
		return add_addr(l, nlh);
	return 0;
}

/**
 * links_find() - Find an interface by its index.
 * @l: the interfaces
 * @ifindex: the index
 *
 * Return: the interface or NULL.
 */
const struct link *links_find(const struct links *l, uint32_t ifindex)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		if (l->link[i].ifindex == ifindex)
			return &l->link[i];
	return NULL;
}

/**
 * links_free() - Free interfaces.
 * @l: the interfaces, none then
 */
void links_free(struct links *l)
{
	links_drop_addrs(l);
	free(l->link);
	memset(l, 0, sizeof(*l));
}
