/* SPDX-License-Identifier: GPL-2.0 */
/* What a link carries, read as it is, to be given to another link. */
#ifndef IPMPADM_RTCOPY_H
#define IPMPADM_RTCOPY_H

#include <stddef.h>

#include "nlsock.h"

/**
 * struct rt_list - Messages of the kernel, as they came.
 * @item: the messages
 * @n: how many
 */
struct rt_list {
	struct nlmsghdr **item;
	size_t n;
};

int rt_read_addresses(struct nlsock *s, uint32_t ifindex, struct rt_list *list);
int rt_read_routes(struct nlsock *s, uint32_t ifindex, struct rt_list *list);
int rt_read_neighbours(struct nlsock *s, uint32_t ifindex,
		       struct rt_list *list);
void rt_list_free(struct rt_list *list);

int rt_address_copy(struct nlsock *s, const struct nlmsghdr *a,
		    uint32_t ifindex);
int rt_address_remove(struct nlsock *s, const struct nlmsghdr *a,
		      uint32_t ifindex);
int rt_route_copy(struct nlsock *s, const struct nlmsghdr *r,
		  uint32_t ifindex);
int rt_route_remove(struct nlsock *s, const struct nlmsghdr *r,
		    uint32_t ifindex);
int rt_neighbour_copy(struct nlsock *s, const struct nlmsghdr *n,
		      uint32_t ifindex);
int rt_neighbour_remove(struct nlsock *s, const struct nlmsghdr *n,
			uint32_t ifindex);

#endif /* IPMPADM_RTCOPY_H */
