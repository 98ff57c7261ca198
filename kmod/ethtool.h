/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _IPMP_ETHTOOL_H
#define _IPMP_ETHTOOL_H

#include <linux/ethtool.h>

extern const struct ethtool_ops ipmp_ethtool_ops;

#endif /* _IPMP_ETHTOOL_H */
