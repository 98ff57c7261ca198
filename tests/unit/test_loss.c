// SPDX-License-Identifier: GPL-2.0
/* What random loss does to who is judged. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "world.h"

/* Makes numbers of rounds into seeds that differ a lot. */
#define SPREAD 2654435761U

static void lose_everywhere(struct world *w, unsigned int permille)
{
	unsigned int i;

	for (i = 0; i < PATHS; i++)
		w->loss[i] = permille;
}

/*
 * Nobody knows a loss rate from a handful of probes; but of a thousand networks
 * that begin to lose, one at most fails a path by mistake, at whatever rate.
 */
static void what_all_lose_fails_nobody(void **state)
{
	unsigned int round, i, failures = 0;
	struct world w;

	(void)state;
	for (round = 0; round < 6000; round++) {
		set_up(&w, 2 + round % 3, 1 + round / 3 % TARGETS, 1000);
		w.seed = (round + 1) * SPREAD;
		run(&w, 10 * SEC + chance(&w) % 1000 * MS);
		lose_everywhere(&w, 100 * (1 + round / 7 % 6));
		run(&w, 20 * SEC);
		for (i = 0; i < w.paths; i++)
			failures += (unsigned int)w.path[i].failures;
	}
	assert_in_range(failures, 0, 6);
}

/* The more all others lose, the longer it takes to tell who is dead. */
static void who_is_dead_among_lossy_paths_is_found(void **state)
{
	static const unsigned int limit[] = { 1, 3, 5, 7, 12 };
	unsigned int round, k;
	struct world w;

	(void)state;
	for (round = 0; round < 500; round++) {
		k = round % 5;
		set_up(&w, 2 + round % 3, 1 + round % TARGETS, 1000);
		w.seed = (round + 1) * SPREAD;
		lose_everywhere(&w, 100 * k);
		run(&w, 20 * SEC);
		w.dead[0] = true;
		run_to(&w, 0, IPMP_PROBE_STATE_FAILED, limit[k] * SEC);
		/* As soon again as ever when nothing is lost any more. */
		lose_everywhere(&w, 0);
		w.dead[0] = false;
		run(&w, 20 * SEC);
		w.dead[1] = true;
		run_to(&w, 1, IPMP_PROBE_STATE_FAILED, SEC);
	}
}

/*
 * Where one path alone is lossy, it fails when five probes in a row are lost,
 * after one that was not, and when what was sent before the last of them is
 * given up is lost as well: one more probe always, a second one as often as
 * not. So with the loss rate q a probe is the first of such a row with the
 * probability (1 - q) q^6 (1 + q) / 2. Design.rst tells the same.
 */
static void expect_false_failures(unsigned int permille, unsigned int targets,
				  bool no_tests)
{
	double q = permille / 1000.0, expected;
	struct world w;

	set_up(&w, PATHS, targets, 100);
	w.no_tests = no_tests;
	w.loss[0] = permille;
	run(&w, SEC);
	w.path[0].failures = 0;
	w.path[0].sent = 0;
	while (w.path[0].sent < 400000) {
		run(&w, SEC);
		/* As if it were repaired at once. */
		if (w.path[0].state == IPMP_PROBE_STATE_FAILED)
			w.path[0].state = IPMP_PROBE_STATE_OK;
		memset(&w.path[0].damp, 0, sizeof(w.path[0].damp));
		ipmp_aim_review(&w.aims, IPMP_PATIENCE_NS(w.ms), w.now);
	}
	expected = (1 - q) * q * q * q * q * q * q * (1 + q) / 2 *
		   (double)w.path[0].sent;
	assert_in_range(w.path[0].failures, (u64)(expected * 0.7),
			(u64)(expected * 1.3));
}

static void false_failures_are_as_rare_as_computed(void **state)
{
	unsigned int permille;

	(void)state;
	for (permille = 300; permille <= 400; permille += 100) {
		expect_false_failures(permille, 5, false);
		expect_false_failures(permille, 2, true);
		expect_false_failures(permille, 1, true);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_all_lose_fails_nobody),
		cmocka_unit_test(who_is_dead_among_lossy_paths_is_found),
		cmocka_unit_test(false_failures_are_as_rare_as_computed),
	};

	return cmocka_run_group_tests_name("loss", tests, NULL, NULL);
}
