/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The objects of the module: a group is a net device, a member is a NIC under
 * it, an address belongs to the group and is bound to a member.
 *
 * Locking. RTNL serialises who joins and leaves. The lock of the group, a
 * spinlock that is taken with bottom halves off, protects everything that a
 * failover changes, so that a failover needs neither RTNL nor sleep. The data
 * path takes no lock: it follows RCU pointers, each of which is switched by
 * itself from one member that works to another.
 */
#ifndef _IPMP_TYPES_H
#define _IPMP_TYPES_H

#include <linux/bits.h>
#include <linux/etherdevice.h>
#include <linux/hrtimer.h>
#include <linux/in6.h>
#include <linux/kfifo.h>
#include <linux/netdevice.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>
#include <uapi/linux/ipmp.h>

#include "aim.h"
#include "balance.h"
#include "damp.h"
#include "judge.h"

#define IPMP_FLOW_BITS	8
#define IPMP_FLOW_SLOTS	BIT(IPMP_FLOW_BITS)
#define IPMP_ADDR_BITS	8
#define IPMP_PATH_MAX	64
#define IPMP_LOG_LINES	64

/**
 * struct ipmp_own - the addresses of a member itself
 * @rcu: frees it
 * @n4: number of IPv4 addresses
 * @n6: number of IPv6 addresses, link-local ones included
 * @tests: number of addresses that are not link-local
 * @v4: the IPv4 addresses, behind those of IPv6
 * @v6: the IPv6 addresses
 *
 * Never changed once published; replaced as a whole.
 */
struct ipmp_own {
	struct rcu_head rcu;
	unsigned int n4;
	unsigned int n6;
	unsigned int tests;
	__be32 *v4;
	struct in6_addr v6[];
};

/**
 * struct ipmp_target - somebody to probe
 * @aim: its part in judging; the lock of the group
 * @ip: its address, IPv4 as ::ffff:a.b.c.d; never changes
 * @source: why it is a target; the lock
 * @mac: its MAC as it told us last, if @aim is located; the lock
 * @wanted: mark of the search for targets; the lock
 */
struct ipmp_target {
	struct ipmp_aim aim;
	struct in6_addr ip;
	enum ipmp_target_source source;
	u8 mac[ETH_ALEN];
	bool wanted;
};

/**
 * struct ipmp_prober - what probes a member in one family
 * @path: its part in judging; the lock of the group
 * @timer: sends, and gives up; started under the lock
 * @member: the member; never changes
 * @family: the family; never changes
 * @ident: of its echo requests; never changes
 * @last: the target that was asked last, or the one before it in the list if
 *	that is no more, or NULL; the lock
 * @unbuilt: how many probes in a row could not be made; the lock
 * @kind: how the last probe was sent; the lock
 * @from: from which address, IPv4 as ::ffff:a.b.c.d, or none; the lock
 * @rtt: round-trip times over all targets; the lock
 * @told: the state that was reported last; the lock
 * @doubted: whether it was only doubted then, not blamed; the lock
 * @since: when that was entered, nanoseconds since 1970; the lock
 */
struct ipmp_prober {
	struct ipmp_path path;
	struct hrtimer timer;
	struct ipmp_member *member;
	enum ipmp_family family;
	u16 ident;
	struct ipmp_aim *last;
	unsigned int unbuilt;
	enum ipmp_probe_kind kind;
	struct in6_addr from;
	struct ipmp_rtt rtt;
	enum ipmp_probe_state told;
	bool doubted;
	u64 since;
};

/**
 * struct ipmp_member - a NIC in a group, or the place of one that vanished
 * @seat: its part in balancing; under the group's lock
 * @group: the group; never changes
 * @dev: the device. Changed under RTNL and the group's lock, and set to NULL
 *	(missing) only after no reader can have found the member by a slot, a
 *	binding, the cast role or the receive handler; who finds it by
 *	@list must be ready for NULL
 * @base: the device at the bottom of those that @dev, a VLAN or the like, is
 *	on, or @dev itself: where a loss of carrier shows first. Changed with
 *	it, and when devices are stacked anew, so that no reader finds one that
 *	is gone
 * @own: the device's own addresses; RCU, replaced under the lock
 * @own_stale: there was no memory to replace @own; the lock
 * @list: in the group's list of members; RCU, changed under RTNL and the lock
 * @tracker: of the reference to @dev
 * @name: name of the device, also while it is missing; RTNL and the lock
 * @perm_addr: permanent hardware address; as @name
 * @path: bus address of the device; as @name
 * @state: as shown to the user; the lock
 * @reason: of @state; the lock
 * @since: when @state was entered, nanoseconds since 1970; the lock
 * @link: carrier as last seen; the lock
 * @told: @link as last reported; the lock
 * @why: reason for which it became unusable; the lock
 * @down: the device is down or going down; the lock
 * @twin: another member that is not offline has the same MAC; the lock
 * @damp: how often its carrier was lost; the lock
 * @held: it is held back for that; the lock
 * @prober: what probes it; the lock
 * @leaving: the device is being removed or leaves the group; the lock
 * @round: which announcement of @own is next; the lock
 * @due: when it is, in jiffies; the lock
 * @opened: the device was down when it joined; RTNL
 * @filter: the device, while its receive filter has the group's addresses; the
 *	address lock of the group's device
 * @lro: the device used large receive offload when it joined; RTNL
 * @rcu: frees it
 */
struct ipmp_member {
	struct ipmp_seat seat;
	struct ipmp_group *group;
	struct net_device *dev;
	const struct net_device *base;
	struct ipmp_own __rcu *own;
	bool own_stale;
	struct list_head list;
	netdevice_tracker tracker;
	char name[IFNAMSIZ];
	u8 perm_addr[ETH_ALEN];
	char path[IPMP_PATH_MAX];
	enum ipmp_member_state state;
	enum ipmp_reason reason;
	u64 since;
	enum ipmp_link link;
	enum ipmp_link told;
	enum ipmp_reason why;
	bool down;
	bool twin;
	struct ipmp_damp damp;
	bool held;
	struct ipmp_prober prober[IPMP_FAMILIES];
	bool leaving;
	unsigned int round;
	unsigned long due;
	bool opened;
	struct net_device *filter;
	bool lro;
	struct rcu_head rcu;
};

/**
 * struct ipmp_address - an address of a group, or the home of one to come
 * @hash: in the group's table; RCU, changed under the lock
 * @claim: its part in balancing; while the device has the address, in the
 *	list of claims or, if link-local, in that of pinned ones; the lock
 * @ip: the address, IPv4 as ::ffff:a.b.c.d; never changes
 * @bound: the member that hosts it; RCU, changed under the lock
 * @home: name of the member that it belongs to, or empty; the lock
 * @prefix_len: length of the prefix; the lock
 * @assigned: the device has it; else it is a home that was set before the
 *	address; the lock
 * @fresh: not bound yet since it appeared; the lock
 * @heard_via: member through which a solicitation was last taken, for
 *	comparison only; racy on purpose, see receive.c
 * @heard_from: who sent it, as a hash; as @heard_via
 * @heard_at: when, in jiffies; as @heard_via
 * @announce: in the list of addresses to announce, or empty; the lock
 * @round: how many announcements were made since the last move; the lock
 * @due: when the next announcement is due, in jiffies; the lock
 * @rcu: frees it
 */
struct ipmp_address {
	struct hlist_node hash;
	struct ipmp_claim claim;
	struct in6_addr ip;
	struct ipmp_member __rcu *bound;
	char home[IFNAMSIZ];
	u8 prefix_len;
	bool assigned;
	bool fresh;
	const void *heard_via;
	u32 heard_from;
	unsigned long heard_at;
	struct list_head announce;
	unsigned int round;
	unsigned long due;
	struct rcu_head rcu;
};

/**
 * enum ipmp_line_kind - what a line for the kernel log is about
 * @IPMP_LINE_MEMBER: the state of a member
 * @IPMP_LINE_MOVE: an address that moved
 * @IPMP_LINE_PROBE: what probes say of a member in one family
 * @IPMP_LINE_SILENT: no target answers any member any more, or one does again
 * @IPMP_LINE_SLOW: the detection time that can be kept, longer than wanted
 * @IPMP_LINE_FAST: the detection time that can be kept, the wanted one again
 * @IPMP_LINE_LEFT: a member that left
 * @IPMP_LINE_ALL_FAILED: no usable member is left, or one is there again
 * @IPMP_LINE_UNNOTED: no memory for the addresses of a member itself
 * @IPMP_LINE_UNBOUND: no memory for an address
 */
enum ipmp_line_kind {
	IPMP_LINE_MEMBER,
	IPMP_LINE_MOVE,
	IPMP_LINE_PROBE,
	IPMP_LINE_SILENT,
	IPMP_LINE_SLOW,
	IPMP_LINE_FAST,
	IPMP_LINE_LEFT,
	IPMP_LINE_ALL_FAILED,
	IPMP_LINE_UNNOTED,
	IPMP_LINE_UNBOUND,
};

/**
 * struct ipmp_line - a line for the kernel log
 * @kind: what it is about; says which of the others count
 * @name: name of a member; of the old one of an address, or empty
 * @to: name of the new member of an address, or empty
 * @reason: of a state or a move
 * @ip: the address
 * @family: the family
 * @value: a state, or a time in milliseconds
 */
struct ipmp_line {
	enum ipmp_line_kind kind;
	char name[IFNAMSIZ];
	char to[IFNAMSIZ];
	enum ipmp_reason reason;
	struct in6_addr ip;
	enum ipmp_family family;
	unsigned int value;
};

/**
 * enum ipmp_probe_counter - what is counted of probes
 * @IPMP_PROBES_SENT: sent
 * @IPMP_PROBES_ANSWERED: of those, answered in time
 * @IPMP_PROBES_LOST: of those, not answered in time
 * @IPMP_PROBES_NOT_SENT: due, but the host was too late for them
 * @IPMP_PROBE_FAILURES: how often they made a member fail in a family
 * @IPMP_PROBE_REPAIRS: how often they repaired it
 * @IPMP_PROBE_COUNTERS: number of these
 */
enum ipmp_probe_counter {
	IPMP_PROBES_SENT,
	IPMP_PROBES_ANSWERED,
	IPMP_PROBES_LOST,
	IPMP_PROBES_NOT_SENT,
	IPMP_PROBE_FAILURES,
	IPMP_PROBE_REPAIRS,
	IPMP_PROBE_COUNTERS,
};

/**
 * struct ipmp_counters - what ethtool -S shows of a group
 * @address_moves: addresses bound to another member
 * @member_failures: members that became unusable while active
 * @member_repairs: members that became usable again
 * @probes: those of members that have left, see enum ipmp_probe_counter
 * @announcements: broadcast announcements sent
 * @tx_rerouted: packets whose member was dead and that took another
 *
 * The last two are counted without a lock; the others are protected by the
 * group's.
 */
struct ipmp_counters {
	u64 address_moves;
	u64 member_failures;
	u64 member_repairs;
	u64 probes[IPMP_PROBE_COUNTERS];
	atomic64_t announcements;
	atomic64_t tx_rerouted;
};

/**
 * struct ipmp_group - private part of a group's net device
 * @only: the member that transmits while there is but one; RCU
 * @slot: members by family and hash of the flow; RCU
 * @cast: the member that hears broadcast and multicast; RCU
 * @xmit: transmit policy; READ_ONCE
 * @tests: number of addresses, other than link-local, that members have of
 *	their own; READ_ONCE, changed under the lock
 * @address: table of addresses; RCU, changed under the lock
 * @unnoted: addresses that there was no memory for, since @address had all; the
 *	lock
 * @dev: the net device; never changes
 * @lock: protects what a failover changes
 * @members: list of members; RCU, changed under RTNL and the lock
 * @seats: the same for balancing; the lock
 * @claims: addresses for balancing; the lock
 * @pinned: link-local addresses, which go with the cast role; the lock
 * @plan: what @slot is made from; the lock
 * @announce: addresses that wait for an announcement; the lock
 * @moved: there are new ones in @announce, or a member's own to announce; the
 *	lock
 * @log: lines for the kernel log that are not printed yet; the lock
 * @forsaken: no usable member is left, as logged; the lock
 * @unlogged: lines for which there was no room; the lock
 * @probe: whether members are probed; the lock
 * @detection_time: the time asked for, in milliseconds; the lock
 * @detection_now: the time kept, by family; the lock
 * @judge: what probes say, by family; the lock
 * @targets: whom to probe, by family; the lock
 * @targets_seen: what @targets were when somebody asked, as a hash; the lock
 * @silent: no target answers any member, as told; the lock
 * @name: name of the group; RTNL and the lock
 * @state: as shown to the user; the lock
 * @failback: see struct ipmp_seat; the lock
 * @mtu: MTU that the administrator asked for, 0 for none; RTNL
 * @poll: looks at the carrier of members
 * @kick_work: looks at the members at once
 * @announce_work: sends announcements that are due
 * @log_work: prints what is in @log
 * @seek_work: looks for targets
 * @rejoin_work: reports multicast groups through a new cast member
 * @list: in the list of all groups; RCU, changed under RTNL
 * @counters: see there
 */
struct ipmp_group {
	struct ipmp_member __rcu *only;
	struct ipmp_member __rcu *slot[IPMP_FAMILIES][IPMP_FLOW_SLOTS];
	struct ipmp_member __rcu *cast;
	enum ipmp_xmit xmit;
	unsigned int tests;
	struct hlist_head address[BIT(IPMP_ADDR_BITS)];
	unsigned int unnoted;

	struct net_device *dev;
	spinlock_t lock; /* see the top of this file */
	struct list_head members;
	struct list_head seats;
	struct list_head claims;
	struct list_head pinned;
	struct ipmp_seat *plan[IPMP_FAMILIES][IPMP_FLOW_SLOTS];
	struct list_head announce;
	bool moved;
	DECLARE_KFIFO(log, struct ipmp_line, IPMP_LOG_LINES);
	bool forsaken;
	unsigned int unlogged;
	enum ipmp_probe_mode probe;
	unsigned int detection_time;
	unsigned int detection_now[IPMP_FAMILIES];
	struct ipmp_judge judge[IPMP_FAMILIES];
	struct list_head targets[IPMP_FAMILIES];
	u32 targets_seen;
	bool silent;
	char name[IPMP_NAME_MAX + 1];
	enum ipmp_group_state state;
	bool failback;
	unsigned int mtu;
	struct hrtimer poll;
	struct work_struct kick_work;
	struct work_struct log_work;
	struct delayed_work announce_work;
	struct delayed_work seek_work;
	struct delayed_work rejoin_work;
	struct list_head list;
	struct ipmp_counters counters;
};

/**
 * ipmp_v4_key() - the form in which an IPv4 address is kept
 * @ip: where to write it
 * @v4: the address
 */
static inline void ipmp_v4_key(struct in6_addr *ip, __be32 v4)
{
	ip->s6_addr32[0] = 0;
	ip->s6_addr32[1] = 0;
	ip->s6_addr32[2] = htonl(0xffff);
	ip->s6_addr32[3] = v4;
}

#endif /* _IPMP_TYPES_H */
