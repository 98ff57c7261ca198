/* SPDX-License-Identifier: GPL-2.0 */
/* What files would ask for to get what is in effect now. */
#ifndef IPMPADM_SNAPSHOT_H
#define IPMPADM_SNAPSHOT_H

#include "conf.h"
#include "defaults.h"
#include "../netlink/nlsock.h"
#include "../netlink/state.h"

int snapshot(struct nlsock *rt, const struct state *st, const char *ifname,
	     struct conf *conf);
void snapshot_adapt(struct conf *now, struct conf *files,
		    const struct defaults *def);
bool snapshot_same(const struct conf *now, const struct conf *files);

#endif /* IPMPADM_SNAPSHOT_H */
