/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _IPMP_REMOVAL_H
#define _IPMP_REMOVAL_H

#include <linux/netdevice.h>

struct net_device *ipmp_removal_base(struct net_device *dev);
void ipmp_removal_path(struct net_device *dev, char *path, size_t len);
int ipmp_removal_init(void);
void ipmp_removal_exit(void);

#endif /* _IPMP_REMOVAL_H */
