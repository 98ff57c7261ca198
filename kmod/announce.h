/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _IPMP_ANNOUNCE_H
#define _IPMP_ANNOUNCE_H

#include "types.h"

void ipmp_announce(struct ipmp_group *g);
void ipmp_announce_own(struct ipmp_member *m);
void ipmp_announce_work(struct work_struct *work);

#endif /* _IPMP_ANNOUNCE_H */
