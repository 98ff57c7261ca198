/* SPDX-License-Identifier: GPL-2.0 */
/* Names of hosts, each asked for once, and never waited for long. */
#ifndef IPMPADM_RESOLVE_H
#define IPMPADM_RESOLVE_H

#include "ipaddr.h"

struct questions;

/**
 * struct resolver - What was asked for so far.
 * @q: the questions, NULL before the first
 */
struct resolver {
	struct questions *q;
};

const char *resolve(struct resolver *r, const struct ipaddr *a,
		    char text[IPADDR_TEXT]);
void resolver_free(struct resolver *r);

#endif /* IPMPADM_RESOLVE_H */
