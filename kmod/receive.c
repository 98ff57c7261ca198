// SPDX-License-Identifier: GPL-2.0
/*
 * Whom a frame that a member received is for: the member itself, its group,
 * both, or nobody.
 *
 * Only IPv4, IPv6 and ARP are judged; LLDP, LACP, PTP and frames of a VLAN stay
 * with the member. What is addressed to the member's own (test, link-local)
 * addresses stays with it; all else belongs to the group. Unicast is taken by
 * any member, whatever is bound where: neighbours with an old entry must not
 * lose packets. Multicast and broadcast arrive on every member, and one of
 * them, the cast member, takes them.
 */
#include <linux/if_arp.h>
#include <linux/if_vlan.h>
#include <linux/igmp.h>
#include <linux/ip.h>
#include <linux/jhash.h>
#include <net/ip.h>
#include <net/ndisc.h>

#include "address.h"
#include "member.h"
#include "probe.h"
#include "receive.h"

enum verdict {
	FOR_MEMBER,
	FOR_GROUP,
	FOR_BOTH,
	FOR_NOBODY,
};

/*
 * How long the copies of one question may be apart on their way to us: less
 * than the second after which it is asked again (RFC 4861 10, RETRANS_TIMER).
 */
#define IPMP_COPY_MS	500

static bool is_cast(const struct ipmp_member *m)
{
	return rcu_access_pointer(m->group->cast) == m;
}

static enum verdict for_cast(const struct ipmp_member *m)
{
	return is_cast(m) ? FOR_GROUP : FOR_NOBODY;
}

/*
 * Both must hear of it: the member, whose own entries it refreshes or whose
 * own memberships it asks about, and the group.
 */
static enum verdict for_both(const struct ipmp_member *m)
{
	return is_cast(m) ? FOR_BOTH : FOR_MEMBER;
}

/*
 * A frame of ours that the switch flooded back, sent through another member.
 * Taken for somebody else's, it would tell us that our addresses are in use.
 */
static bool is_reflection(const struct ipmp_group *g, const struct sk_buff *skb)
{
	const struct ethhdr *eth = eth_hdr(skb);
	const struct net_device *dev;
	struct ipmp_member *m;

	list_for_each_entry_rcu(m, &g->members, list) {
		dev = READ_ONCE(m->dev);
		if (dev && ether_addr_equal(dev->dev_addr, eth->h_source))
			return true;
	}
	return ether_addr_equal(g->dev->dev_addr, eth->h_source);
}

/*
 * Both the bound and the cast member take a question for an address, so that
 * neither a snooping switch nor a deaf member silences it. Of the copies of
 * one question, by @m and by the @other of the two, the first is answered. The
 * fields are racy: at worst a question is answered twice.
 */
static bool heard_before(struct ipmp_address *a, const struct ipmp_member *m,
			 const struct ipmp_member *other, u32 from)
{
	unsigned long age = jiffies - READ_ONCE(a->heard_at);
	const void *via = READ_ONCE(a->heard_via);

	if (via && via != m && via == other &&
	    READ_ONCE(a->heard_from) == from &&
	    age < msecs_to_jiffies(IPMP_COPY_MS))
		return true;
	WRITE_ONCE(a->heard_from, from);
	WRITE_ONCE(a->heard_at, jiffies);
	WRITE_ONCE(a->heard_via, m);
	return false;
}

/* Somebody asks, by broadcast or multicast, who has an address. */
static enum verdict judge_question(const struct ipmp_member *m,
				   const struct in6_addr *ip, u32 from)
{
	const struct ipmp_group *g = m->group;
	const struct ipmp_member *bound, *cast;
	struct ipmp_address *a;

	if (ipmp_test_owner(g, ip))
		return FOR_NOBODY;

	a = ipmp_address_find(g, ip);
	bound = a ? rcu_dereference(a->bound) : NULL;
	if (!bound)
		return for_cast(m);
	cast = rcu_dereference(g->cast);
	if (m != bound && m != cast)
		return FOR_NOBODY;
	return heard_before(a, m, m == bound ? cast : bound, from) ?
	       FOR_NOBODY : FOR_GROUP;
}

/* Sender and target address, from an ARP packet for Ethernet and IPv4. */
static bool parse_arp(struct sk_buff *skb, __be32 *sip, __be32 *tip)
{
	const struct arphdr *arp;
	const u8 *p;

	if (!pskb_may_pull(skb, arp_hdr_len(skb->dev)))
		return false;
	arp = arp_hdr(skb);
	if (arp->ar_hln != ETH_ALEN || arp->ar_pln != sizeof(*sip) ||
	    arp->ar_pro != htons(ETH_P_IP))
		return false;
	p = (const u8 *)(arp + 1) + ETH_ALEN;
	memcpy(sip, p, sizeof(*sip));
	memcpy(tip, p + sizeof(*sip) + ETH_ALEN, sizeof(*tip));
	return true;
}

static enum verdict judge_arp_reply(struct ipmp_member *m, struct sk_buff *skb,
				    __be32 sip, __be32 tip)
{
	const u8 *mac = (const u8 *)(arp_hdr(skb) + 1);
	bool own = ipmp_own_v4(m, tip);

	/* Answers to probes first: they are of no use to anybody else. */
	if ((own || !tip) && is_valid_ether_addr(mac) &&
	    ipmp_probe_arp(m, sip, mac) && !tip)
		return FOR_NOBODY;
	/* The group may have asked in the name of a test address. */
	return own ? FOR_BOTH : FOR_GROUP;
}

static noinline enum verdict judge_arp(struct ipmp_member *m,
				       struct sk_buff *skb)
{
	struct in6_addr ip;
	__be32 sip, tip;

	if (!parse_arp(skb, &sip, &tip))
		return FOR_MEMBER;
	if (skb->pkt_type == PACKET_HOST) {
		if (arp_hdr(skb)->ar_op == htons(ARPOP_REPLY))
			return judge_arp_reply(m, skb, sip, tip);
		return ipmp_own_v4(m, tip) ? FOR_MEMBER : FOR_GROUP;
	}
	if (is_reflection(m->group, skb))
		return FOR_NOBODY;
	if (arp_hdr(skb)->ar_op != htons(ARPOP_REQUEST) || sip == tip)
		return for_both(m);
	if (ipmp_own_v4(m, tip))
		return FOR_MEMBER;
	ipmp_v4_key(&ip, tip);
	return judge_question(m, &ip, jhash_1word((__force u32)sip, 0));
}

static noinline bool is_igmp_query(struct sk_buff *skb)
{
	unsigned int len = ip_hdrlen(skb);

	if (ip_hdr(skb)->protocol != IPPROTO_IGMP ||
	    !pskb_may_pull(skb, len + sizeof(struct igmphdr)))
		return false;
	return skb->data[len] == IGMP_HOST_MEMBERSHIP_QUERY;
}

/* Here answers to probes come: away from the traffic of the group. */
static noinline enum verdict judge_own_ipv4(struct ipmp_member *m,
					    struct sk_buff *skb)
{
	return ipmp_probe_echo_v4(m, skb) ? FOR_NOBODY : FOR_MEMBER;
}

static enum verdict judge_ipv4(struct ipmp_member *m, struct sk_buff *skb)
{
	if (!pskb_may_pull(skb, sizeof(struct iphdr)))
		return FOR_MEMBER;
	if (likely(skb->pkt_type == PACKET_HOST))
		return ipmp_own_v4(m, ip_hdr(skb)->daddr) ?
		       judge_own_ipv4(m, skb) : FOR_GROUP;
	if (is_reflection(m->group, skb))
		return FOR_NOBODY;
	return is_igmp_query(skb) ? for_both(m) : for_cast(m);
}

/* The type of an ICMPv6 message behind the header at @offset, or -1. */
static int icmp6_type_at(struct sk_buff *skb, unsigned int offset)
{
	if (!pskb_may_pull(skb, offset + sizeof(struct icmp6hdr)))
		return -1;
	return skb->data[offset];
}

/* MLD comes behind one hop-by-hop header (RFC 3810 5). */
static int icmp6_type(struct sk_buff *skb)
{
	unsigned int offset = sizeof(struct ipv6hdr);
	u8 nexthdr = ipv6_hdr(skb)->nexthdr;

	if (nexthdr == NEXTHDR_HOP) {
		if (!pskb_may_pull(skb, offset + 8))
			return -1;
		nexthdr = skb->data[offset];
		offset += ipv6_optlen((struct ipv6_opt_hdr *)
				      (skb->data + offset));
	}
	return nexthdr == NEXTHDR_ICMP ? icmp6_type_at(skb, offset) : -1;
}

static enum verdict judge_solicitation(const struct ipmp_member *m,
				       struct sk_buff *skb)
{
	const struct nd_msg *ns;
	u32 from;

	if (!pskb_may_pull(skb, sizeof(struct ipv6hdr) + sizeof(*ns)))
		return FOR_MEMBER;
	ns = (const struct nd_msg *)(skb->data + sizeof(struct ipv6hdr));
	if (ipmp_own_v6(m, &ns->target))
		return FOR_MEMBER;
	from = jhash2((const u32 *)&ipv6_hdr(skb)->saddr, 4, 0);
	return judge_question(m, &ns->target, from);
}

static noinline enum verdict judge_ipv6_multicast(const struct ipmp_member *m,
						  struct sk_buff *skb)
{
	if (is_reflection(m->group, skb))
		return FOR_NOBODY;

	switch (icmp6_type(skb)) {
	case NDISC_NEIGHBOUR_SOLICITATION:
		return judge_solicitation(m, skb);
	case NDISC_NEIGHBOUR_ADVERTISEMENT:
	case ICMPV6_MGM_QUERY:
		return for_both(m);
	default:
		return for_cast(m);
	}
}

/* As for IPv4. */
static noinline enum verdict judge_own_ipv6(struct ipmp_member *m,
					    struct sk_buff *skb)
{
	switch (icmp6_type(skb)) {
	case ICMPV6_ECHO_REPLY:
		return ipmp_probe_echo_v6(m, skb) ? FOR_NOBODY : FOR_MEMBER;
	case NDISC_NEIGHBOUR_ADVERTISEMENT:
		ipmp_probe_advertisement(m, skb);
		return FOR_MEMBER;
	case NDISC_ROUTER_ADVERTISEMENT:
		/* A router's answer: a member must not configure itself. */
		return for_cast(m);
	default:
		return FOR_MEMBER;
	}
}

static enum verdict judge_ipv6(struct ipmp_member *m, struct sk_buff *skb)
{
	if (!pskb_may_pull(skb, sizeof(struct ipv6hdr)))
		return FOR_MEMBER;
	if (unlikely(skb->pkt_type != PACKET_HOST))
		return judge_ipv6_multicast(m, skb);
	if (!ipmp_own_v6(m, &ipv6_hdr(skb)->daddr))
		return FOR_GROUP;
	return judge_own_ipv6(m, skb);
}

static enum verdict judge(struct ipmp_member *m, struct sk_buff *skb)
{
	switch (skb->protocol) {
	case htons(ETH_P_IP):
		return judge_ipv4(m, skb);
	case htons(ETH_P_IPV6):
		return judge_ipv6(m, skb);
	default:
		return judge_arp(m, skb);
	}
}

/* A tag without a VLAN tells nothing but a priority; the stack ignores it. */
static bool is_of_vlan(const struct sk_buff *skb)
{
	return skb_vlan_tag_present(skb) && skb_vlan_tag_get_id(skb);
}

static bool is_judged(const struct sk_buff *skb)
{
	return (skb->protocol == htons(ETH_P_IP) ||
		skb->protocol == htons(ETH_P_IPV6) ||
		skb->protocol == htons(ETH_P_ARP)) &&
	       skb->pkt_type != PACKET_LOOPBACK &&
	       !is_of_vlan(skb);
}

static void hand_to_group(struct sk_buff *skb, struct net_device *dev)
{
	dev_sw_netstats_rx_add(dev, skb->len + ETH_HLEN);
	skb->dev = dev;
}

static noinline void copy_to_group(const struct sk_buff *skb,
				   struct net_device *dev)
{
	struct sk_buff *copy = skb_clone((struct sk_buff *)skb, GFP_ATOMIC);

	if (!copy)
		return;
	hand_to_group(copy, dev);
	netif_rx(copy);
}

static rx_handler_result_t deliver(struct sk_buff *skb, struct net_device *dev,
				   enum verdict verdict)
{
	bool up = dev->flags & IFF_UP;

	switch (verdict) {
	case FOR_GROUP:
		if (unlikely(!up))
			return RX_HANDLER_EXACT;
		hand_to_group(skb, dev);
		return RX_HANDLER_ANOTHER;
	case FOR_BOTH:
		if (up)
			copy_to_group(skb, dev);
		return RX_HANDLER_PASS;
	case FOR_MEMBER:
		return RX_HANDLER_PASS;
	default:
		return RX_HANDLER_EXACT;
	}
}

/* A frame for another MAC; that of the group is as good as the member's. */
static bool take_group_mac(const struct ipmp_member *m, struct sk_buff *skb)
{
	if (!ether_addr_equal(eth_hdr(skb)->h_dest,
			      m->group->dev->dev_addr))
		return false;
	skb->pkt_type = PACKET_HOST;
	return true;
}

/**
 * ipmp_receive() - receive handler of members
 * @pskb: the frame
 *
 * Context: softirq, RCU read lock held.
 * Return: see rx_handler_result_t.
 */
rx_handler_result_t ipmp_receive(struct sk_buff **pskb)
{
	struct sk_buff *skb = *pskb;
	struct ipmp_member *m;

	if (!is_judged(skb))
		return RX_HANDLER_PASS;
	m = rcu_dereference(skb->dev->rx_handler_data);
	skb = skb_share_check(skb, GFP_ATOMIC);
	if (unlikely(!skb))
		return RX_HANDLER_CONSUMED;
	*pskb = skb;

	if (unlikely(skb->pkt_type == PACKET_OTHERHOST)) {
		if (!take_group_mac(m, skb))
			return RX_HANDLER_PASS;
		if (!is_cast(m))
			return RX_HANDLER_EXACT;
	}
	return deliver(skb, m->group->dev, judge(m, skb));
}
