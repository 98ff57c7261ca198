// SPDX-License-Identifier: GPL-2.0
/*
 * What the group wants to hear, in the receive filters of its members.
 *
 * Every member has all of it always, so that a failover has nothing to copy, and
 * has it by references of the group's own. dev_mc_sync_multiple() takes none where
 * somebody else has synchronised the same address, such as a VLAN on the member
 * with an address of the same last bytes; and who ends first takes it from both.
 */
#include <linux/netdevice.h>

#include "filter.h"

typedef int (*edit_t)(struct net_device *dev, const unsigned char *addr);

/* From a device what the group's members have of a list, before @until. */
static void erase(const struct netdev_hw_addr_list *list,
		  const struct netdev_hw_addr *until, struct net_device *lower,
		  edit_t del)
{
	const struct netdev_hw_addr *ha;

	netdev_hw_addr_list_for_each(ha, list) {
		if (ha == until)
			break;
		if (ha->sync_cnt)
			del(lower, ha->addr);
	}
}

/* And to one; all or none. */
static int copy(const struct netdev_hw_addr_list *list,
		struct net_device *lower, edit_t add, edit_t del)
{
	const struct netdev_hw_addr *ha;
	int err;

	netdev_hw_addr_list_for_each(ha, list) {
		err = ha->sync_cnt ? add(lower, ha->addr) : 0;
		if (err) {
			erase(list, ha, lower, del);
			return err;
		}
	}
	return 0;
}

static void equip(struct ipmp_member *m)
{
	struct net_device *dev = m->group->dev, *lower = READ_ONCE(m->dev);

	if (m->filter || !lower)
		return;
	if (copy(&dev->uc, lower, dev_uc_add, dev_uc_del))
		return;
	if (copy(&dev->mc, lower, dev_mc_add, dev_mc_del))
		erase(&dev->uc, NULL, lower, dev_uc_del);
	else
		m->filter = lower;
}

/* An address that is new in a list or gone from it, for members before @until. */
static void take(const struct ipmp_group *g, const struct ipmp_member *until,
		 const unsigned char *addr, edit_t del)
{
	struct ipmp_member *m;

	list_for_each_entry_rcu(m, &g->members, list) {
		if (m == until)
			break;
		if (m->filter)
			del(m->filter, addr);
	}
}

static int give(const struct ipmp_group *g, const unsigned char *addr,
		edit_t add, edit_t del)
{
	struct ipmp_member *m;
	int err;

	list_for_each_entry_rcu(m, &g->members, list) {
		err = m->filter ? add(m->filter, addr) : 0;
		if (err) {
			take(g, m, addr, del);
			return err;
		}
	}
	return 0;
}

static int give_uc(struct net_device *dev, const unsigned char *addr)
{
	return give(netdev_priv(dev), addr, dev_uc_add, dev_uc_del);
}

static int give_mc(struct net_device *dev, const unsigned char *addr)
{
	return give(netdev_priv(dev), addr, dev_mc_add, dev_mc_del);
}

static int take_uc(struct net_device *dev, const unsigned char *addr)
{
	take(netdev_priv(dev), NULL, addr, dev_uc_del);
	return 0;
}

static int take_mc(struct net_device *dev, const unsigned char *addr)
{
	take(netdev_priv(dev), NULL, addr, dev_mc_del);
	return 0;
}

/**
 * ipmp_filter_sync() - tell the members what has changed in the group's lists
 * @dev: the group's device
 *
 * What there is no memory for is tried again at the next change.
 *
 * Context: any but hard interrupt; the caller holds the address lock of @dev.
 */
void ipmp_filter_sync(struct net_device *dev)
{
	struct ipmp_group *g = netdev_priv(dev);
	struct ipmp_member *m;

	rcu_read_lock();
	list_for_each_entry_rcu(m, &g->members, list)
		equip(m);
	__dev_uc_sync(dev, give_uc, take_uc);
	__dev_mc_sync(dev, give_mc, take_mc);
	rcu_read_unlock();
}

/**
 * ipmp_filter_unsync() - the group, which goes down, wants to hear nothing
 * @dev: the group's device
 *
 * Context: process.
 */
void ipmp_filter_unsync(struct net_device *dev)
{
	netif_addr_lock_bh(dev);
	rcu_read_lock();
	__dev_uc_unsync(dev, take_uc);
	__dev_mc_unsync(dev, take_mc);
	rcu_read_unlock();
	netif_addr_unlock_bh(dev);
}

/**
 * ipmp_filter_join() - tell a member all that the group wants to hear
 * @m: the member, present and in the group's list
 *
 * Without memory it is tried again as in ipmp_filter_sync().
 *
 * Context: process; the caller holds RTNL.
 */
void ipmp_filter_join(struct ipmp_member *m)
{
	struct net_device *dev = m->group->dev;

	netif_addr_lock_bh(dev);
	equip(m);
	netif_addr_unlock_bh(dev);
}

/**
 * ipmp_filter_leave() - a member hears for the group no more
 * @m: the member, missing by now
 *
 * Context: process; the caller holds RTNL and a reference to what was its device.
 */
void ipmp_filter_leave(struct ipmp_member *m)
{
	struct net_device *dev = m->group->dev;

	netif_addr_lock_bh(dev);
	if (m->filter) {
		erase(&dev->uc, NULL, m->filter, dev_uc_del);
		erase(&dev->mc, NULL, m->filter, dev_mc_del);
	}
	m->filter = NULL;
	netif_addr_unlock_bh(dev);
}
