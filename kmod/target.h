/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _IPMP_TARGET_H
#define _IPMP_TARGET_H

#include "types.h"

struct netlink_ext_ack;

/* So many can be given to a group in each family. */
#define IPMP_TARGETS_GIVEN	32

/* So many of those that are found are looked at. */
#define IPMP_TARGETS_FOUND	16

/**
 * struct ipmp_found - the targets of a family that a search has found
 * @n: how many
 * @routers: how many of them, the first ones, are routers
 * @wide: neighbours were looked for as well
 * @ip: their addresses, IPv4 as ::ffff:a.b.c.d
 */
struct ipmp_found {
	unsigned int n;
	unsigned int routers;
	bool wide;
	struct in6_addr ip[IPMP_TARGETS_FOUND];
};

/**
 * ipmp_target_of() - the target that judging knows by its part
 * @aim: that part
 *
 * Context: any.
 */
static inline struct ipmp_target *ipmp_target_of(struct ipmp_aim *aim)
{
	return container_of(aim, struct ipmp_target, aim);
}

void ipmp_target_setup(struct ipmp_group *g);
void ipmp_target_flush(struct ipmp_group *g);
void ipmp_target_seek(struct ipmp_group *g);
struct ipmp_target *ipmp_target_find(struct ipmp_group *g,
				     const struct in6_addr *ip);
int ipmp_target_add(struct ipmp_group *g, const struct in6_addr *ip,
		    struct netlink_ext_ack *extack);
int ipmp_target_del(struct ipmp_group *g, const struct in6_addr *ip);

/* target-seek.c */
bool ipmp_target_is_ours(const struct ipmp_group *g, const struct in6_addr *ip);
bool ipmp_target_is_broadcast(const struct ipmp_group *g,
			      const struct in6_addr *ip);
void ipmp_target_search(struct ipmp_group *g, enum ipmp_family f,
			bool wide, struct ipmp_found *found);

#endif /* _IPMP_TARGET_H */
