/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _IPMP_ETHTOOL_H
#define _IPMP_ETHTOOL_H

#include <linux/ethtool.h>

struct ipmp_member;

extern const struct ethtool_ops ipmp_ethtool_ops;

void ipmp_ethtool_keep(const struct ipmp_member *m);

#endif /* _IPMP_ETHTOOL_H */
