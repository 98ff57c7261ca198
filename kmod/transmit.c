// SPDX-License-Identifier: GPL-2.0
/*
 * Which member a packet leaves through, and with which MAC.
 *
 * The Ethernet source is always the MAC of the member that sends, so that no
 * MAC ever shows up on two switch ports. ARP and neighbour discovery leave
 * through the member that their sender address is bound to, with its MAC
 * inside, so that every neighbour learns the right pair.
 *
 * What is rare is kept out of line, so that the path of an ordinary packet is
 * short and straight.
 */
#include <linux/hash.h>
#include <linux/if_arp.h>
#include <linux/ip.h>
#include <net/ip.h>
#include <net/ipv6.h>
#include <net/ndisc.h>

#include "address.h"
#include "group.h"
#include "member.h"
#include "transmit.h"

/* What the sender's MAC stands in besides the Ethernet header. */
enum embedded {
	EMBEDDED_NONE,
	EMBEDDED_ARP,
	EMBEDDED_ND,
};

/* The member that an address of ours lives on: bound there, or its own. */
static struct ipmp_member *member_of_address(const struct ipmp_group *g,
					     const struct in6_addr *ip)
{
	struct ipmp_address *a = ipmp_address_find(g, ip);
	struct ipmp_member *m = a ? rcu_dereference_bh(a->bound) : NULL;

	if (!m && READ_ONCE(g->tests))
		m = ipmp_test_owner(g, ip);
	return m;
}

/* As above; who knows nothing of the address speaks for the cast member. */
static struct ipmp_member *spokesman(const struct ipmp_group *g,
				     const struct in6_addr *ip)
{
	return member_of_address(g, ip) ?: rcu_dereference_bh(g->cast);
}

static noinline struct ipmp_member *
pick_arp(const struct ipmp_group *g, struct sk_buff *skb, enum embedded *where)
{
	struct in6_addr ip;
	struct arphdr *arp;
	__be32 key;
	u8 *p;

	if (!pskb_network_may_pull(skb, arp_hdr_len(skb->dev)))
		return rcu_dereference_bh(g->cast);
	arp = arp_hdr(skb);
	if (arp->ar_hln != ETH_ALEN || arp->ar_pln != sizeof(key))
		return rcu_dereference_bh(g->cast);

	p = (u8 *)(arp + 1) + ETH_ALEN;
	memcpy(&key, p, sizeof(key));
	if (!key)	/* a probe (RFC 5227): the address is the target */
		memcpy(&key, p + sizeof(key) + ETH_ALEN, sizeof(key));
	ipmp_v4_key(&ip, key);
	*where = EMBEDDED_ARP;
	return spokesman(g, &ip);
}

static const struct nd_msg *nd_message(struct sk_buff *skb)
{
	unsigned int len = sizeof(struct ipv6hdr) + sizeof(struct icmp6hdr);
	const struct icmp6hdr *icmp6;

	if (!pskb_network_may_pull(skb, len))
		return NULL;
	icmp6 = (const struct icmp6hdr *)(ipv6_hdr(skb) + 1);
	if (icmp6->icmp6_type < NDISC_ROUTER_SOLICITATION ||
	    icmp6->icmp6_type > NDISC_REDIRECT)
		return NULL;
	/* Those of and to routers have no target. */
	if (icmp6->icmp6_type != NDISC_ROUTER_SOLICITATION &&
	    icmp6->icmp6_type != NDISC_ROUTER_ADVERTISEMENT &&
	    !pskb_network_may_pull(skb, len + sizeof(struct in6_addr)))
		return NULL;
	return (const struct nd_msg *)(ipv6_hdr(skb) + 1);
}

static struct ipmp_member *pick_nd(const struct ipmp_group *g,
				   struct sk_buff *skb,
				   const struct nd_msg *msg)
{
	const struct in6_addr *key = &ipv6_hdr(skb)->saddr;
	u8 type = msg->icmph.icmp6_type;

	if (type == NDISC_NEIGHBOUR_ADVERTISEMENT ||
	    (type == NDISC_NEIGHBOUR_SOLICITATION && ipv6_addr_any(key)))
		key = &msg->target;
	return spokesman(g, key);
}

/* Ports of the protocols that have them first in their header; 0 for others */
static u32 ports(struct sk_buff *skb, u8 proto, unsigned int offset)
{
	if (proto != IPPROTO_TCP && proto != IPPROTO_UDP &&
	    proto != IPPROTO_SCTP)
		return 0;
	if (!pskb_may_pull(skb, offset + sizeof(u32)))
		return 0;
	return get_unaligned((u32 *)(skb->data + offset));
}

static u32 hash_v4(struct sk_buff *skb)
{
	const struct iphdr *iph = ip_hdr(skb);
	u32 hash = (__force u32)(iph->saddr ^ iph->daddr);

	if (!ip_is_fragment(iph))
		hash ^= ports(skb, iph->protocol,
			      skb_network_offset(skb) + iph->ihl * 4);
	return hash;
}

static u32 hash_v6(struct sk_buff *skb)
{
	const struct ipv6hdr *ip6h = ipv6_hdr(skb);
	const __be32 *s = ip6h->saddr.s6_addr32, *d = ip6h->daddr.s6_addr32;
	u32 hash = (__force u32)(s[0] ^ s[1] ^ s[2] ^ s[3] ^
				 d[0] ^ d[1] ^ d[2] ^ d[3] ^
				 ip6_flowlabel(ip6h));

	return hash ^ ports(skb, ip6h->nexthdr,
			    skb_network_offset(skb) + sizeof(*ip6h));
}

/*
 * The socket's hash, when it is there, changes when TCP times out, so that a
 * connection leaves a path that is silently dead. The general dissector costs
 * three times what this does.
 */
static u32 flow_hash(struct sk_buff *skb)
{
	if (skb->hash)
		return skb->hash;
	if (skb->protocol == htons(ETH_P_IP))
		return hash_v4(skb);
	if (skb->protocol == htons(ETH_P_IPV6))
		return hash_v6(skb);
	return 0;
}

static struct ipmp_member *pick_flow(const struct ipmp_group *g,
				     struct sk_buff *skb, enum ipmp_family f)
{
	struct ipmp_member *m = rcu_dereference_bh(g->only);

	if (m)
		return m;
	return rcu_dereference_bh(g->slot[f][hash_32(flow_hash(skb),
						     IPMP_FLOW_BITS)]);
}

/*
 * What must leave through a certain member: test addresses through their own,
 * and with the source policy everything through where its source lives.
 */
static noinline struct ipmp_member *
pick_source(const struct ipmp_group *g, const struct sk_buff *skb)
{
	struct in6_addr ip;

	if (skb->protocol == htons(ETH_P_IP))
		ipmp_v4_key(&ip, ip_hdr(skb)->saddr);
	else
		ip = ipv6_hdr(skb)->saddr;
	if (READ_ONCE(g->xmit) == IPMP_XMIT_SOURCE)
		return member_of_address(g, &ip);
	return ipmp_test_owner(g, &ip);
}

static struct ipmp_member *pick_ip(const struct ipmp_group *g,
				   struct sk_buff *skb, enum ipmp_family f)
{
	struct ipmp_member *m = NULL;

	if (READ_ONCE(g->tests) || READ_ONCE(g->xmit) != IPMP_XMIT_FLOW)
		m = pick_source(g, skb);
	return m ?: pick_flow(g, skb, f);
}

static struct ipmp_member *pick_v4(const struct ipmp_group *g,
				   struct sk_buff *skb)
{
	struct ipmp_member *only = rcu_dereference_bh(g->only);

	/* Without a choice there is no need to look. */
	if (only && !READ_ONCE(g->tests))
		return only;
	if (!pskb_network_may_pull(skb, sizeof(struct iphdr)))
		return rcu_dereference_bh(g->cast);
	/* Reports of membership: where the multicast is to go. */
	if (unlikely(ip_hdr(skb)->protocol == IPPROTO_IGMP))
		return rcu_dereference_bh(g->cast);
	return pick_ip(g, skb, IPMP_V4);
}

static struct ipmp_member *pick_v6(const struct ipmp_group *g,
				   struct sk_buff *skb, enum embedded *where)
{
	const struct nd_msg *msg;

	if (!pskb_network_may_pull(skb, sizeof(struct ipv6hdr)))
		return rcu_dereference_bh(g->cast);
	switch (ipv6_hdr(skb)->nexthdr) {
	case NEXTHDR_HOP:	/* as IGMP above */
		return rcu_dereference_bh(g->cast);
	case NEXTHDR_ICMP:
		msg = nd_message(skb);
		if (msg) {
			*where = EMBEDDED_ND;
			return pick_nd(g, skb, msg);
		}
		fallthrough;
	default:
		return pick_ip(g, skb, IPMP_V6);
	}
}

/* Any member that works, active ones first, in place of one that does not. */
static noinline struct net_device *replacement(struct ipmp_group *g)
{
	struct net_device *dev, *spare = NULL;
	struct ipmp_member *m;

	ipmp_group_kick(g);
	list_for_each_entry_rcu(m, &g->members, list) {
		dev = READ_ONCE(m->dev);
		if (!dev || !ipmp_dev_alive(dev) || READ_ONCE(m->leaving) ||
		    READ_ONCE(m->seat.offline) || READ_ONCE(m->twin))
			continue;
		spare = dev;
		if (READ_ONCE(m->seat.active))
			break;
	}
	if (spare)
		atomic64_inc(&g->counters.tx_rerouted);
	return spare;
}

/* The device to send through when @m is chosen; NULL if none works. */
static struct net_device *device_of(struct ipmp_group *g,
				    const struct ipmp_member *m)
{
	struct net_device *dev = likely(m) ? READ_ONCE(m->dev) : NULL;

	if (likely(dev && ipmp_dev_alive(dev)))
		return dev;
	return replacement(g);
}

static bool write_arp(struct sk_buff *skb, const u8 *group_mac, const u8 *mac)
{
	unsigned int len = skb_network_offset(skb) + arp_hdr_len(skb->dev);
	u8 *sha;

	if (skb_ensure_writable(skb, len))
		return false;
	sha = (u8 *)(arp_hdr(skb) + 1);
	if (ether_addr_equal(sha, group_mac))
		ether_addr_copy(sha, mac);
	return true;
}

/* Replace a MAC in an option of neighbour discovery, and mend the checksum. */
static void write_option(struct sk_buff *skb, u8 *field, const u8 *mac)
{
	struct icmp6hdr *icmp6 = (struct icmp6hdr *)(ipv6_hdr(skb) + 1);
	__wsum sum;

	if (skb->ip_summed != CHECKSUM_PARTIAL) {
		sum = ~csum_unfold(icmp6->icmp6_cksum);
		sum = csum_sub(sum, csum_partial(field, ETH_ALEN, 0));
		sum = csum_add(sum, csum_partial(mac, ETH_ALEN, 0));
		icmp6->icmp6_cksum = csum_fold(sum);
	}
	ether_addr_copy(field, mac);
}

static unsigned int nd_options(const struct icmp6hdr *icmp6)
{
	switch (icmp6->icmp6_type) {
	case NDISC_ROUTER_SOLICITATION:
		return offsetof(struct rs_msg, opt);
	case NDISC_ROUTER_ADVERTISEMENT:
		return sizeof(struct ra_msg);
	case NDISC_REDIRECT:
		return offsetof(struct rd_msg, opt);
	default:
		return offsetof(struct nd_msg, opt);
	}
}

/*
 * Only where the MAC is the group's: options about others, and those that a
 * program wrote with a MAC of its own choice, are none of our business.
 */
static bool write_nd(struct sk_buff *skb, const u8 *group_mac, const u8 *mac)
{
	unsigned int at;
	u8 *opt;

	if (skb_ensure_writable(skb, skb->len))
		return false;
	at = skb_network_offset(skb) + sizeof(struct ipv6hdr);
	at += nd_options((struct icmp6hdr *)(skb->data + at));

	for (; at + sizeof(struct nd_opt_hdr) + ETH_ALEN <= skb->len;
	     at += opt[1] * 8) {
		opt = skb->data + at;
		if (!opt[1])
			break;
		if ((opt[0] == ND_OPT_SOURCE_LL_ADDR ||
		     opt[0] == ND_OPT_TARGET_LL_ADDR) &&
		    ether_addr_equal_unaligned(opt + 2, group_mac))
			write_option(skb, opt + 2, mac);
	}
	return true;
}

/* The device for what is not IPv4, with its MAC written inside if need be. */
static noinline struct net_device *route_other(struct ipmp_group *g,
					       struct sk_buff *skb)
{
	const u8 *group_mac = g->dev->dev_addr;
	enum embedded where = EMBEDDED_NONE;
	struct ipmp_member *m;
	struct net_device *to;

	if (skb->protocol == htons(ETH_P_IPV6))
		m = pick_v6(g, skb, &where);
	else if (skb->protocol == htons(ETH_P_ARP))
		m = pick_arp(g, skb, &where);
	else
		m = rcu_dereference_bh(g->cast);

	to = device_of(g, m);
	if (!to)
		return NULL;
	if (where == EMBEDDED_ARP && !write_arp(skb, group_mac, to->dev_addr))
		return NULL;
	if (where == EMBEDDED_ND && !write_nd(skb, group_mac, to->dev_addr))
		return NULL;
	return to;
}

static struct net_device *route(struct ipmp_group *g, struct sk_buff *skb)
{
	if (likely(skb->protocol == htons(ETH_P_IP)))
		return device_of(g, pick_v4(g, skb));
	return route_other(g, skb);
}

static netdev_tx_t send(struct sk_buff *skb, struct net_device *dev,
			struct net_device *to)
{
	unsigned int len = skb->len;
	int ret;

	skb->dev = to;
	ret = dev_queue_xmit(skb);
	if (likely(!net_xmit_eval(ret)))
		dev_sw_netstats_tx_add(dev, 1, len);
	else
		DEV_STATS_INC(dev, tx_dropped);
	return NETDEV_TX_OK;
}

/**
 * ipmp_start_xmit() - send a packet of the group through a member
 * @skb: the packet
 * @dev: the group's device
 *
 * Context: bottom halves off; who sends raw frames does not hold the RCU read
 * lock besides.
 * Return: NETDEV_TX_OK; the packet is consumed.
 */
netdev_tx_t ipmp_start_xmit(struct sk_buff *skb, struct net_device *dev)
{
	struct ipmp_group *g = netdev_priv(dev);
	struct net_device *to;

	/* AF_XDP sets none. */
	skb_reset_mac_header(skb);
	/* A program's own choice of source MAC is not ours to change. */
	if (unlikely(!ether_addr_equal(eth_hdr(skb)->h_source,
				       dev->dev_addr))) {
		to = device_of(g, rcu_dereference_bh(g->cast));
		if (!to)
			goto drop;
		return send(skb, dev, to);
	}

	to = route(g, skb);
	if (unlikely(!to) || unlikely(skb_cow_head(skb, 0)))
		goto drop;
	ether_addr_copy(eth_hdr(skb)->h_source, to->dev_addr);
	return send(skb, dev, to);

drop:
	DEV_STATS_INC(dev, tx_dropped);
	kfree_skb(skb);
	return NETDEV_TX_OK;
}
