// SPDX-License-Identifier: GPL-2.0
/* Groups as a kind of rtnetlink link: ip link add ipmp0 type ipmp. */
#include "compat/compat.h"
#include "device.h"
#include "group.h"
#include "member.h"
#include "netlink.h"
#include "rtnl.h"

/*
 * Whether the netlink family may make groups: only while the kind is registered,
 * whose end ends them all, as it does those of rtnetlink; RTNL.
 */
static bool accepting;

static int register_group(struct net_device *dev,
			  struct netlink_ext_ack *extack)
{
	struct ipmp_group *g = netdev_priv(dev);
	int err;

	if (ipmp_group_by_name(dev_net(dev), g->name[0] ? g->name : dev->name))
		goto taken;
	err = register_netdevice(dev);
	if (err == -EEXIST)
		NL_SET_ERR_MSG_MOD(extack, "an interface of that name exists");
	if (err)
		return err;
	/* Only now has the device its name, if it was to be the next free. */
	if (!ipmp_group_publish(g))
		return 0;
	unregister_netdevice(dev);
taken:
	NL_SET_ERR_MSG_MOD(extack, "a group of that name exists");
	return -EEXIST;
}

static int ipmp_newlink(IPMP_NEWLINK_ARGS)
{
	struct nlattr *mac = IPMP_NEWLINK_TB[IFLA_ADDRESS];
	struct ipmp_group *g = netdev_priv(dev);

	if (mac && (nla_len(mac) != ETH_ALEN ||
		    !is_valid_ether_addr(nla_data(mac)))) {
		NL_SET_ERR_MSG_MOD(extack, "not a unicast Ethernet address");
		return -EADDRNOTAVAIL;
	}
	if (IPMP_NEWLINK_TB[IFLA_MTU])
		g->mtu = dev->mtu;
	return register_group(dev, extack);
}

static size_t get_size(const struct net_device *dev)
{
	return nla_total_size(IPMP_NAME_MAX + 1) +	/* GROUP_NAME */
	       nla_total_size(sizeof(u32)) +		/* GROUP_STATE */
	       nla_total_size(sizeof(u8)) +		/* FAILBACK */
	       nla_total_size(sizeof(u32));		/* XMIT */
}

static int fill_info(struct sk_buff *skb, const struct net_device *dev)
{
	const struct ipmp_group *g = netdev_priv(dev);

	if (nla_put_string(skb, IPMP_A_GROUP_NAME, g->name) ||
	    nla_put_u32(skb, IPMP_A_GROUP_STATE, READ_ONCE(g->state)) ||
	    nla_put_u8(skb, IPMP_A_FAILBACK, READ_ONCE(g->failback)) ||
	    nla_put_u32(skb, IPMP_A_XMIT, READ_ONCE(g->xmit)))
		return -EMSGSIZE;
	return 0;
}

static size_t get_slave_size(const struct net_device *dev,
			     const struct net_device *lower)
{
	return nla_total_size(sizeof(u32)) +		/* STATE */
	       nla_total_size(sizeof(u32)) +		/* REASON */
	       nla_total_size(sizeof(u8));		/* STANDBY */
}

static int fill_slave_info(struct sk_buff *skb, const struct net_device *dev,
			   const struct net_device *lower)
{
	const struct ipmp_member *m;
	int err = 0;

	rcu_read_lock();
	m = ipmp_member_of_rcu(lower);
	if (m && (nla_put_u32(skb, IPMP_A_STATE, READ_ONCE(m->state)) ||
		  nla_put_u32(skb, IPMP_A_REASON, READ_ONCE(m->reason)) ||
		  nla_put_u8(skb, IPMP_A_STANDBY, READ_ONCE(m->seat.standby))))
		err = -EMSGSIZE;
	rcu_read_unlock();
	return err;
}

static struct rtnl_link_ops ipmp_link_ops = {
	.kind			= "ipmp",
	.priv_size		= sizeof(struct ipmp_group),
	.setup			= ipmp_device_setup,
	.newlink		= ipmp_newlink,
	.get_size		= get_size,
	.fill_info		= fill_info,
	.get_slave_size		= get_slave_size,
	.fill_slave_info	= fill_slave_info,
};

/**
 * ipmp_rtnl_create() - make a group
 * @net: its namespace
 * @config: what it is to be
 * @extack: says why it was refused
 *
 * Context: process; the caller holds RTNL; may sleep.
 * Return: 0 or a negative error; -EEXIST when a group or a device of that
 * name exists, -EBUSY while the module comes or goes.
 */
int ipmp_rtnl_create(struct net *net, const struct ipmp_config *config,
		     struct netlink_ext_ack *extack)
{
	struct net_device *dev;
	struct ipmp_group *g;
	int err;

	if (!accepting) {
		NL_SET_ERR_MSG_MOD(extack,
				   "the module is being loaded or unloaded");
		return -EBUSY;
	}
	dev = alloc_netdev(sizeof(*g), config->ifname ?: "ipmp%d",
			   config->ifname ? NET_NAME_USER : NET_NAME_ENUM,
			   ipmp_device_setup);
	if (!dev)
		return -ENOMEM;
	dev_net_set(dev, net);
	dev->rtnl_link_ops = &ipmp_link_ops;

	g = netdev_priv(dev);
	if (config->name)
		strscpy(g->name, config->name, sizeof(g->name));
	ipmp_group_configure(g, &config->options);

	err = register_group(dev, extack);
	if (err)
		free_netdev(dev);
	return err;
}

/**
 * ipmp_rtnl_init() - let groups be made
 *
 * Context: process; may sleep.
 * Return: 0 or a negative error.
 */
int ipmp_rtnl_init(void)
{
	int err = rtnl_link_register(&ipmp_link_ops);

	rtnl_lock();
	accepting = !err;
	rtnl_unlock();
	return err;
}

/**
 * ipmp_rtnl_exit() - end all groups, and let none be made any more
 *
 * Context: process; may sleep.
 */
void ipmp_rtnl_exit(void)
{
	rtnl_lock();
	accepting = false;
	rtnl_unlock();
	rtnl_link_unregister(&ipmp_link_ops);
}
