/* SPDX-License-Identifier: GPL-2.0 */
/* What of an interface moves to the group that adopts it. */
#ifndef IPMPADM_ADOPT_PLAN_H
#define IPMPADM_ADOPT_PLAN_H

#include <stdbool.h>

#include "../lib/ipaddr.h"
#include "../netlink/rtcopy.h"

/**
 * struct adopt_plan - What moves, and what has to be seen to.
 * @addresses: to move, in the order in which they are to be added
 * @tests: that stay, but that the kernel takes away with those that move
 * @routes: to move, in the order in which they are to be added
 * @leftovers: routes that the kernel made for the addresses that move, and
 *	which it may leave when they are gone
 * @neighbours: to be made known to the group too
 */
struct adopt_plan {
	struct rt_list addresses;
	struct rt_list tests;
	struct rt_list routes;
	struct rt_list leftovers;
	struct rt_list neighbours;
};

/* Room for a route's name. */
#define ROUTE_TEXT	(2 * IPADDR_TEXT + 32)

int adopt_plan_read(struct adopt_plan *plan, struct nlsock *rt,
		    uint32_t ifindex, const char *ifname);
void adopt_plan_free(struct adopt_plan *plan);
bool adopt_depends(const struct nlmsghdr *one, const struct nlmsghdr *other);
void adopt_address(const struct nlmsghdr *nlh, struct ipaddr *a);
const char *adopt_route_text(const struct nlmsghdr *nlh,
			     char text[ROUTE_TEXT]);

#endif /* IPMPADM_ADOPT_PLAN_H */
