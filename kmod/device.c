// SPDX-License-Identifier: GPL-2.0
/* The net device of a group: its operations, and what it owes its members. */
#include <linux/etherdevice.h>
#include <linux/if_vlan.h>
#include <linux/netdevice.h>
#include <linux/rtnetlink.h>

#include "compat/compat.h"
#include "device.h"
#include "ethtool.h"
#include "filter.h"
#include "group.h"
#include "join.h"
#include "member.h"
#include "transmit.h"

#define IPMP_FEATURES	(NETIF_F_HW_CSUM | NETIF_F_SG | NETIF_F_FRAGLIST | \
			 NETIF_F_GSO_SOFTWARE | NETIF_F_GSO_ENCAP_ALL | \
			 NETIF_F_HIGHDMA)
#define IPMP_ENC_FEATURES (NETIF_F_HW_CSUM | NETIF_F_SG | NETIF_F_RXCSUM | \
			   NETIF_F_GSO_SOFTWARE)

static int ipmp_init(struct net_device *dev)
{
	netdev_lockdep_set_classes(dev);
	return 0;
}

static void ipmp_uninit(struct net_device *dev)
{
	struct ipmp_group *g = netdev_priv(dev);
	struct ipmp_member *m, *next;

	if (list_empty(&g->list))
		return;		/* it was never published */
	list_for_each_entry_safe(m, next, &g->members, list)
		ipmp_member_leave(m, false);
	ipmp_group_retire(g);
}

static int ipmp_open(struct net_device *dev)
{
	return 0;
}

static int ipmp_stop(struct net_device *dev)
{
	ipmp_filter_unsync(dev);
	return 0;
}

static void ipmp_change_rx_flags(struct net_device *dev, int change)
{
	struct ipmp_group *g = netdev_priv(dev);
	struct ipmp_member *m;

	list_for_each_entry(m, &g->members, list) {
		if (!m->dev)
			continue;
		if (change & IFF_PROMISC)
			dev_set_promiscuity(m->dev,
					    dev->flags & IFF_PROMISC ? 1 : -1);
		if (change & IFF_ALLMULTI)
			dev_set_allmulti(m->dev,
					 dev->flags & IFF_ALLMULTI ? 1 : -1);
	}
}

static int ipmp_add_slave(struct net_device *dev, struct net_device *lower,
			  struct netlink_ext_ack *extack)
{
	return ipmp_member_join(netdev_priv(dev), lower, NULL, extack);
}

static int ipmp_del_slave(struct net_device *dev, struct net_device *lower)
{
	struct ipmp_member *m = ipmp_member_of(lower);

	if (!m || m->group->dev != dev)
		return -EINVAL;
	ipmp_member_leave(m, true);
	return 0;
}

static netdev_features_t ipmp_fix_features(struct net_device *dev,
					   netdev_features_t features)
{
	netdev_features_t mask = features;
	struct ipmp_group *g = netdev_priv(dev);
	struct ipmp_member *m;

	features &= ~NETIF_F_ONE_FOR_ALL;
	features |= NETIF_F_ALL_FOR_ALL;
	list_for_each_entry(m, &g->members, list)
		if (m->dev)
			features = netdev_increment_features(features,
							     m->dev->features,
							     mask);
	return netdev_add_tso_features(features, mask);
}

static unsigned int smallest_mtu(const struct ipmp_group *g)
{
	unsigned int mtu = ETH_MAX_MTU;
	const struct ipmp_member *m;

	list_for_each_entry(m, &g->members, list)
		if (m->dev)
			mtu = min(mtu, READ_ONCE(m->dev->mtu));
	return mtu;
}

static int ipmp_change_mtu(struct net_device *dev, int mtu)
{
	struct ipmp_group *g = netdev_priv(dev);

	/* The core has checked it against max_mtu, the smallest of members. */
	g->mtu = mtu;
	WRITE_ONCE(dev->mtu, mtu);
	return 0;
}

static int ipmp_set_mac(struct net_device *dev, void *p)
{
	struct ipmp_group *g = netdev_priv(dev);
	const struct sockaddr *sa = p;
	struct ipmp_member *m;
	u8 old[ETH_ALEN];
	int err;

	if (ipmp_mac_taken(g, NULL, sa->sa_data) &&
	    !ether_addr_equal(dev->dev_addr, sa->sa_data))
		return -EADDRINUSE;
	ether_addr_copy(old, dev->dev_addr);
	err = eth_mac_addr(dev, p);
	if (err)
		return err;
	list_for_each_entry(m, &g->members, list) {
		if (!m->dev)
			continue;
		/* Without memory for it, that member is deaf to DHCP only. */
		dev_uc_add(m->dev, dev->dev_addr);
		dev_uc_del(m->dev, old);
	}
	return 0;
}

static const struct net_device_ops ipmp_netdev_ops = {
	.ndo_init		= ipmp_init,
	.ndo_uninit		= ipmp_uninit,
	.ndo_open		= ipmp_open,
	.ndo_stop		= ipmp_stop,
	.ndo_start_xmit		= ipmp_start_xmit,
	.ndo_get_stats64	= dev_get_tstats64,
	.ndo_set_rx_mode	= ipmp_filter_sync,
	.ndo_change_rx_flags	= ipmp_change_rx_flags,
	.ndo_change_mtu		= ipmp_change_mtu,
	.ndo_set_mac_address	= ipmp_set_mac,
	.ndo_validate_addr	= eth_validate_addr,
	.ndo_add_slave		= ipmp_add_slave,
	.ndo_del_slave		= ipmp_del_slave,
	.ndo_fix_features	= ipmp_fix_features,
	.ndo_features_check	= passthru_features_check,
};

static const struct device_type ipmp_type = {
	.name = "ipmp",
};

/**
 * ipmp_is_group() - whether a device is that of a group
 * @dev: any device
 *
 * Context: any.
 */
bool ipmp_is_group(const struct net_device *dev)
{
	return dev->netdev_ops == &ipmp_netdev_ops;
}

/**
 * ipmp_device_setup() - prepare a new device
 * @dev: the device, with a private part of struct ipmp_group
 *
 * Context: process; may sleep.
 */
void ipmp_device_setup(struct net_device *dev)
{
	ether_setup(dev);
	dev->netdev_ops = &ipmp_netdev_ops;
	dev->ethtool_ops = &ipmp_ethtool_ops;
	dev->needs_free_netdev = true;
	dev->pcpu_stat_type = NETDEV_PCPU_STAT_TSTATS;
	SET_NETDEV_DEVTYPE(dev, &ipmp_type);

	dev->priv_flags |= IFF_NO_QUEUE | IFF_UNICAST_FLT | IFF_DONT_BRIDGE |
			   IFF_DISABLE_NETPOLL | IFF_LIVE_ADDR_CHANGE;
	dev->priv_flags &= ~IFF_TX_SKB_SHARING;
	netif_keep_dst(dev);
	ipmp_set_lockless_tx(dev);
	ipmp_set_netns_immutable(dev);

	dev->hw_features = IPMP_FEATURES;
	dev->features |= IPMP_FEATURES;
	dev->max_mtu = ETH_MAX_MTU;
	eth_hw_addr_random(dev);
	netif_carrier_off(dev);
	ipmp_group_setup(netdev_priv(dev), dev);
}

/**
 * ipmp_device_adopt_mac() - give a group a MAC that is stable over reboots
 * @g: the group
 * @dev: a device that joins it
 *
 * Derived from the permanent MAC of the first member, unless somebody chose
 * one: link-local addresses are made from it. It must differ from the MAC of
 * every member.
 *
 * Context: process; the caller holds RTNL.
 */
void ipmp_device_adopt_mac(struct ipmp_group *g, const struct net_device *dev)
{
	u8 mac[ETH_ALEN];

	if (g->dev->addr_assign_type != NET_ADDR_RANDOM)
		return;
	ether_addr_copy(mac, is_valid_ether_addr(dev->perm_addr) ?
			     dev->perm_addr : dev->dev_addr);
	/* Virtual NICs have locally administered MACs of their own. */
	if (is_local_ether_addr(mac))
		mac[0] ^= 0x40;
	mac[0] |= 0x02;

	eth_hw_addr_set(g->dev, mac);
	g->dev->addr_assign_type = NET_ADDR_STOLEN;
	call_netdevice_notifiers(NETDEV_CHANGEADDR, g->dev);
}

static void adapt_mtu(struct ipmp_group *g)
{
	unsigned int max = smallest_mtu(g), want = g->mtu, mtu;

	mtu = want ? min(want, max) : max == ETH_MAX_MTU ? ETH_DATA_LEN : max;
	g->dev->max_mtu = max;
	if (g->dev->mtu != mtu)
		dev_set_mtu(g->dev, mtu);
	g->mtu = want;		/* dev_set_mtu() took it for a wish */
}

static void adapt_headers(struct ipmp_group *g)
{
	unsigned int header = ETH_HLEN, head = 0, tail = 0;
	netdev_features_t enc = IPMP_ENC_FEATURES;
	unsigned int tso_size = TSO_MAX_SIZE;
	u16 tso_segs = TSO_MAX_SEGS;
	const struct ipmp_member *m;

	enc = (enc & ~NETIF_F_ONE_FOR_ALL) | NETIF_F_ALL_FOR_ALL;
	list_for_each_entry(m, &g->members, list) {
		if (!m->dev)
			continue;
		header = max_t(unsigned int, header, m->dev->hard_header_len);
		head = max_t(unsigned int, head, m->dev->needed_headroom);
		tail = max_t(unsigned int, tail, m->dev->needed_tailroom);
		tso_size = min(tso_size, m->dev->tso_max_size);
		tso_segs = min(tso_segs, m->dev->tso_max_segs);
		enc = netdev_increment_features(enc, m->dev->hw_enc_features,
						IPMP_ENC_FEATURES);
	}
	/* The Ethernet header itself is ours to write, so the rest is room. */
	WRITE_ONCE(g->dev->needed_headroom, head + header - ETH_HLEN);
	WRITE_ONCE(g->dev->needed_tailroom, tail);
	g->dev->hw_enc_features = enc | NETIF_F_GSO_ENCAP_ALL;
	netif_set_tso_max_size(g->dev, tso_size);
	netif_set_tso_max_segs(g->dev, tso_segs);
}

/**
 * ipmp_device_adapt() - make MTU, features and header room fit the members
 * @g: the group
 *
 * Context: process; the caller holds RTNL.
 */
void ipmp_device_adapt(struct ipmp_group *g)
{
	ASSERT_RTNL();
	/* Another MTU would make IP begin anew on a device that goes. */
	if (g->dev->reg_state != NETREG_REGISTERED)
		return;
	adapt_mtu(g);
	adapt_headers(g);
	netdev_change_features(g->dev);
}
