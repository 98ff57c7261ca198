// SPDX-License-Identifier: GPL-2.0
/* A detach that fails or whose process dies, at every place where it can. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <sanitizer/lsan_interface.h>

#include "cards.h"
#include "dr.h"
#include "fake.h"
#include "golden.h"

/* Not asked for: what the dead process did not free. */
static bool dies(const char *line, unsigned int n)
{
	volatile bool died = true;

	__lsan_disable();
	if (!sigsetjmp(cards_dead, 1)) {
		cards_die(n);
		fake_run(line);
		died = false;
	} else {
		fake_abandon();
	}
	__lsan_enable();
	cards_die(0);
	return died;
}

static void with_failback(void)
{
	dr_world("on");
}

static void without_failback(void)
{
	dr_world("off");
}

/* A standby is at work, with an address, in place of eth1, which waits. */
static void waiting_world(void)
{
	dr_world("off");
	fake_carrier("eth1", false);
	dr_run("ipmpadm group set production failback on");
	dr_run("ipmpadm address set 192.0.2.11 group production home eth3");
	dr_run("ipmpadm group set production failback off");
	dr_run("ipmpadm address set 192.0.2.11 group production home none");
	fake_carrier("eth1", true);
	fake_forget_log();
}

/* Every request and every change of a PCI device fails once. */
static void every_failure(void (*world)(void))
{
	unsigned int n, requests, changes;
	const char *before;

	world();
	fake_refuse(0, 0, NULL);
	cards_refuse(0);
	dr_run("ipmpadm detach eth0 eth2 --power-off");
	requests = fake_count();
	changes = cards_count();
	assert_true(requests > 6 && changes == 5);
	for (n = 1; n <= requests + changes; n++) {
		world();
		before = dr_state();
		if (n <= requests)
			fake_refuse(n, -EIO, "injected");
		else
			cards_refuse(n - requests);
		assert_int_equal(fake_run("ipmpadm detach eth0 eth2 --power-off"), 1);
		fake_refuse(0, 0, NULL);
		assert_string_equal(dr_state(), before);
		dr_no_record();
	}
}

static void test_every_failure_is_undone(void **state)
{
	(void)state;
	every_failure(with_failback);
	every_failure(without_failback);
	every_failure(waiting_world);
}

/* In the order in which it is undone. */
static void test_undo_is_told(void **state)
{
	(void)state;
	dr_world("off");
	cards_refuse(2);
	assert_int_equal(fake_run("ipmpadm detach eth0 --power-off"), 1);
	golden_is("undo.txt", fake_out());
	golden_is("undo.err", fake_err());
	golden_is("undo.log", fake_log());
	golden_is("undo.journal", cards_journal());
}

static void test_failed_undo_is_told(void **state)
{
	(void)state;
	dr_world("on");
	cards_lose("0000:01:00.0");
	cards_refuse(2);
	assert_int_equal(fake_run("ipmpadm detach eth0 --power-off"), 1);
	golden_is("undo-failed.err", fake_err());
	/* The second try is the last. */
	assert_int_equal(fake_run("ipmpadm recover"), 1);
	assert_non_null(strstr(fake_err(), "not all could be undone; see what is different by ipmpadm show"));
	dr_no_record();
}

static void test_other_name(void **state)
{
	const char *before;

	(void)state;
	dr_world("on");
	before = dr_state();
	cards_refuse(2);
	cards_rename("eth0", "eth7");
	assert_int_equal(fake_run("ipmpadm detach eth0 --power-off"), 1);
	assert_string_equal(dr_state(), before);
}

static void test_slow_carrier(void **state)
{
	const char *before;

	(void)state;
	dr_world("on");
	before = dr_state();
	cards_refuse(2);
	cards_slow("eth0");
	assert_int_equal(fake_run("ipmpadm detach eth0 --power-off"), 1);
	assert_non_null(strstr(fake_out(), "undone, all is as it was before"));
	assert_string_equal(dr_state(), before);
}

static void test_waiting_member(void **state)
{
	const char *before;

	(void)state;
	waiting_world();
	before = dr_state();
	assert_non_null(strstr(before, "failback-off"));
	assert_non_null(strstr(before, "\"member\": \"eth3\""));
	cards_refuse(2);
	assert_int_equal(fake_run("ipmpadm detach eth0 --power-off"), 1);
	assert_string_equal(dr_state(), before);
	assert_non_null(strstr(fake_log(), "member-set ifname=eth1 wait\n"));
}

/* Who was offline is so again, and was not put offline before. */
static void test_offline_member(void **state)
{
	const char *before;

	(void)state;
	dr_world("on");
	dr_run("ipmpadm member offline eth2");
	before = dr_state();
	fake_forget_log();
	cards_refuse(3);
	assert_int_equal(fake_run("ipmpadm detach slot:3 --power-off"), 1);
	assert_non_null(strstr(fake_log(), "member-offline ifname=eth3\n"));
	assert_string_equal(dr_state(), before);
}

/* Somebody tidied up before the recovery. */
static void test_forgotten_place(void **state)
{
	const char *before;

	(void)state;
	dr_world("on");
	before = dr_state();
	assert_true(dies("ipmpadm detach slot:3 --power-off", 13));
	dr_run("ipmpadm member del eth3");
	dr_run("ipmpadm recover");
	assert_string_equal(dr_state(), before);
}

static void recover_from_every_death(void (*world)(void))
{
	const char *line = "ipmpadm detach eth0 eth2 --power-off";
	const char *before;
	unsigned int n;

	for (n = 1; n < 1000; n++) {
		world();
		before = dr_state();
		if (!dies(line, n))
			break;
		dr_run("ipmpadm recover");
		dr_no_record();
		assert_string_equal(dr_state(), before);
	}
	assert_true(n > 20);
}

static void test_killed_anywhere(void **state)
{
	(void)state;
	recover_from_every_death(with_failback);
	recover_from_every_death(without_failback);
	recover_from_every_death(waiting_world);
}

/* An undo that is cut short is begun anew. */
static void test_killed_in_recovery(void **state)
{
	const char *before;
	unsigned int n;

	(void)state;
	for (n = 1; n < 1000; n++) {
		dr_world("on");
		before = dr_state();
		assert_true(dies("ipmpadm detach eth0 eth2 --power-off", 22));
		if (!dies("ipmpadm recover", n))
			break;
		dr_run("ipmpadm recover");
		dr_no_record();
		assert_string_equal(dr_state(), before);
	}
	assert_true(n > 10);
}

static void test_recover(void **state)
{
	(void)state;
	dr_world("on");
	dr_run("ipmpadm recover");
	assert_string_equal(fake_out(), "nothing to recover\n");
	assert_true(dies("ipmpadm detach eth0", 8));
	assert_int_equal(fake_run("ipmpadm detach eth1"), 1);
	assert_string_equal(fake_err(), "ipmpadm: a detach of eth0 was interrupted and is not undone yet (ipmpadm recover)\n");
	assert_int_equal(fake_run("ipmpadm attach eth0"), 1);
	dr_run("ipmpadm recover");
	assert_non_null(strstr(fake_out(), "a detach of eth0 was interrupted: undoing it\n"));
	dr_run("ipmpadm detach eth1");
	/* Without a module there is nothing to undo either. */
	fake_no_module();
	dr_run("ipmpadm recover");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, dr_setup, dr_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_every_failure_is_undone),
		TEST(test_undo_is_told),
		TEST(test_failed_undo_is_told),
		TEST(test_other_name),
		TEST(test_slow_carrier),
		TEST(test_waiting_member),
		TEST(test_offline_member),
		TEST(test_forgotten_place),
		TEST(test_killed_anywhere),
		TEST(test_killed_in_recovery),
		TEST(test_recover),
	};

	return cmocka_run_group_tests_name("undo", tests, NULL, NULL);
}
