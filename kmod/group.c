// SPDX-License-Identifier: GPL-2.0
/*
 * The group: the one commit that makes a failover, and what calls for it
 * without anybody telling us.
 */
#include <linux/rtnetlink.h>

#include "address.h"
#include "announce.h"
#include "compat/compat.h"
#include "event.h"
#include "group.h"
#include "log.h"
#include "member.h"
#include "notify.h"
#include "probe.h"
#include "target.h"

/*
 * The kernel reports the loss of carrier of several ordinary devices up to a
 * second late (linkwatch batches it), so we look for ourselves.
 */
#define IPMP_POLL_NS	(10 * NSEC_PER_MSEC)

/* All groups of all namespaces; RCU, changed under RTNL. */
LIST_HEAD(ipmp_groups);

/* All work of the module. */
struct workqueue_struct *ipmp_wq;

static struct ipmp_member *seat_member(struct ipmp_seat *s)
{
	return s ? container_of(s, struct ipmp_member, seat) : NULL;
}

static void switch_to(const struct ipmp_group *g,
		      struct ipmp_member __rcu **p, struct ipmp_seat *seat)
{
	struct ipmp_member *to = seat_member(seat);

	if (rcu_dereference_protected(*p, lockdep_is_held(&g->lock)) != to)
		rcu_assign_pointer(*p, to);
}

static void publish_flows(struct ipmp_group *g, unsigned int active)
{
	struct ipmp_seat *only;
	enum ipmp_family f;
	unsigned int i;

	for (f = 0; f < IPMP_FAMILIES; f++) {
		ipmp_balance_slots(&g->seats, f, g->plan[f], IPMP_FLOW_SLOTS);
		for (i = 0; i < IPMP_FLOW_SLOTS; i++)
			switch_to(g, &g->slot[f][i], g->plan[f][i]);
	}

	only = active == 1 ? ipmp_balance_cast(&g->seats, NULL) : NULL;
	switch_to(g, &g->only, only);
}

static void publish_cast(struct ipmp_group *g)
{
	struct ipmp_member *old, *new;

	old = rcu_dereference_protected(g->cast, lockdep_is_held(&g->lock));
	new = seat_member(ipmp_balance_cast(&g->seats,
					    old ? &old->seat : NULL));
	if (old == new)
		return;

	rcu_assign_pointer(g->cast, new);
	ipmp_address_follow_cast(g);
	if (old && !list_empty(&old->seat.list))
		ipmp_event_member(old, IPMP_CHANGE_SET);
	if (new) {
		ipmp_event_member(new, IPMP_CHANGE_SET);
		queue_delayed_work(ipmp_wq, &g->rejoin_work, 0);
	}
}

/* A group that never had a member to lose has not failed. */
static void log_forsaken(struct ipmp_group *g)
{
	bool failed = g->state == IPMP_GROUP_STATE_FAILED;
	const struct ipmp_line line = {
		.kind = IPMP_LINE_ALL_FAILED,
		.value = failed,
	};

	if (failed == g->forsaken || (failed && list_empty(&g->seats)))
		return;
	g->forsaken = failed;
	ipmp_log(g, &line);
}

static void publish_state(struct ipmp_group *g, unsigned int active)
{
	bool sound = true;
	enum ipmp_group_state state;
	struct ipmp_seat *s;

	list_for_each_entry(s, &g->seats, list)
		sound &= s->usable && !s->doubt && !s->unfit[IPMP_V4] &&
			 !s->unfit[IPMP_V6];
	state = !active ? IPMP_GROUP_STATE_FAILED :
		sound ? IPMP_GROUP_STATE_OK : IPMP_GROUP_STATE_DEGRADED;

	if (active)
		netif_carrier_on(g->dev);
	else
		netif_carrier_off(g->dev);

	if (state == g->state)
		return;
	WRITE_ONCE(g->state, state);
	log_forsaken(g);
	ipmp_event_group(g, IPMP_CHANGE_SET);
}

static void commit(struct ipmp_group *g, bool failback)
{
	struct ipmp_member *m;
	unsigned int active;

	lockdep_assert_held(&g->lock);

	list_for_each_entry(m, &g->members, list)
		ipmp_member_sense(m);
	ipmp_probe_report(g);

	active = ipmp_balance_elect(&g->seats, failback);
	publish_flows(g, active);

	/* States before addresses, so that a move follows its cause. */
	list_for_each_entry(m, &g->members, list)
		ipmp_member_note(m);

	publish_cast(g);
	ipmp_balance_claims(&g->seats, &g->claims, failback);
	ipmp_address_publish(g);
	publish_state(g, active);
}

/**
 * ipmp_group_commit() - make the state of the group fit that of its members
 * @g: the group
 *
 * Looks at the members, elects those that are active, hands the flows, the
 * cast role and the addresses of the others to them, and queues events and
 * announcements. Every pointer of the data path goes straight from one member
 * that works to another.
 *
 * Context: any but hard interrupt; does not sleep. The caller holds the lock
 * of the group and releases it by ipmp_group_unlock().
 */
void ipmp_group_commit(struct ipmp_group *g)
{
	commit(g, g->failback);
}

/**
 * ipmp_group_update() - commit and announce
 * @g: the group
 *
 * Context: any but hard interrupt; does not sleep.
 */
void ipmp_group_update(struct ipmp_group *g)
{
	spin_lock_bh(&g->lock);
	ipmp_group_commit(g);
	ipmp_group_unlock(g);
}

/**
 * ipmp_group_configure() - take in options
 * @g: the group; who changes one that is in use commits
 * @options: the options
 *
 * Context: process; the caller holds the group's lock, or nobody knows it yet.
 */
void ipmp_group_configure(struct ipmp_group *g,
			  const struct ipmp_options *options)
{
	WRITE_ONCE(g->failback, options->failback);
	WRITE_ONCE(g->xmit, options->xmit);
	ipmp_probe_set(g, options);
}

/**
 * ipmp_group_set() - change the options of a group
 * @g: the group
 * @options: the options
 *
 * Context: process; the caller holds RTNL.
 */
void ipmp_group_set(struct ipmp_group *g, const struct ipmp_options *options)
{
	spin_lock_bh(&g->lock);
	ipmp_group_configure(g, options);
	ipmp_event_group(g, IPMP_CHANGE_SET);
	ipmp_group_commit(g);
	ipmp_group_unlock(g);
	ipmp_target_seek(g);
}

/**
 * ipmp_group_rebalance() - give work and addresses back now
 * @g: the group
 *
 * What failback would do by itself, once: repaired members take their work
 * back, addresses go home, and the others move where balance needs it.
 *
 * Context: process; the caller holds RTNL.
 */
void ipmp_group_rebalance(struct ipmp_group *g)
{
	spin_lock_bh(&g->lock);
	commit(g, true);
	ipmp_group_unlock(g);
}

/**
 * ipmp_group_options() - the options that a group has
 * @g: the group
 * @options: where to write them
 *
 * Context: process; the caller holds RTNL.
 */
void ipmp_group_options(const struct ipmp_group *g,
			struct ipmp_options *options)
{
	options->failback = g->failback;
	options->xmit = g->xmit;
	options->probe = g->probe;
	options->detection_time = g->detection_time;
	options->fail_open = g->judge[IPMP_V4].fail_open;
}

static void kick_work(struct work_struct *work)
{
	ipmp_group_update(container_of(work, struct ipmp_group, kick_work));
}

/**
 * ipmp_group_kick() - have the members looked at very soon
 * @g: the group
 *
 * For the data path, which found a dead member or has heard from one that works
 * and must not commit by itself.
 *
 * Context: any.
 */
void ipmp_group_kick(struct ipmp_group *g)
{
	queue_work(ipmp_wq, &g->kick_work);
}

/* Snooping switches must learn where our multicast is to go from now on. */
static void rejoin_work(struct work_struct *work)
{
	struct ipmp_group *g = container_of(work, struct ipmp_group,
					    rejoin_work.work);

	/* Whoever waits for us to end holds RTNL. */
	if (!rtnl_trylock()) {
		queue_delayed_work(ipmp_wq, &g->rejoin_work, 1);
		return;
	}
	call_netdevice_notifiers(NETDEV_RESEND_IGMP, g->dev);
	rtnl_unlock();
}

static enum hrtimer_restart poll_members(struct hrtimer *timer)
{
	struct ipmp_group *g = container_of(timer, struct ipmp_group, poll);
	bool present = false, changed = false;
	struct ipmp_member *m;

	rcu_read_lock();
	list_for_each_entry_rcu(m, &g->members, list) {
		present |= !!READ_ONCE(m->dev);
		changed |= ipmp_member_link(m) != READ_ONCE(m->link) ||
			   ipmp_member_hold_ended(m);
		if (unlikely(READ_ONCE(m->own_stale)))
			ipmp_member_resync_own(m);
	}
	if (unlikely(READ_ONCE(g->unnoted)))
		ipmp_notify_resync(g);
	rcu_read_unlock();

	if (changed)
		ipmp_group_update(g);
	/* Who joins meanwhile may have started it: it must not be forwarded. */
	if (present)
		ipmp_group_watch(g);
	return HRTIMER_NORESTART;
}

/**
 * ipmp_group_watch() - start to look at the carrier of members
 * @g: the group
 *
 * It ends by itself when no member is present any more.
 *
 * Context: any.
 */
void ipmp_group_watch(struct ipmp_group *g)
{
	hrtimer_start(&g->poll, IPMP_POLL_NS, HRTIMER_MODE_REL_SOFT);
}

/**
 * ipmp_group_by_name() - find a group
 * @net: its namespace
 * @name: its name
 *
 * Context: the caller holds RTNL or the RCU read lock.
 * Return: the group, or NULL.
 */
struct ipmp_group *ipmp_group_by_name(const struct net *net, const char *name)
{
	struct ipmp_group *g;

	ipmp_for_each_group(g)
		if (net_eq(dev_net(g->dev), net) && !strcmp(g->name, name))
			return g;
	return NULL;
}

/**
 * ipmp_group_setup() - prepare the private part of a new device
 * @g: the private part, zeroed
 * @dev: the device
 *
 * Context: process; may sleep.
 */
void ipmp_group_setup(struct ipmp_group *g, struct net_device *dev)
{
	const struct ipmp_options options = IPMP_OPTIONS_DEFAULT;

	g->dev = dev;
	g->state = IPMP_GROUP_STATE_FAILED;
	spin_lock_init(&g->lock);
	INIT_LIST_HEAD(&g->list);
	INIT_LIST_HEAD(&g->members);
	INIT_LIST_HEAD(&g->seats);
	INIT_LIST_HEAD(&g->claims);
	INIT_LIST_HEAD(&g->pinned);
	INIT_LIST_HEAD(&g->announce);
	INIT_WORK(&g->kick_work, kick_work);
	INIT_DELAYED_WORK(&g->rejoin_work, rejoin_work);
	INIT_DELAYED_WORK(&g->announce_work, ipmp_announce_work);
	ipmp_log_setup(g);
	ipmp_target_setup(g);
	ipmp_group_configure(g, &options);
	hrtimer_setup(&g->poll, poll_members, CLOCK_MONOTONIC,
		      HRTIMER_MODE_REL_SOFT);
}

/**
 * ipmp_group_publish() - make a group known
 * @g: the group; without a name it takes that of its device
 *
 * Context: process; the caller holds RTNL.
 * Return: 0, or -EEXIST when the namespace has a group of that name.
 */
int ipmp_group_publish(struct ipmp_group *g)
{
	if (!g->name[0])
		strscpy(g->name, g->dev->name, sizeof(g->name));
	if (ipmp_group_by_name(dev_net(g->dev), g->name))
		return -EEXIST;
	list_add_tail_rcu(&g->list, &ipmp_groups);
	ipmp_event_group(g, IPMP_CHANGE_NEW);
	return 0;
}

/**
 * ipmp_group_retire() - undo ipmp_group_publish() and stop all activity
 * @g: the group, without members
 *
 * Context: process; the caller holds RTNL; may sleep.
 */
void ipmp_group_retire(struct ipmp_group *g)
{
	/* First gone, then told: who reads sees that something has changed. */
	list_del_rcu(&g->list);
	ipmp_event_group(g, IPMP_CHANGE_DEL);
	/* Who found it before, such as a removal, may commit until then. */
	synchronize_net();
	hrtimer_cancel(&g->poll);
	cancel_work_sync(&g->kick_work);
	ipmp_target_flush(g);
	cancel_delayed_work_sync(&g->rejoin_work);
	cancel_delayed_work_sync(&g->announce_work);
	ipmp_address_flush(g);
	ipmp_log_flush(g);
}

/**
 * ipmp_group_init() - prepare for groups
 *
 * Context: process; may sleep.
 * Return: 0 or -ENOMEM.
 */
int ipmp_group_init(void)
{
	ipmp_wq = alloc_workqueue("ipmp", WQ_UNBOUND | WQ_HIGHPRI, 0);
	return ipmp_wq ? 0 : -ENOMEM;
}

/**
 * ipmp_group_exit() - undo ipmp_group_init()
 *
 * Context: process; may sleep; no group exists any more.
 */
void ipmp_group_exit(void)
{
	destroy_workqueue(ipmp_wq);
}
