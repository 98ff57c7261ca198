/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _IPMP_RTNL_H
#define _IPMP_RTNL_H

#include <net/rtnetlink.h>

#include "group.h"

/**
 * struct ipmp_config - what a new group is to be
 * @ifname: name of its device; NULL for the next free ipmpN
 * @name: name of the group; NULL for that of the device
 * @options: what the administrator says of it
 */
struct ipmp_config {
	const char *ifname;
	const char *name;
	struct ipmp_options options;
};

int ipmp_rtnl_create(struct net *net, const struct ipmp_config *config,
		     struct netlink_ext_ack *extack);
int ipmp_rtnl_init(void);
void ipmp_rtnl_exit(void);

#endif /* _IPMP_RTNL_H */
