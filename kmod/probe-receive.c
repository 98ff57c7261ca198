// SPDX-License-Identifier: GPL-2.0
/*
 * Answers to probes. The receive handler hands over only what is addressed to
 * a member itself, so that traffic of the group pays nothing for this; and it
 * does so before routing, packet filters and the check of the return path see
 * the answer.
 */
#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <linux/ip.h>
#include <net/ip.h>
#include <net/ip6_checksum.h>
#include <net/ndisc.h>

#include "event.h"
#include "group.h"
#include "probe.h"
#include "target.h"

/**
 * struct answer - what arrived
 * @from: who answers, IPv4 as ::ffff:a.b.c.d
 * @kind: to what kind of probe
 * @id: number of the probe, 16 bits, if it is an echo
 * @mac: the MAC that it tells, or NULL
 */
struct answer {
	struct in6_addr from;
	enum ipmp_probe_kind kind;
	u16 id;
	const u8 *mac;
};

static struct ipmp_shot *find_shot(struct ipmp_prober *p,
				   const struct ipmp_target *t,
				   const struct answer *a, u64 now)
{
	struct ipmp_shot *shot;

	if (a->kind == IPMP_PROBE_KIND_NEIGHBOUR)
		return ipmp_pace_by_target(&p->path.pace, &t->aim, a->kind,
					   t->aim.rtt.avg, now);
	shot = ipmp_pace_by_id(&p->path.pace, a->id);
	return shot && shot->target == &t->aim && shot->kind == a->kind ?
	       shot : NULL;
}

static void learn(struct ipmp_target *t, const struct answer *a)
{
	if (!a->mac)
		return;
	ether_addr_copy(t->mac, a->mac);
	t->aim.located = true;
}

static void take(struct ipmp_prober *p, struct ipmp_target *t,
		 struct ipmp_shot *shot, const struct answer *a, u64 now)
{
	struct ipmp_group *g = p->member->group;

	learn(t, a);
	if (ipmp_pace_tells(&p->path.pace, shot, now)) {
		ipmp_rtt_add(&t->aim.rtt, now - shot->sent);
		ipmp_rtt_add(&p->rtt, now - shot->sent);
	}
	if (ipmp_aim_charge(&g->targets[p->family], &p->path, shot, now))
		ipmp_target_seek(g);
	ipmp_aim_answered(&t->aim, shot, now);
	if (shot->state == IPMP_SHOT_OUT) {
		t->aim.answered++;
		ipmp_event_probe_done(p, shot, t, IPMP_PROBE_OUTCOME_ANSWERED);
	}
	ipmp_judge_answered(&g->judge[p->family], &p->path, shot, now);
	/* It is good news, which can wait until no frames do. */
	if (ipmp_probe_news(p))
		ipmp_group_kick(g);
}

/* Whether it answers a probe of this prober. */
static bool hear(struct ipmp_prober *p, const struct answer *a)
{
	struct ipmp_group *g = p->member->group;
	struct ipmp_shot *shot = NULL;
	struct ipmp_target *t;
	u64 now;

	if (READ_ONCE(p->path.state) == IPMP_PROBE_STATE_DISABLED)
		return false;
	spin_lock_bh(&g->lock);
	now = ktime_get_ns();
	t = ipmp_path_is_probed(&p->path) ?
	    ipmp_target_find(g, &a->from) : NULL;
	if (t)
		shot = find_shot(p, t, a, now);
	if (shot)
		take(p, t, shot, a, now);
	spin_unlock_bh(&g->lock);
	return shot;
}

/* Nobody has checked the packet before us, and nobody will after us. */
static bool is_sound_v4(struct sk_buff *skb)
{
	unsigned int at = ip_hdrlen(skb);
	const struct iphdr *iph = ip_hdr(skb);
	unsigned int len = ntohs(iph->tot_len);

	if (iph->ihl < sizeof(*iph) / 4 || len > skb->len ||
	    len < at + sizeof(struct icmphdr) ||
	    ip_fast_csum((const u8 *)iph, iph->ihl))
		return false;
	return skb_csum_unnecessary(skb) ||
	       !csum_fold(skb_checksum(skb, at, len - at, 0));
}

/**
 * ipmp_probe_echo_v4() - take an answer to an ICMP probe
 * @m: the member
 * @skb: an IPv4 packet for the member itself; its header is there
 *
 * Context: softirq, RCU read lock held.
 * Return: true if it answers a probe; nobody else waits for it then.
 */
bool ipmp_probe_echo_v4(struct ipmp_member *m, struct sk_buff *skb)
{
	unsigned int at = ip_hdrlen(skb);
	struct answer a = { .kind = IPMP_PROBE_KIND_ECHO };
	const struct icmphdr *icmp;

	if (ip_hdr(skb)->protocol != IPPROTO_ICMP ||
	    ip_is_fragment(ip_hdr(skb)) ||
	    !pskb_may_pull(skb, at + sizeof(*icmp)))
		return false;
	icmp = (const struct icmphdr *)(skb->data + at);
	if (icmp->type != ICMP_ECHOREPLY ||
	    icmp->un.echo.id != htons(m->prober[IPMP_V4].ident) ||
	    !is_sound_v4(skb))
		return false;
	ipmp_v4_key(&a.from, ip_hdr(skb)->saddr);
	a.id = ntohs(icmp->un.echo.sequence);
	return hear(&m->prober[IPMP_V4], &a);
}

/* The same for ICMPv6, right behind the header. */
static bool is_sound_v6(struct sk_buff *skb)
{
	const struct ipv6hdr *ip6h = ipv6_hdr(skb);
	unsigned int len = ntohs(ip6h->payload_len);

	if (!IS_ENABLED(CONFIG_IPV6) || len < sizeof(struct icmp6hdr) ||
	    sizeof(*ip6h) + len > skb->len)
		return false;
	return skb_csum_unnecessary(skb) ||
	       !csum_ipv6_magic(&ip6h->saddr, &ip6h->daddr, len, IPPROTO_ICMPV6,
				skb_checksum(skb, sizeof(*ip6h), len, 0));
}

/**
 * ipmp_probe_echo_v6() - take an answer to an ICMPv6 probe
 * @m: the member
 * @skb: an ICMPv6 echo reply for the member itself, without extension headers
 *
 * Context: softirq, RCU read lock held.
 * Return: true if it answers a probe; nobody else waits for it then.
 */
bool ipmp_probe_echo_v6(struct ipmp_member *m, struct sk_buff *skb)
{
	struct answer a = { .kind = IPMP_PROBE_KIND_ECHO };
	const struct icmp6hdr *icmp6;

	if (ipv6_hdr(skb)->nexthdr != IPPROTO_ICMPV6 ||
	    !pskb_may_pull(skb, sizeof(struct ipv6hdr) + sizeof(*icmp6)))
		return false;
	icmp6 = (const struct icmp6hdr *)(ipv6_hdr(skb) + 1);
	if (icmp6->icmp6_identifier != htons(m->prober[IPMP_V6].ident) ||
	    !is_sound_v6(skb))
		return false;
	a.from = ipv6_hdr(skb)->saddr;
	a.id = ntohs(icmp6->icmp6_sequence);
	return hear(&m->prober[IPMP_V6], &a);
}

/**
 * ipmp_probe_arp() - take an answer to an ARP probe
 * @m: the member
 * @sip: who sends the reply
 * @mac: the MAC that it tells
 *
 * Context: softirq, RCU read lock held.
 * Return: true if it answers a probe.
 */
bool ipmp_probe_arp(struct ipmp_member *m, __be32 sip, const u8 *mac)
{
	struct answer a = { .kind = IPMP_PROBE_KIND_NEIGHBOUR, .mac = mac };

	ipmp_v4_key(&a.from, sip);
	return hear(&m->prober[IPMP_V4], &a);
}

/*
 * The MAC that an advertisement tells: it need not be the one that sent it. Who
 * was asked by unicast may leave it out. NULL if its options are not sound
 * (RFC 4861 7.1.2), or it tells none that a host can have.
 */
static const u8 *told_mac(const struct sk_buff *skb, const struct nd_msg *msg,
			  unsigned int len)
{
	const u8 *opt = msg->opt, *end = (const u8 *)msg + len;
	const u8 *mac = eth_hdr(skb)->h_source;

	for (; opt < end; opt += 8 * opt[1]) {
		if (end - opt < 8 || !opt[1] || end - opt < 8 * opt[1])
			return NULL;
		if (opt[0] != ND_OPT_TARGET_LL_ADDR)
			continue;
		if (opt[1] != 1)
			return NULL;
		mac = opt + 2;
	}
	return is_valid_ether_addr(mac) ? mac : NULL;
}

/**
 * ipmp_probe_advertisement() - take an answer to a neighbour solicitation
 * @m: the member
 * @skb: a neighbour advertisement for the member itself; the stack may want it
 *	all the same
 *
 * Context: softirq, RCU read lock held.
 */
void ipmp_probe_advertisement(struct ipmp_member *m, struct sk_buff *skb)
{
	struct answer a = { .kind = IPMP_PROBE_KIND_NEIGHBOUR };
	const struct nd_msg *msg;
	unsigned int len;

	/* What is behind other headers is no answer to what we send. */
	if (ipv6_hdr(skb)->nexthdr != IPPROTO_ICMPV6 ||
	    ipv6_hdr(skb)->hop_limit != 255)
		return;
	len = ntohs(ipv6_hdr(skb)->payload_len);
	if (len < sizeof(*msg) || !is_sound_v6(skb) ||
	    !pskb_may_pull(skb, sizeof(struct ipv6hdr) + len))
		return;
	msg = (const struct nd_msg *)(skb->data + sizeof(struct ipv6hdr));
	/* What nobody asked for does not show that we are heard. */
	if (!msg->icmph.icmp6_solicited)
		return;
	a.from = msg->target;
	a.mac = told_mac(skb, msg, len);
	if (a.mac)
		hear(&m->prober[IPMP_V6], &a);
}
