// SPDX-License-Identifier: GPL-2.0
/* The addresses of a member itself. */
#include <linux/inetdevice.h>
#include <net/addrconf.h>
#include <net/if_inet6.h>

#include "event.h"
#include "log.h"
#include "member.h"

static unsigned int count_v4(const struct in_device *in_dev)
{
	const struct in_ifaddr *ifa;
	unsigned int n = 0;

	if (in_dev)
		in_dev_for_each_ifa_rcu(ifa, in_dev)
			n++;
	return n;
}

static void read_v4(struct ipmp_own *own, const struct in_device *in_dev,
		    unsigned int n)
{
	const struct in_ifaddr *ifa;

	if (!in_dev)
		return;
	in_dev_for_each_ifa_rcu(ifa, in_dev) {
		if (own->n4 == n)
			return;
		own->v4[own->n4++] = ifa->ifa_local;
		own->tests++;
	}
}

#if IS_ENABLED(CONFIG_IPV6)
static unsigned int count_v6(const struct inet6_dev *idev)
{
	const struct inet6_ifaddr *ifp;
	unsigned int n = 0;

	if (idev)
		list_for_each_entry_rcu(ifp, &idev->addr_list, if_list)
			n++;
	return n;
}

static void read_v6(struct ipmp_own *own, const struct inet6_dev *idev,
		    unsigned int n)
{
	const struct inet6_ifaddr *ifp;

	if (!idev)
		return;
	list_for_each_entry_rcu(ifp, &idev->addr_list, if_list) {
		if (own->n6 == n)
			return;
		/* One that goes is still listed when that is told. */
		if (READ_ONCE(ifp->state) == INET6_IFADDR_STATE_DEAD)
			continue;
		own->v6[own->n6++] = ifp->addr;
		own->tests += !(ipv6_addr_type(&ifp->addr) &
				IPV6_ADDR_LINKLOCAL);
	}
}
#else
static unsigned int count_v6(const struct inet6_dev *idev)
{
	return 0;
}

static void read_v6(struct ipmp_own *own, const struct inet6_dev *idev,
		    unsigned int n)
{
}
#endif

/* The addresses that a device has now; NULL for none, an error on no memory. */
static struct ipmp_own *read_own(const struct net_device *dev)
{
	const struct in_device *in_dev = __in_dev_get_rcu(dev);
	const struct inet6_dev *idev = __in6_dev_get(dev);
	unsigned int n4 = count_v4(in_dev), n6 = count_v6(idev);
	struct ipmp_own *own;

	if (!n4 && !n6)
		return NULL;
	own = kzalloc(struct_size(own, v6, n6) + n4 * sizeof(*own->v4),
		      GFP_ATOMIC | __GFP_NOWARN);
	if (!own)
		return ERR_PTR(-ENOMEM);
	own->v4 = (__be32 *)&own->v6[n6];
	read_v4(own, in_dev, n4);
	read_v6(own, idev, n6);
	return own;
}

static void count_tests(struct ipmp_group *g)
{
	const struct ipmp_own *own;
	struct ipmp_member *m;
	unsigned int n = 0;

	list_for_each_entry(m, &g->members, list) {
		own = rcu_dereference_protected(m->own,
						lockdep_is_held(&g->lock));
		n += own ? own->tests : 0;
	}
	WRITE_ONCE(g->tests, n);
}

static void replace(struct ipmp_member *m, const struct net_device *dev)
{
	struct ipmp_own *own = NULL, *old;

	rcu_read_lock();
	if (dev)
		own = read_own(dev);
	rcu_read_unlock();
	if (IS_ERR(own)) {
		/* It fails soft: the group answers for what is not noted. */
		if (!m->own_stale)
			ipmp_log_named(m->group, IPMP_LINE_UNNOTED, dev->name);
		WRITE_ONCE(m->own_stale, true);
		return;
	}
	WRITE_ONCE(m->own_stale, false);
	old = rcu_replace_pointer(m->own, own,
				  lockdep_is_held(&m->group->lock));
	count_tests(m->group);
	ipmp_event_changed(m->group);
	if (old)
		kfree_rcu(old, rcu);
}

/**
 * ipmp_member_sync_own() - note the addresses of a device as a member's own
 * @m: the member
 * @dev: its device, or NULL when it has none any more
 *
 * Without memory those that were noted stay, and ipmp_member_resync_own() is
 * to be called until there is some.
 *
 * Context: any but hard interrupt; does not sleep. The IPv6 address notifier
 * is atomic.
 */
void ipmp_member_sync_own(struct ipmp_member *m, const struct net_device *dev)
{
	spin_lock_bh(&m->group->lock);
	replace(m, dev);
	spin_unlock_bh(&m->group->lock);
}

/**
 * ipmp_member_resync_own() - try again what there was no memory for
 * @m: a member, present or missing
 *
 * Context: any but hard interrupt; does not sleep. The caller holds the RCU
 * read lock.
 */
void ipmp_member_resync_own(struct ipmp_member *m)
{
	spin_lock_bh(&m->group->lock);
	/* Who takes the device away waits for this lock, then notes none. */
	if (m->own_stale && m->dev)
		replace(m, m->dev);
	spin_unlock_bh(&m->group->lock);
}
