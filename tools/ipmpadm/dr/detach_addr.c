// SPDX-License-Identifier: GPL-2.0
/*
 * Step of a detach that takes from a NIC what is its own: test addresses, and
 * routes that lead through it. They are recorded as the kernel told them.
 */
#include <errno.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>

#include <linux/if_addr.h>
#include <linux/rtnetlink.h>

#include "../configure/adopt_plan.h"
#include "detach_steps.h"
#include "../lib/err.h"
#include "../lib/journal.h"
#include "../netlink/rtnl.h"
#include "steps_data.h"

static int remove_address(struct detaching *d, const struct nlmsghdr *a,
			  const char *ifname)
{
	const struct ifaddrmsg *ifa = nlmsg_data(a);
	char text[IPADDR_TEXT];
	struct ipaddr addr;
	int err;

	adopt_address(a, &addr);
	ipaddr_text_len(&addr, text);
	err = rt_address_remove(&d->rt, a, ifa->ifa_index);
	/* It may have gone with another, or timed out. */
	if (err && err != -EADDRNOTAVAIL)
		return nlsock_fail(&d->rt, "cannot remove %s from %s", text,
				   ifname);
	journal_say("%s: address %s removed", ifname, text);
	return STATUS_OK;
}

/**
 * detach_take_addresses() - Step: take the addresses from a NIC.
 * @arg: struct detaching
 * @data: "ifname": the NIC; "addresses" and "routes": messages, the latter for
 *	the undo, as the kernel takes routes away itself
 */
int detach_take_addresses(void *arg, struct json_object *data)
{
	struct detaching *d = arg;
	struct rt_list list;
	int status;
	size_t i;

	status = data_msgs(data, "addresses", &list);
	/* The first of a subnet takes the others with it. */
	for (i = list.n; !status && i--;)
		status = remove_address(d, list.item[i],
					data_str(data, "ifname"));
	rt_list_free(&list);
	return status;
}

static int give_address(struct detaching *d, struct nlmsghdr *a,
			uint32_t ifindex, const char *ifname)
{
	struct ifaddrmsg *ifa = nlmsg_data(a);
	char text[IPADDR_TEXT];
	struct ipaddr addr;
	int err;

	adopt_address(a, &addr);
	ipaddr_text_len(&addr, text);
	/* It is the same NIC, whatever its index is now; so is its label. */
	ifa->ifa_index = ifindex;
	err = rt_address_copy(&d->rt, a, ifindex);
	if (err && err != -EEXIST)
		return nlsock_fail(&d->rt, "cannot add %s to %s", text, ifname);
	if (!err)
		journal_say("%s: address %s restored", ifname, text);
	return STATUS_OK;
}

static int give_route(struct detaching *d, const struct nlmsghdr *r,
		      uint32_t ifindex, const char *ifname)
{
	char text[ROUTE_TEXT];
	int err;

	err = rt_route_copy(&d->rt, r, ifindex);
	if (!err || err == -EEXIST)
		return STATUS_OK;
	return nlsock_fail(&d->rt, "cannot add route %s over %s",
			   adopt_route_text(r, text), ifname);
}

/* A new device is down and has its driver's MTU. */
static int give_link(struct detaching *d, struct json_object *data)
{
	const char *ifname = data_str(data, "ifname");
	uint32_t mtu = data_u32(data, "mtu");
	struct rt_link now;

	if (rt_link_read(&d->rt, ifname, &now))
		return err_fail("%s is not there", ifname);
	if (now.mtu != mtu && rt_link_set_mtu(&d->rt, now.ifindex, mtu))
		return nlsock_fail(&d->rt, "cannot set the MTU of %s", ifname);
	if (!now.up && data_bool(data, "up") &&
	    rt_link_up(&d->rt, now.ifindex))
		return nlsock_fail(&d->rt, "cannot set %s up", ifname);
	return STATUS_OK;
}

static int give_all(struct detaching *d, struct json_object *data, uint32_t ifindex)
{
	const char *ifname = data_str(data, "ifname");
	struct rt_list addresses, routes = { 0 };
	int status;
	size_t i;

	status = data_msgs(data, "addresses", &addresses);
	if (!status)
		status = data_msgs(data, "routes", &routes);
	for (i = 0; !status && i < addresses.n; i++)
		status = give_address(d, addresses.item[i], ifindex, ifname);
	for (i = 0; !status && i < routes.n; i++)
		status = give_route(d, routes.item[i], ifindex, ifname);
	rt_list_free(&addresses);
	rt_list_free(&routes);
	return status;
}

/**
 * detach_give_addresses() - Undo of detach_take_addresses().
 * @arg: struct detaching
 * @data: as for that
 */
int detach_give_addresses(void *arg, struct json_object *data)
{
	int status = give_link(arg, data);

	return status ? status :
	       give_all(arg, data, if_nametoindex(data_str(data, "ifname")));
}
