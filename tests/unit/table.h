/* SPDX-License-Identifier: GPL-2.0 */
/* A group, as balancing sees it. */
#ifndef _UNIT_TABLE_H
#define _UNIT_TABLE_H

#include "balance.h"

#define SEATS	8
#define CLAIMS	64
#define SLOTS	256

/* A group, as balancing sees it. */
struct table {
	struct list_head seats;
	struct list_head claims;
	struct ipmp_seat seat[SEATS];
	struct ipmp_claim claim[CLAIMS];
	struct ipmp_seat *slot[SLOTS];
	unsigned int active;
	bool failback;
};

void set_up(struct table *t, unsigned int seats, unsigned int claims);
void balance(struct table *t);

/* A letter a seat: A for an active one. */
void assert_active(const struct table *t, const char *expected);

/* A digit a seat. */
void assert_loads(const struct table *t, const char *expected);

/* How many claims are elsewhere than @before. */
unsigned int moves(const struct table *t, const struct ipmp_claim *before,
		   unsigned int n);

#endif /* _UNIT_TABLE_H */
