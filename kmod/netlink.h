/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _IPMP_NETLINK_H
#define _IPMP_NETLINK_H

#include <net/genetlink.h>

#include "types.h"

extern struct genl_family ipmp_nl_family;

/* Room for any object but a member, which may have many addresses. */
#define IPMP_NL_SIZE	512

struct ipmp_group *ipmp_nl_find_group(struct genl_info *info);
struct ipmp_member *ipmp_nl_find_member(struct genl_info *info);
int ipmp_nl_read_ip(struct genl_info *info, unsigned int type,
		    struct in6_addr *ip);

size_t ipmp_nl_member_size(const struct ipmp_member *m);
int ipmp_nl_put_group(struct sk_buff *skb, const struct ipmp_group *g);
int ipmp_nl_put_member(struct sk_buff *skb, const struct ipmp_member *m);
int ipmp_nl_put_address(struct sk_buff *skb, const struct ipmp_group *g,
			const struct ipmp_address *a);
int ipmp_nl_put_target(struct sk_buff *skb, const struct ipmp_group *g,
		       const struct ipmp_target *t);
int ipmp_nl_put_probe(struct sk_buff *skb, const struct ipmp_prober *p);
int ipmp_nl_put_shot(struct sk_buff *skb, const struct ipmp_prober *p,
		     const struct ipmp_shot *shot, const struct ipmp_target *t,
		     enum ipmp_probe_outcome outcome);

#endif /* _IPMP_NETLINK_H */
