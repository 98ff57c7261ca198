/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _IPMP_JOIN_H
#define _IPMP_JOIN_H

#include "types.h"

struct netlink_ext_ack;

bool ipmp_mac_taken(const struct ipmp_group *g, const struct ipmp_member *but,
		    const u8 *mac);
int ipmp_member_join(struct ipmp_group *g, struct net_device *dev,
		     const bool *standby, struct netlink_ext_ack *extack);
int ipmp_member_keep_place(struct ipmp_group *g, const char *name,
			   const bool *standby);
bool ipmp_member_withdraw(struct ipmp_member *m, enum ipmp_reason why);
void ipmp_member_leave(struct ipmp_member *m, bool drain);
void ipmp_member_step_out(struct ipmp_member *m);
void ipmp_member_rebase(void);
void ipmp_member_lose(struct ipmp_member *m);

#endif /* _IPMP_JOIN_H */
