// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <net/if.h>
#include <sys/socket.h>

#include <linux/netlink.h>
#include <netlink/addr.h>
#include <netlink/route/addr.h>
#include <netlink/route/link.h>

#include "rtnl.h"

/**
 * rt_open() - Connect to rtnetlink.
 * @s: the socket; to be closed even if this fails
 *
 * Return: 0 or a negative errno.
 */
int rt_open(struct nlsock *s)
{
	int err = nlsock_open(s, NETLINK_ROUTE);
	int one = 1;

	/* Lets the kernel do the filtering; where it cannot, we do. */
	if (!err)
		setsockopt(nl_socket_get_fd(s->sk), SOL_NETLINK,
			   NETLINK_GET_STRICT_CHK, &one, sizeof(one));
	return err;
}

/**
 * rt_link_up() - Set a link up.
 * @s: the socket
 * @ifindex: of the link
 *
 * Return: 0 or a negative errno.
 */
int rt_link_up(struct nlsock *s, uint32_t ifindex)
{
	struct rtnl_link *link = rtnl_link_alloc();
	struct rtnl_link *change = rtnl_link_alloc();
	struct nl_msg *msg = NULL;

	if (link && change) {
		rtnl_link_set_ifindex(link, (int)ifindex);
		rtnl_link_set_flags(change, IFF_UP);
		rtnl_link_build_change_request(link, change, 0, &msg);
	}
	rtnl_link_put(change);
	rtnl_link_put(link);
	return nlsock_request(s, msg);
}

/**
 * rt_link_is_up() - Ask whether a link is set up.
 * @s: the socket
 * @ifindex: of the link
 * @up: takes the answer
 *
 * Return: 0 or a negative errno.
 */
int rt_link_is_up(struct nlsock *s, uint32_t ifindex, bool *up)
{
	struct rtnl_link *link = NULL;

	if (rtnl_link_get_kernel(s->sk, (int)ifindex, NULL, &link) < 0)
		return nlsock_set_error(s, -ENODEV, NULL);
	*up = rtnl_link_get_flags(link) & IFF_UP;
	rtnl_link_put(link);
	return 0;
}

static struct rtnl_addr *make_addr(uint32_t ifindex, const struct ipaddr *a)
{
	struct rtnl_addr *addr = rtnl_addr_alloc();
	struct nl_addr *local = nl_addr_build(a->family, a->byte,
					      ipaddr_size(a));
	int nlerr = -NLE_NOMEM;

	if (addr && local) {
		nl_addr_set_prefixlen(local, a->prefix_len);
		rtnl_addr_set_ifindex(addr, (int)ifindex);
		nlerr = rtnl_addr_set_local(addr, local);
	}
	nl_addr_put(local);
	if (nlerr >= 0)
		return addr;
	rtnl_addr_put(addr);
	return NULL;
}

/**
 * rt_address_add() - Add an address, as `ip addr add` does.
 * @s: the socket
 * @ifindex: of the link
 * @a: the address
 *
 * Return: 0, -EEXIST if it is there already, or another negative errno.
 */
int rt_address_add(struct nlsock *s, uint32_t ifindex, const struct ipaddr *a)
{
	struct rtnl_addr *addr = make_addr(ifindex, a);
	struct nl_msg *msg = NULL;

	if (addr)
		rtnl_addr_build_add_request(addr, NLM_F_EXCL, &msg);
	rtnl_addr_put(addr);
	return nlsock_request(s, msg);
}

/**
 * rt_address_del() - Delete an address.
 * @s: the socket
 * @ifindex: of the link
 * @a: the address
 *
 * Return: 0 or a negative errno.
 */
int rt_address_del(struct nlsock *s, uint32_t ifindex, const struct ipaddr *a)
{
	struct rtnl_addr *addr = make_addr(ifindex, a);
	struct nl_msg *msg = NULL;

	if (addr)
		rtnl_addr_build_delete_request(addr, 0, &msg);
	rtnl_addr_put(addr);
	return nlsock_request(s, msg);
}
