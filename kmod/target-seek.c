// SPDX-License-Identifier: GPL-2.0
/*
 * Who could be a target: the next hops of the group's default routes, and where
 * there are none, or none answers, neighbours that the group knows to be
 * reachable.
 */
#include <linux/inetdevice.h>
#include <net/addrconf.h>
#include <net/arp.h>
#include <net/ip6_route.h>
#include <net/ip_fib.h>
#include <net/ndisc.h>
#include <net/route.h>

#include "target.h"

/**
 * ipmp_target_is_ours() - whether an address is one of this host
 * @g: the group
 * @ip: the address, IPv4 as ::ffff:a.b.c.d
 *
 * Context: any but hard interrupt.
 */
bool ipmp_target_is_ours(const struct ipmp_group *g, const struct in6_addr *ip)
{
	struct net *net = dev_net(g->dev);
	__be32 v4 = ip->s6_addr32[3];

	/* A group in a VRF has a table of its own, its members have not. */
	if (ipv6_addr_v4mapped(ip))
		return inet_addr_type(net, v4) == RTN_LOCAL ||
		       inet_addr_type_dev_table(net, g->dev, v4) == RTN_LOCAL;
#if IS_ENABLED(CONFIG_IPV6)
	return ipv6_mod_enabled() && ipv6_chk_addr(net, ip, NULL, 0);
#else
	return false;
#endif
}

/**
 * ipmp_target_is_broadcast() - whether an address is that of a whole subnet
 * @g: the group
 * @ip: the address, IPv4 as ::ffff:a.b.c.d
 *
 * Context: any but hard interrupt.
 */
bool ipmp_target_is_broadcast(const struct ipmp_group *g,
			      const struct in6_addr *ip)
{
	struct net *net = dev_net(g->dev);
	__be32 v4 = ip->s6_addr32[3];

	if (!ipv6_addr_v4mapped(ip))
		return false;
	return inet_addr_type(net, v4) == RTN_BROADCAST ||
	       inet_addr_type_dev_table(net, g->dev, v4) == RTN_BROADCAST;
}

static void add(const struct ipmp_group *g, struct ipmp_found *found,
		const struct in6_addr *ip)
{
	unsigned int i;

	if (found->n == IPMP_TARGETS_FOUND)
		return;
	for (i = 0; i < found->n; i++)
		if (ipv6_addr_equal(&found->ip[i], ip))
			return;
	if (!ipmp_target_is_ours(g, ip))
		found->ip[found->n++] = *ip;
}

/* All next hops of the best default route through the group. */
static void routers_v4(const struct ipmp_group *g, struct ipmp_found *found)
{
	struct flowi4 fl4 = { .flowi4_oif = g->dev->ifindex };
	const struct fib_nh_common *nhc;
	struct fib_result res = {};
	struct in6_addr ip;
	unsigned int i;

	rcu_read_lock();
	/* The address 0.0.0.0 itself is on the default route alone. */
	if (fib_lookup(dev_net(g->dev), &fl4, &res, FIB_LOOKUP_NOREF) ||
	    res.type != RTN_UNICAST)
		goto unlock;
	for (i = 0; i < fib_info_num_path(res.fi); i++) {
		nhc = fib_info_nhc(res.fi, i);
		if (nhc->nhc_dev != g->dev || nhc->nhc_gw_family != AF_INET)
			continue;
		ipmp_v4_key(&ip, nhc->nhc_gw.ipv4);
		add(g, found, &ip);
	}
unlock:
	rcu_read_unlock();
}

/**
 * struct walk - a walk over neighbours
 * @g: whose neighbours
 * @found: where to put them
 * @routers: only those that said that they route
 */
struct walk {
	const struct ipmp_group *g;
	struct ipmp_found found;
	bool routers;
};

#define REACHABLE	(NUD_REACHABLE | NUD_DELAY | NUD_PROBE | NUD_PERMANENT)

static void look_at(struct neighbour *n, void *data)
{
	struct walk *w = data;
	struct in6_addr ip;

	if (n->dev != w->g->dev || w->found.n == IPMP_TARGETS_FOUND ||
	    n->type != RTN_UNICAST)
		return;
	if (w->routers ? !(READ_ONCE(n->flags) & NTF_ROUTER) :
			 !(READ_ONCE(n->nud_state) & REACHABLE))
		return;
	if (n->tbl->family == AF_INET)
		ipmp_v4_key(&ip, *(__be32 *)n->primary_key);
	else
		memcpy(&ip, n->primary_key, sizeof(ip));
	w->found.ip[w->found.n++] = ip;
}

static void neighbours(const struct ipmp_group *g, struct neigh_table *tbl,
		       bool routers, struct ipmp_found *found)
{
	struct walk w = { .g = g, .routers = routers };
	unsigned int i;

	/* The table is locked meanwhile; what is ours is told after. */
	neigh_for_each(tbl, look_at, &w);
	for (i = 0; i < w.found.n; i++)
		add(g, found, &w.found.ip[i]);
}

#if IS_ENABLED(CONFIG_IPV6)
/* The next hop of the default route, and who else says that it routes. */
static void routers_v6(const struct ipmp_group *g, struct ipmp_found *found)
{
	struct rt6_info *rt;

	/* With ipv6.disable=1 there are no tables to look at. */
	if (!ipv6_mod_enabled())
		return;
	rt = rt6_lookup(dev_net(g->dev), &in6addr_any, NULL, g->dev->ifindex,
			NULL, RT6_LOOKUP_F_IFACE);
	if (rt) {
		if (rt->rt6i_flags & RTF_GATEWAY)
			add(g, found, &rt->rt6i_gateway);
		ip6_rt_put(rt);
	}
	neighbours(g, &nd_tbl, true, found);
}

static void neighbours_v6(const struct ipmp_group *g, struct ipmp_found *found)
{
	if (ipv6_mod_enabled())
		neighbours(g, &nd_tbl, false, found);
}
#else
static void routers_v6(const struct ipmp_group *g, struct ipmp_found *found)
{
}

static void neighbours_v6(const struct ipmp_group *g, struct ipmp_found *found)
{
}
#endif

/**
 * ipmp_target_search() - find out who could be a target
 * @g: the group
 * @f: the family
 * @wide: look for neighbours even if there are routers
 * @found: where to write it
 *
 * Context: process; does not take RTNL.
 */
void ipmp_target_search(struct ipmp_group *g, enum ipmp_family f,
			bool wide, struct ipmp_found *found)
{
	memset(found, 0, sizeof(*found));
	if (f == IPMP_V4)
		routers_v4(g, found);
	else
		routers_v6(g, found);
	found->routers = found->n;
	found->wide = wide || !found->n;
	if (!found->wide)
		return;
	if (f == IPMP_V4)
		neighbours(g, &arp_tbl, false, found);
	else
		neighbours_v6(g, found);
}
