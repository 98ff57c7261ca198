/* SPDX-License-Identifier: GPL-2.0 */
/* Let an interface join a group together with its addresses and routes. */
#ifndef IPMPADM_ADOPT_H
#define IPMPADM_ADOPT_H

#include "../netlink/genl.h"

int adopt_member(struct ipmp *c, const struct group *g, const char *ifname,
		 bool standby);

#endif /* IPMPADM_ADOPT_H */
