/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _IPMP_NETLINK_H
#define _IPMP_NETLINK_H

#include <net/genetlink.h>

#include "types.h"

extern struct genl_family ipmp_nl_family;

/* Room for any object but a member, which may have many addresses. */
#define IPMP_NL_SIZE	256

size_t ipmp_nl_member_size(const struct ipmp_member *m);
int ipmp_nl_put_group(struct sk_buff *skb, const struct ipmp_group *g);
int ipmp_nl_put_member(struct sk_buff *skb, const struct ipmp_member *m);
int ipmp_nl_put_address(struct sk_buff *skb, const struct ipmp_group *g,
			const struct ipmp_address *a);

#endif /* _IPMP_NETLINK_H */
