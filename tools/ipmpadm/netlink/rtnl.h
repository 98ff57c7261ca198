/* SPDX-License-Identifier: GPL-2.0 */
/* Client of rtnetlink: links, addresses, routes. */
#ifndef IPMPADM_RTNL_H
#define IPMPADM_RTNL_H

#include <stdbool.h>
#include <stddef.h>

#include "../lib/ipaddr.h"
#include "nlsock.h"

/**
 * struct rt_link - A link, as far as the configuration goes.
 * @ifindex: its index
 * @up: it is set up
 * @mtu: its MTU
 * @token: its IPv6 interface identifier, in the last 8 bytes
 */
struct rt_link {
	uint32_t ifindex;
	bool up;
	unsigned int mtu;
	struct in6_addr token;
};

/**
 * struct rt_address - An address of a link.
 * @addr: the address with its prefix length
 * @has_broadcast: whether it has a broadcast address
 * @broadcast: that address
 * @deprecated: it is not chosen as a source address
 * @noprefixroute: it makes no route to its subnet
 * @expires: it was given for a time, by a router or by DHCP
 * @duplicate: another host has it, so that it is not used
 */
struct rt_address {
	struct ipaddr addr;
	bool has_broadcast;
	struct in_addr broadcast;
	bool deprecated;
	bool noprefixroute;
	bool expires;
	bool duplicate;
};

/**
 * struct rt_addresses - The addresses of a link.
 * @a: the addresses, in the kernel's order
 * @n: how many
 */
struct rt_addresses {
	struct rt_address *a;
	size_t n;
};

int rt_open(struct nlsock *s);
int rt_link_up(struct nlsock *s, uint32_t ifindex);
int rt_link_is_up(struct nlsock *s, uint32_t ifindex, bool *up);
int rt_link_read(struct nlsock *s, const char *ifname, struct rt_link *l);
int rt_link_set_mtu(struct nlsock *s, uint32_t ifindex, unsigned int mtu);
int rt_link_set_token(struct nlsock *s, uint32_t ifindex,
		      const struct in6_addr *token);
int rt_link_rename(struct nlsock *s, const char *from, const char *to);
int rt_address_add(struct nlsock *s, uint32_t ifindex, const struct ipaddr *a);
int rt_address_del(struct nlsock *s, uint32_t ifindex, const struct ipaddr *a);

int rt_addresses_read(struct nlsock *s, uint32_t ifindex,
		      struct rt_addresses *list);
void rt_addresses_free(struct rt_addresses *list);
int rt_address_put(struct nlsock *s, uint32_t ifindex,
		   const struct rt_address *a, bool change);

#endif /* IPMPADM_RTNL_H */
