// SPDX-License-Identifier: GPL-2.0
/* A group, as balancing sees it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "table.h"

void set_up(struct table *t, unsigned int seats, unsigned int claims)
{
	unsigned int i;

	memset(t, 0, sizeof(*t));
	t->failback = true;
	INIT_LIST_HEAD(&t->seats);
	INIT_LIST_HEAD(&t->claims);
	for (i = 0; i < seats; i++) {
		t->seat[i].usable = true;
		list_add_tail(&t->seat[i].list, &t->seats);
	}
	for (i = 0; i < claims; i++)
		list_add_tail(&t->claim[i].list, &t->claims);
}

void balance(struct table *t)
{
	t->active = ipmp_balance_elect(&t->seats, t->failback);
	ipmp_balance_claims(&t->seats, &t->claims, t->failback);
	ipmp_balance_slots(&t->seats, IPMP_V4, t->slot, SLOTS);
}

void assert_active(const struct table *t, const char *expected)
{
	unsigned int i;

	for (i = 0; i < strlen(expected); i++)
		assert_int_equal(t->seat[i].active, expected[i] == 'A');
}

void assert_loads(const struct table *t, const char *expected)
{
	unsigned int i;

	for (i = 0; i < strlen(expected); i++)
		assert_int_equal(t->seat[i].load, expected[i] - '0');
}

unsigned int moves(const struct table *t, const struct ipmp_claim *before,
		   unsigned int n)
{
	unsigned int i, moved = 0;

	for (i = 0; i < n; i++)
		moved += t->claim[i].seat != before[i].seat;
	return moved;
}
