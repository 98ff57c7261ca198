/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _IPMP_FILTER_H
#define _IPMP_FILTER_H

#include "types.h"

void ipmp_filter_sync(struct net_device *dev);
void ipmp_filter_unsync(struct net_device *dev);
void ipmp_filter_join(struct ipmp_member *m);
void ipmp_filter_leave(struct ipmp_member *m);

#endif /* _IPMP_FILTER_H */
