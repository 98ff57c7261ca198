/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _IPMP_DEVICE_H
#define _IPMP_DEVICE_H

#include "types.h"

bool ipmp_is_group(const struct net_device *dev);
void ipmp_device_setup(struct net_device *dev);
void ipmp_device_adopt_mac(struct ipmp_group *g, const struct net_device *dev);
void ipmp_device_adapt(struct ipmp_group *g);

#endif /* _IPMP_DEVICE_H */
