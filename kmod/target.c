// SPDX-License-Identifier: GPL-2.0
/*
 * Whom to probe. Given targets are used alone. Without any, work looks for
 * others every few seconds, and at once when it is needed. All members share
 * them.
 */
#include <linux/inetdevice.h>
#include <linux/netlink.h>
#include <net/ipv6.h>

#include "event.h"
#include "group.h"
#include "log.h"
#include "probe.h"
#include "target.h"

#define IPMP_SEEK_MS	5000

static enum ipmp_family family_of(const struct in6_addr *ip)
{
	return ipv6_addr_v4mapped(ip) ? IPMP_V4 : IPMP_V6;
}

/**
 * ipmp_target_find() - look a target up
 * @g: the group
 * @ip: its address, IPv4 as ::ffff:a.b.c.d
 *
 * Context: any; the caller holds the group's lock.
 * Return: the target, or NULL.
 */
struct ipmp_target *ipmp_target_find(struct ipmp_group *g,
				     const struct in6_addr *ip)
{
	struct ipmp_aim *aim;

	list_for_each_entry(aim, &g->targets[family_of(ip)], list)
		if (ipv6_addr_equal(&ipmp_target_of(aim)->ip, ip))
			return ipmp_target_of(aim);
	return NULL;
}

static struct ipmp_target *make(struct ipmp_group *g, const struct in6_addr *ip,
				enum ipmp_target_source source)
{
	struct ipmp_target *t = kzalloc(sizeof(*t), GFP_ATOMIC);

	if (!t)
		return NULL;
	t->ip = *ip;
	t->source = source;
	t->aim.since = ktime_get_ns();
	list_add_tail(&t->aim.list, &g->targets[family_of(ip)]);
	return t;
}

static void forget(struct ipmp_prober *p, const struct ipmp_target *t,
		   struct ipmp_aim *before)
{
	ipmp_pace_forget(&p->path.pace, &t->aim);
	if (p->last == &t->aim)
		p->last = before;
}

static void drop(struct ipmp_group *g, struct ipmp_target *t)
{
	enum ipmp_family f = family_of(&t->ip);
	struct ipmp_aim *before = NULL;
	struct ipmp_member *m;

	if (!list_is_first(&t->aim.list, &g->targets[f]))
		before = list_prev_entry(&t->aim, list);
	list_for_each_entry(m, &g->members, list)
		forget(&m->prober[f], t, before);
	list_del(&t->aim.list);
	kfree(t);
}

static void log_detection(struct ipmp_group *g, enum ipmp_family f, bool slow)
{
	struct ipmp_line line = {
		.kind = slow ? IPMP_LINE_SLOW : IPMP_LINE_FAST,
		.family = f,
		.value = g->detection_now[f],
	};

	ipmp_log(g, &line);
}

/* Which targets are asked, and what detection time they allow. */
static void review(struct ipmp_group *g, enum ipmp_family f)
{
	unsigned int before = g->detection_now[f], now;
	u64 patience = IPMP_PATIENCE_NS(before);
	bool was_slow, is_slow;

	ipmp_aim_review(&g->targets[f], patience, ktime_get_ns());
	now = ipmp_aim_detection(&g->targets[f], g->detection_time, before);
	g->detection_now[f] = now;
	if (now != before)
		ipmp_probe_pace(g);
	/* Told when it begins and ends, not each time that it varies. */
	was_slow = before > g->detection_time;
	is_slow = now > g->detection_time;
	if (was_slow == is_slow)
		return;
	log_detection(g, f, is_slow);
	ipmp_event_group(g, IPMP_CHANGE_SET);
}

static bool any_given(struct ipmp_group *g, enum ipmp_family f)
{
	struct ipmp_aim *aim;

	list_for_each_entry(aim, &g->targets[f], list)
		if (ipmp_target_of(aim)->source == IPMP_TARGET_SOURCE_GIVEN)
			return true;
	return false;
}

static void unmark(struct ipmp_group *g, enum ipmp_family f)
{
	struct ipmp_target *t;
	struct ipmp_aim *aim;

	list_for_each_entry(aim, &g->targets[f], list) {
		t = ipmp_target_of(aim);
		t->wanted = t->source == IPMP_TARGET_SOURCE_GIVEN;
		/* What addresses there are may have changed since it was. */
		aim->unfit = ipmp_target_is_ours(g, &t->ip) ||
			     ipmp_target_is_broadcast(g, &t->ip);
	}
}

/*
 * A neighbour that answers stays a target, although the group may have had no
 * word with it for long, as long as there are no better ones.
 */
static bool is_kept(const struct ipmp_target *t,
		    const struct ipmp_found *found, bool silent)
{
	return t->source == IPMP_TARGET_SOURCE_NEIGHBOUR && found->wide &&
	       !silent &&
	       t->aim.state == IPMP_TARGET_STATE_ACTIVE && !t->aim.lost_row;
}

static void sweep(struct ipmp_group *g, enum ipmp_family f,
		  const struct ipmp_found *found, bool given)
{
	struct ipmp_aim *aim, *next;
	struct ipmp_target *t;

	list_for_each_entry_safe(aim, next, &g->targets[f], list) {
		t = ipmp_target_of(aim);
		if (!t->wanted && (given ||
				   !is_kept(t, found, g->judge[f].blind)))
			drop(g, t);
	}
}

/* Make the list fit what was found; given ones go before all others. */
static void merge(struct ipmp_group *g, enum ipmp_family f,
		  const struct ipmp_found *found)
{
	bool given = any_given(g, f);
	enum ipmp_target_source source;
	struct ipmp_target *t;
	unsigned int i;

	unmark(g, f);
	for (i = 0; i < found->n && !given; i++) {
		source = i < found->routers ? IPMP_TARGET_SOURCE_ROUTER :
					      IPMP_TARGET_SOURCE_NEIGHBOUR;
		t = ipmp_target_find(g, &found->ip[i]) ?:
		    make(g, &found->ip[i], source);
		if (!t)
			continue;	/* the next search may have memory */
		t->source = source;
		t->wanted = true;
	}
	sweep(g, f, found, given);
	review(g, f);
}

/* Whether there are routers, and none answers. */
static bool routers_are_silent(struct ipmp_group *g, enum ipmp_family f)
{
	struct ipmp_aim *aim;
	bool any = false;

	list_for_each_entry(aim, &g->targets[f], list) {
		if (ipmp_target_of(aim)->source != IPMP_TARGET_SOURCE_ROUTER)
			continue;
		if (!aim->silent)
			return false;
		any = true;
	}
	return any;
}

static void search(struct ipmp_group *g, enum ipmp_family f,
		   struct ipmp_found *found)
{
	bool wide;

	spin_lock_bh(&g->lock);
	if (g->judge[f].blind)
		ipmp_aim_doubt_all(&g->targets[f]);
	wide = routers_are_silent(g, f);
	spin_unlock_bh(&g->lock);
	ipmp_target_search(g, f, wide, found);
}

static void seek_work(struct work_struct *work)
{
	struct ipmp_group *g = container_of(work, struct ipmp_group,
					    seek_work.work);
	struct ipmp_found found[IPMP_FAMILIES];
	enum ipmp_family f;
	bool on;

	for (f = 0; f < IPMP_FAMILIES; f++)
		search(g, f, &found[f]);

	spin_lock_bh(&g->lock);
	for (f = 0; f < IPMP_FAMILIES; f++)
		merge(g, f, &found[f]);
	ipmp_group_commit(g);
	on = g->probe == IPMP_PROBE_MODE_AUTO && !list_empty(&g->seats);
	ipmp_group_unlock(g);
	if (on)
		queue_delayed_work(ipmp_wq, &g->seek_work,
				   msecs_to_jiffies(IPMP_SEEK_MS));
}

/**
 * ipmp_target_seek() - look for targets now
 * @g: the group
 *
 * It goes on by itself while there are members to be probed.
 *
 * Context: any.
 */
void ipmp_target_seek(struct ipmp_group *g)
{
	mod_delayed_work(ipmp_wq, &g->seek_work, 0);
}

/**
 * ipmp_target_setup() - prepare a new group
 * @g: the group, zeroed
 *
 * Context: process.
 */
void ipmp_target_setup(struct ipmp_group *g)
{
	enum ipmp_family f;

	for (f = 0; f < IPMP_FAMILIES; f++) {
		INIT_LIST_HEAD(&g->targets[f]);
		INIT_LIST_HEAD(&g->judge[f].paths);
	}
	INIT_DELAYED_WORK(&g->seek_work, seek_work);
}

/**
 * ipmp_target_flush() - stop to seek, and forget all targets
 * @g: a group that ends, without members
 *
 * Context: process; may sleep.
 */
void ipmp_target_flush(struct ipmp_group *g)
{
	struct ipmp_aim *aim, *next;
	enum ipmp_family f;

	cancel_delayed_work_sync(&g->seek_work);
	spin_lock_bh(&g->lock);
	for (f = 0; f < IPMP_FAMILIES; f++)
		list_for_each_entry_safe(aim, next, &g->targets[f], list)
			drop(g, ipmp_target_of(aim));
	spin_unlock_bh(&g->lock);
}

static bool is_of_host(const struct ipmp_group *g, const struct in6_addr *ip)
{
	__be32 v4 = ip->s6_addr32[3];
	int type = ipv6_addr_type(ip);

	if (!ipv6_addr_v4mapped(ip))
		return type != IPV6_ADDR_ANY &&
		       !(type & (IPV6_ADDR_MULTICAST | IPV6_ADDR_LOOPBACK));
	return !ipv4_is_multicast(v4) && !ipv4_is_lbcast(v4) &&
	       !ipv4_is_zeronet(v4) && !ipv4_is_loopback(v4) &&
	       !ipmp_target_is_broadcast(g, ip);
}

static const char *why_not(const struct ipmp_group *g,
			   const struct in6_addr *ip)
{
	if (!ipv6_addr_v4mapped(ip) && !ipv6_mod_enabled())
		return "this host has no IPv6";
	if (!is_of_host(g, ip))
		return "a target is the unicast address of a host";
	if (ipmp_target_is_ours(g, ip))
		return "a target cannot be an address of this host";
	return NULL;
}

static unsigned int count_given(struct ipmp_group *g, enum ipmp_family f)
{
	struct ipmp_aim *aim;
	unsigned int n = 0;

	list_for_each_entry(aim, &g->targets[f], list)
		n += ipmp_target_of(aim)->source == IPMP_TARGET_SOURCE_GIVEN;
	return n;
}

static int add(struct ipmp_group *g, const struct in6_addr *ip,
	       struct netlink_ext_ack *extack)
{
	struct ipmp_target *t = ipmp_target_find(g, ip);

	if (t && t->source == IPMP_TARGET_SOURCE_GIVEN) {
		NL_SET_ERR_MSG_MOD(extack, "the group has that target already");
		return -EEXIST;
	}
	if (count_given(g, family_of(ip)) >= IPMP_TARGETS_GIVEN) {
		NL_SET_ERR_MSG_MOD(extack,
				   "the group has as many targets of that family as it can");
		return -ENOSPC;
	}
	t = t ?: make(g, ip, IPMP_TARGET_SOURCE_GIVEN);
	if (!t)
		return -ENOMEM;
	t->source = IPMP_TARGET_SOURCE_GIVEN;
	return 0;
}

/**
 * ipmp_target_add() - give a target to a group
 * @g: the group
 * @ip: its address, IPv4 as ::ffff:a.b.c.d
 * @extack: says why it was refused
 *
 * Context: process; the caller holds RTNL.
 * Return: 0; -EINVAL for an address that cannot be one, -EEXIST, -ENOSPC,
 * -ENOMEM.
 */
int ipmp_target_add(struct ipmp_group *g, const struct in6_addr *ip,
		    struct netlink_ext_ack *extack)
{
	const char *why = why_not(g, ip);
	int err;

	if (why) {
		if (extack)
			extack->_msg = why;
		return -EINVAL;
	}
	spin_lock_bh(&g->lock);
	err = add(g, ip, extack);
	spin_unlock_bh(&g->lock);
	if (!err)
		ipmp_target_seek(g);
	return err;
}

/**
 * ipmp_target_del() - take a given target away again
 * @g: the group
 * @ip: its address, IPv4 as ::ffff:a.b.c.d
 *
 * Context: process; the caller holds RTNL.
 * Return: 0 or -ENOENT.
 */
int ipmp_target_del(struct ipmp_group *g, const struct in6_addr *ip)
{
	struct ipmp_target *t;
	int err = -ENOENT;

	spin_lock_bh(&g->lock);
	t = ipmp_target_find(g, ip);
	if (t && t->source == IPMP_TARGET_SOURCE_GIVEN) {
		drop(g, t);
		ipmp_group_commit(g);
		err = 0;
	}
	ipmp_group_unlock(g);
	if (!err)
		ipmp_target_seek(g);
	return err;
}
