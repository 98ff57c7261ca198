/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The code is written to the newest kernel; what older ones, from 6.1 on, lack
 * or spell differently is here and nowhere else. Each IPMP_HAVE_* comes from
 * probe.sh, which looks at the headers: distributions backport, so version
 * numbers say little.
 */
#ifndef _IPMP_COMPAT_H
#define _IPMP_COMPAT_H

#include <linux/hrtimer.h>
#include <linux/netdevice.h>
#include <net/genetlink.h>
#include <net/ndisc.h>
#include <net/rtnetlink.h>

#ifdef IPMP_HAVE_NETDEV_LOCK_H
#include <net/netdev_lock.h>
#else
/* Devices have no lock of their own yet. */
static inline void netdev_lock_ops(struct net_device *dev)
{
}

static inline void netdev_unlock_ops(struct net_device *dev)
{
}
#endif
#ifdef IPMP_HAVE_IPV6_STUBS_H
#include <net/ipv6_stubs.h>
#endif

#ifndef IPMP_HAVE_HRTIMER_SETUP
static inline void
hrtimer_setup(struct hrtimer *timer,
	      enum hrtimer_restart (*function)(struct hrtimer *),
	      clockid_t clock_id, enum hrtimer_mode mode)
{
	hrtimer_init(timer, clock_id, mode);
	timer->function = function;
}
#endif

/* Parameters of rtnl_link_ops.newlink: dev, extack, and where the tb is. */
#ifdef IPMP_HAVE_NEWLINK_PARAMS
#define IPMP_NEWLINK_ARGS						\
	struct net_device *dev, struct rtnl_newlink_params *params,	\
	struct netlink_ext_ack *extack
#define IPMP_NEWLINK_TB	(params->tb)
#else
#define IPMP_NEWLINK_ARGS						\
	struct net *src_net, struct net_device *dev,			\
	struct nlattr *tb[], struct nlattr *data[],			\
	struct netlink_ext_ack *extack
#define IPMP_NEWLINK_TB	(tb)
#endif

static inline void ipmp_set_lockless_tx(struct net_device *dev)
{
#ifdef IPMP_HAVE_LLTX_FIELD
	dev->lltx = true;
#else
	dev->features |= NETIF_F_LLTX;
#endif
}

static inline void ipmp_set_netns_immutable(struct net_device *dev)
{
#if defined(IPMP_HAVE_NETNS_IMMUTABLE)
	dev->netns_immutable = true;
#elif defined(IPMP_HAVE_NETNS_LOCAL_FIELD)
	dev->netns_local = true;
#else
	dev->features |= NETIF_F_NETNS_LOCAL;
#endif
}

static inline struct nlattr **ipmp_dump_attrs(struct netlink_callback *cb)
{
#ifdef IPMP_HAVE_GENL_INFO_DUMP
	return genl_info_dump(cb)->attrs;
#else
	return genl_dumpit_info(cb)->attrs;
#endif
}

#if IS_ENABLED(CONFIG_IPV6)
static inline void
ipmp_ndisc_send_na(struct net_device *dev, const struct in6_addr *daddr,
		   const struct in6_addr *target, bool router, bool solicited,
		   bool override, bool inc_opt)
{
#ifdef IPMP_HAVE_IPV6_STUBS_H
	ipv6_stub->ndisc_send_na(dev, daddr, target, router, solicited,
				 override, inc_opt);
#else
	ndisc_send_na(dev, daddr, target, router, solicited, override, inc_opt);
#endif
}
#endif

#endif /* _IPMP_COMPAT_H */
