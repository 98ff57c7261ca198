/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _IPMP_MEMBER_H
#define _IPMP_MEMBER_H

#include <net/ipv6.h>

#include "types.h"

struct netlink_ext_ack;

/* Long enough for neighbours to take in an announcement. */
#define IPMP_DRAIN_MS	20

/**
 * ipmp_dev_alive() - whether a device can carry traffic right now
 * @dev: the device
 *
 * Context: any; a snapshot.
 */
static inline bool ipmp_dev_alive(const struct net_device *dev)
{
	const unsigned long want = BIT(__LINK_STATE_START) |
				   BIT(__LINK_STATE_PRESENT);

	/* One look at all the bits: this is in the path of every packet. */
	return (READ_ONCE(dev->state) &
		(want | BIT(__LINK_STATE_NOCARRIER))) == want;
}

/**
 * ipmp_member_works() - whether a member in a state can carry traffic
 * @state: the state
 *
 * Context: any.
 */
static inline bool ipmp_member_works(enum ipmp_member_state state)
{
	return state == IPMP_MEMBER_STATE_ACTIVE ||
	       state == IPMP_MEMBER_STATE_INACTIVE;
}

/**
 * ipmp_member_hold_ended() - whether a member is held back for no reason
 * @m: the member
 *
 * Context: any; a snapshot.
 */
static inline bool ipmp_member_hold_ended(const struct ipmp_member *m)
{
	return READ_ONCE(m->held) && !ipmp_damp_held(&m->damp, ktime_get_ns());
}

/**
 * ipmp_own_v4() - whether a member has an IPv4 address itself
 * @m: the member
 * @ip: the address
 *
 * Context: bottom halves off.
 */
static inline bool ipmp_own_v4(const struct ipmp_member *m, __be32 ip)
{
	const struct ipmp_own *own = rcu_dereference_bh(m->own);
	unsigned int i;

	for (i = 0; own && i < own->n4; i++)
		if (own->v4[i] == ip)
			return true;
	return false;
}

/**
 * ipmp_own_v6() - whether a member has an IPv6 address itself
 * @m: the member
 * @ip: the address
 *
 * Context: bottom halves off.
 */
static inline bool ipmp_own_v6(const struct ipmp_member *m,
			       const struct in6_addr *ip)
{
	const struct ipmp_own *own = rcu_dereference_bh(m->own);
	unsigned int i;

	for (i = 0; own && i < own->n6; i++)
		if (ipv6_addr_equal(&own->v6[i], ip))
			return true;
	return false;
}

struct ipmp_member *ipmp_member_of(const struct net_device *dev);
struct ipmp_member *ipmp_member_of_rcu(const struct net_device *dev);
struct ipmp_member *ipmp_member_named(const struct ipmp_group *g,
				      const char *name);
struct ipmp_member *ipmp_member_by_name(const struct net *net,
					const char *name);
struct ipmp_member *ipmp_test_owner(const struct ipmp_group *g,
				    const struct in6_addr *ip);
enum ipmp_link ipmp_member_link(const struct ipmp_member *m);
void ipmp_member_sense(struct ipmp_member *m);
void ipmp_member_note(struct ipmp_member *m);
void ipmp_member_sync_own(struct ipmp_member *m, const struct net_device *dev);
void ipmp_member_resync_own(struct ipmp_member *m);

void ipmp_member_set_standby(struct ipmp_member *m, bool standby);
int ipmp_member_wait(struct ipmp_member *m, struct netlink_ext_ack *extack);
int ipmp_member_offline(struct ipmp_member *const *set, unsigned int n,
			bool force, struct netlink_ext_ack *extack);
int ipmp_member_online(struct ipmp_member *m, struct netlink_ext_ack *extack);
void ipmp_member_rename(struct ipmp_member *m);

#endif /* _IPMP_MEMBER_H */
