/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _IPMP_NOTIFY_H
#define _IPMP_NOTIFY_H

#include "types.h"

void ipmp_notify_resync(struct ipmp_group *g);
int ipmp_notify_init(void);
void ipmp_notify_exit(void);

#endif /* _IPMP_NOTIFY_H */
