// SPDX-License-Identifier: GPL-2.0
/* Addresses of links with all that the hostname files can say of them. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <linux/rtnetlink.h>
#include <netlink/addr.h>
#include <netlink/attr.h>
#include <netlink/route/addr.h>

#include "rtcopy.h"
#include "rtnl.h"

static bool expires(struct nlattr *a)
{
	struct ifa_cacheinfo ci;

	if (!a || nla_len(a) < (int)sizeof(ci))
		return false;
	memcpy(&ci, nla_data(a), sizeof(ci));
	return ci.ifa_valid != UINT32_MAX;
}

static void decode(const struct nlmsghdr *nlh, struct rt_address *a)
{
	const struct ifaddrmsg *ifa = nlmsg_data(nlh);
	struct nlattr *tb[IFA_MAX + 1] = { 0 };
	struct nlattr *own;
	uint32_t flags;

	nlmsg_parse((struct nlmsghdr *)nlh, sizeof(*ifa), tb, IFA_MAX, NULL);
	memset(a, 0, sizeof(*a));
	/* IPv6 has IFA_LOCAL only with a peer, IPv4 always. */
	own = tb[IFA_LOCAL] ? tb[IFA_LOCAL] : tb[IFA_ADDRESS];
	if (own)
		ipaddr_set(&a->addr, nla_data(own), (size_t)nla_len(own));
	a->addr.prefix_len = ifa->ifa_prefixlen;
	flags = tb[IFA_FLAGS] ? nla_get_u32(tb[IFA_FLAGS]) : ifa->ifa_flags;
	a->deprecated = flags & IFA_F_DEPRECATED;
	a->noprefixroute = flags & IFA_F_NOPREFIXROUTE;
	a->duplicate = flags & IFA_F_DADFAILED;
	a->expires = expires(tb[IFA_CACHEINFO]);
	a->has_broadcast = tb[IFA_BROADCAST] &&
			   nla_len(tb[IFA_BROADCAST]) ==
			   (int)sizeof(a->broadcast);
	if (a->has_broadcast)
		memcpy(&a->broadcast, nla_data(tb[IFA_BROADCAST]),
		       sizeof(a->broadcast));
}

/**
 * rt_addresses_read() - Read the addresses of a link.
 * @s: the socket
 * @ifindex: of the link
 * @list: where to; to be freed even if this fails
 *
 * Return: 0 or a negative errno.
 */
int rt_addresses_read(struct nlsock *s, uint32_t ifindex,
		      struct rt_addresses *list)
{
	struct rt_list told;
	int err;
	size_t i;

	memset(list, 0, sizeof(*list));
	err = rt_read_addresses(s, ifindex, &told);
	if (!err && told.n) {
		list->a = calloc(told.n, sizeof(*list->a));
		if (!list->a)
			err = nlsock_set_error(s, -ENOMEM, NULL);
	}
	for (i = 0; !err && i < told.n; i++)
		decode(told.item[i], &list->a[list->n++]);
	rt_list_free(&told);
	return err;
}

/**
 * rt_addresses_free() - Free the addresses of a link.
 * @list: the list, empty afterwards
 */
void rt_addresses_free(struct rt_addresses *list)
{
	free(list->a);
	memset(list, 0, sizeof(*list));
}

static int fill(struct rtnl_addr *addr, const struct rt_address *a)
{
	struct nl_addr *local, *brd = NULL;
	int nlerr = -NLE_NOMEM;

	local = nl_addr_build(a->addr.family, a->addr.byte,
			      ipaddr_size(&a->addr));
	if (a->has_broadcast)
		brd = nl_addr_build(AF_INET, &a->broadcast,
				    sizeof(a->broadcast));
	if (local) {
		nl_addr_set_prefixlen(local, a->addr.prefix_len);
		nlerr = rtnl_addr_set_local(addr, local);
	}
	if (nlerr >= 0 && a->has_broadcast)
		nlerr = brd ? rtnl_addr_set_broadcast(addr, brd) : -NLE_NOMEM;
	nl_addr_put(brd);
	nl_addr_put(local);
	return nlerr;
}

/**
 * rt_address_put() - Add an address to a link, or change it there.
 * @s: the socket
 * @ifindex: of the link
 * @a: the address
 * @change: it is there, only whether it is deprecated changes
 *
 * Return: 0, -EEXIST if it is there already, or another negative errno.
 */
int rt_address_put(struct nlsock *s, uint32_t ifindex,
		   const struct rt_address *a, bool change)
{
	struct rtnl_addr *addr = rtnl_addr_alloc();
	struct nl_msg *msg = NULL;

	if (addr && fill(addr, a) >= 0) {
		rtnl_addr_set_ifindex(addr, (int)ifindex);
		if (a->noprefixroute)
			rtnl_addr_set_flags(addr, IFA_F_NOPREFIXROUTE);
		if (a->deprecated) {
			rtnl_addr_set_valid_lifetime(addr, UINT32_MAX);
			rtnl_addr_set_preferred_lifetime(addr, 0);
		}
		rtnl_addr_build_add_request(addr, change ? NLM_F_REPLACE :
							   NLM_F_EXCL, &msg);
	}
	rtnl_addr_put(addr);
	return nlsock_request(s, msg);
}
