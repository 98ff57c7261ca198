// SPDX-License-Identifier: GPL-2.0
/* Balancing by family, and who is doubted: kmod/balance.c by itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "table.h"

/* Seat @i is fit for IPv4 alone, or for both. */
static void lose_v6(struct table *t, unsigned int i, bool lost)
{
	t->seat[i].unfit[IPMP_V6] = lost;
	balance(t);
}

static void only_the_family_that_is_lost_moves(void **state)
{
	struct ipmp_seat *slots6[SLOTS] = {};
	struct table t;
	unsigned int i;

	(void)state;
	set_up(&t, 2, 4);
	t.claim[2].family = IPMP_V6;
	t.claim[3].family = IPMP_V6;
	balance(&t);
	assert_loads(&t, "22");
	assert_ptr_equal(t.claim[2].seat, &t.seat[0]);

	lose_v6(&t, 0, true);
	assert_active(&t, "AA");
	assert_ptr_equal(t.claim[2].seat, &t.seat[1]);
	assert_ptr_equal(t.claim[3].seat, &t.seat[1]);
	ipmp_balance_slots(&t.seats, IPMP_V6, slots6, SLOTS);
	for (i = 0; i < SLOTS; i++)
		assert_ptr_equal(slots6[i], &t.seat[1]);
	assert_int_equal(t.seat[0].slots, 0);
	assert_ptr_equal(ipmp_balance_cast(&t.seats, &t.seat[0]), &t.seat[1]);

	/* Where it is lost everywhere nothing is gained by moving. */
	t.claim[2].home = &t.seat[0];
	lose_v6(&t, 1, true);
	assert_ptr_equal(t.claim[2].seat, &t.seat[0]);
	lose_v6(&t, 0, false);
	assert_ptr_equal(t.claim[3].seat, &t.seat[0]);
}

/* IPv4 does not move in the wake of IPv6, neither away nor back. */
static void the_other_family_stays(void **state)
{
	struct ipmp_claim before[CLAIMS];
	struct table t;

	(void)state;
	set_up(&t, 2, 4);
	t.claim[2].family = IPMP_V6;
	t.claim[3].family = IPMP_V6;
	balance(&t);
	memcpy(before, t.claim, sizeof(before));
	lose_v6(&t, 0, true);
	assert_int_equal(moves(&t, before, 4), 1);
	lose_v6(&t, 0, false);
	assert_int_equal(moves(&t, before, 2), 0);
	assert_loads(&t, "22");
}

static void a_standby_takes_the_family_that_is_lost(void **state)
{
	struct table t;

	(void)state;
	set_up(&t, 2, 3);
	t.seat[1].standby = true;
	t.claim[2].family = IPMP_V6;
	balance(&t);
	assert_active(&t, "A-");

	lose_v6(&t, 0, true);
	assert_active(&t, "AA");
	assert_loads(&t, "21");
	assert_false(t.seat[1].serves[IPMP_V4]);
	lose_v6(&t, 0, false);
	assert_active(&t, "A-");
	assert_loads(&t, "30");

	/* Without failback both stay at their work. */
	t.failback = false;
	lose_v6(&t, 0, true);
	lose_v6(&t, 0, false);
	assert_active(&t, "AA");
	assert_loads(&t, "21");
}

static void who_is_doubted_is_the_last_to_be_asked(void **state)
{
	struct table t;

	(void)state;
	set_up(&t, 3, 3);
	balance(&t);
	t.seat[0].doubt = IPMP_BLAMED;
	t.seat[1].doubt = IPMP_HELD;
	balance(&t);
	assert_active(&t, "--A");
	assert_loads(&t, "003");
	t.seat[2].usable = false;
	balance(&t);
	assert_active(&t, "-A-");
	t.seat[1].usable = false;
	balance(&t);
	assert_active(&t, "A--");
	t.failback = false;
	t.seat[2].usable = true;
	balance(&t);
	assert_active(&t, "--A");
	t.seat[0].doubt = IPMP_TRUSTED;
	balance(&t);
	assert_true(t.seat[0].waiting);
}

static void nothing_stays_with_who_has_left(void **state)
{
	struct table t;

	(void)state;
	set_up(&t, 2, 4);
	t.claim[1].family = IPMP_V6;
	balance(&t);
	list_del(&t.seat[1].list);
	ipmp_balance_retire(&t.seat[1]);
	balance(&t);
	assert_loads(&t, "4");
	assert_ptr_equal(t.slot[1], &t.seat[0]);
}

/* Whatever families are lost where, none is served by who has lost it. */
static void no_family_is_left_where_it_is_lost(void **state)
{
	unsigned int run, step, i, fit[IPMP_FAMILIES];
	enum ipmp_family f;
	struct table t;

	(void)state;
	srand(2);
	for (run = 0; run < 500; run++) {
		set_up(&t, 1 + run % SEATS, CLAIMS);
		t.failback = rand() % 2;
		for (i = 0; i <= run % SEATS; i++)
			t.seat[i].standby = rand() % 3 == 0;
		for (i = 0; i < CLAIMS; i++)
			t.claim[i].family = rand() % IPMP_FAMILIES;
		for (step = 0; step < 40; step++) {
			i = rand() % (1 + run % SEATS);
			f = rand() % IPMP_FAMILIES;
			if (rand() % 2)
				t.seat[i].usable = !t.seat[i].usable;
			else
				t.seat[i].unfit[f] = !t.seat[i].unfit[f] &&
						     !t.seat[i].unfit[!f];
			balance(&t);
			memset(fit, 0, sizeof(fit));
			for (i = 0; i <= run % SEATS; i++)
				for (f = 0; f < IPMP_FAMILIES; f++)
					fit[f] += t.seat[i].usable &&
						  !t.seat[i].unfit[f];
			for (i = 0; i < CLAIMS; i++) {
				f = t.claim[i].family;
				if (!t.active)
					continue;
				assert_true(t.claim[i].seat->serves[f]);
				assert_true(!fit[f] ||
					    !t.claim[i].seat->unfit[f]);
			}
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_the_family_that_is_lost_moves),
		cmocka_unit_test(the_other_family_stays),
		cmocka_unit_test(a_standby_takes_the_family_that_is_lost),
		cmocka_unit_test(who_is_doubted_is_the_last_to_be_asked),
		cmocka_unit_test(nothing_stays_with_who_has_left),
		cmocka_unit_test(no_family_is_left_where_it_is_lost),
	};

	return cmocka_run_group_tests_name("family", tests, NULL, NULL);
}
