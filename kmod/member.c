// SPDX-License-Identifier: GPL-2.0
/* The state of a member, and what the administrator can do to it. */
#include <linux/netlink.h>

#include "address.h"
#include "announce.h"
#include "event.h"
#include "group.h"
#include "log.h"
#include "member.h"
#include "probe.h"
#include "receive.h"
#include "twin.h"

/**
 * ipmp_member_of() - the member that a device is
 * @dev: any device
 *
 * Context: the caller holds RTNL.
 * Return: the member, or NULL for a device that is in no group.
 */
struct ipmp_member *ipmp_member_of(const struct net_device *dev)
{
	ASSERT_RTNL();
	if (rcu_access_pointer(dev->rx_handler) != ipmp_receive)
		return NULL;
	return rtnl_dereference(dev->rx_handler_data);
}

/**
 * ipmp_member_of_rcu() - the member that a device is
 * @dev: any device
 *
 * Context: the caller holds the RCU read lock.
 * Return: the member, or NULL for a device that is in no group.
 */
struct ipmp_member *ipmp_member_of_rcu(const struct net_device *dev)
{
	if (rcu_access_pointer(dev->rx_handler) != ipmp_receive)
		return NULL;
	return rcu_dereference(dev->rx_handler_data);
}

/**
 * ipmp_member_named() - find a member of a group, present or missing
 * @g: the group
 * @name: name of its device
 *
 * A present one goes before one that is missing: a device can be given the name
 * of another whose place is kept.
 *
 * Context: the caller holds RTNL or the group's lock.
 * Return: the member, or NULL.
 */
struct ipmp_member *ipmp_member_named(const struct ipmp_group *g,
				      const char *name)
{
	struct ipmp_member *m, *missing = NULL;

	list_for_each_entry(m, &g->members, list) {
		if (strcmp(m->name, name))
			continue;
		if (m->dev)
			return m;
		missing = m;
	}
	return missing;
}

/**
 * ipmp_member_by_name() - find a member, present or missing
 * @net: namespace of its group
 * @name: name of its device
 *
 * A present one goes before one that is missing in another group.
 *
 * Context: the caller holds RTNL.
 * Return: the member, or NULL.
 */
struct ipmp_member *ipmp_member_by_name(const struct net *net,
					const char *name)
{
	struct ipmp_member *m, *missing = NULL;
	struct ipmp_group *g;

	ASSERT_RTNL();
	ipmp_for_each_group(g) {
		if (!net_eq(dev_net(g->dev), net))
			continue;
		m = ipmp_member_named(g, name);
		if (m && m->dev)
			return m;
		missing = missing ?: m;
	}
	return missing;
}

/**
 * ipmp_test_owner() - find the member that has an address of its own
 * @g: the group
 * @ip: the address, IPv4 as ::ffff:a.b.c.d
 *
 * Context: bottom halves off.
 * Return: the member, or NULL.
 */
struct ipmp_member *ipmp_test_owner(const struct ipmp_group *g,
				    const struct in6_addr *ip)
{
	bool v4 = ipv6_addr_v4mapped(ip);
	struct ipmp_member *m;

	list_for_each_entry_rcu(m, &g->members, list)
		if (v4 ? ipmp_own_v4(m, ip->s6_addr32[3]) : ipmp_own_v6(m, ip))
			return m;
	return NULL;
}

/**
 * ipmp_member_link() - read the carrier of a member
 * @m: the member
 *
 * Context: the caller holds RTNL, the group's lock or the RCU read lock.
 * Return: the link; unknown while the device is absent or not running.
 */
enum ipmp_link ipmp_member_link(const struct ipmp_member *m)
{
	const struct net_device *base = READ_ONCE(m->base);
	const struct net_device *dev = READ_ONCE(m->dev);

	if (!dev || !base || !netif_device_present(dev) || !netif_running(dev) ||
	    READ_ONCE(m->down))
		return IPMP_LINK_UNKNOWN;
	/* A VLAN hears of it only when the kernel comes to tell it. */
	return netif_carrier_ok(dev) && netif_carrier_ok(base) ?
		IPMP_LINK_UP : IPMP_LINK_DOWN;
}

static void sense_link(struct ipmp_member *m, u64 now)
{
	enum ipmp_link link = ipmp_member_link(m);

	if (m->link == IPMP_LINK_UP && link == IPMP_LINK_DOWN)
		ipmp_damp_hit(&m->damp, now);
	if (m->link != link)
		ipmp_event_changed(m->group);
	WRITE_ONCE(m->link, link);
	WRITE_ONCE(m->held, ipmp_damp_held(&m->damp, now));
}

static bool is_present(const struct ipmp_member *m)
{
	return !m->leaving && !m->seat.offline && !m->twin &&
	       m->link == IPMP_LINK_UP;
}

static enum ipmp_reason why_absent(const struct ipmp_member *m)
{
	return m->link == IPMP_LINK_UNKNOWN ? IPMP_REASON_ADMIN_DOWN :
					      IPMP_REASON_LINK_DOWN;
}

static enum ipmp_reason why_doubted(const struct ipmp_member *m)
{
	if (m->held)
		return IPMP_REASON_HOLD;
	return m->seat.doubt == IPMP_HELD ? ipmp_probe_why_held(m) :
					    IPMP_REASON_PROBE_FAILED;
}

/**
 * ipmp_member_sense() - find out whether a member is usable
 * @m: the member
 *
 * Context: any but hard interrupt; the caller holds the group's lock.
 */
void ipmp_member_sense(struct ipmp_member *m)
{
	bool was_usable = m->seat.usable, present;
	u64 now = ktime_get_ns();

	sense_link(m, now);
	present = is_present(m);
	m->seat.usable = present;
	ipmp_probe_adjust(m, present, now);
	ipmp_probe_rate(m);
	if (m->seat.usable && !was_usable)
		ipmp_announce_own(m);
	if (m->held && m->seat.doubt == IPMP_TRUSTED)
		m->seat.doubt = IPMP_HELD;
	if (m->leaving || !m->dev)
		return;		/* who took the device away said why */
	m->why = present ? why_doubted(m) : why_absent(m);
}

static enum ipmp_member_state state_of(const struct ipmp_member *m)
{
	if (!m->dev)
		return IPMP_MEMBER_STATE_MISSING;
	if (m->seat.offline || m->twin)
		return IPMP_MEMBER_STATE_OFFLINE;
	if (m->seat.active)
		return IPMP_MEMBER_STATE_ACTIVE;
	return m->seat.usable && !m->seat.doubt ? IPMP_MEMBER_STATE_INACTIVE :
						  IPMP_MEMBER_STATE_FAILED;
}

static enum ipmp_reason reason_of(const struct ipmp_member *m,
				  enum ipmp_member_state state)
{
	switch (state) {
	case IPMP_MEMBER_STATE_ACTIVE:
		if (m->seat.doubt)
			return m->why;
		if (m->seat.unfit[IPMP_V4] || m->seat.unfit[IPMP_V6])
			return IPMP_REASON_PROBE_FAILED;
		return m->seat.standby ? IPMP_REASON_CAPACITY :
					 IPMP_REASON_NONE;
	case IPMP_MEMBER_STATE_INACTIVE:
		return m->seat.waiting ? IPMP_REASON_FAILBACK_OFF :
					 IPMP_REASON_STANDBY;
	case IPMP_MEMBER_STATE_OFFLINE:
		return m->seat.offline ? IPMP_REASON_OFFLINE :
					 IPMP_REASON_DUPLICATE_MAC;
	default:
		return m->why;
	}
}

static bool is_out(enum ipmp_member_state state)
{
	return state == IPMP_MEMBER_STATE_FAILED ||
	       state == IPMP_MEMBER_STATE_MISSING;
}

/* Who goes offline, or comes from there, has neither failed nor been repaired. */
static void count(struct ipmp_member *m, enum ipmp_member_state state)
{
	if (ipmp_member_works(m->state) && is_out(state))
		m->group->counters.member_failures++;
	if (is_out(m->state) && ipmp_member_works(state))
		m->group->counters.member_repairs++;
}

static void add_line(struct ipmp_member *m)
{
	struct ipmp_line line = {
		.kind = IPMP_LINE_MEMBER,
		.value = m->state,
		.reason = m->reason,
	};

	strscpy(line.name, m->name, sizeof(line.name));
	ipmp_log(m->group, &line);
}

static void enter(struct ipmp_member *m, enum ipmp_member_state state,
		  enum ipmp_reason reason)
{
	if (m->since)
		count(m, state);
	WRITE_ONCE(m->state, state);
	WRITE_ONCE(m->reason, reason);
	m->since = ktime_get_real_ns();
	add_line(m);
}

/**
 * ipmp_member_note() - record, log and report a change of state or link
 * @m: the member, after election
 *
 * Context: any but hard interrupt; the caller holds the group's lock.
 */
void ipmp_member_note(struct ipmp_member *m)
{
	enum ipmp_member_state state = state_of(m);
	enum ipmp_reason reason = reason_of(m, state);
	bool first = !m->since;

	if (list_empty(&m->seat.list))
		return;		/* it left, and its event is another */
	if (first || state != m->state || reason != m->reason)
		enter(m, state, reason);
	else if (m->link == m->told)
		return;

	m->told = m->link;
	ipmp_event_member(m, first ? IPMP_CHANGE_NEW : IPMP_CHANGE_SET);
}

/**
 * ipmp_member_set_standby() - change the role of a member
 * @m: the member
 * @standby: the new role
 *
 * Context: process; the caller holds RTNL.
 */
void ipmp_member_set_standby(struct ipmp_member *m, bool standby)
{
	struct ipmp_group *g = m->group;

	spin_lock_bh(&g->lock);
	if (m->seat.standby != standby) {
		WRITE_ONCE(m->seat.standby, standby);
		ipmp_event_member(m, IPMP_CHANGE_SET);
		ipmp_group_commit(g);
	}
	ipmp_group_unlock(g);
}

static const char *why_no_wait(struct ipmp_member *m)
{
	struct ipmp_group *g = m->group;

	if (g->failback)
		return "with failback no member waits";
	if (m->seat.standby)
		return "a standby waits as long as the others work";
	if (!m->seat.usable || m->seat.doubt)
		return "a member that does not work cannot wait";
	if (!ipmp_balance_wait(&g->seats, &m->seat))
		return "the last usable member of the group cannot wait";
	return NULL;
}

/**
 * ipmp_member_wait() - let a member wait until it is needed
 * @m: the member
 * @extack: says why it was refused
 *
 * It is then as if it had been repaired, without failback.
 *
 * Context: process; the caller holds RTNL.
 * Return: 0, also when it waits already; or -EBUSY, with nothing changed.
 */
int ipmp_member_wait(struct ipmp_member *m, struct netlink_ext_ack *extack)
{
	struct ipmp_group *g = m->group;
	const char *why;

	spin_lock_bh(&g->lock);
	why = why_no_wait(m);
	if (!why)
		ipmp_group_commit(g);
	ipmp_group_unlock(g);
	if (!why)
		return 0;
	if (extack)
		extack->_msg = why;
	return -EBUSY;
}

static bool in_set(const struct ipmp_seat *s, struct ipmp_member *const *set,
		   unsigned int n)
{
	unsigned int i;

	for (i = 0; i < n; i++)
		if (s == &set[i]->seat)
			return true;
	return false;
}

/* How much a family can expect of a seat; see enum ipmp_doubt. */
static unsigned int worth(const struct ipmp_seat *s, enum ipmp_family f)
{
	if (!s->usable)
		return 0;
	return s->doubt || s->unfit[f] ? 1 : 2;
}

static bool hosts(const struct ipmp_group *g, enum ipmp_family f)
{
	const struct ipmp_claim *c;

	list_for_each_entry(c, &g->claims, list)
		if (c->family == f)
			return true;
	return list_empty(&g->claims);
}

static bool can_family_spare(struct ipmp_group *g, enum ipmp_family f,
			     struct ipmp_member *const *set, unsigned int n)
{
	unsigned int left = 0, lost = 0;
	struct ipmp_seat *s;

	list_for_each_entry(s, &g->seats, list) {
		if (in_set(s, set, n))
			lost = max(lost, worth(s, f));
		else
			left = max(left, worth(s, f));
	}
	return left >= lost;
}

/*
 * Whether something as good is left once those of the set are gone, for each
 * family that the group has addresses of. A member that probes say is dead is no
 * substitute for one that works.
 */
static bool can_spare(struct ipmp_group *g, struct ipmp_member *const *set,
		      unsigned int n)
{
	enum ipmp_family f;
	bool can = true;

	spin_lock_bh(&g->lock);
	for (f = 0; f < IPMP_FAMILIES; f++)
		can &= !hosts(g, f) || can_family_spare(g, f, set, n);
	spin_unlock_bh(&g->lock);
	return can;
}

static int may_go_offline(struct ipmp_member *const *set, unsigned int n,
			  bool force, struct netlink_ext_ack *extack)
{
	unsigned int i;

	for (i = 0; i < n; i++) {
		if (!set[i]->dev) {
			NL_SET_ERR_MSG_MOD(extack, "the member is missing");
			return -ENODEV;
		}
		if (!force && !can_spare(set[i]->group, set, n)) {
			NL_SET_ERR_MSG_MOD(extack,
					   "the last usable member of the group cannot go offline without force");
			return -EBUSY;
		}
	}
	return 0;
}

/* All members of the set that are in a group, at once. */
static bool take_offline(struct ipmp_group *g, struct ipmp_member *const *set,
			 unsigned int n)
{
	bool active = false, drain;
	unsigned int i;

	spin_lock_bh(&g->lock);
	for (i = 0; i < n; i++) {
		if (set[i]->group != g)
			continue;
		active |= set[i]->seat.active;
		WRITE_ONCE(set[i]->seat.offline, true);
	}
	ipmp_twin_review(g, NULL);
	ipmp_group_commit(g);
	drain = active && rcu_access_pointer(g->cast);
	ipmp_group_unlock(g);
	return drain;
}

/**
 * ipmp_member_offline() - take members out of service
 * @set: the members
 * @n: how many
 * @force: also when no usable member of a group is left
 * @extack: says why it was refused
 *
 * Members of one group go in one commit: no address moves from one of them to
 * another.
 *
 * Context: process; the caller holds RTNL; may sleep for the drain.
 * Return: 0, also when they were offline already; -EBUSY if the last usable
 * member is among them, -ENODEV if a missing one is; then nothing is changed.
 */
int ipmp_member_offline(struct ipmp_member *const *set, unsigned int n,
			bool force, struct netlink_ext_ack *extack)
{
	int err = may_go_offline(set, n, force, extack);
	bool drain = false;
	unsigned int i;

	if (err)
		return err;
	for (i = 0; i < n; i++)
		drain |= take_offline(set[i]->group, set, n);
	if (drain)
		msleep(IPMP_DRAIN_MS);
	return 0;
}

/**
 * ipmp_member_online() - end what ipmp_member_offline() began
 * @m: the member
 * @extack: says why it was refused
 *
 * Context: process; the caller holds RTNL.
 * Return: 0, also when it was online already; -ENODEV for a missing member,
 * -EBUSY for one that is kept out because another has its MAC.
 */
int ipmp_member_online(struct ipmp_member *m, struct netlink_ext_ack *extack)
{
	struct ipmp_group *g = m->group;

	if (!m->dev) {
		NL_SET_ERR_MSG_MOD(extack, "the member is missing");
		return -ENODEV;
	}
	if (m->twin && !m->seat.offline) {
		NL_SET_ERR_MSG_MOD(extack,
				   "another member has the same MAC; this one is back by itself when they differ");
		return -EBUSY;
	}
	spin_lock_bh(&g->lock);
	WRITE_ONCE(m->seat.offline, false);
	ipmp_twin_review(g, m);
	ipmp_group_commit(g);
	ipmp_group_unlock(g);
	return 0;
}

/**
 * ipmp_member_rename() - follow the name of the device
 * @m: a present member
 *
 * Context: process; the caller holds RTNL.
 */
void ipmp_member_rename(struct ipmp_member *m)
{
	struct ipmp_group *g = m->group;

	spin_lock_bh(&g->lock);
	ipmp_address_rename_home(g, m->name, m->dev->name);
	strscpy(m->name, m->dev->name, sizeof(m->name));
	ipmp_event_member(m, IPMP_CHANGE_SET);
	ipmp_address_resolve_homes(g);
	ipmp_group_commit(g);
	ipmp_group_unlock(g);
}
