// SPDX-License-Identifier: GPL-2.0
/*
 * The frames of probes. They are built and sent straight through the member's
 * device, past routing, neighbour tables and packet filters: what is to be
 * tested is the path, and nothing else.
 *
 * From a test address it is an echo request that no router forwards (hop limit
 * 1), to the MAC that the target told us. Without one, or as long as that MAC
 * is not known or seems to be another now, it is an ARP request (without a
 * test address as in RFC 5227 2.1.1, with sender 0.0.0.0) or a neighbour
 * solicitation, which need none.
 */
#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <linux/inetdevice.h>
#include <linux/ip.h>
#include <linux/pkt_sched.h>
#include <net/addrconf.h>
#include <net/arp.h>
#include <net/if_inet6.h>
#include <net/ip.h>
#include <net/ip6_checksum.h>
#include <net/ndisc.h>

#include "probe.h"

/* The MAC of a target, or NULL while it cannot be relied on. */
static const u8 *mac_of(const struct ipmp_prober *p,
			const struct ipmp_target *t)
{
	return ipmp_aim_is_located(&t->aim, &p->path) ? t->mac : NULL;
}

static struct sk_buff *new_frame(struct net_device *dev, unsigned int len,
				 __be16 protocol)
{
	/* Read once: the driver may change it meanwhile. */
	unsigned int head = LL_RESERVED_SPACE(dev);
	struct sk_buff *skb;

	skb = alloc_skb(head + len + READ_ONCE(dev->needed_tailroom),
			GFP_ATOMIC);
	if (!skb)
		return NULL;
	skb_reserve(skb, head);
	skb_reset_network_header(skb);
	skb_put_zero(skb, len);
	skb->dev = dev;
	skb->protocol = protocol;
	skb->priority = TC_PRIO_CONTROL;
	return skb;
}

static struct sk_buff *add_header(struct sk_buff *skb, const u8 *mac)
{
	struct net_device *dev = skb->dev;

	if (dev_hard_header(skb, dev, ntohs(skb->protocol), mac,
			    dev->dev_addr, skb->len) >= 0)
		return skb;
	kfree_skb(skb);
	return NULL;
}

/* The member's address on the subnet of the target, or 0. */
static __be32 source_v4(const struct net_device *dev, __be32 target)
{
	const struct in_device *in_dev = __in_dev_get_rcu(dev);
	const struct in_ifaddr *ifa;
	__be32 host = 0;

	if (!in_dev)
		return 0;
	in_dev_for_each_ifa_rcu(ifa, in_dev) {
		if (ifa->ifa_prefixlen == 32)
			host = host ?: ifa->ifa_local;
		else if (inet_ifa_match(target, ifa))
			return ifa->ifa_local;
	}
	return host;
}

static struct sk_buff *echo_v4(struct net_device *dev, __be32 from, __be32 to,
			       const u8 *mac, u16 ident, u32 id)
{
	unsigned int len = sizeof(struct iphdr) + sizeof(struct icmphdr);
	struct sk_buff *skb = new_frame(dev, len, htons(ETH_P_IP));
	struct icmphdr *icmp;
	struct iphdr *iph;

	if (!skb)
		return NULL;
	iph = ip_hdr(skb);
	iph->version = 4;
	iph->ihl = sizeof(*iph) / 4;
	iph->tos = RT_TOS(IPTOS_LOWDELAY);
	iph->tot_len = htons(len);
	iph->frag_off = htons(IP_DF);
	iph->ttl = 1;
	iph->protocol = IPPROTO_ICMP;
	iph->saddr = from;
	iph->daddr = to;
	ip_send_check(iph);

	icmp = (struct icmphdr *)(iph + 1);
	icmp->type = ICMP_ECHO;
	icmp->un.echo.id = htons(ident);
	icmp->un.echo.sequence = htons(id);
	icmp->checksum = ip_compute_csum(icmp, sizeof(*icmp));
	return add_header(skb, mac);
}

static struct sk_buff *build_v4(struct ipmp_prober *p,
				const struct ipmp_target *t,
				struct ipmp_shot *shot, struct net_device *dev)
{
	__be32 to = t->ip.s6_addr32[3], from = source_v4(dev, to);
	const u8 *mac = mac_of(p, t);
	struct sk_buff *skb;

	if (from)
		ipmp_v4_key(&p->from, from);
	else
		memset(&p->from, 0, sizeof(p->from));
	if (from && ipmp_aim_echoes(&t->aim, &p->path, shot->sent)) {
		shot->kind = IPMP_PROBE_KIND_ECHO;
		return echo_v4(dev, from, to, mac, p->ident, shot->id);
	}
	shot->kind = IPMP_PROBE_KIND_NEIGHBOUR;
	skb = arp_create(ARPOP_REQUEST, ETH_P_ARP, to, dev, from, mac, NULL,
			 NULL);
	if (skb)
		skb->priority = TC_PRIO_CONTROL;
	return skb;
}

#if IS_ENABLED(CONFIG_IPV6)
/**
 * struct sources - what a member can probe an IPv6 target from
 * @link_local: its link-local address; unspecified for none
 * @test: a test address that fits the target; unspecified for none
 */
struct sources {
	struct in6_addr link_local;
	struct in6_addr test;
};

static void find_sources(struct sources *from, const struct net_device *dev,
			 const struct in6_addr *to)
{
	bool local = ipv6_addr_type(to) & IPV6_ADDR_LINKLOCAL;
	const struct inet6_dev *idev = __in6_dev_get(dev);
	const struct inet6_ifaddr *ifp;
	bool tests = false;

	memset(from, 0, sizeof(*from));
	if (!idev)
		return;
	list_for_each_entry_rcu(ifp, &idev->addr_list, if_list) {
		if (READ_ONCE(ifp->flags) & (IFA_F_TENTATIVE | IFA_F_DADFAILED))
			continue;
		if (ipv6_addr_type(&ifp->addr) & IPV6_ADDR_LINKLOCAL) {
			from->link_local = ifp->addr;
			continue;
		}
		tests = true;
		if (!local && (ifp->prefix_len == 128 ||
			       ipv6_prefix_equal(&ifp->addr, to,
						 ifp->prefix_len)))
			from->test = ifp->addr;
	}
	if (local && tests)
		from->test = from->link_local;
}

static struct sk_buff *icmp_v6(struct net_device *dev,
			       const struct in6_addr *from,
			       const struct in6_addr *to, u8 hop_limit,
			       unsigned int len)
{
	struct sk_buff *skb = new_frame(dev, sizeof(struct ipv6hdr) + len,
					htons(ETH_P_IPV6));
	struct ipv6hdr *ip6h;

	if (!skb)
		return NULL;
	ip6h = ipv6_hdr(skb);
	ip6h->version = 6;
	ip6h->payload_len = htons(len);
	ip6h->nexthdr = IPPROTO_ICMPV6;
	ip6h->hop_limit = hop_limit;
	ip6h->saddr = *from;
	ip6h->daddr = *to;
	return skb;
}

static struct sk_buff *finish_v6(struct sk_buff *skb, const u8 *mac)
{
	struct ipv6hdr *ip6h = ipv6_hdr(skb);
	struct icmp6hdr *icmp6 = (struct icmp6hdr *)(ip6h + 1);
	unsigned int len = ntohs(ip6h->payload_len);

	icmp6->icmp6_cksum = csum_ipv6_magic(&ip6h->saddr, &ip6h->daddr, len,
					     IPPROTO_ICMPV6,
					     csum_partial(icmp6, len, 0));
	return add_header(skb, mac);
}

static struct sk_buff *echo_v6(struct net_device *dev,
			       const struct in6_addr *from,
			       const struct in6_addr *to, const u8 *mac,
			       u16 ident, u32 id)
{
	struct icmp6hdr *icmp6;
	struct sk_buff *skb;

	skb = icmp_v6(dev, from, to, 1, sizeof(*icmp6));
	if (!skb)
		return NULL;
	icmp6 = (struct icmp6hdr *)(ipv6_hdr(skb) + 1);
	icmp6->icmp6_type = ICMPV6_ECHO_REQUEST;
	icmp6->icmp6_identifier = htons(ident);
	icmp6->icmp6_sequence = htons(id);
	return finish_v6(skb, mac);
}

/* To the target alone if @mac is known, else to all that it may be. */
static struct sk_buff *solicit(struct net_device *dev,
			       const struct in6_addr *from,
			       const struct in6_addr *target, const u8 *mac)
{
	unsigned int len = sizeof(struct nd_msg) + 2 + ETH_ALEN;
	struct in6_addr to = *target;
	u8 multicast[ETH_ALEN];
	struct sk_buff *skb;
	struct nd_msg *msg;

	if (!mac) {
		addrconf_addr_solict_mult(target, &to);
		ipv6_eth_mc_map(&to, multicast);
		mac = multicast;
	}
	skb = icmp_v6(dev, from, &to, 255, len);
	if (!skb)
		return NULL;
	msg = (struct nd_msg *)(ipv6_hdr(skb) + 1);
	msg->icmph.icmp6_type = NDISC_NEIGHBOUR_SOLICITATION;
	msg->target = *target;
	msg->opt[0] = ND_OPT_SOURCE_LL_ADDR;
	msg->opt[1] = 1;
	ether_addr_copy(msg->opt + 2, dev->dev_addr);
	return finish_v6(skb, mac);
}

static struct sk_buff *build_v6(struct ipmp_prober *p,
				const struct ipmp_target *t,
				struct ipmp_shot *shot, struct net_device *dev)
{
	const u8 *mac = mac_of(p, t);
	struct sources from;

	find_sources(&from, dev, &t->ip);
	p->from = from.test;
	if (!ipv6_addr_any(&from.test) &&
	    ipmp_aim_echoes(&t->aim, &p->path, shot->sent)) {
		shot->kind = IPMP_PROBE_KIND_ECHO;
		return echo_v6(dev, &from.test, &t->ip, mac, p->ident,
			       shot->id);
	}
	/* Not while the address is looked for duplicates. */
	if (ipv6_addr_any(&from.link_local))
		return NULL;
	shot->kind = IPMP_PROBE_KIND_NEIGHBOUR;
	return solicit(dev, &from.link_local, &t->ip, mac);
}
#else
static struct sk_buff *build_v6(struct ipmp_prober *p,
				const struct ipmp_target *t,
				struct ipmp_shot *shot, struct net_device *dev)
{
	return NULL;
}
#endif

/**
 * ipmp_probe_build() - make the frame of a probe
 * @p: the prober; its member is present
 * @t: whom to ask
 * @shot: the probe; its kind is filled in
 *
 * Context: softirq; the caller holds the group's lock and the RCU read lock.
 * Return: the frame, to be sent by dev_queue_xmit(), or NULL if it cannot be
 * made now.
 */
struct sk_buff *ipmp_probe_build(struct ipmp_prober *p, struct ipmp_target *t,
				 struct ipmp_shot *shot)
{
	struct net_device *dev = p->member->dev;
	struct sk_buff *skb;

	skb = p->family == IPMP_V4 ? build_v4(p, t, shot, dev) :
				     build_v6(p, t, shot, dev);
	if (skb)
		p->kind = shot->kind;
	return skb;
}
