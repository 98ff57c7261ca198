/* SPDX-License-Identifier: GPL-2.0 */
/* The interfaces of one network namespace, as rtnetlink tells them. */
#ifndef IPMPADM_COMPONENT_LINK_H
#define IPMPADM_COMPONENT_LINK_H

#include <net/if.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../lib/ipaddr.h"

struct nlmsghdr;

/* @lower is in the same network namespace. */
#define LINK_NSID_OWN	(-1)

/**
 * struct link - An interface.
 * @ifindex: its index
 * @ifname: its name
 * @up: it is set up
 * @master: index of what it is a port or member of, or 0
 * @lower: index of what it is built on, or 0
 * @lower_nsid: network namespace of @lower, or LINK_NSID_OWN
 * @kind: "vlan" and so on, empty for hardware
 * @bus: the bus of the device that it is on, or empty
 * @parent: that device's name on the bus, or empty
 * @mac: permanent MAC as text, or empty
 * @addr: its addresses
 * @naddr: how many
 */
struct link {
	uint32_t ifindex;
	char ifname[IFNAMSIZ];
	bool up;
	uint32_t master;
	uint32_t lower;
	int32_t lower_nsid;
	char kind[32];
	char bus[32];
	char parent[64];
	char mac[3 * 32];
	struct ipaddr *addr;
	size_t naddr;
};

/**
 * struct links - All interfaces of a network namespace.
 * @link: the interfaces
 * @n: how many
 */
struct links {
	struct link *link;
	size_t n;
};

int links_read(const char *path, bool own, struct links *l);
int links_nsid(const char *path, const char *other);
int links_decode(struct nlmsghdr *nlh, void *links);
const struct link *links_find(const struct links *l, uint32_t ifindex);
void links_drop_addrs(struct links *l);
void links_free(struct links *l);

#endif /* IPMPADM_COMPONENT_LINK_H */
