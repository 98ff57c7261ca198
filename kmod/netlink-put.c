// SPDX-License-Identifier: GPL-2.0
/* How objects are written into netlink messages, of dumps and of events. */
#include <linux/math64.h>
#include <linux/socket.h>
#include <net/ipv6.h>

#include "event.h"
#include "netlink.h"
#include "probe.h"

static int put_group_id(struct sk_buff *skb, const struct ipmp_group *g)
{
	if (nla_put_u32(skb, IPMP_A_GROUP_IFINDEX, g->dev->ifindex) ||
	    nla_put_string(skb, IPMP_A_GROUP_IFNAME, g->dev->name) ||
	    nla_put_string(skb, IPMP_A_GROUP_NAME, g->name))
		return -EMSGSIZE;
	return 0;
}

/* The detection time that is kept now, or 0 while nothing is probed. */
static unsigned int detection_now(const struct ipmp_group *g)
{
	unsigned int ms = 0;
	enum ipmp_family f;

	for (f = 0; f < IPMP_FAMILIES; f++)
		if (!list_empty(&g->judge[f].paths))
			ms = max(ms, g->detection_now[f]);
	return ms;
}

static int put_probing(struct sk_buff *skb, const struct ipmp_group *g)
{
	unsigned int now = detection_now(g);

	if (nla_put_u32(skb, IPMP_A_DETECTION_TIME, g->detection_time) ||
	    nla_put_u32(skb, IPMP_A_PROBE, g->probe) ||
	    nla_put_u8(skb, IPMP_A_FAIL_OPEN, g->judge[IPMP_V4].fail_open) ||
	    (now && nla_put_u32(skb, IPMP_A_DETECTION_NOW, now)) ||
	    nla_put_u8(skb, IPMP_A_TARGETS_SILENT, g->silent))
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
	    nla_put_u32(skb, IPMP_A_XMIT, g->xmit) || put_probing(skb, g))
		return -EMSGSIZE;
	return nla_put_u32(skb, IPMP_A_GENERATION,
			   ipmp_event_net_generation(dev_net(g->dev)));
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

static int put_probe_states(struct sk_buff *skb, const struct ipmp_member *m)
{
	u64 held = ipmp_probe_held_until(m);

	if (nla_put_u32(skb, IPMP_A_PROBE_STATE, ipmp_probe_state(m)) ||
	    nla_put_u32(skb, IPMP_A_PROBE_STATE4,
			m->prober[IPMP_V4].path.state) ||
	    nla_put_u32(skb, IPMP_A_PROBE_STATE6,
			m->prober[IPMP_V6].path.state) ||
	    (held && nla_put_u64_64bit(skb, IPMP_A_HOLD_UNTIL, held,
				       IPMP_A_PAD)))
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
	    put_state(skb, m) || put_probe_states(skb, m))
		return -EMSGSIZE;
	return put_own(skb, m);
}

static int put_ip(struct sk_buff *skb, int type, const struct in6_addr *ip)
{
	if (ipv6_addr_v4mapped(ip))
		return nla_put_in_addr(skb, type, ip->s6_addr32[3]);
	return nla_put_in6_addr(skb, type, ip);
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
	if (put_group_id(skb, g) || put_ip(skb, IPMP_A_ADDR, &a->ip) ||
	    nla_put_u8(skb, IPMP_A_PREFIX_LEN, a->prefix_len) ||
	    (m && nla_put_string(skb, IPMP_A_MEMBER, m->name)) ||
	    (a->home[0] && nla_put_string(skb, IPMP_A_HOME, a->home)))
		return -EMSGSIZE;
	return 0;
}

static int put_u64(struct sk_buff *skb, int type, u64 value)
{
	return nla_put_u64_64bit(skb, type, value, IPMP_A_PAD);
}

/* What has been measured, in microseconds. */
static int put_rtt(struct sk_buff *skb, const struct ipmp_rtt *rtt, u64 last)
{
	if (last && nla_put_u32(skb, IPMP_A_RTT, div_u64(last, NSEC_PER_USEC)))
		return -EMSGSIZE;
	if (!rtt->measured)
		return 0;
	if (nla_put_u32(skb, IPMP_A_RTT_AVG,
			div_u64(rtt->avg, NSEC_PER_USEC)) ||
	    nla_put_u32(skb, IPMP_A_RTT_DEV, div_u64(rtt->dev, NSEC_PER_USEC)))
		return -EMSGSIZE;
	return 0;
}

/**
 * ipmp_nl_put_target() - write a target
 * @skb: the message
 * @g: its group
 * @t: the target
 *
 * Context: any; the caller holds the group's lock.
 * Return: 0 or -EMSGSIZE.
 */
int ipmp_nl_put_target(struct sk_buff *skb, const struct ipmp_group *g,
		       const struct ipmp_target *t)
{
	const struct ipmp_aim *a = &t->aim;
	u64 since = ktime_get_real_ns() - (ktime_get_ns() - a->since);

	if (put_group_id(skb, g) || put_ip(skb, IPMP_A_TARGET, &t->ip) ||
	    nla_put_u32(skb, IPMP_A_TARGET_SOURCE, t->source) ||
	    nla_put_u32(skb, IPMP_A_TARGET_STATE, a->state) ||
	    put_u64(skb, IPMP_A_SINCE, since) ||
	    put_u64(skb, IPMP_A_SENT, a->sent) ||
	    put_u64(skb, IPMP_A_ANSWERED, a->answered) ||
	    put_u64(skb, IPMP_A_LOST, a->lost))
		return -EMSGSIZE;
	return put_rtt(skb, &a->rtt, a->rtt.last);
}

static int put_prober_id(struct sk_buff *skb, const struct ipmp_prober *p)
{
	const struct ipmp_member *m = p->member;

	if (put_group_id(skb, m->group) ||
	    (m->dev && nla_put_u32(skb, IPMP_A_IFINDEX, m->dev->ifindex)) ||
	    nla_put_string(skb, IPMP_A_IFNAME, m->name) ||
	    nla_put_u8(skb, IPMP_A_FAMILY,
		       p->family == IPMP_V4 ? AF_INET : AF_INET6))
		return -EMSGSIZE;
	return 0;
}

static int put_counters(struct sk_buff *skb, const struct ipmp_path *path)
{
	if (put_u64(skb, IPMP_A_SENT, path->sent) ||
	    put_u64(skb, IPMP_A_ANSWERED, path->answered) ||
	    put_u64(skb, IPMP_A_LOST, path->lost) ||
	    put_u64(skb, IPMP_A_NOT_SENT, path->pace.not_sent) ||
	    put_u64(skb, IPMP_A_FAILURES, path->failures) ||
	    put_u64(skb, IPMP_A_REPAIRS, path->repairs))
		return -EMSGSIZE;
	return 0;
}

/**
 * ipmp_nl_put_probe() - write what probes say of a member in one family
 * @skb: the message
 * @p: its prober
 *
 * Context: any; the caller holds the group's lock.
 * Return: 0 or -EMSGSIZE.
 */
int ipmp_nl_put_probe(struct sk_buff *skb, const struct ipmp_prober *p)
{
	if (put_prober_id(skb, p) ||
	    nla_put_u32(skb, IPMP_A_PROBE_STATE, p->path.state) ||
	    put_u64(skb, IPMP_A_SINCE, p->since) ||
	    nla_put_u32(skb, IPMP_A_PROBE_KIND, p->kind) ||
	    (!ipv6_addr_any(&p->from) &&
	     put_ip(skb, IPMP_A_PROBE_SOURCE, &p->from)) ||
	    put_counters(skb, &p->path))
		return -EMSGSIZE;
	return put_rtt(skb, &p->rtt, p->rtt.last);
}

/**
 * ipmp_nl_put_shot() - write a probe that was answered or lost
 * @skb: the message
 * @p: who sent it
 * @shot: the probe
 * @t: whom it was for
 * @outcome: what became of it
 *
 * Context: any; the caller holds the group's lock.
 * Return: 0 or -EMSGSIZE.
 */
int ipmp_nl_put_shot(struct sk_buff *skb, const struct ipmp_prober *p,
		     const struct ipmp_shot *shot, const struct ipmp_target *t,
		     enum ipmp_probe_outcome outcome)
{
	u64 age = ktime_get_ns() - shot->sent;

	if (put_u64(skb, IPMP_A_TIME, ktime_get_real_ns() - age) ||
	    put_prober_id(skb, p) ||
	    nla_put_u32(skb, IPMP_A_PROBE_ID, shot->id) ||
	    nla_put_u32(skb, IPMP_A_PROBE_OUTCOME, outcome) ||
	    put_ip(skb, IPMP_A_TARGET, &t->ip))
		return -EMSGSIZE;
	return put_rtt(skb, &t->aim.rtt,
		       outcome == IPMP_PROBE_OUTCOME_ANSWERED ? age : 0);
}
