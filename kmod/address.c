// SPDX-License-Identifier: GPL-2.0
/* The addresses of a group: which there are, where each belongs and is bound. */
#include <linux/hash.h>
#include <net/ipv6.h>

#include "address.h"
#include "announce.h"
#include "event.h"
#include "group.h"
#include "log.h"
#include "member.h"

static struct hlist_head *bucket(const struct ipmp_group *g,
				 const struct in6_addr *ip)
{
	u32 key = (__force u32)(ip->s6_addr32[0] ^ ip->s6_addr32[1] ^
				ip->s6_addr32[2] ^ ip->s6_addr32[3]);

	return (struct hlist_head *)&g->address[hash_32(key, IPMP_ADDR_BITS)];
}

/**
 * ipmp_address_find() - look an address up
 * @g: the group
 * @ip: the address, IPv4 as ::ffff:a.b.c.d
 *
 * Context: the caller holds the RCU read lock or the group's lock.
 * Return: the address, possibly only a home set in advance, or NULL.
 */
struct ipmp_address *ipmp_address_find(const struct ipmp_group *g,
				       const struct in6_addr *ip)
{
	struct ipmp_address *a;

	hlist_for_each_entry_rcu(a, bucket(g, ip), hash,
				 lockdep_is_held(&g->lock))
		if (ipv6_addr_equal(&a->ip, ip))
			return a;
	return NULL;
}

static struct ipmp_address *find_or_make(struct ipmp_group *g,
					 const struct in6_addr *ip)
{
	struct ipmp_address *a = ipmp_address_find(g, ip);

	if (a)
		return a;
	a = kzalloc(sizeof(*a), GFP_ATOMIC | __GFP_ACCOUNT);
	if (!a)
		return NULL;
	a->ip = *ip;
	a->claim.family = ipv6_addr_v4mapped(ip) ? IPMP_V4 : IPMP_V6;
	INIT_LIST_HEAD(&a->claim.list);
	INIT_LIST_HEAD(&a->announce);
	hlist_add_head_rcu(&a->hash, bucket(g, ip));
	return a;
}

static void drop(struct ipmp_address *a)
{
	list_del(&a->announce);
	hlist_del_rcu(&a->hash);
	kfree_rcu(a, rcu);
}

static bool is_pinned(const struct ipmp_address *a)
{
	return !ipv6_addr_v4mapped(&a->ip) &&
	       ipv6_addr_type(&a->ip) & IPV6_ADDR_LINKLOCAL;
}

/* Announced at once, unless it is new: then nobody has an old MAC for it. */
static void announce(struct ipmp_group *g, struct ipmp_address *a)
{
	a->round = 0;
	a->due = jiffies;
	list_move_tail(&a->announce, &g->announce);
	g->moved = true;
}

static struct ipmp_member *bound_to(const struct ipmp_group *g,
				    const struct ipmp_address *a)
{
	return rcu_dereference_protected(a->bound, lockdep_is_held(&g->lock));
}

/**
 * ipmp_address_add() - the group's device was given an address
 * @g: the group
 * @ip: the address, IPv4 as ::ffff:a.b.c.d
 * @prefix_len: length of its prefix
 *
 * It may have it already, perhaps with another prefix. It is bound before this
 * returns, so that even the first probe for a duplicate leaves through the right
 * member. Without memory it is counted in @unnoted of the group, for
 * ipmp_notify_resync().
 *
 * Context: any but hard interrupt; does not sleep. The IPv6 address notifier
 * is atomic.
 */
void ipmp_address_add(struct ipmp_group *g, const struct in6_addr *ip,
		      u8 prefix_len)
{
	struct ipmp_line line = { .kind = IPMP_LINE_UNBOUND, .ip = *ip };
	struct ipmp_address *a;

	spin_lock_bh(&g->lock);
	a = find_or_make(g, ip);
	if (!a) {
		/* It fails soft: unknown addresses go with the cast member. */
		if (!g->unnoted)
			ipmp_log(g, &line);
		WRITE_ONCE(g->unnoted, g->unnoted + 1);
		goto unlock;
	}
	a->prefix_len = prefix_len;
	ipmp_event_changed(g);
	if (a->assigned)
		goto unlock;
	a->assigned = true;

	if (is_pinned(a)) {
		list_add_tail(&a->claim.list, &g->pinned);
		rcu_assign_pointer(a->bound, rcu_access_pointer(g->cast));
	} else {
		a->fresh = true;
		list_add_tail(&a->claim.list, &g->claims);
		ipmp_group_commit(g);
	}
unlock:
	ipmp_group_unlock(g);
}

static void remove(struct ipmp_group *g, struct ipmp_address *a)
{
	struct ipmp_member *from = bound_to(g, a);

	list_del_init(&a->claim.list);
	if (!is_pinned(a)) {
		rcu_assign_pointer(a->bound, NULL);
		ipmp_event_address(g, a, IPMP_CHANGE_DEL, from,
				   IPMP_REASON_DELETED);
	}
	drop(a);
	ipmp_group_commit(g);
}

/**
 * ipmp_address_del() - the group's device has an address no more
 * @g: the group
 * @ip: the address, IPv4 as ::ffff:a.b.c.d
 *
 * Context: any but hard interrupt; does not sleep.
 */
void ipmp_address_del(struct ipmp_group *g, const struct in6_addr *ip)
{
	struct ipmp_address *a;

	spin_lock_bh(&g->lock);
	a = ipmp_address_find(g, ip);
	if (a && a->assigned)
		remove(g, a);
	ipmp_group_unlock(g);
}

static struct ipmp_seat *seat_by_name(const struct ipmp_group *g,
				      const char *name)
{
	struct ipmp_member *m = ipmp_member_named(g, name);

	return m && !list_empty(&m->seat.list) ? &m->seat : NULL;
}

/**
 * ipmp_address_set_home() - say where an address belongs
 * @g: the group
 * @ip: the address, IPv4 as ::ffff:a.b.c.d; the device need not have it yet
 * @home: name of the member, which need not exist; empty for none
 *
 * Context: process; the caller holds RTNL.
 * Return: 0 or -ENOMEM.
 */
int ipmp_address_set_home(struct ipmp_group *g, const struct in6_addr *ip,
			  const char *home)
{
	struct ipmp_address *a;
	int err = 0;

	spin_lock_bh(&g->lock);
	a = find_or_make(g, ip);
	if (!a) {
		err = -ENOMEM;
		goto unlock;
	}
	strscpy(a->home, home, sizeof(a->home));
	a->claim.home = a->home[0] ? seat_by_name(g, a->home) : NULL;
	if (a->assigned) {
		ipmp_event_address(g, a, IPMP_CHANGE_SET, bound_to(g, a),
				   IPMP_REASON_HOME);
		ipmp_group_commit(g);
	} else if (!a->home[0]) {
		drop(a);
	}
unlock:
	ipmp_group_unlock(g);
	return err;
}

/**
 * ipmp_address_rename_home() - let homes follow the new name of a member
 * @g: the group
 * @from: its old name
 * @to: its new name
 *
 * Context: the caller holds RTNL and the group's lock.
 */
void ipmp_address_rename_home(struct ipmp_group *g, const char *from,
			      const char *to)
{
	struct ipmp_address *a;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(g->address); i++)
		hlist_for_each_entry(a, &g->address[i], hash)
			if (!strcmp(a->home, from))
				strscpy(a->home, to, sizeof(a->home));
}

/**
 * ipmp_address_resolve_homes() - find the homes of all addresses anew
 * @g: the group; a member joined, left or was renamed
 *
 * Context: the caller holds RTNL and the group's lock.
 */
void ipmp_address_resolve_homes(struct ipmp_group *g)
{
	struct ipmp_address *a;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(g->address); i++)
		hlist_for_each_entry(a, &g->address[i], hash)
			a->claim.home = a->home[0] ?
					seat_by_name(g, a->home) : NULL;
}

/**
 * ipmp_address_follow_cast() - link-local addresses go with the cast role
 * @g: the group
 *
 * Context: the caller holds the group's lock.
 */
void ipmp_address_follow_cast(struct ipmp_group *g)
{
	struct ipmp_member *cast;
	struct ipmp_address *a;

	cast = rcu_dereference_protected(g->cast, lockdep_is_held(&g->lock));
	list_for_each_entry(a, &g->pinned, claim.list) {
		rcu_assign_pointer(a->bound, cast);
		if (cast)
			announce(g, a);
	}
}

static enum ipmp_reason why_moved(const struct ipmp_address *a,
				  const struct ipmp_member *from)
{
	if (!from)
		return IPMP_REASON_LINK_UP;
	if (from->leaving)
		return from->why;
	if (from->seat.unfit[a->claim.family])
		return IPMP_REASON_PROBE_FAILED;
	if (!from->seat.active)
		return from->state == IPMP_MEMBER_STATE_INACTIVE ?
			IPMP_REASON_FAILBACK : from->reason;
	return a->claim.seat == a->claim.home ? IPMP_REASON_HOME :
						IPMP_REASON_BALANCE;
}

static void log_move(struct ipmp_group *g, const struct ipmp_address *a,
		     const struct ipmp_member *from,
		     const struct ipmp_member *to, enum ipmp_reason reason)
{
	struct ipmp_line line = {
		.kind = IPMP_LINE_MOVE,
		.reason = reason,
		.ip = a->ip,
	};

	strscpy(line.name, from ? from->name : "", sizeof(line.name));
	strscpy(line.to, to ? to->name : "", sizeof(line.to));
	ipmp_log(g, &line);
}

static void publish(struct ipmp_group *g, struct ipmp_address *a)
{
	struct ipmp_seat *seat = a->claim.seat;
	struct ipmp_member *from = bound_to(g, a), *to;
	enum ipmp_reason reason;

	to = seat ? container_of(seat, struct ipmp_member, seat) : NULL;
	if (from == to && !a->fresh)
		return;

	rcu_assign_pointer(a->bound, to);
	if (a->fresh) {
		a->fresh = false;
		ipmp_event_address(g, a, IPMP_CHANGE_NEW, NULL,
				   IPMP_REASON_ADDED);
		return;
	}
	g->counters.address_moves++;
	reason = why_moved(a, from);
	ipmp_event_address(g, a, IPMP_CHANGE_SET, from, reason);
	log_move(g, a, from, to, reason);
	if (to)
		announce(g, a);
}

/**
 * ipmp_address_publish() - put the outcome of balancing into force
 * @g: the group, after ipmp_balance_claims()
 *
 * Context: the caller holds the group's lock.
 */
void ipmp_address_publish(struct ipmp_group *g)
{
	struct ipmp_address *a;

	list_for_each_entry(a, &g->claims, claim.list)
		publish(g, a);
}

/**
 * ipmp_address_announce_member() - announce all addresses on a member
 * @m: the member; its MAC changed
 *
 * Context: process; the caller holds RTNL.
 */
void ipmp_address_announce_member(struct ipmp_member *m)
{
	struct ipmp_group *g = m->group;
	struct ipmp_address *a;
	unsigned int i;

	spin_lock_bh(&g->lock);
	for (i = 0; i < ARRAY_SIZE(g->address); i++)
		hlist_for_each_entry(a, &g->address[i], hash)
			if (rcu_access_pointer(a->bound) == m)
				announce(g, a);
	ipmp_announce_own(m);
	ipmp_group_unlock(g);
}

/**
 * ipmp_address_flush() - forget everything
 * @g: a group that ends
 *
 * Context: process; the caller holds RTNL.
 */
void ipmp_address_flush(struct ipmp_group *g)
{
	struct hlist_node *next;
	struct ipmp_address *a;
	unsigned int i;

	spin_lock_bh(&g->lock);
	INIT_LIST_HEAD(&g->claims);
	INIT_LIST_HEAD(&g->pinned);
	for (i = 0; i < ARRAY_SIZE(g->address); i++)
		hlist_for_each_entry_safe(a, next, &g->address[i], hash)
			drop(a);
	spin_unlock_bh(&g->lock);
}
