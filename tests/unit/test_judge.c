// SPDX-License-Identifier: GPL-2.0
/*
 * What probes say: kmod/judge.c, pace.c, aim.c and damp.c by themselves, in a
 * simulated network and with simulated time.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "world.h"

static void five_losses_fail_and_ten_answers_repair(void **state)
{
	struct world w;
	u64 took;

	(void)state;
	set_up(&w, 2, 1, 1000);
	run(&w, 2 * SEC);
	assert_states(&w, "oo");

	w.dead[0] = true;
	took = run_to(&w, 0, IPMP_PROBE_STATE_FAILED, detection(&w));
	assert_int_equal(w.path[0].lost, 5);
	assert_true(took > 5 * IPMP_INTERVAL_NS(w.ms));
	assert_int_equal(w.path[0].failures, 1);

	run(&w, 5 * SEC);
	assert_states(&w, "xo");
	w.dead[0] = false;
	w.path[0].answered = 0;
	run_to(&w, 0, IPMP_PROBE_STATE_OK, 2 * detection(&w));
	assert_int_equal(w.path[0].answered, 10);
	assert_int_equal(w.path[0].repairs, 1);
	assert_int_equal(w.path[1].failures, 0);
}

static void four_losses_do_not_fail(void **state)
{
	struct world w;

	(void)state;
	set_up(&w, 2, 1, 1000);
	run(&w, 2 * SEC);
	w.dead[0] = true;
	while (w.path[0].lost_row < 4)
		step(&w, w.now + SEC);
	w.dead[0] = false;
	run(&w, 3 * SEC);
	/* One or two more were on their way. */
	assert_in_range(w.path[0].lost, 4, 6);
	assert_int_equal(w.path[0].failures, 0);
	assert_states(&w, "oo");
}

static void a_loss_begins_the_repair_anew(void **state)
{
	struct world w;

	(void)state;
	set_up(&w, 2, 1, 1000);
	run(&w, 2 * SEC);
	w.dead[0] = true;
	run(&w, 2 * SEC);
	w.dead[0] = false;
	while (w.path[0].answered_row < 9)
		step(&w, w.now + SEC);
	w.dead[0] = true;
	while (w.path[0].answered_row)
		step(&w, w.now + SEC);
	assert_states(&w, "xo");
	w.dead[0] = false;
	while (w.path[0].answered_row < 9)
		step(&w, w.now + SEC);
	assert_states(&w, "xo");
	run(&w, SEC);
	assert_states(&w, "oo");
}

static void when_all_lose_the_targets_are_blamed(void **state)
{
	unsigned int i, round;
	struct world w;

	(void)state;
	for (round = 0; round < 500; round++) {
		set_up(&w, PATHS, 1 + round % 5, round % 2 ? 100 : 10000);
		w.seed = round + 1;
		run(&w, detection(&w) * 2 + round * detection(&w) / 617);
		memset(w.mute, true, sizeof(w.mute));
		run(&w, 3 * detection(&w));
		assert_states(&w, "????");
		assert_true(w.judge.blind);
		memset(w.mute, false, sizeof(w.mute));
		run(&w, 2 * detection(&w));
		assert_states(&w, "oooo");
		assert_false(w.judge.blind);
		for (i = 0; i < PATHS; i++)
			assert_int_equal(w.path[i].failures, 0);
	}
}

/* Targets that go, and later come back, one by one: the paths are not to blame. */
static void targets_that_change_one_by_one_fail_no_path(void **state)
{
	u64 change[2 * TARGETS], begin;
	unsigned int round, i;
	struct world w;

	(void)state;
	for (round = 0; round < 500; round++) {
		set_up(&w, 2 + round % 3, 2 + round % 4, 1000);
		w.seed = round + 1;
		run(&w, 2 * SEC);
		begin = w.now;
		for (i = 0; i < TARGETS; i++) {
			change[i] = begin + chance(&w) % 1000 * MS;
			change[TARGETS + i] = change[i] + 4 * SEC;
		}
		do {
			for (i = 0; i < TARGETS; i++)
				w.mute[i] = w.now >= change[i] &&
					    w.now < change[TARGETS + i];
		} while (step(&w, begin + 8 * SEC));
		for (i = 0; i < w.paths; i++)
			assert_int_equal(w.path[i].failures, 0);
	}
}

static void who_is_blind_floods_no_network(void **state)
{
	unsigned int i, sent;
	struct world w;

	(void)state;
	set_up(&w, PATHS, 2, 100);
	run(&w, SEC);
	memset(w.mute, true, sizeof(w.mute));
	run(&w, SEC);
	assert_true(w.judge.blind);
	for (i = 0; i < PATHS; i++)
		w.path[i].sent = 0;
	run(&w, SEC);
	for (i = 0, sent = 0; i < PATHS; i++)
		sent += (unsigned int)w.path[i].sent;
	assert_in_range(sent, 20, 60);

	memset(w.mute, false, sizeof(w.mute));
	run(&w, 300 * MS);
	assert_states(&w, "oooo");
	w.dead[0] = true;
	run_to(&w, 0, IPMP_PROBE_STATE_FAILED, detection(&w));
}

static void fail_all_by_the_solaris_rule(struct world *w)
{
	set_up(w, 2, 2, 1000);
	ipmp_judge_open(&w->judge, false);
	run(w, 2 * SEC);
	memset(w->mute, true, sizeof(w->mute));
	run(w, 2 * SEC);
	assert_states(w, "xx");
}

static void the_solaris_rule_fails_all(void **state)
{
	struct world w;

	(void)state;
	fail_all_by_the_solaris_rule(&w);
	assert_false(ipmp_path_is_blamed(&w.judge, &w.path[0]));
	memset(w.mute, false, sizeof(w.mute));
	run(&w, 2 * SEC);
	assert_states(&w, "oo");
}

static void the_solaris_rule_ends_for_who_failed_by_it(void **s)
{
	struct world w;

	(void)s;
	fail_all_by_the_solaris_rule(&w);
	ipmp_judge_open(&w.judge, true);
	assert_states(&w, "??");
	run(&w, 2 * SEC);
	assert_states(&w, "??");
	assert_true(w.judge.blind);

	/* Of one that is at fault that is found out as soon as another does better. */
	w.dead[0] = true;
	memset(w.mute, false, sizeof(w.mute));
	run(&w, 2 * SEC);
	assert_states(&w, "xo");
}

static void nobody_to_compare_with_is_nobody_to_blame(void **state)
{
	struct world w;

	(void)state;
	set_up(&w, 1, 1, 1000);
	run(&w, 2 * SEC);
	w.dead[0] = true;
	run(&w, 2 * SEC);
	assert_states(&w, "?");
}

static void who_is_suspect_is_blamed_as_soon_as_another_does_better(void **s)
{
	struct world w;

	(void)s;
	set_up(&w, 2, 1, 1000);
	run(&w, 2 * SEC);
	w.dead[0] = true;
	w.dead[1] = true;
	run(&w, 3 * SEC);
	assert_states(&w, "??");
	w.dead[1] = false;
	run(&w, SEC);
	assert_states(&w, "xo");
}

static void losses_do_not_count_in_the_quiet_period(void **state)
{
	struct world w;

	(void)state;
	set_up(&w, 2, 1, 1000);
	w.dead[0] = true;
	run(&w, 39 * SEC);
	assert_states(&w, "?o");
	run(&w, 3 * SEC);
	assert_states(&w, "xo");

	set_up(&w, 2, 1, 1000);
	run(&w, 2 * SEC);
	w.dead[0] = true;
	run_to(&w, 0, IPMP_PROBE_STATE_FAILED, detection(&w));
}

static void a_path_proves_itself_after_a_loss_of_carrier(void **state)
{
	struct ipmp_path *p;
	struct world w;

	(void)state;
	set_up(&w, 2, 1, 1000);
	p = &w.path[0];
	run(&w, 2 * SEC);
	ipmp_path_end(&w.judge, p);
	assert_states(&w, "-o");
	run(&w, 2 * SEC);
	ipmp_pace_start(&p->pace, w.now, 0);
	ipmp_path_begin(&w.judge, p);
	assert_states(&w, "xo");
	assert_true(ipmp_path_is_doubtful(p));
	run_to(&w, 0, IPMP_PROBE_STATE_OK, 2 * detection(&w));
	assert_int_equal(p->failures, 0);
	assert_int_equal(p->repairs, 0);

	/* Where nobody is answered there is nothing to prove. */
	ipmp_path_end(&w.judge, p);
	w.mute[0] = true;
	run(&w, 2 * SEC);
	ipmp_pace_start(&p->pace, w.now, 0);
	ipmp_path_begin(&w.judge, p);
	assert_states(&w, "??");
}

static void who_is_blamed_remains_so_without_targets(void **state)
{
	struct world w;

	(void)state;
	set_up(&w, 2, 1, 1000);
	run(&w, 2 * SEC);
	w.dead[0] = true;
	run(&w, 2 * SEC);
	assert_true(ipmp_path_is_blamed(&w.judge, &w.path[0]));
	assert_false(ipmp_path_is_blamed(&w.judge, &w.path[1]));

	INIT_LIST_HEAD(&w.aims);
	ipmp_path_end(&w.judge, &w.path[1]);
	run(&w, 10 * SEC);
	assert_states(&w, "x-");
	assert_false(w.judge.blind);

	list_add_tail(&w.aim[0].list, &w.aims);
	w.dead[0] = false;
	run(&w, 2 * SEC);
	assert_states(&w, "o-");

	/* Who is held back only is not blamed. */
	w.path[0].state = IPMP_PROBE_STATE_FAILED;
	assert_false(ipmp_path_is_blamed(&w.judge, &w.path[0]));
}

static void a_path_that_cannot_be_probed_is_unknown(void **state)
{
	struct world w;

	(void)state;
	set_up(&w, 2, 1, 1000);
	run(&w, SEC);
	ipmp_path_mute(&w.judge, &w.path[0]);
	assert_states(&w, "?o");
	run(&w, SEC);
	assert_states(&w, "oo");
	/* Who was blamed remains so. */
	w.dead[0] = true;
	run(&w, 2 * SEC);
	ipmp_path_mute(&w.judge, &w.path[0]);
	assert_states(&w, "xo");
}

static void flapping_is_held_for_longer_and_longer(void **state)
{
	struct ipmp_damp d = {};
	u64 now = START, hold = 10 * SEC;
	unsigned int i;

	(void)state;
	ipmp_damp_hit(&d, now);
	ipmp_damp_hit(&d, now += SEC);
	assert_false(ipmp_damp_held(&d, now));
	for (i = 0; i < 10; i++) {
		ipmp_damp_hit(&d, now);
		assert_int_equal(d.until - now, hold);
		assert_true(ipmp_damp_held(&d, d.until - 1));
		assert_false(ipmp_damp_held(&d, d.until));
		now = d.until + SEC;
		hold = hold < 640 * SEC ? hold * 2 : hold;
	}
	/* Calm for twice as long as it was held. */
	ipmp_damp_hit(&d, d.last + 2 * 640 * SEC + 1);
	assert_int_equal(d.hits, 1);
}

static void a_flapping_path_is_held(void **state)
{
	unsigned int round;
	struct world w;

	(void)state;
	set_up(&w, 2, 1, 1000);
	run(&w, 2 * SEC);
	for (round = 0; round < 3; round++) {
		w.dead[0] = true;
		run_to(&w, 0, IPMP_PROBE_STATE_FAILED, detection(&w));
		w.dead[0] = false;
		run(&w, 3 * SEC);
	}
	assert_states(&w, "xo");
	assert_true(ipmp_path_is_doubtful(&w.path[0]));
	assert_true(run_to(&w, 0, IPMP_PROBE_STATE_OK, 8 * SEC) > 5 * SEC);
}

/* Probes come faster then than they are given up otherwise. */
static void who_has_to_prove_itself_and_is_dead_is_failed(void **state)
{
	struct ipmp_path *p;
	struct world w;

	(void)state;
	set_up(&w, 2, 1, 60000);
	p = &w.path[0];
	run(&w, 120 * SEC);
	ipmp_path_end(&w.judge, p);
	w.dead[0] = true;
	ipmp_pace_start(&p->pace, w.now, 0);
	ipmp_path_begin(&w.judge, p);
	assert_true(p->awaiting);
	run(&w, 10 * SEC);
	assert_true(p->lost_row >= IPMP_FAIL_LOSSES);
	run(&w, 60 * SEC);
	assert_true(ipmp_path_is_blamed(&w.judge, p));
}

static unsigned int detection_time(u32 n)
{
	static const unsigned int ms[] = { 100, 1000, 10000 };

	return ms[n % 3];
}

/*
 * Never a failure while answers arrive; never later than the detection time
 * after they stop. Over thousands of networks and moments.
 */
static void silence_is_noticed_in_time_and_nothing_else(void **state)
{
	unsigned int round, i, dead;
	struct world w;

	(void)state;
	for (round = 0; round < 6000; round++) {
		set_up(&w, 2 + round % 3, 1 + round % TARGETS,
		       detection_time(round / 7));
		w.seed = round + 1;
		for (i = 0; i < w.targets; i++)
			w.rtt[i] = 1 + chance(&w) % (IPMP_PATIENCE_NS(w.ms) / 2);
		run(&w, 2 * detection(&w) +
			chance(&w) % 1000 * detection(&w) / 1000);
		for (i = 0; i < w.paths; i++)
			assert_int_equal(w.path[i].lost, 0);
		dead = chance(&w) % w.paths;
		w.dead[dead] = true;
		run_to(&w, dead, IPMP_PROBE_STATE_FAILED, detection(&w));
		run(&w, 2 * detection(&w));
		for (i = 0; i < w.paths; i++)
			assert_int_equal(w.path[i].failures, i == dead);
	}
}

/* Before its first answers a path has not learned to work yet. */
static void what_is_lost_at_first_delays_nothing(void **state)
{
	unsigned int round, i;
	struct world w;

	(void)state;
	for (round = 0; round < 1000; round++) {
		set_up(&w, 2 + round % 3, 1 + round % TARGETS, 1000);
		w.seed = round + 1;
		memset(w.dead, true, sizeof(w.dead));
		run(&w, (chance(&w) % 600) * MS);
		memset(w.dead, false, sizeof(w.dead));
		for (i = 0; i < w.paths; i++)
			run_to(&w, i, IPMP_PROBE_STATE_OK, SEC);
		run(&w, SEC / 4);
		w.dead[0] = true;
		run_to(&w, 0, IPMP_PROBE_STATE_FAILED, SEC);
	}
}

/* As when a switch goes with all members that it connects. */
static void half_of_the_paths_fail_together_in_time(void **state)
{
	unsigned int round, i;
	struct world w;
	u64 begin;

	(void)state;
	for (round = 0; round < 1000; round++) {
		set_up(&w, 3 + round % 2, 1 + round % TARGETS, 1000);
		w.seed = round + 1;
		run(&w, 3 * SEC + chance(&w) % 1000 * MS);
		w.dead[1] = true;
		w.dead[2] = true;
		begin = w.now;
		run_to(&w, 1, IPMP_PROBE_STATE_FAILED, SEC);
		run_to(&w, 2, IPMP_PROBE_STATE_FAILED, begin + SEC - w.now);
		run(&w, 2 * SEC);
		for (i = 0; i < w.paths; i++)
			assert_int_equal(w.path[i].failures, i == 1 || i == 2);
	}
}

/* Losses at random, but never five in a row on any path. */
static void no_path_fails_that_is_answered_now_and_then(void **state)
{
	unsigned int round, i, row[PATHS] = {};
	struct world w;
	u64 until, sent;

	(void)state;
	for (round = 0; round < 300; round++) {
		set_up(&w, 2 + round % 3, 1 + round % TARGETS,
		       detection_time(round));
		w.seed = round + 1;
		run(&w, detection(&w));
		until = w.now + 100 * detection(&w);
		memset(row, 0, sizeof(row));
		do {
			for (i = 0; i < w.paths; i++) {
				sent = w.path[i].sent;
				/* Decided anew after each probe. */
				if (row[i] >> 8 == (sent & 0xffffff))
					continue;
				row[i] = (row[i] & 0xff) + w.dead[i];
				if (!w.dead[i])
					row[i] = 0;
				w.dead[i] = (row[i] & 0xff) < 4 &&
					    chance(&w) % 100 < 60;
				row[i] |= (u32)sent << 8;
			}
		} while (step(&w, until));
		for (i = 0; i < w.paths; i++) {
			assert_int_equal(w.path[i].failures, 0);
			assert_true(w.path[i].lost > 100);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(five_losses_fail_and_ten_answers_repair),
		cmocka_unit_test(four_losses_do_not_fail),
		cmocka_unit_test(a_loss_begins_the_repair_anew),
		cmocka_unit_test(when_all_lose_the_targets_are_blamed),
		cmocka_unit_test(targets_that_change_one_by_one_fail_no_path),
		cmocka_unit_test(who_is_blind_floods_no_network),
		cmocka_unit_test(the_solaris_rule_fails_all),
		cmocka_unit_test(the_solaris_rule_ends_for_who_failed_by_it),
		cmocka_unit_test(nobody_to_compare_with_is_nobody_to_blame),
		cmocka_unit_test(who_is_suspect_is_blamed_as_soon_as_another_does_better),
		cmocka_unit_test(losses_do_not_count_in_the_quiet_period),
		cmocka_unit_test(a_path_proves_itself_after_a_loss_of_carrier),
		cmocka_unit_test(who_is_blamed_remains_so_without_targets),
		cmocka_unit_test(a_path_that_cannot_be_probed_is_unknown),
		cmocka_unit_test(flapping_is_held_for_longer_and_longer),
		cmocka_unit_test(a_flapping_path_is_held),
		cmocka_unit_test(who_has_to_prove_itself_and_is_dead_is_failed),
		cmocka_unit_test(silence_is_noticed_in_time_and_nothing_else),
		cmocka_unit_test(what_is_lost_at_first_delays_nothing),
		cmocka_unit_test(half_of_the_paths_fail_together_in_time),
		cmocka_unit_test(no_path_fails_that_is_answered_now_and_then),
	};

	return cmocka_run_group_tests_name("judge", tests, NULL, NULL);
}
