// SPDX-License-Identifier: GPL-2.0
/*
 * Which targets are asked: kmod/aim.c, in the simulated network of
 * test_judge.c.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "world.h"

static void a_target_that_alone_is_silent_is_set_aside(void **state)
{
	struct world w;

	(void)state;
	set_up(&w, 3, 3, 1000);
	w.dead[2] = true;
	run(&w, 2 * SEC);
	w.mute[1] = true;
	run(&w, 10 * SEC);
	assert_int_equal(w.aim[0].state, IPMP_TARGET_STATE_ACTIVE);
	assert_int_equal(w.aim[1].state, IPMP_TARGET_STATE_SILENT);
	assert_int_equal(w.aim[2].state, IPMP_TARGET_STATE_ACTIVE);
	assert_states(&w, "oo?");
	assert_int_equal(w.path[0].failures + w.path[1].failures, 0);

	ipmp_aim_review(&w.aims, IPMP_PATIENCE_NS(w.ms), w.now);
	assert_int_equal(w.aim[1].state, IPMP_TARGET_STATE_SILENT);
	w.mute[1] = false;
	run(&w, 60 * SEC);
	ipmp_aim_review(&w.aims, IPMP_PATIENCE_NS(w.ms), w.now);
	run(&w, 10 * SEC);
	assert_int_equal(w.aim[1].state, IPMP_TARGET_STATE_ACTIVE);
}

static void assert_all_active(const struct world *w)
{
	unsigned int i;

	for (i = 0; i < w->targets; i++)
		assert_int_equal(w->aim[i].state, IPMP_TARGET_STATE_ACTIVE);
}

static void who_was_doubted_is_silent_until_it_answers(void **state)
{
	struct world w;

	(void)state;
	set_up(&w, 2, 2, 1000);
	run(&w, 2 * SEC);
	assert_false(w.aim[0].silent);
	ipmp_aim_doubt_all(&w.aims);
	w.mute[0] = true;
	run(&w, 2 * SEC);
	assert_true(w.aim[0].silent);
	assert_false(w.aim[1].silent);
	w.mute[0] = false;
	run(&w, 65 * SEC);
	ipmp_aim_review(&w.aims, IPMP_PATIENCE_NS(w.ms), w.now);
	run(&w, SEC);
	assert_false(w.aim[0].silent);
}

static void what_a_path_loses_by_itself_is_charged_to_no_target(void **state)
{
	unsigned int round;
	struct world w;

	(void)state;
	for (round = 0; round < 1000; round++) {
		set_up(&w, 1 + round % PATHS, 2 + round % 4, 1000);
		w.seed = round + 1;
		run(&w, 2 * SEC);
		memset(w.dead, true, round % 3 ? 1 : sizeof(w.dead));
		run(&w, (500 + chance(&w) % 6000) * MS);
		memset(w.dead, false, sizeof(w.dead));
		while (step(&w, w.now + SEC) && w.now < START + 10 * SEC)
			assert_all_active(&w);
	}
}

static void a_path_that_never_worked_charges_no_target(void **state)
{
	struct world w;

	(void)state;
	set_up(&w, 1, 3, 1000);
	w.dead[0] = true;
	run(&w, 39 * SEC);
	w.dead[0] = false;
	run(&w, SEC);
	assert_states(&w, "o");
	assert_all_active(&w);
}

static void a_target_that_moves_is_found_again(void **state)
{
	unsigned int round, lost;
	struct world w;

	(void)state;
	for (round = 0; round < 100; round++) {
		set_up(&w, 1 + round % PATHS, 1 + round % 5, 1000);
		w.seed = round + 1;
		run(&w, 2 * SEC + chance(&w) % 1000 * MS);
		w.place[0]++;
		run(&w, 5 * SEC);
		assert_all_active(&w);
		lost = (unsigned int)w.path[0].lost;
		run(&w, 5 * SEC);
		assert_int_equal(w.path[0].lost, lost);
		assert_int_equal(w.path[0].failures, 0);
	}
}

static void who_is_set_aside_has_to_tell_its_place_again(void **state)
{
	struct world w;

	(void)state;
	set_up(&w, 2, 3, 1000);
	run(&w, 2 * SEC);
	assert_true(ipmp_aim_is_located(&w.aim[1], &w.path[0]));
	w.mute[1] = true;
	run(&w, 10 * SEC);
	assert_int_equal(w.aim[1].state, IPMP_TARGET_STATE_SILENT);
	run(&w, 60 * SEC);
	ipmp_aim_review(&w.aims, IPMP_PATIENCE_NS(w.ms), w.now);
	assert_int_equal(w.aim[1].state, IPMP_TARGET_STATE_ACTIVE);
	assert_true(w.aim[1].silent);
	assert_false(ipmp_aim_is_located(&w.aim[1], &w.path[0]));
}

static void an_outage_does_not_end_echoes(void **state)
{
	unsigned int round, i, sent;
	struct world w;

	(void)state;
	for (round = 0; round < 100; round++) {
		set_up(&w, 1 + round % PATHS, 1 + round % 5, 1000);
		w.seed = round + 1;
		run(&w, 2 * SEC + chance(&w) % 1000 * MS);
		memset(w.mute, true, sizeof(w.mute));
		run(&w, 5 * SEC);
		memset(w.mute, false, sizeof(w.mute));
		run(&w, 3 * SEC);
		w.echoes = 0;
		for (i = 0; i < w.paths; i++)
			w.path[i].sent = 0;
		run(&w, SEC);
		for (i = 0, sent = 0; i < w.paths; i++)
			sent += (unsigned int)w.path[i].sent;
		assert_true(sent);
		assert_int_equal(w.echoes, sent);
	}
}

static void who_answers_no_echo_is_seldom_asked_for_one(void **state)
{
	unsigned int round;
	struct world w;

	(void)state;
	for (round = 0; round < 100; round++) {
		set_up(&w, 1 + round % PATHS, 1 + round % 5, 1000);
		w.seed = round + 1;
		w.no_echo[0] = true;
		run(&w, 20 * SEC);
		w.path[0].lost = 0;
		run(&w, 60 * SEC);
		assert_all_active(&w);
		assert_in_range(w.path[0].lost, 0, 5);
		w.no_echo[0] = false;
		run(&w, 65 * SEC);
		assert_true(ipmp_aim_echoes(&w.aim[0], &w.path[0], w.now));
		assert_int_equal(w.path[0].failures, 0);
	}
}

static void the_last_target_is_not_set_aside(void **state)
{
	struct world w;

	(void)state;
	set_up(&w, 1, 2, 1000);
	run(&w, 2 * SEC);
	/* The other answers still, but is not asked any more. */
	w.aim[1].state = IPMP_TARGET_STATE_SPARE;
	w.aim[0].lost_row = IPMP_FAIL_LOSSES - 1;
	w.aim[0].row_from = 0;
	w.path[0].pace.shot[0].state = IPMP_SHOT_LOST;
	w.path[0].pace.shot[0].target = &w.aim[0];
	w.path[0].pace.shot[1].target = &w.aim[1];
	assert_false(ipmp_aim_charge(&w.aims, &w.path[0],
				     &w.path[0].pace.shot[1], w.now));
	assert_int_equal(w.aim[0].lost_row, IPMP_FAIL_LOSSES);
	assert_int_equal(w.aim[0].state, IPMP_TARGET_STATE_ACTIVE);
}

static void five_targets_are_asked_and_the_sixth_is_spare(void **state)
{
	struct world w;
	unsigned int i;

	(void)state;
	set_up(&w, 2, 6, 1000);
	assert_int_equal(w.aim[5].state, IPMP_TARGET_STATE_SPARE);
	/* One that answers is enough. */
	for (i = 0; i < 4; i++)
		w.mute[i] = true;
	run(&w, 60 * SEC);
	assert_states(&w, "oo");
	assert_int_equal(w.path[0].failures + w.path[1].failures, 0);
	assert_int_equal(w.aim[0].state, IPMP_TARGET_STATE_SILENT);
	ipmp_aim_review(&w.aims, IPMP_PATIENCE_NS(w.ms), w.now);
	assert_int_equal(w.aim[5].state, IPMP_TARGET_STATE_ACTIVE);
}

static void who_is_unfit_is_not_asked(void **state)
{
	struct world w;

	(void)state;
	set_up(&w, 2, 6, 1000);
	w.aim[1].unfit = true;
	ipmp_aim_review(&w.aims, IPMP_PATIENCE_NS(w.ms), w.now);
	assert_int_equal(w.aim[1].state, IPMP_TARGET_STATE_SPARE);
	assert_int_equal(w.aim[5].state, IPMP_TARGET_STATE_ACTIVE);
	w.aim[1].unfit = false;
	ipmp_aim_review(&w.aims, IPMP_PATIENCE_NS(w.ms), w.now);
	assert_int_equal(w.aim[1].state, IPMP_TARGET_STATE_ACTIVE);
	assert_int_equal(w.aim[5].state, IPMP_TARGET_STATE_SPARE);
}

static unsigned int review(struct world *w, unsigned int ms)
{
	ipmp_aim_review(&w->aims, IPMP_PATIENCE_NS(ms), w->now);
	return ipmp_aim_detection(&w->aims, w->ms, ms);
}

static void the_turn_goes_on_when_targets_change(void **state)
{
	struct ipmp_aim *a;
	struct world w;

	(void)state;
	set_up(&w, 1, 5, 1000);
	assert_ptr_equal(ipmp_aim_next(&w.aims, NULL, 7), &w.aim[2]);
	a = ipmp_aim_next(&w.aims, &w.aim[1], 0);
	assert_ptr_equal(a, &w.aim[2]);
	w.aim[0].state = IPMP_TARGET_STATE_SILENT;
	w.aim[2].state = IPMP_TARGET_STATE_SILENT;
	a = ipmp_aim_next(&w.aims, a, 0);
	assert_ptr_equal(a, &w.aim[3]);
	w.aim[0].state = IPMP_TARGET_STATE_ACTIVE;
	a = ipmp_aim_next(&w.aims, a, 0);
	assert_ptr_equal(a, &w.aim[4]);
	assert_ptr_equal(ipmp_aim_next(&w.aims, a, 0), &w.aim[0]);
	INIT_LIST_HEAD(&w.aims);
	assert_null(ipmp_aim_next(&w.aims, a, 0));
	assert_null(ipmp_aim_next(&w.aims, NULL, 0));
}

static void one_slow_target_stretches_nothing(void **state)
{
	struct world w;

	(void)state;
	set_up(&w, 2, 3, 1000);
	w.rtt[1] = 600 * MS;
	run(&w, 10 * SEC);
	assert_int_equal(review(&w, w.ms), w.ms);
	assert_int_equal(w.aim[1].state, IPMP_TARGET_STATE_SLOW);
	assert_states(&w, "oo");
	w.dead[0] = true;
	run_to(&w, 0, IPMP_PROBE_STATE_FAILED, detection(&w));
}

static void slow_targets_alone_stretch_it_up_to_a_limit(void **state)
{
	struct world w;
	unsigned int ms;

	(void)state;
	set_up(&w, 2, 2, 1000);
	w.rtt[0] = 400 * MS;
	w.rtt[1] = 500 * MS;
	run(&w, 10 * SEC);
	/* Slower than a probe may take, but they show that the paths work. */
	assert_states(&w, "oo");
	ms = review(&w, w.ms);
	assert_in_range(ms, 1600, 2400);
	w.rtt[0] = 3 * SEC;
	w.rtt[1] = 3 * SEC;
	run(&w, 30 * SEC);
	/* By how much cannot be told: answers of neighbours have no number. */
	assert_in_range(review(&w, ms), 2 * w.ms, 4 * w.ms);
	w.rtt[0] = MS;
	w.rtt[1] = MS;
	run(&w, 30 * SEC);
	assert_int_equal(review(&w, 4 * w.ms), w.ms);
	assert_int_equal(w.path[0].failures + w.path[1].failures, 0);
}

static void what_is_stretched_does_not_flutter(void **state)
{
	struct world w;

	(void)state;
	set_up(&w, 1, 1, 1000);
	w.aim[0].rtt.measured = true;
	w.aim[0].rtt.avg = 210 * MS;
	assert_int_equal(ipmp_aim_detection(&w.aims, 1000, 1000), 1051);
	w.aim[0].rtt.avg = 190 * MS;
	assert_int_equal(ipmp_aim_detection(&w.aims, 1000, 1051), 1051);
	assert_int_equal(ipmp_aim_detection(&w.aims, 1000, 1000), 1000);
	w.aim[0].rtt.avg = 140 * MS;
	assert_int_equal(ipmp_aim_detection(&w.aims, 1000, 1051), 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_target_that_alone_is_silent_is_set_aside),
		cmocka_unit_test(who_was_doubted_is_silent_until_it_answers),
		cmocka_unit_test(what_a_path_loses_by_itself_is_charged_to_no_target),
		cmocka_unit_test(a_path_that_never_worked_charges_no_target),
		cmocka_unit_test(a_target_that_moves_is_found_again),
		cmocka_unit_test(who_is_set_aside_has_to_tell_its_place_again),
		cmocka_unit_test(an_outage_does_not_end_echoes),
		cmocka_unit_test(who_answers_no_echo_is_seldom_asked_for_one),
		cmocka_unit_test(the_last_target_is_not_set_aside),
		cmocka_unit_test(five_targets_are_asked_and_the_sixth_is_spare),
		cmocka_unit_test(who_is_unfit_is_not_asked),
		cmocka_unit_test(the_turn_goes_on_when_targets_change),
		cmocka_unit_test(one_slow_target_stretches_nothing),
		cmocka_unit_test(slow_targets_alone_stretch_it_up_to_a_limit),
		cmocka_unit_test(what_is_stretched_does_not_flutter),
	};

	return cmocka_run_group_tests_name("aim", tests, NULL, NULL);
}
