// SPDX-License-Identifier: GPL-2.0
/* NICs in no group: which they are, and where they are told of. */
#include <net/if.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <linux/if_link.h>

#include <cmocka.h>

#include "etc.h"
#include "fake.h"
#include "golden.h"

/* Two that count, and what does not. */
static int setup(void **state)
{
	(void)state;
	fake_reset();
	etc_reset();
	golden_world();
	fake_link(5, "ipmp0", true);
	fake_link(20, "eth20", true);
	fake_nic("eth20", "0000:20:00.0", "");
	fake_link(21, "eth21", true);
	fake_nic("eth21", "0000:21:00.0", "");
	fake_carrier("eth21", false);
	fake_link(22, "isdown22", false);
	fake_nic("isdown22", "0000:22:00.0", "");
	fake_link(23, "isport23", true);
	fake_nic("isport23", "0000:23:00.0", "");
	fake_enslave("isport23");
	fake_link(24, "nobus24", true);
	fake_link(25, "haskind25", true);
	fake_nic("haskind25", "netdevsim1", "netdevsim");
	etc_write("default/mpathd", "TRACK_INTERFACES_ONLY_WITH_GROUPS=no\n");
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	fake_reset();
	etc_remove();
	return 0;
}

static void run(const char *command, const char *file)
{
	assert_int_equal(etc_run(command), 0);
	assert_string_equal(fake_err(), "");
	golden_is(file, fake_out());
}

static void test_golden(void **state)
{
	(void)state;
	run("show", "show-ungrouped.txt");
	run("-jp show", "show-ungrouped.json");
	run("stat -i", "stat-i-ungrouped.txt");
	/* Of a group that is asked for, as ever. */
	run("show group storage", "show-group.txt");
}

static void test_only_if_asked_for(void **state)
{
	static const char *const files[] = {
		NULL, "", "TRACK_INTERFACES_ONLY_WITH_GROUPS=yes\n",
		"TRACK_INTERFACES_ONLY_WITH_GROUPS=maybe\n",
	};
	size_t i;

	(void)state;
	for (i = 0; i < 4; i++) {
		etc_write("default/mpathd", files[i]);
		run("show", "show.txt");
		run("-j show", "show.json");
	}
	fake_carrier("eth21", true);
	fake_link_event("eth21", false);
	assert_int_equal(etc_run("monitor"), 0);
	assert_null(strstr(fake_out(), "eth21"));
}

static void test_none(void **state)
{
	(void)state;
	fake_unlink("eth20");
	fake_unlink("eth21");
	run("show", "show.txt");
	run("-j show", "show.json");
}

/* What happens while the monitor runs; at its start all is as set up. */
static void some_changes(void)
{
	fake_carrier("eth21", true);
	fake_link_event("eth21", false);
	/* Something else has changed. */
	fake_link_event("eth21", false);
	fake_carrier("eth21", false);
	fake_link_event("eth21", false);
	/* It was a port of a bridge; its radio has found something. */
	fake_link_event_odd("eth21", AF_BRIDGE, 0);
	fake_carrier("eth21", true);
	fake_link_event_odd("eth21", AF_UNSPEC, IFLA_WIRELESS);
	fake_carrier("eth21", false);
	/* One joins, another leaves. */
	fake_enslave("eth20");
	fake_link_event("eth20", false);
	fake_release("eth20");
	fake_release("isport23");
	fake_link_event("isport23", false);
	fake_link_event("isport23", true);
	fake_enslave("isport23");
	fake_link_event("nobus24", true);
	fake_unlink("eth21");
	fake_link(21, "wan0", true);
	fake_nic("wan0", "0000:21:00.0", "");
	fake_link_event("wan0", false);
	fake_unlink("wan0");
	fake_link(21, "eth21", true);
	fake_nic("eth21", "0000:21:00.0", "");
	fake_carrier("eth21", false);
}

static void test_monitor(void **state)
{
	(void)state;
	some_changes();
	run("monitor", "monitor-ungrouped.txt");
	setup(state);
	some_changes();
	run("-j monitor", "monitor-ungrouped.json");
}

static void test_lost(void **state)
{
	const char *out;

	(void)state;
	fake_links_lost();
	assert_int_equal(etc_run("monitor"), 0);
	out = strstr(fake_out(), "  sync\n");
	assert_non_null(out);
	assert_non_null(strstr(out, "exists  link    eth20 (no group)  up\n"));
	assert_non_null(strstr(out + 1, "  sync\n"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_golden),
		TEST(test_only_if_asked_for),
		TEST(test_none),
		TEST(test_monitor),
		TEST(test_lost),
	};

	return cmocka_run_group_tests_name("ungrouped", tests, NULL, NULL);
}
