// SPDX-License-Identifier: GPL-2.0
/*
 * When probes are sent and given up: kmod/pace.c, in the simulated network of
 * test_judge.c.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "world.h"

/* The host sleeps: nothing that it did not send or hear is a loss. */
static void a_late_host_loses_nothing(void **state)
{
	unsigned int round;
	struct world w;
	u64 lost;

	(void)state;
	set_up(&w, 2, 1, 100);
	run(&w, SEC);
	lost = w.path[0].lost + w.path[1].lost;
	for (round = 0; round < 100; round++) {
		w.stall = (3 + round * 7) * MS;
		run(&w, w.stall + 50 * MS);
		w.stall = 0;
		run(&w, 30 * MS);
	}
	assert_states(&w, "oo");
	assert_int_equal(w.path[0].failures + w.path[1].failures, 0);
	assert_int_equal(w.path[0].lost + w.path[1].lost, lost);
	assert_true(w.path[0].pace.not_sent > 100);
}

static void a_late_timer_makes_no_burst(void **state)
{
	struct ipmp_pace p = {};
	unsigned int late;
	u64 now;

	(void)state;
	ipmp_pace_set(&p, START, SEC, 2 * SEC);
	for (late = 0; late < 300; late++) {
		ipmp_pace_start(&p, START, 0xff);
		p.not_sent = 0;
		now = p.due + late * 10 * MS;
		assert_true(ipmp_pace_due(&p, now, 0));
		assert_in_range(p.not_sent, late / 100, late / 100 + 1);
		assert_true(p.due > now);
	}
}

/* Within a quarter of an interval, each as likely, for hosts not to beat as one. */
static void probes_come_at_random(void **state)
{
	struct ipmp_pace p = {};
	unsigned int random;
	u64 due = 0;

	(void)state;
	ipmp_pace_set(&p, START, SEC, 2 * SEC);
	for (random = 0; random < 256; random++) {
		ipmp_pace_start(&p, START, random);
		assert_true(!random || p.due > due);
		assert_in_range(p.due - START, 0, SEC / 4);
		due = p.due;
		assert_true(ipmp_pace_due(&p, p.due, 255 - random));
		assert_in_range(p.due - START, SEC, SEC + SEC / 4);
		assert_true(p.due - due >= SEC - SEC / 4);
	}
	assert_true(due - START > SEC / 5);
}

static void what_arrived_while_the_host_stood_still_is_heard(void **state)
{
	struct world w;
	unsigned int round, i;

	(void)state;
	set_up(&w, 2, 1, 100);
	w.rtt[0] = 6 * MS;
	run(&w, SEC);
	for (round = 0; round < 200; round++) {
		freeze(&w, (30 + round) * MS);
		run(&w, 20 * MS);
	}
	for (i = 0; i < 2; i++) {
		assert_int_equal(w.path[i].lost, 0);
		assert_int_equal(w.path[i].failures, 0);
	}
	/* What was heard late tells nothing of the network. */
	assert_in_range(w.aim[0].rtt.avg, 6 * MS, 6 * MS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_late_host_loses_nothing),
		cmocka_unit_test(a_late_timer_makes_no_burst),
		cmocka_unit_test(probes_come_at_random),
		cmocka_unit_test(what_arrived_while_the_host_stood_still_is_heard),
	};

	return cmocka_run_group_tests_name("pace", tests, NULL, NULL);
}
