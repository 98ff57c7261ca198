// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <net/if.h>
#include <string.h>
#include <sys/socket.h>

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <netlink/addr.h>
#include <netlink/attr.h>
#include <netlink/route/addr.h>
#include <netlink/route/link.h>
#include <netlink/route/link/inet6.h>

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

/**
 * rt_link_read() - Read a link.
 * @s: the socket
 * @ifname: its name
 * @l: takes it
 *
 * Return: 0, -ENODEV if there is none, or another negative errno.
 */
int rt_link_read(struct nlsock *s, const char *ifname, struct rt_link *l)
{
	unsigned int ifindex = if_nametoindex(ifname);
	struct rtnl_link *link = NULL;
	struct nl_addr *token = NULL;

	memset(l, 0, sizeof(*l));
	if (!ifindex ||
	    rtnl_link_get_kernel(s->sk, (int)ifindex, NULL, &link) < 0)
		return nlsock_set_error(s, -ENODEV, NULL);
	l->ifindex = ifindex;
	l->up = rtnl_link_get_flags(link) & IFF_UP;
	l->mtu = rtnl_link_get_mtu(link);
	if (!rtnl_link_inet6_get_token(link, &token) && token &&
	    nl_addr_get_len(token) == sizeof(l->token))
		memcpy(&l->token, nl_addr_get_binary_addr(token),
		       sizeof(l->token));
	nl_addr_put(token);
	rtnl_link_put(link);
	return 0;
}

/**
 * rt_link_set_mtu() - Set the MTU of a link.
 * @s: the socket
 * @ifindex: of the link
 * @mtu: the MTU
 *
 * Return: 0 or a negative errno.
 */
int rt_link_set_mtu(struct nlsock *s, uint32_t ifindex, unsigned int mtu)
{
	struct rtnl_link *link = rtnl_link_alloc();
	struct rtnl_link *change = rtnl_link_alloc();
	struct nl_msg *msg = NULL;

	if (link && change) {
		rtnl_link_set_ifindex(link, (int)ifindex);
		rtnl_link_set_mtu(change, mtu);
		rtnl_link_build_change_request(link, change, 0, &msg);
	}
	rtnl_link_put(change);
	rtnl_link_put(link);
	return nlsock_request(s, msg);
}

static int put_token(struct nl_msg *msg, const struct in6_addr *token)
{
	struct nlattr *spec, *inet6;

	spec = nla_nest_start(msg, IFLA_AF_SPEC);
	inet6 = spec ? nla_nest_start(msg, AF_INET6) : NULL;
	if (!inet6 || nla_put(msg, IFLA_INET6_TOKEN, sizeof(*token), token) < 0)
		return -NLE_NOMEM;
	nla_nest_end(msg, inet6);
	return nla_nest_end(msg, spec);
}

/**
 * rt_link_set_token() - Set the IPv6 interface identifier of a link.
 * @s: the socket
 * @ifindex: of the link
 * @token: the identifier, in its last 8 bytes
 *
 * By hand: what rtnl_link_inet6_set_token() sets is not sent by libnl.
 *
 * Return: 0 or a negative errno.
 */
int rt_link_set_token(struct nlsock *s, uint32_t ifindex,
		      const struct in6_addr *token)
{
	struct ifinfomsg ifi = { .ifi_index = (int)ifindex };
	struct nl_msg *msg = nlmsg_alloc_simple(RTM_SETLINK, 0);

	if (msg && (nlmsg_append(msg, &ifi, sizeof(ifi), NLMSG_ALIGNTO) < 0 ||
		    put_token(msg, token) < 0)) {
		nlmsg_free(msg);
		msg = NULL;
	}
	return nlsock_request(s, msg);
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
