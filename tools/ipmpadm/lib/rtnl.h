/* SPDX-License-Identifier: GPL-2.0 */
/* Client of rtnetlink: links, addresses, routes. */
#ifndef IPMPADM_RTNL_H
#define IPMPADM_RTNL_H

#include <stdbool.h>

#include "ipaddr.h"
#include "nlsock.h"

int rt_open(struct nlsock *s);
int rt_link_up(struct nlsock *s, uint32_t ifindex);
int rt_link_is_up(struct nlsock *s, uint32_t ifindex, bool *up);
int rt_address_add(struct nlsock *s, uint32_t ifindex, const struct ipaddr *a);
int rt_address_del(struct nlsock *s, uint32_t ifindex, const struct ipaddr *a);

#endif /* IPMPADM_RTNL_H */
