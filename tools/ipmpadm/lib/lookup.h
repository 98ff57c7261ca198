/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Host names and netmasks, out of files alone: while the network is being set
 * up there is nobody else to ask.
 */
#ifndef IPMPADM_LOOKUP_H
#define IPMPADM_LOOKUP_H

#include <stdbool.h>
#include <stdint.h>

#include "ipaddr.h"

/**
 * struct lookup - What can be looked up.
 * @hosts: text of /etc/hosts, or NULL
 * @netmasks: text of /etc/netmasks, or NULL
 */
struct lookup {
	char *hosts;
	char *netmasks;
};

void lookup_load(struct lookup *l, const char *root);
void lookup_free(struct lookup *l);
bool lookup_host(const struct lookup *l, const char *name, int family,
		 struct ipaddr *a);
uint8_t lookup_netmask(const struct lookup *l, const struct ipaddr *a);
uint8_t lookup_class(const struct ipaddr *a);

#endif /* IPMPADM_LOOKUP_H */
