// SPDX-License-Identifier: GPL-2.0
#include <net/if.h>

#include <netlink/route/link.h>

#include "rtnl.h"

/**
 * rt_link_rename() - Give a link another name.
 * @s: the socket
 * @from: its name
 * @to: the other name
 *
 * Return: 0 or a negative errno.
 */
int rt_link_rename(struct nlsock *s, const char *from, const char *to)
{
	struct rtnl_link *link = rtnl_link_alloc();
	struct rtnl_link *change = rtnl_link_alloc();
	struct nl_msg *msg = NULL;

	if (link && change) {
		rtnl_link_set_ifindex(link, (int)if_nametoindex(from));
		rtnl_link_set_name(change, to);
		rtnl_link_build_change_request(link, change, 0, &msg);
	}
	rtnl_link_put(change);
	rtnl_link_put(link);
	return nlsock_request(s, msg);
}
