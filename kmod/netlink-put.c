// SPDX-License-Identifier: GPL-2.0
/* How objects are written into netlink messages, of dumps and of events. */
#include <net/ipv6.h>

#include "netlink.h"

static int put_group_id(struct sk_buff *skb, const struct ipmp_group *g)
{
	if (nla_put_u32(skb, IPMP_A_GROUP_IFINDEX, g->dev->ifindex) ||
	    nla_put_string(skb, IPMP_A_GROUP_IFNAME, g->dev->name) ||
	    nla_put_string(skb, IPMP_A_GROUP_NAME, g->name))
		return -EMSGSIZE;
	return 0;
}

/**
 * ipmp_nl_put_group() - write a group
 * @skb: the message
 * @g: the group
 *
 * Context: any; the caller holds RTNL or the group's lock.
 * Return: 0 or -EMSGSIZE.
 */
int ipmp_nl_put_group(struct sk_buff *skb, const struct ipmp_group *g)
{
	if (put_group_id(skb, g) ||
	    nla_put_u32(skb, IPMP_A_GROUP_STATE, g->state) ||
	    nla_put_u8(skb, IPMP_A_FAILBACK, g->failback) ||
	    nla_put_u32(skb, IPMP_A_XMIT, g->xmit))
		return -EMSGSIZE;
	return 0;
}

static const struct ipmp_own *own_of(const struct ipmp_member *m)
{
	return rcu_dereference_protected(m->own,
					 lockdep_is_held(&m->group->lock));
}

/**
 * ipmp_nl_member_size() - room that a member takes
 * @m: the member
 *
 * Context: any; the caller holds the group's lock.
 */
size_t ipmp_nl_member_size(const struct ipmp_member *m)
{
	const struct ipmp_own *own = own_of(m);
	size_t size = IPMP_NL_SIZE + nla_total_size(sizeof(m->path));

	if (own)
		size += own->n4 * nla_total_size(sizeof(__be32)) +
			own->n6 * nla_total_size(sizeof(struct in6_addr));
	return size;
}

static int put_own(struct sk_buff *skb, const struct ipmp_member *m)
{
	const struct ipmp_own *own = own_of(m);
	unsigned int i;

	if (!own)
		return 0;
	for (i = 0; i < own->n4; i++)
		if (nla_put_in_addr(skb, IPMP_A_TEST_ADDR, own->v4[i]))
			return -EMSGSIZE;
	for (i = 0; i < own->n6; i++)
		if (!(ipv6_addr_type(&own->v6[i]) & IPV6_ADDR_LINKLOCAL) &&
		    nla_put_in6_addr(skb, IPMP_A_TEST_ADDR, &own->v6[i]))
			return -EMSGSIZE;
	return 0;
}

static int put_state(struct sk_buff *skb, const struct ipmp_member *m)
{
	bool cast = rcu_access_pointer(m->group->cast) == m;

	if (nla_put_u32(skb, IPMP_A_STATE, m->state) ||
	    nla_put_u32(skb, IPMP_A_REASON, m->reason) ||
	    nla_put_u64_64bit(skb, IPMP_A_SINCE, m->since, IPMP_A_PAD) ||
	    nla_put_u8(skb, IPMP_A_STANDBY, m->seat.standby) ||
	    nla_put_u32(skb, IPMP_A_LINK, m->link) ||
	    nla_put_u8(skb, IPMP_A_CAST, cast))
		return -EMSGSIZE;
	return 0;
}

/**
 * ipmp_nl_put_member() - write a member
 * @skb: the message
 * @m: the member
 *
 * Context: any; the caller holds the group's lock.
 * Return: 0 or -EMSGSIZE.
 */
int ipmp_nl_put_member(struct sk_buff *skb, const struct ipmp_member *m)
{
	if (put_group_id(skb, m->group) ||
	    (m->dev && nla_put_u32(skb, IPMP_A_IFINDEX, m->dev->ifindex)) ||
	    nla_put_string(skb, IPMP_A_IFNAME, m->name) ||
	    (is_valid_ether_addr(m->perm_addr) &&
	     nla_put(skb, IPMP_A_PERM_ADDR, ETH_ALEN, m->perm_addr)) ||
	    nla_put_string(skb, IPMP_A_PATH, m->path) ||
	    put_state(skb, m))
		return -EMSGSIZE;
	return put_own(skb, m);
}

static int put_ip(struct sk_buff *skb, const struct in6_addr *ip)
{
	if (ipv6_addr_v4mapped(ip))
		return nla_put_in_addr(skb, IPMP_A_ADDR, ip->s6_addr32[3]);
	return nla_put_in6_addr(skb, IPMP_A_ADDR, ip);
}

/**
 * ipmp_nl_put_address() - write a data address
 * @skb: the message
 * @g: its group
 * @a: the address
 *
 * Context: any; the caller holds the group's lock.
 * Return: 0 or -EMSGSIZE.
 */
int ipmp_nl_put_address(struct sk_buff *skb, const struct ipmp_group *g,
			const struct ipmp_address *a)
{
	const struct ipmp_member *m;

	m = rcu_dereference_protected(a->bound, lockdep_is_held(&g->lock));
	if (put_group_id(skb, g) || put_ip(skb, &a->ip) ||
	    nla_put_u8(skb, IPMP_A_PREFIX_LEN, a->prefix_len) ||
	    (m && nla_put_string(skb, IPMP_A_MEMBER, m->name)) ||
	    (a->home[0] && nla_put_string(skb, IPMP_A_HOME, a->home)))
		return -EMSGSIZE;
	return 0;
}
