/* SPDX-License-Identifier: GPL-2.0 */
/* Names of hosts, each asked for once. */
#ifndef IPMPADM_RESOLVE_H
#define IPMPADM_RESOLVE_H

#include <stddef.h>

#include "ipaddr.h"

struct resolved;

/**
 * struct resolver - What was asked for so far.
 * @known: the names
 * @n: how many
 */
struct resolver {
	struct resolved *known;
	size_t n;
};

const char *resolve(struct resolver *r, const struct ipaddr *a);
void resolver_free(struct resolver *r);

#endif /* IPMPADM_RESOLVE_H */
