/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _IPMP_RECEIVE_H
#define _IPMP_RECEIVE_H

#include <linux/netdevice.h>

rx_handler_result_t ipmp_receive(struct sk_buff **pskb);

#endif /* _IPMP_RECEIVE_H */
