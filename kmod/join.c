// SPDX-License-Identifier: GPL-2.0
/* How a device becomes a member, and how it ceases to be one. */
#include <linux/if_arp.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>

#include "address.h"
#include "compat/compat.h"
#include "device.h"
#include "ethtool.h"
#include "event.h"
#include "filter.h"
#include "group.h"
#include "join.h"
#include "log.h"
#include "member.h"
#include "probe.h"
#include "receive.h"
#include "removal.h"
#include "target.h"
#include "twin.h"

/**
 * ipmp_mac_taken() - whether a MAC is in use in a group
 * @g: the group
 * @but: a member that does not count, or NULL
 * @mac: the MAC
 *
 * Context: the caller holds RTNL.
 * Return: true if another member, or the group by somebody's choice, has it.
 */
bool ipmp_mac_taken(const struct ipmp_group *g, const struct ipmp_member *but,
		    const u8 *mac)
{
	const struct ipmp_member *m;

	list_for_each_entry(m, &g->members, list)
		if (m != but && m->dev &&
		    ether_addr_equal(m->dev->dev_addr, mac))
			return true;
	return g->dev->addr_assign_type != NET_ADDR_RANDOM &&
	       ether_addr_equal(g->dev->dev_addr, mac);
}

static const char *why_not(const struct ipmp_group *g,
			   const struct net_device *dev)
{
	if (!net_eq(dev_net(dev), dev_net(g->dev)))
		return "the device is in another network namespace";
	if (dev->flags & IFF_LOOPBACK)
		return "a loopback device cannot be a member";
	if (dev->type != ARPHRD_ETHER || dev->addr_len != ETH_ALEN)
		return "only Ethernet devices can be members";
	if (ipmp_is_group(dev))
		return "a group cannot be a member of a group";
	if (netif_is_l3_master(dev))
		return "a VRF cannot be a member";
	if (netdev_master_upper_dev_get((struct net_device *)dev))
		return "the device already has a master";
	if (netdev_is_rx_handler_busy((struct net_device *)dev))
		return "the device already has a receive handler";
	if (dev->priv_flags & IFF_NO_RX_HANDLER)
		return "the device allows no receive handler";
	if (ipmp_mac_taken(g, NULL, dev->dev_addr))
		return "the group or another member has the same MAC address";
	return NULL;
}

static struct ipmp_member *missing_place(const struct ipmp_group *g,
					 const char *name)
{
	struct ipmp_member *m;

	list_for_each_entry(m, &g->members, list)
		if (!m->dev && !strcmp(m->name, name))
			return m;
	return NULL;
}

static struct ipmp_member *new_place(struct ipmp_group *g)
{
	struct ipmp_member *m = kzalloc(sizeof(*m), GFP_KERNEL_ACCOUNT);

	if (!m)
		return NULL;
	m->group = g;
	INIT_LIST_HEAD(&m->seat.list);
	INIT_LIST_HEAD(&m->list);
	ipmp_probe_setup(m);
	return m;
}

/* The group's promiscuity and MAC on a member. */
static int add_addresses(struct ipmp_group *g, struct net_device *dev)
{
	int err;

	err = dev_uc_add(dev, g->dev->dev_addr);
	if (err)
		return err;
	if (g->dev->flags & IFF_PROMISC) {
		err = dev_set_promiscuity(dev, 1);
		if (err)
			goto del_uc;
	}
	if (g->dev->flags & IFF_ALLMULTI) {
		err = dev_set_allmulti(dev, 1);
		if (err)
			goto unset_promisc;
	}
	return 0;

unset_promisc:
	if (g->dev->flags & IFF_PROMISC)
		dev_set_promiscuity(dev, -1);
del_uc:
	dev_uc_del(dev, g->dev->dev_addr);
	return err;
}

static void del_addresses(struct ipmp_group *g, struct net_device *dev)
{
	if (g->dev->flags & IFF_ALLMULTI)
		dev_set_allmulti(dev, -1);
	if (g->dev->flags & IFF_PROMISC)
		dev_set_promiscuity(dev, -1);
	dev_uc_del(dev, g->dev->dev_addr);
}

/* Tie the device to the place; from here on frames are judged. */
static int attach(struct ipmp_member *m, struct net_device *dev,
		  struct netlink_ext_ack *extack)
{
	struct ipmp_group *g = m->group;
	bool opened;
	int err;

	m->lro = dev->wanted_features & NETIF_F_LRO;
	err = netdev_rx_handler_register(dev, ipmp_receive, m);
	if (err)
		return err;
	err = netdev_master_upper_dev_link(dev, g->dev, NULL, NULL, extack);
	if (err)
		goto unregister;
	err = add_addresses(g, dev);
	if (err)
		goto unlink;
	opened = !(dev->flags & IFF_UP);
	err = dev_open(dev, extack);
	if (err)
		goto del_addresses;
	/* Only now: NETDEV_UP by anybody means that it is not ours to close. */
	m->opened = opened;
	dev_disable_lro(dev);
	return 0;

del_addresses:
	del_addresses(g, dev);
unlink:
	netdev_upper_dev_unlink(dev, g->dev);
unregister:
	netdev_rx_handler_unregister(dev);
	return err;
}

static void occupy(struct ipmp_member *m, struct net_device *dev,
		   const bool *standby)
{
	const u8 *perm = dev->perm_addr;

	if (!is_valid_ether_addr(perm))
		perm = dev->dev_addr;
	/* What the card before it did says nothing of another one. */
	if (!ether_addr_equal(m->perm_addr, perm)) {
		memset(&m->damp, 0, sizeof(m->damp));
		ipmp_probe_forget(m);
	}
	ether_addr_copy(m->perm_addr, perm);
	strscpy(m->name, dev->name, sizeof(m->name));
	ipmp_removal_path(dev, m->path, sizeof(m->path));
	if (standby)
		WRITE_ONCE(m->seat.standby, *standby);
	WRITE_ONCE(m->seat.offline, false);
	WRITE_ONCE(m->down, false);
	WRITE_ONCE(m->twin, false);
	WRITE_ONCE(m->leaving, false);
	WRITE_ONCE(m->base, ipmp_removal_base(dev));
	WRITE_ONCE(m->dev, dev);
}

static void add_seat(struct ipmp_member *m)
{
	list_add_tail(&m->seat.list, &m->group->seats);
	list_add_tail_rcu(&m->list, &m->group->members);
}

static void take_seat(struct ipmp_member *m, struct net_device *dev,
		      const bool *standby)
{
	struct ipmp_group *g = m->group;

	netdev_hold(dev, &m->tracker, GFP_KERNEL);
	spin_lock_bh(&g->lock);
	occupy(m, dev, standby);
	if (list_empty(&m->seat.list))
		add_seat(m);
	spin_unlock_bh(&g->lock);
	/* From now on it is found when something is added to the lists. */
	ipmp_filter_join(m);
	ipmp_member_sync_own(m, dev);

	/* Before the first carrier, on which link-locals are made. */
	ipmp_device_adapt(g);

	spin_lock_bh(&g->lock);
	ipmp_address_resolve_homes(g);
	ipmp_group_commit(g);
	ipmp_group_unlock(g);
	ipmp_group_watch(g);
	ipmp_target_seek(g);
}

/**
 * ipmp_member_join() - make a device a member
 * @g: the group
 * @dev: the device; up or down, with or without addresses. It is brought up.
 * @standby: its role, or NULL for the one that it had, else for none
 * @extack: says why it was refused
 *
 * A device that has the name of a missing member takes its place.
 *
 * Context: process; the caller holds RTNL; may sleep.
 * Return: 0, or a negative error with nothing changed.
 */
int ipmp_member_join(struct ipmp_group *g, struct net_device *dev,
		     const bool *standby, struct netlink_ext_ack *extack)
{
	const char *why = why_not(g, dev);
	struct ipmp_member *m, *fresh = NULL;
	int err;

	ASSERT_RTNL();
	if (why) {
		if (extack)
			extack->_msg = why;
		return -EINVAL;
	}
	m = missing_place(g, dev->name);
	if (!m)
		fresh = new_place(g);
	m = m ?: fresh;
	if (!m)
		return -ENOMEM;

	ipmp_device_adopt_mac(g, dev);
	/* Before frames are judged: what is its own must stay with it. */
	ipmp_member_sync_own(m, dev);
	err = attach(m, dev, extack);
	if (err) {
		ipmp_member_sync_own(m, NULL);
		if (fresh)
			kfree_rcu(fresh, rcu);
		return err;
	}
	take_seat(m, dev, standby);
	return 0;
}

/**
 * ipmp_member_keep_place() - have a missing member
 * @g: the group
 * @name: name of the device that is not there
 * @standby: its role, or NULL for the one that it had, else for none
 *
 * Context: process; the caller holds RTNL; may sleep.
 * Return: 0, also when the group has it already, or -ENOMEM.
 */
int ipmp_member_keep_place(struct ipmp_group *g, const char *name,
			   const bool *standby)
{
	struct ipmp_member *m = missing_place(g, name);

	ASSERT_RTNL();
	if (!m) {
		m = new_place(g);
		if (!m)
			return -ENOMEM;
		strscpy(m->name, name, sizeof(m->name));
		m->why = IPMP_REASON_ABSENT;
		m->seat.lost = true;
	}
	spin_lock_bh(&g->lock);
	if (standby)
		WRITE_ONCE(m->seat.standby, *standby);
	if (list_empty(&m->seat.list))
		add_seat(m);
	ipmp_address_resolve_homes(g);
	ipmp_group_commit(g);
	ipmp_group_unlock(g);
	return 0;
}

/**
 * ipmp_member_withdraw() - move all work away from a member
 * @m: the member; its device, if any, works for now
 * @why: IPMP_REASON_ADMIN_DOWN: it goes down; _REMOVED: it will vanish and
 *	leave its place behind; _LEFT: it leaves the group
 *
 * Context: any but hard interrupt; does not sleep. The caller holds RTNL or
 * the RCU read lock.
 * Return: true if frames may still be on their way to it, so that it should
 * go on receiving for a moment.
 */
bool ipmp_member_withdraw(struct ipmp_member *m, enum ipmp_reason why)
{
	struct ipmp_group *g = m->group;
	bool drain;

	spin_lock_bh(&g->lock);
	drain = m->seat.active;
	if (why == IPMP_REASON_ADMIN_DOWN) {
		WRITE_ONCE(m->down, true);
	} else if (!m->leaving) {
		WRITE_ONCE(m->leaving, true);
		m->why = why;
	}
	if (why == IPMP_REASON_LEFT) {
		list_del_init(&m->seat.list);
		ipmp_balance_retire(&m->seat);
	}
	ipmp_group_commit(g);
	drain &= !!rcu_access_pointer(g->cast);
	ipmp_group_unlock(g);
	return drain;
}

static void vacate(struct ipmp_member *m)
{
	spin_lock_bh(&m->group->lock);
	WRITE_ONCE(m->dev, NULL);
	WRITE_ONCE(m->base, NULL);
	WRITE_ONCE(m->leaving, false);
	WRITE_ONCE(m->down, false);
	WRITE_ONCE(m->seat.offline, false);
	m->seat.lost = true;
	spin_unlock_bh(&m->group->lock);
	ipmp_member_sync_own(m, NULL);
	ipmp_twin_check(m);
}

/* Undo attach(); waits until no reader can have found the member by it. */
static void detach(struct ipmp_member *m, struct net_device *dev)
{
	ipmp_probe_cancel(m);
	netdev_rx_handler_unregister(dev);
	vacate(m);
	ipmp_filter_leave(m);
	del_addresses(m->group, dev);
	netdev_upper_dev_unlink(dev, m->group->dev);
}

/* Give the device back as it was. */
static void give_back(struct net_device *dev, bool lro, bool opened)
{
	if (lro) {
		netdev_lock_ops(dev);
		dev->wanted_features |= NETIF_F_LRO;
		netdev_update_features(dev);
		netdev_unlock_ops(dev);
	}
	if (opened)
		dev_close(dev);
}

/**
 * ipmp_member_leave() - end a membership, also of a missing member
 * @m: the member; freed
 * @drain: give neighbours time to take in the announcements
 *
 * Context: process; the caller holds RTNL; may sleep.
 */
void ipmp_member_leave(struct ipmp_member *m, bool drain)
{
	struct ipmp_group *g = m->group;
	struct net_device *dev = m->dev;

	ASSERT_RTNL();
	if (ipmp_member_withdraw(m, IPMP_REASON_LEFT) && drain)
		msleep(IPMP_DRAIN_MS);
	if (dev) {
		detach(m, dev);
		give_back(dev, m->lro, m->opened);
		netdev_put(dev, &m->tracker);
	}
	spin_lock_bh(&g->lock);
	list_del_rcu(&m->list);
	ipmp_ethtool_keep(m);
	WRITE_ONCE(m->reason, IPMP_REASON_LEFT);
	ipmp_event_member(m, IPMP_CHANGE_DEL);
	ipmp_log_named(g, IPMP_LINE_LEFT, m->name);
	ipmp_address_resolve_homes(g);
	spin_unlock_bh(&g->lock);
	ipmp_device_adapt(g);
	kfree_rcu(m, rcu);
}

/**
 * ipmp_member_step_out() - the device leaves and its place is kept
 * @m: a present member; missing afterwards
 *
 * Context: process; the caller holds RTNL; may sleep.
 */
void ipmp_member_step_out(struct ipmp_member *m)
{
	struct ipmp_group *g = m->group;
	struct net_device *dev = m->dev;

	ASSERT_RTNL();
	if (ipmp_member_withdraw(m, IPMP_REASON_REMOVED))
		msleep(IPMP_DRAIN_MS);
	detach(m, dev);
	give_back(dev, m->lro, m->opened);
	netdev_put(dev, &m->tracker);
	ipmp_device_adapt(g);
	ipmp_group_update(g);
}

/**
 * ipmp_member_lose() - the device vanishes; its place is kept
 * @m: a present member; missing afterwards
 *
 * Context: process; the caller holds RTNL; may sleep.
 */
void ipmp_member_lose(struct ipmp_member *m)
{
	struct ipmp_group *g = m->group;
	struct net_device *dev = m->dev;

	ipmp_member_withdraw(m, IPMP_REASON_REMOVED);
	detach(m, dev);
	netdev_put(dev, &m->tracker);
	ipmp_device_adapt(g);
	ipmp_group_update(g);
}

static void rebase(struct ipmp_member *m)
{
	struct net_device *base = ipmp_removal_base(m->dev);
	struct ipmp_group *g = m->group;

	if (m->base == base)
		return;
	spin_lock_bh(&g->lock);
	WRITE_ONCE(m->base, base);
	ipmp_group_commit(g);
	ipmp_group_unlock(g);
}

/**
 * ipmp_member_rebase() - look anew what the devices of members are on
 *
 * A device was put on another, or taken off it, perhaps because that vanishes.
 *
 * Context: process; the caller holds RTNL.
 */
void ipmp_member_rebase(void)
{
	struct ipmp_member *m;
	struct ipmp_group *g;

	ASSERT_RTNL();
	ipmp_for_each_group(g)
		list_for_each_entry(m, &g->members, list)
			if (m->dev)
				rebase(m);
}
