/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _IPMP_TRANSMIT_H
#define _IPMP_TRANSMIT_H

#include <linux/netdevice.h>

netdev_tx_t ipmp_start_xmit(struct sk_buff *skb, struct net_device *dev);

#endif /* _IPMP_TRANSMIT_H */
