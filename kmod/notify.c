// SPDX-License-Identifier: GPL-2.0
/*
 * What the network stack tells us of members and groups.
 *
 * From 7.x on some of these notifiers run with the instance lock of the
 * member's device held. So they change our own state, and call nothing that
 * takes that lock.
 */
#include <linux/delay.h>
#include <linux/inetdevice.h>
#include <linux/rtnetlink.h>
#include <net/addrconf.h>
#include <net/if_inet6.h>

#include "address.h"
#include "device.h"
#include "event.h"
#include "group.h"
#include "join.h"
#include "member.h"
#include "notify.h"
#include "twin.h"

static void member_going_down(struct ipmp_member *m)
{
	if (ipmp_member_withdraw(m, IPMP_REASON_ADMIN_DOWN))
		msleep(IPMP_DRAIN_MS);
}

static void member_up(struct ipmp_member *m)
{
	/* Somebody else brought it up, so it is not ours to close. */
	m->opened = false;
	spin_lock_bh(&m->group->lock);
	WRITE_ONCE(m->down, false);
	spin_unlock_bh(&m->group->lock);
	ipmp_group_update(m->group);
}

/* Two members with one MAC would fight for its switch port. */
static int check_mac(const struct ipmp_member *m,
		     const struct netdev_notifier_pre_changeaddr_info *info)
{
	struct netlink_ext_ack *extack;

	if (!ipmp_mac_taken(m->group, m, info->dev_addr))
		return NOTIFY_DONE;
	extack = netdev_notifier_info_to_extack(&info->info);
	NL_SET_ERR_MSG_MOD(extack, "the group has a member with that MAC");
	return notifier_from_errno(-EADDRINUSE);
}

static int member_event(struct ipmp_member *m, unsigned long event, void *data)
{
	switch (event) {
	case NETDEV_UP:
		member_up(m);
		break;
	case NETDEV_GOING_DOWN:
		member_going_down(m);
		break;
	case NETDEV_DOWN:
	case NETDEV_CHANGE:
		ipmp_group_update(m->group);
		break;
	case NETDEV_UNREGISTER:
		ipmp_member_lose(m);
		break;
	case NETDEV_PRE_CHANGEADDR:
		return check_mac(m, data);
	case NETDEV_CHANGEADDR:
		ipmp_twin_check(m);
		ipmp_address_announce_member(m);
		break;
	case NETDEV_CHANGEMTU:
	case NETDEV_FEAT_CHANGE:
		ipmp_device_adapt(m->group);
		break;
	case NETDEV_CHANGENAME:
		ipmp_member_rename(m);
		break;
	case NETDEV_PRE_TYPE_CHANGE:
		return NOTIFY_BAD;
	}
	return NOTIFY_DONE;
}

/* Only a VRF may be stacked on a group. */
static int check_upper(const struct netdev_notifier_changeupper_info *info)
{
	struct netlink_ext_ack *extack;

	if (!info->linking || netif_is_l3_master(info->upper_dev))
		return NOTIFY_DONE;
	extack = netdev_notifier_info_to_extack(&info->info);
	NL_SET_ERR_MSG_MOD(extack,
			   "nothing but a VRF can be stacked on a group; put it on the members");
	return notifier_from_errno(-EOPNOTSUPP);
}

static int group_event(struct ipmp_group *g, unsigned long event, void *data)
{
	switch (event) {
	case NETDEV_PRECHANGEUPPER:
		return check_upper(data);
	case NETDEV_CHANGENAME:
		ipmp_event_group(g, IPMP_CHANGE_SET);
		break;
	}
	return NOTIFY_DONE;
}

static int netdev_event(struct notifier_block *nb, unsigned long event,
			void *data)
{
	struct net_device *dev = netdev_notifier_info_to_dev(data);
	struct ipmp_member *m = ipmp_member_of(dev);

	if (event == NETDEV_CHANGEUPPER)
		ipmp_member_rebase();
	if (m)
		return member_event(m, event, data);
	if (ipmp_is_group(dev))
		return group_event(netdev_priv(dev), event, data);
	return NOTIFY_DONE;
}

static struct notifier_block netdev_notifier = {
	.notifier_call = netdev_event,
};

static const struct in_ifaddr *find_v4(const struct in_device *in_dev,
				       __be32 ip)
{
	const struct in_ifaddr *ifa;

	in_dev_for_each_ifa_rcu(ifa, in_dev)
		if (ifa->ifa_local == ip)
			return ifa;
	return NULL;
}

/*
 * One that is promoted from secondary to primary is told as if it were new, so
 * what was told cannot be counted: the device says whether it has it still, with
 * another prefix.
 */
static void group_v4(struct ipmp_group *g, const struct in_ifaddr *ifa, bool up)
{
	const struct in_ifaddr *now;
	struct in6_addr ip;

	now = up ? ifa : find_v4(ifa->ifa_dev, ifa->ifa_local);
	ipmp_v4_key(&ip, ifa->ifa_local);
	if (now)
		ipmp_address_add(g, &ip, now->ifa_prefixlen);
	else
		ipmp_address_del(g, &ip);
}

static void resync_v4(struct ipmp_group *g)
{
	const struct in_device *in_dev = __in_dev_get_rcu(g->dev);
	const struct in_ifaddr *ifa;

	if (!in_dev)
		return;
	in_dev_for_each_ifa_rcu(ifa, in_dev) {
		group_v4(g, ifa, true);
		/* That it goes may have been told meanwhile. */
		group_v4(g, ifa, false);
	}
}

static int inetaddr_event(struct notifier_block *nb, unsigned long event,
			  void *data)
{
	const struct in_ifaddr *ifa = data;
	struct net_device *dev = ifa->ifa_dev->dev;
	struct ipmp_member *m;

	if (ipmp_is_group(dev)) {
		rcu_read_lock();
		group_v4(netdev_priv(dev), ifa, event == NETDEV_UP);
		rcu_read_unlock();
		return NOTIFY_DONE;
	}
	m = ipmp_member_of(dev);
	if (m)
		ipmp_member_sync_own(m, dev);
	return NOTIFY_DONE;
}

static struct notifier_block inetaddr_notifier = {
	.notifier_call = inetaddr_event,
};

#if IS_ENABLED(CONFIG_IPV6)
static void group_v6(struct ipmp_group *g, const struct inet6_ifaddr *ifp,
		     bool up)
{
	/* Such is how IPv4 addresses are noted. */
	if (ipv6_addr_v4mapped(&ifp->addr))
		return;
	if (up)
		ipmp_address_add(g, &ifp->addr, ifp->prefix_len);
	/* Without RTNL, that it goes may be told before that it came. */
	if (!up || READ_ONCE(ifp->state) == INET6_IFADDR_STATE_DEAD)
		ipmp_address_del(g, &ifp->addr);
}

static void resync_v6(struct ipmp_group *g)
{
	const struct inet6_dev *idev = __in6_dev_get(g->dev);
	const struct inet6_ifaddr *ifp;

	if (!idev)
		return;
	list_for_each_entry_rcu(ifp, &idev->addr_list, if_list)
		group_v6(g, ifp, true);
}

/* Atomic, and without RTNL when a timer or a router causes it. */
static int inet6addr_event(struct notifier_block *nb, unsigned long event,
			   void *data)
{
	const struct inet6_ifaddr *ifp = data;
	struct net_device *dev = ifp->idev->dev;
	struct ipmp_member *m;

	if (ipmp_is_group(dev)) {
		group_v6(netdev_priv(dev), ifp, event == NETDEV_UP);
		return NOTIFY_DONE;
	}
	rcu_read_lock();
	m = ipmp_member_of_rcu(dev);
	if (m)
		ipmp_member_sync_own(m, dev);
	rcu_read_unlock();
	return NOTIFY_DONE;
}

static struct notifier_block inet6addr_notifier = {
	.notifier_call = inet6addr_event,
};

static int v6_init(void)
{
	return register_inet6addr_notifier(&inet6addr_notifier);
}

static void v6_exit(void)
{
	unregister_inet6addr_notifier(&inet6addr_notifier);
}
#else
static void resync_v6(struct ipmp_group *g)
{
}

static int v6_init(void)
{
	return 0;
}

static void v6_exit(void)
{
}
#endif

/**
 * ipmp_notify_resync() - take in again what there was no memory for
 * @g: the group
 *
 * To be called while @unnoted of the group is not 0.
 *
 * Context: any but hard interrupt; does not sleep. The caller holds the RCU
 * read lock.
 */
void ipmp_notify_resync(struct ipmp_group *g)
{
	unsigned int before = READ_ONCE(g->unnoted);

	resync_v4(g);
	resync_v6(g);
	spin_lock_bh(&g->lock);
	/* None has been refused again. */
	if (g->unnoted == before)
		WRITE_ONCE(g->unnoted, 0);
	spin_unlock_bh(&g->lock);
}

/**
 * ipmp_notify_init() - start to listen
 *
 * Context: process; may sleep.
 * Return: 0 or a negative error.
 */
int ipmp_notify_init(void)
{
	int err;

	err = register_netdevice_notifier(&netdev_notifier);
	if (err)
		return err;
	err = register_inetaddr_notifier(&inetaddr_notifier);
	if (err)
		goto netdev;
	err = v6_init();
	if (err)
		goto inetaddr;
	return 0;

inetaddr:
	unregister_inetaddr_notifier(&inetaddr_notifier);
netdev:
	unregister_netdevice_notifier(&netdev_notifier);
	return err;
}

/**
 * ipmp_notify_exit() - undo ipmp_notify_init()
 *
 * Context: process; may sleep.
 */
void ipmp_notify_exit(void)
{
	v6_exit();
	unregister_inetaddr_notifier(&inetaddr_notifier);
	unregister_netdevice_notifier(&netdev_notifier);
}
