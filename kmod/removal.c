// SPDX-License-Identifier: GPL-2.0
/*
 * A PCI device is about to lose its driver: by sysfs, by its slot, by the
 * hypervisor or by an unbind. The network stack hears of it only when the
 * driver has stopped the NIC; the bus tells before, while it still works.
 */
#include <linux/delay.h>
#include <linux/pci.h>

#include "group.h"
#include "join.h"
#include "member.h"
#include "removal.h"

/*
 * Longer than where RTNL is held: nobody waits for us but who removes the
 * device, and neighbours may be busy. The first repetition of an announcement
 * is well within it, too.
 */
#define IPMP_REMOVAL_DRAIN_MS	50

/*
 * The PCI device that a NIC is a function of, or else whatever is above it.
 * Bridges further up are none: who unbinds their driver removes no NIC.
 */
static const struct device *bus_device(const struct net_device *dev)
{
	const struct device *d;

	for (d = dev->dev.parent; d; d = d->parent)
		if (dev_is_pci(d))
			return d;
	return dev->dev.parent;
}

/*
 * What a VLAN and the like is on. NULL for who outlives what is below it: one of
 * several, or a port of a master such as a bridge, a bond or a failover device.
 */
static struct net_device *only_lower(struct net_device *dev)
{
	struct list_head *iter = &dev->adj_list.lower;
	struct net_device *lower = netdev_next_lower_dev_rcu(dev, &iter);

	if (!lower || netdev_next_lower_dev_rcu(dev, &iter) ||
	    netdev_master_upper_dev_get_rcu(lower) == dev)
		return NULL;
	return lower;
}

static bool depends_on(struct net_device *dev, const struct device *bus_dev)
{
	for (; dev; dev = only_lower(dev))
		if (bus_device(dev) == bus_dev)
			return true;
	return false;
}

/**
 * ipmp_removal_base() - the device at the bottom of a stack
 * @dev: the device; a VLAN and the like sit on others
 *
 * Context: process; the caller holds RTNL.
 * Return: the lowest device, or @dev.
 */
struct net_device *ipmp_removal_base(struct net_device *dev)
{
	struct net_device *lower;

	rcu_read_lock();
	while ((lower = only_lower(dev)))
		dev = lower;
	rcu_read_unlock();
	return dev;
}

static bool withdraw_all(struct device *bus_dev)
{
	struct ipmp_member *m;
	struct ipmp_group *g;
	bool drain = false;

	rcu_read_lock();
	list_for_each_entry_rcu(g, &ipmp_groups, list) {
		list_for_each_entry_rcu(m, &g->members, list) {
			struct net_device *dev = READ_ONCE(m->dev);

			if (dev && depends_on(dev, bus_dev))
				drain |= ipmp_member_withdraw(m,
						IPMP_REASON_REMOVED);
		}
	}
	rcu_read_unlock();
	return drain;
}

static int bus_event(struct notifier_block *nb, unsigned long event, void *data)
{
	if (event == BUS_NOTIFY_UNBIND_DRIVER && withdraw_all(data))
		msleep(IPMP_REMOVAL_DRAIN_MS);
	return NOTIFY_DONE;
}

static struct notifier_block bus_notifier = {
	.notifier_call = bus_event,
};

/**
 * ipmp_removal_path() - where on the bus a device sits
 * @dev: the device; a VLAN and the like sit where what they are on sits
 * @path: where to write the address, such as 0000:01:00.0; empty for none
 * @len: room at @path
 *
 * Context: process; the caller holds RTNL.
 */
void ipmp_removal_path(struct net_device *dev, char *path, size_t len)
{
	const struct device *d = NULL;

	rcu_read_lock();
	for (; dev && !d; dev = only_lower(dev))
		d = bus_device(dev);
	strscpy(path, d ? dev_name(d) : "", len);
	rcu_read_unlock();
}

/**
 * ipmp_removal_init() - listen to the PCI bus
 *
 * Context: process; may sleep.
 * Return: 0 or a negative error.
 */
int ipmp_removal_init(void)
{
	return bus_register_notifier(&pci_bus_type, &bus_notifier);
}

/**
 * ipmp_removal_exit() - undo ipmp_removal_init()
 *
 * Context: process; may sleep.
 */
void ipmp_removal_exit(void)
{
	bus_unregister_notifier(&pci_bus_type, &bus_notifier);
}
