// SPDX-License-Identifier: GPL-2.0
/*
 * Telling the neighbours that an address has another MAC now.
 *
 * First a broadcast, at once, by whoever made the commit. Then a question to
 * each neighbour that the group knows: hosts that do not believe an
 * announcement still learn from a question that they have to answer
 * (RFC 826; RFC 4861 7.2.3). Then more broadcasts at growing gaps, because
 * switches police ARP and one frame is easily lost, or overtaken by one that
 * another member sent just before it was lost too; the first of them while
 * the drain of the lost member still lasts. All of it goes out through the
 * group's own device; transmit.c writes the right MAC.
 *
 * The addresses of a member itself never move to another. But the card may be
 * another than before, and Linux leaves it to the administrator (arp_notify,
 * ndisc_notify) to have that told. So they are announced, through the member,
 * when it comes into service; nobody is asked, as nobody's traffic is lost.
 */
#include <net/addrconf.h>
#include <net/arp.h>
#include <net/ndisc.h>

#include "announce.h"
#include "compat/compat.h"
#include "group.h"

/* How many addresses are announced in one go, and what else goes with them. */
#define IPMP_BURST	32
#define IPMP_NEIGHBOURS	64

/* When each round is due after the one before, in milliseconds. */
static const unsigned int gaps[] = { 0, 0, 10, 90, 400, 1500, 4000 };

#define ROUND_BROADCAST	0
#define ROUND_ASK	1
#define ROUND_OWN	2	/* the first one for addresses of a member */

/**
 * struct note - one announcement that is due
 * @ip: the address
 * @round: which round it is
 */
struct note {
	struct in6_addr ip;
	unsigned int round;
};

/**
 * struct neighbours - the neighbours of one family that a group knows
 * @dev: the group's device
 * @n: how many
 * @ip: their addresses, IPv4 as ::ffff:a.b.c.d
 * @mac: their MACs
 */
struct neighbours {
	const struct net_device *dev;
	unsigned int n;
	struct in6_addr ip[IPMP_NEIGHBOURS];
	u8 mac[IPMP_NEIGHBOURS][ETH_ALEN];
};

static void note_neighbour(struct neighbour *n, void *data)
{
	struct neighbours *known = data;
	struct in6_addr *ip = &known->ip[known->n];

	if (n->dev != known->dev || known->n == IPMP_NEIGHBOURS)
		return;
	/* The address of a neighbour never changes; its MAC and state may. */
	if (!(READ_ONCE(n->nud_state) & NUD_VALID) || n->type != RTN_UNICAST)
		return;
	if (n->tbl->family == AF_INET)
		ipmp_v4_key(ip, *(__be32 *)n->primary_key);
	else
		memcpy(ip, n->primary_key, sizeof(*ip));
	neigh_ha_snapshot(known->mac[known->n], n, n->dev);
	known->n++;
}

static void broadcast_v4(struct net_device *dev, __be32 ip)
{
	arp_send(ARPOP_REQUEST, ETH_P_ARP, ip, dev, ip, NULL, NULL, NULL);
}

static void ask_v4(struct net_device *dev, __be32 ip,
		   const struct neighbours *known)
{
	unsigned int i;

	for (i = 0; i < known->n; i++)
		arp_send(ARPOP_REQUEST, ETH_P_ARP,
			 known->ip[i].s6_addr32[3], dev, ip, known->mac[i],
			 NULL, NULL);
}

#if IS_ENABLED(CONFIG_IPV6)
static void broadcast_v6(struct net_device *dev, const struct in6_addr *ip)
{
	const struct inet6_dev *idev = __in6_dev_get(dev);

	/* A tentative address is nobody's yet. */
	if (!idev || !ipv6_chk_addr(dev_net(dev), ip, dev, 1))
		return;
	ipmp_ndisc_send_na(dev, &in6addr_linklocal_allnodes, ip,
			   READ_ONCE(idev->cnf.forwarding), false, true, true);
}

static void ask_v6(struct net_device *dev, const struct in6_addr *ip,
		   const struct neighbours *known)
{
	struct sk_buff *skb;
	unsigned int i;

	if (!ipv6_chk_addr(dev_net(dev), ip, dev, 1))
		return;
	for (i = 0; i < known->n; i++) {
		skb = ndisc_ns_create(dev, &known->ip[i], ip, 0);
		if (skb)
			ndisc_send_skb(skb, &known->ip[i], ip);
	}
}

static void note_neighbours_v6(struct neighbours *known)
{
	neigh_for_each(&nd_tbl, note_neighbour, known);
}
#else
static void broadcast_v6(struct net_device *dev, const struct in6_addr *ip)
{
}

static void ask_v6(struct net_device *dev, const struct in6_addr *ip,
		   const struct neighbours *known)
{
}

static void note_neighbours_v6(struct neighbours *known)
{
}
#endif

static void broadcast(struct ipmp_group *g, const struct in6_addr *ip)
{
	if (ipv6_addr_v4mapped(ip))
		broadcast_v4(g->dev, ip->s6_addr32[3]);
	else
		broadcast_v6(g->dev, ip);
	atomic64_inc(&g->counters.announcements);
}

static void ask(struct ipmp_group *g, const struct in6_addr *ip)
{
	struct neighbours *known = kzalloc(sizeof(*known), GFP_KERNEL);

	if (!known)
		return;		/* the broadcasts go on */
	known->dev = g->dev;
	if (ipv6_addr_v4mapped(ip)) {
		neigh_for_each(&arp_tbl, note_neighbour, known);
		ask_v4(g->dev, ip->s6_addr32[3], known);
	} else {
		note_neighbours_v6(known);
		ask_v6(g->dev, ip, known);
	}
	kfree(known);
}

/*
 * Take the next address that is due, up to @last_round, off the list. One that
 * is to be announced again goes to the end of the list.
 */
static bool take(struct ipmp_group *g, unsigned int last_round,
		 struct note *note)
{
	struct ipmp_address *a;

	list_for_each_entry(a, &g->announce, announce) {
		if (a->round > last_round || time_before(jiffies, a->due))
			continue;
		note->ip = a->ip;
		note->round = a->round++;
		if (a->round < ARRAY_SIZE(gaps)) {
			a->due = jiffies + msecs_to_jiffies(gaps[a->round]);
			list_move_tail(&a->announce, &g->announce);
		} else {
			list_del_init(&a->announce);
		}
		return true;
	}
	return false;
}

static unsigned int collect(struct ipmp_group *g, unsigned int last_round,
			    struct note *notes)
{
	unsigned int n = 0;

	spin_lock_bh(&g->lock);
	while (n < IPMP_BURST && take(g, last_round, &notes[n]))
		n++;
	spin_unlock_bh(&g->lock);
	return n;
}

static bool own_waits(const struct ipmp_member *m)
{
	return m->seat.usable && m->round < ARRAY_SIZE(gaps);
}

/* The device of a member whose own addresses are due, or NULL. */
static struct net_device *take_own(struct ipmp_member *m)
{
	struct net_device *dev = NULL;

	spin_lock_bh(&m->group->lock);
	if (own_waits(m) && !time_before(jiffies, m->due)) {
		dev = m->dev;
		if (++m->round < ARRAY_SIZE(gaps))
			m->due = jiffies + msecs_to_jiffies(gaps[m->round]);
	}
	spin_unlock_bh(&m->group->lock);
	return dev;
}

static void broadcast_own(struct ipmp_member *m)
{
	struct net_device *dev = take_own(m);
	const struct ipmp_own *own = rcu_dereference(m->own);
	unsigned int i;

	if (!dev || !own)
		return;
	for (i = 0; i < own->n4; i++)
		broadcast_v4(dev, own->v4[i]);
	for (i = 0; i < own->n6; i++)
		broadcast_v6(dev, &own->v6[i]);
}

/* When something is due next; false for never. */
static bool next_due(const struct ipmp_group *g, unsigned long *due)
{
	const struct ipmp_address *a;
	const struct ipmp_member *m;
	bool any = false;

	*due = jiffies + MAX_JIFFY_OFFSET;
	list_for_each_entry(a, &g->announce, announce) {
		any = true;
		if (time_before(a->due, *due))
			*due = a->due;
	}
	list_for_each_entry(m, &g->members, list) {
		if (!own_waits(m))
			continue;
		any = true;
		if (time_before(m->due, *due))
			*due = m->due;
	}
	return any;
}

/*
 * The lock is held around it all: what moves meanwhile is either found here, or
 * brings the work forward afterwards.
 */
static void schedule_next(struct ipmp_group *g)
{
	unsigned long due;

	spin_lock_bh(&g->lock);
	if (next_due(g, &due))
		mod_delayed_work(ipmp_wq, &g->announce_work,
				 time_after(due, jiffies) ? due - jiffies : 1);
	spin_unlock_bh(&g->lock);
}

/**
 * ipmp_announce_work() - send what is due
 * @work: the group's announce_work
 *
 * Context: process; does not take RTNL.
 */
void ipmp_announce_work(struct work_struct *work)
{
	struct ipmp_group *g = container_of(work, struct ipmp_group,
					    announce_work.work);
	struct note notes[IPMP_BURST];
	struct ipmp_member *m;
	unsigned int i, n;

	n = collect(g, ARRAY_SIZE(gaps), notes);
	rcu_read_lock();
	for (i = 0; i < n; i++)
		if (notes[i].round != ROUND_ASK)
			broadcast(g, &notes[i].ip);
	list_for_each_entry_rcu(m, &g->members, list)
		broadcast_own(m);
	rcu_read_unlock();
	for (i = 0; i < n; i++)
		if (notes[i].round == ROUND_ASK)
			ask(g, &notes[i].ip);
	schedule_next(g);
}

/**
 * ipmp_announce() - announce the addresses that have just moved
 * @g: the group
 *
 * The first ones at once, before anything else can delay it; the rest follows
 * from work.
 *
 * Context: any but hard interrupt; does not sleep; no locks of ours held.
 */
void ipmp_announce(struct ipmp_group *g)
{
	struct note notes[8];
	unsigned int i, n = 0;

	spin_lock_bh(&g->lock);
	while (n < ARRAY_SIZE(notes) && take(g, ROUND_BROADCAST, &notes[n]))
		n++;
	spin_unlock_bh(&g->lock);

	rcu_read_lock();
	for (i = 0; i < n; i++)
		broadcast(g, &notes[i].ip);
	rcu_read_unlock();
	mod_delayed_work(ipmp_wq, &g->announce_work, 0);
}

/**
 * ipmp_announce_own() - announce the addresses of a member itself
 * @m: the member; it has come into service, or its MAC has changed
 *
 * From work: what the member has by then counts, and what has been found to be
 * no duplicate.
 *
 * Context: any but hard interrupt; the caller holds the group's lock and
 * releases it by ipmp_group_unlock().
 */
void ipmp_announce_own(struct ipmp_member *m)
{
	m->round = ROUND_OWN;
	m->due = jiffies;
	m->group->moved = true;
}
