// SPDX-License-Identifier: GPL-2.0
/* Who works and who hosts what: kmod/balance.c by itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "table.h"

static void standby_fills_what_is_missing(void **state)
{
	struct table t;

	(void)state;
	set_up(&t, 3, 0);
	t.seat[2].standby = true;
	balance(&t);
	assert_active(&t, "AA-");

	t.seat[0].usable = false;
	balance(&t);
	assert_active(&t, "-AA");

	/* Capacity is two: the second loss cannot be made up. */
	t.seat[1].usable = false;
	balance(&t);
	assert_active(&t, "--A");

	t.seat[0].usable = true;
	balance(&t);
	assert_active(&t, "A-A");
	t.seat[1].usable = true;
	balance(&t);
	assert_active(&t, "AA-");
}

static void one_is_active_among_standbys(void **state)
{
	struct table t;

	(void)state;
	set_up(&t, 2, 0);
	t.seat[0].standby = true;
	t.seat[1].standby = true;
	balance(&t);
	assert_active(&t, "A-");
	t.seat[0].usable = false;
	balance(&t);
	assert_active(&t, "-A");
	/* Both are equal, so the one that works stays. */
	t.seat[0].usable = true;
	balance(&t);
	assert_active(&t, "-A");
}

static void repaired_waits_without_failback(void **state)
{
	struct table t;

	(void)state;
	set_up(&t, 3, 3);
	t.failback = false;
	t.seat[2].standby = true;
	balance(&t);
	assert_active(&t, "AA-");

	t.seat[0].usable = false;
	balance(&t);
	assert_active(&t, "-AA");
	t.seat[0].usable = true;
	balance(&t);
	assert_active(&t, "-AA");
	assert_true(t.seat[0].waiting);

	/* It is taken when it is needed. */
	t.seat[1].usable = false;
	balance(&t);
	assert_active(&t, "A-A");
	assert_false(t.seat[0].waiting);
}

static void failed_group_takes_whoever_returns(void **state)
{
	struct table t;

	(void)state;
	set_up(&t, 2, 2);
	t.failback = false;
	balance(&t);
	t.seat[0].usable = false;
	t.seat[1].usable = false;
	balance(&t);
	assert_int_equal(t.active, 0);
	assert_null(t.claim[0].seat);
	assert_null(t.slot[0]);

	t.seat[1].usable = true;
	balance(&t);
	assert_active(&t, "-A");
	assert_loads(&t, "02");
}

static void failback_turned_on_ends_the_wait(void **state)
{
	struct table t;

	(void)state;
	set_up(&t, 2, 0);
	t.failback = false;
	balance(&t);
	t.seat[0].usable = false;
	balance(&t);
	t.seat[0].usable = true;
	balance(&t);
	assert_active(&t, "-A");
	t.failback = true;
	balance(&t);
	assert_active(&t, "AA");
}

static void offline_is_not_a_loss(void **state)
{
	struct table t;

	(void)state;
	set_up(&t, 2, 0);
	t.failback = false;
	balance(&t);
	t.seat[0].usable = false;
	t.seat[0].offline = true;
	balance(&t);
	assert_active(&t, "-A");
	t.seat[0].usable = true;
	t.seat[0].offline = false;
	balance(&t);
	assert_active(&t, "AA");
}

static void only_the_addresses_of_the_lost_move(void **state)
{
	struct ipmp_claim before[CLAIMS];
	struct table t;

	(void)state;
	set_up(&t, 3, 9);
	balance(&t);
	assert_loads(&t, "333");
	memcpy(before, t.claim, sizeof(before));

	t.seat[1].usable = false;
	balance(&t);
	assert_loads(&t, "504");
	assert_int_equal(moves(&t, before, 9), 3);
}

static void repair_takes_the_fewest_moves(void **state)
{
	struct ipmp_claim before[CLAIMS];
	struct table t;

	(void)state;
	set_up(&t, 3, 9);
	t.seat[1].usable = false;
	balance(&t);
	assert_loads(&t, "504");
	memcpy(before, t.claim, sizeof(before));

	t.seat[1].usable = true;
	balance(&t);
	assert_loads(&t, "333");
	assert_int_equal(moves(&t, before, 9), 3);
}

static void a_lone_address_stays_where_it_went(void **state)
{
	struct table t;

	(void)state;
	set_up(&t, 2, 1);
	balance(&t);
	t.seat[0].usable = false;
	balance(&t);
	t.seat[0].usable = true;
	balance(&t);
	assert_loads(&t, "01");
}

static void an_address_returns_home_and_only_then(void **state)
{
	struct table t;

	(void)state;
	set_up(&t, 3, 3);
	t.claim[0].home = &t.seat[2];
	balance(&t);
	assert_ptr_equal(t.claim[0].seat, &t.seat[2]);

	t.seat[2].usable = false;
	balance(&t);
	assert_ptr_not_equal(t.claim[0].seat, &t.seat[2]);
	t.seat[0].usable = false;
	balance(&t);
	assert_ptr_equal(t.claim[0].seat, &t.seat[1]);
	t.seat[2].usable = true;
	balance(&t);
	assert_ptr_equal(t.claim[0].seat, &t.seat[2]);
}

static void no_address_returns_home_without_failback(void **state)
{
	struct table t;

	(void)state;
	set_up(&t, 2, 1);
	t.failback = false;
	t.claim[0].home = &t.seat[1];
	balance(&t);
	assert_ptr_equal(t.claim[0].seat, &t.seat[1]);
	t.seat[1].usable = false;
	balance(&t);
	t.seat[1].usable = true;
	balance(&t);
	assert_ptr_equal(t.claim[0].seat, &t.seat[0]);
}

/* Homes may pile up on one seat; the others share what has no home. */
static void homes_do_not_upset_the_rest(void **state)
{
	struct ipmp_claim before[CLAIMS];
	struct table t;
	unsigned int i;

	(void)state;
	set_up(&t, 3, 9);
	for (i = 0; i < 5; i++)
		t.claim[i].home = &t.seat[0];
	balance(&t);
	assert_loads(&t, "522");
	memcpy(before, t.claim, sizeof(before));
	balance(&t);
	assert_int_equal(moves(&t, before, 9), 0);
}

static void count_slots(const struct table *t, unsigned int *n)
{
	unsigned int i;

	memset(n, 0, SEATS * sizeof(*n));
	for (i = 0; i < SLOTS; i++) {
		assert_non_null(t->slot[i]);
		assert_true(t->slot[i]->active);
		n[t->slot[i] - t->seat]++;
	}
}

static void flows_of_survivors_stay(void **state)
{
	struct ipmp_seat *before[SLOTS];
	unsigned int i, n[SEATS];
	struct table t;

	(void)state;
	set_up(&t, 3, 0);
	balance(&t);
	count_slots(&t, n);
	for (i = 0; i < 3; i++)
		assert_in_range(n[i], 85, 86);
	memcpy(before, t.slot, sizeof(before));

	t.seat[1].usable = false;
	balance(&t);
	for (i = 0; i < SLOTS; i++)
		if (before[i] != &t.seat[1])
			assert_ptr_equal(t.slot[i], before[i]);
	count_slots(&t, n);
	assert_int_equal(n[0], 128);
}

static void cast_stays_while_it_works(void **state)
{
	struct table t;

	(void)state;
	set_up(&t, 2, 0);
	balance(&t);
	assert_ptr_equal(ipmp_balance_cast(&t.seats, NULL), &t.seat[0]);
	assert_ptr_equal(ipmp_balance_cast(&t.seats, &t.seat[1]), &t.seat[1]);
	t.seat[1].usable = false;
	balance(&t);
	assert_ptr_equal(ipmp_balance_cast(&t.seats, &t.seat[1]), &t.seat[0]);
	t.seat[0].usable = false;
	balance(&t);
	assert_null(ipmp_balance_cast(&t.seats, &t.seat[0]));
}

/* As many active as are no standbys, or all that can be. */
static void check_active(const struct table *t, unsigned int seats)
{
	unsigned int i, ready = 0, waiting = 0, capacity = 0;

	for (i = 0; i < seats; i++) {
		const struct ipmp_seat *s = &t->seat[i];

		assert_true(s->usable || !s->active);
		assert_false(s->waiting && (s->active || t->failback));
		ready += s->usable && !s->waiting;
		waiting += s->waiting;
		capacity += !s->standby;
	}
	capacity = capacity ? capacity : 1;
	assert_int_equal(t->active, ready < capacity ? ready : capacity);
	if (waiting)
		assert_true(t->active);
}

static void check_rules(const struct table *t, unsigned int seats,
			unsigned int claims)
{
	unsigned int i, min = ~0U, n[SEATS];
	const struct ipmp_claim *c;

	check_active(t, seats);
	if (!t->active)
		return;
	for (i = 0; i < seats; i++)
		if (t->seat[i].active && t->seat[i].load < min)
			min = t->seat[i].load;
	count_slots(t, n);
	for (i = 0; i < claims; i++) {
		c = &t->claim[i];
		assert_non_null(c->seat);
		assert_true(c->seat->active);
		if (t->failback && c->home && c->home->active)
			assert_ptr_equal(c->seat, c->home);
		else if (t->failback)
			assert_true(c->seat->load <= min + 1);
	}
}

static void who_is_told_waits_until_it_is_needed(void **state)
{
	struct table t;

	(void)state;
	set_up(&t, 3, 4);
	t.failback = false;
	t.seat[2].standby = true;
	balance(&t);
	assert_active(&t, "AA-");
	assert_loads(&t, "220");

	assert_true(ipmp_balance_wait(&t.seats, &t.seat[0]));
	balance(&t);
	assert_active(&t, "-AA");
	assert_true(t.seat[0].waiting);
	assert_loads(&t, "022");
	/* Once more is no news, and does not end it. */
	assert_true(ipmp_balance_wait(&t.seats, &t.seat[0]));
	balance(&t);
	assert_active(&t, "-AA");

	t.seat[2].usable = false;
	balance(&t);
	assert_active(&t, "AA-");
	assert_false(t.seat[0].waiting);
}

static void who_is_needed_does_not_wait(void **state)
{
	struct table t;

	(void)state;
	set_up(&t, 3, 0);
	t.failback = false;
	t.seat[1].usable = false;
	t.seat[2].doubt = IPMP_BLAMED;
	balance(&t);
	assert_active(&t, "A--");
	assert_false(ipmp_balance_wait(&t.seats, &t.seat[0]));
	assert_true(t.seat[0].active && !t.seat[0].waiting);

	/* Nor who alone serves a family. */
	t.seat[2].doubt = IPMP_TRUSTED;
	t.seat[2].unfit[IPMP_V6] = true;
	balance(&t);
	assert_active(&t, "A-A");
	assert_false(ipmp_balance_wait(&t.seats, &t.seat[0]));
	assert_true(ipmp_balance_wait(&t.seats, &t.seat[2]));
	balance(&t);
	assert_active(&t, "A--");
	/* Nor the last that does not wait. */
	assert_false(ipmp_balance_wait(&t.seats, &t.seat[0]));
}

/* Whatever happens in whatever order, the rules hold after each step. */
static void rules_hold_over_any_history(void **state)
{
	unsigned int run, step, i, seats, claims;
	struct table t;

	(void)state;
	srand(1);
	for (run = 0; run < 500; run++) {
		seats = 1 + rand() % SEATS;
		claims = rand() % CLAIMS;
		set_up(&t, seats, claims);
		t.failback = rand() % 2;
		for (i = 0; i < seats; i++)
			t.seat[i].standby = rand() % 3 == 0;
		for (i = 0; i < claims; i++)
			if (rand() % 3 == 0)
				t.claim[i].home = &t.seat[rand() % seats];
		for (step = 0; step < 40; step++) {
			i = rand() % seats;
			t.seat[i].usable = !t.seat[i].usable;
			balance(&t);
			check_rules(&t, seats, claims);
		}
	}
}

/* Whether the seats of @at, one for each claim, are as the rules want it. */
static bool is_level(const struct table *t, unsigned int seats,
		     unsigned int claims, const unsigned int *at)
{
	unsigned int i, load[SEATS] = {}, min = ~0U;
	const struct ipmp_claim *c;

	for (i = 0; i < claims; i++)
		load[at[i]]++;
	for (i = 0; i < seats; i++)
		if (t->seat[i].active && load[i] < min)
			min = load[i];
	for (i = 0; i < claims; i++) {
		c = &t->claim[i];
		if (!t->seat[at[i]].active)
			return false;
		if (c->home && c->home->active ? c->home != &t->seat[at[i]] :
						 load[at[i]] > min + 1)
			return false;
	}
	return true;
}

/* The next of all ways to seat the claims; false after the last. */
static bool next_way(unsigned int *at, unsigned int seats, unsigned int claims)
{
	unsigned int i;

	for (i = 0; i < claims; i++) {
		if (++at[i] < seats)
			return true;
		at[i] = 0;
	}
	return false;
}

static unsigned int fewest_moves(const struct table *t, unsigned int seats,
				 unsigned int claims,
				 const struct ipmp_claim *before)
{
	unsigned int i, moved, best = ~0U, at[CLAIMS] = {};

	do {
		if (!is_level(t, seats, claims, at))
			continue;
		for (i = 0, moved = 0; i < claims; i++)
			moved += &t->seat[at[i]] != before[i].seat;
		if (moved < best)
			best = moved;
	} while (next_way(at, seats, claims));
	return best;
}

/* Compared with all that could be done, also when failback ends a long wait. */
static void no_move_is_one_too_many(void **state)
{
	unsigned int run, step, i, seats, claims;
	struct ipmp_claim before[CLAIMS];
	struct table t;

	(void)state;
	srand(1);
	for (run = 0; run < 150; run++) {
		seats = 2 + rand() % 3;
		claims = 1 + rand() % 5;
		set_up(&t, seats, claims);
		for (i = 0; i < claims; i++) {
			t.claim[i].family = rand() % IPMP_FAMILIES;
			if (rand() % 3 == 0)
				t.claim[i].home = &t.seat[rand() % seats];
		}
		for (step = 0; step < 30; step++) {
			i = rand() % seats;
			t.seat[i].usable = !t.seat[i].usable;
			t.failback = rand() % 2;
			memcpy(before, t.claim, sizeof(before));
			balance(&t);
			if (t.failback && t.active)
				assert_int_equal(moves(&t, before, claims),
						 fewest_moves(&t, seats, claims,
							      before));
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(standby_fills_what_is_missing),
		cmocka_unit_test(one_is_active_among_standbys),
		cmocka_unit_test(repaired_waits_without_failback),
		cmocka_unit_test(failed_group_takes_whoever_returns),
		cmocka_unit_test(failback_turned_on_ends_the_wait),
		cmocka_unit_test(offline_is_not_a_loss),
		cmocka_unit_test(only_the_addresses_of_the_lost_move),
		cmocka_unit_test(repair_takes_the_fewest_moves),
		cmocka_unit_test(a_lone_address_stays_where_it_went),
		cmocka_unit_test(an_address_returns_home_and_only_then),
		cmocka_unit_test(no_address_returns_home_without_failback),
		cmocka_unit_test(homes_do_not_upset_the_rest),
		cmocka_unit_test(flows_of_survivors_stay),
		cmocka_unit_test(cast_stays_while_it_works),
		cmocka_unit_test(who_is_told_waits_until_it_is_needed),
		cmocka_unit_test(who_is_needed_does_not_wait),
		cmocka_unit_test(rules_hold_over_any_history),
		cmocka_unit_test(no_move_is_one_too_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
