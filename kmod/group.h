/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _IPMP_GROUP_H
#define _IPMP_GROUP_H

#include "announce.h"
#include "types.h"

extern struct list_head ipmp_groups;
extern struct workqueue_struct *ipmp_wq;

/* Walk all groups, under RTNL or RCU. */
#define ipmp_for_each_group(g)						\
	list_for_each_entry_rcu(g, &ipmp_groups, list, lockdep_rtnl_is_held())

/**
 * struct ipmp_options - what the administrator says of a group
 * @failback: see struct ipmp_seat
 * @xmit: transmit policy
 * @probe: whether members are probed
 * @detection_time: a path that goes silent is left within it, milliseconds
 * @fail_open: see struct ipmp_judge
 */
struct ipmp_options {
	bool failback;
	enum ipmp_xmit xmit;
	enum ipmp_probe_mode probe;
	unsigned int detection_time;
	bool fail_open;
};

#define IPMP_OPTIONS_DEFAULT						\
	{ .failback = true, .detection_time = 10000, .fail_open = true }

int ipmp_group_init(void);
void ipmp_group_exit(void);
void ipmp_group_setup(struct ipmp_group *g, struct net_device *dev);
int ipmp_group_publish(struct ipmp_group *g);
void ipmp_group_retire(struct ipmp_group *g);
struct ipmp_group *ipmp_group_by_name(const struct net *net, const char *name);
void ipmp_group_commit(struct ipmp_group *g);
void ipmp_group_update(struct ipmp_group *g);
void ipmp_group_configure(struct ipmp_group *g,
			  const struct ipmp_options *options);
void ipmp_group_set(struct ipmp_group *g, const struct ipmp_options *options);
void ipmp_group_rebalance(struct ipmp_group *g);
void ipmp_group_options(const struct ipmp_group *g,
			struct ipmp_options *options);
void ipmp_group_watch(struct ipmp_group *g);
void ipmp_group_kick(struct ipmp_group *g);

/**
 * ipmp_group_unlock() - release the lock of a group, after a commit or without
 * @g: the group
 *
 * What has moved meanwhile is announced.
 *
 * Context: any but hard interrupt; does not sleep.
 */
static inline void ipmp_group_unlock(struct ipmp_group *g)
	__releases(&g->lock)
{
	bool moved = g->moved;

	g->moved = false;
	spin_unlock_bh(&g->lock);
	if (moved)
		ipmp_announce(g);
}

#endif /* _IPMP_GROUP_H */
