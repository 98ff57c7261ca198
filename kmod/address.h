/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _IPMP_ADDRESS_H
#define _IPMP_ADDRESS_H

#include "types.h"

struct ipmp_address *ipmp_address_find(const struct ipmp_group *g,
				       const struct in6_addr *ip);
void ipmp_address_add(struct ipmp_group *g, const struct in6_addr *ip,
		      u8 prefix_len);
void ipmp_address_del(struct ipmp_group *g, const struct in6_addr *ip);
int ipmp_address_set_home(struct ipmp_group *g, const struct in6_addr *ip,
			  const char *home);
void ipmp_address_rename_home(struct ipmp_group *g, const char *from,
			      const char *to);
void ipmp_address_resolve_homes(struct ipmp_group *g);
void ipmp_address_follow_cast(struct ipmp_group *g);
void ipmp_address_publish(struct ipmp_group *g);
void ipmp_address_announce_member(struct ipmp_member *m);
void ipmp_address_flush(struct ipmp_group *g);

#endif /* _IPMP_ADDRESS_H */
