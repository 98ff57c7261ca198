// SPDX-License-Identifier: GPL-2.0
/* Detach and attach: what is refused, what is done and in which order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include <cmocka.h>

#include "cards.h"
#include "dr.h"
#include "fake.h"
#include "golden.h"
#include "dr/hooks.h"
#include "lib/rundir.h"

static bool has(const char *text, const char *part)
{
	return strstr(text, part);
}

static void test_detach(void **state)
{
	(void)state;
	dr_world("on");
	dr_hook("10-first", "");
	dr_hook("20-second", "");
	dr_run("ipmpadm detach eth0");
	golden_is("detach.txt", fake_out());
	assert_string_equal(fake_err(), "");
	golden_is("detach.log", fake_log());
	golden_is("detach.journal", cards_journal());
	assert_string_equal(dr_hooks(),
			    "10-first queryremove\n20-second queryremove\n"
			    "10-first preremove\n20-second preremove\n"
			    "10-first postremove\n20-second postremove\n");
	dr_no_record();
	golden_is("detach.state", dr_state());
}

static void test_again(void **state)
{
	(void)state;
	dr_world("on");
	dr_run("ipmpadm detach eth0");
	fake_forget_log();
	dr_run("ipmpadm detach eth0");
	assert_string_equal(fake_out(), "eth0 is already detached\n");
	dr_run("ipmpadm detach 0000:01:00.0");
	assert_string_equal(fake_out(), "0000:01:00.0 is already detached\n");
	dr_run("ipmpadm detach slot:1");
	assert_string_equal(fake_out(), "slot:1 is already detached\n");
	dr_run("ipmpadm -j detach slot:1");
	assert_string_equal(fake_out(),
			    "{\"result\":\"already\",\"reasons\":[],\"lost\":[],\"components\":[]}\n");
	dr_run("ipmpadm -j detach -c eth0 slot:1");
	assert_string_equal(fake_out(),
			    "{\"result\":\"already\",\"reasons\":[],\"lost\":[],\"components\":[]}\n");
	assert_string_equal(fake_log(), "");
}

static void test_power_off(void **state)
{
	(void)state;
	dr_world("on");
	dr_run("ipmpadm detach slot:1 --power-off");
	assert_true(has(fake_out(), "slot 1: power off\n0000:01:00.0 (slot 1) can be removed\n"));
	assert_true(has(fake_log(), "remove 0000:01:00.0\npower off 1\n"));
	fake_forget_log();
	dr_run("ipmpadm attach slot:1");
	assert_string_equal(fake_log(), "power on 1\nreplay eth0\n");

	dr_world("on");
	assert_int_equal(fake_run("ipmpadm detach eth4 --power-off"), 1);
	assert_string_equal(fake_err(), "ipmpadm: eth4 is in no slot whose power can be switched\n");
	assert_string_equal(fake_log(), "");
}

/* Both NICs of the card go offline in one request. */
static void test_two_on_a_card(void **state)
{
	(void)state;
	dr_world("on");
	dr_run("ipmpadm detach eth3");
	assert_true(has(fake_log(), "member-offline ifname=eth2 also=eth3\n"));
	assert_true(has(fake_log(), "remove 0000:03:00.1\nremove 0000:03:00.0\n"));
	assert_true(has(fake_out(), "\n0000:03:00.0 (slot 3) can be removed\n"));
}

static void test_several(void **state)
{
	(void)state;
	dr_world("on");
	dr_run("ipmpadm detach eth0 slot:3 0000:03:00.0 eth2");
	assert_true(has(fake_log(), "member-offline ifname=eth0 also=eth2 also=eth3\n"));
	assert_true(has(fake_out(), "0000:01:00.0 (slot 1) can be removed\n0000:03:00.0 (slot 3) can be removed\n"));
	dr_world("on");
	assert_int_equal(fake_run("ipmpadm detach eth0 eth9"), 1);
	assert_string_equal(fake_log(), "");
}

static void refused(const char *line, const char *golden)
{
	const char *before = dr_state();

	fake_forget_log();
	assert_int_equal(fake_run(line), 1);
	golden_is(golden, fake_err());
	assert_string_equal(fake_log(), "");
	dr_no_record();
	assert_string_equal(dr_state(), before);
}

static void test_last_functioning(void **state)
{
	(void)state;
	dr_world("on");
	fake_carrier("eth2", false);
	fake_carrier("eth3", false);
	fake_carrier("eth1", false);
	refused("ipmpadm detach eth0", "refused-last.err");
	assert_int_equal(fake_run("ipmpadm detach eth0"), 1);
	golden_is("refused-last.txt", fake_out());
	assert_int_equal(fake_run("ipmpadm -p -j detach eth0"), 1);
	golden_is("refused-last.json", fake_out());
	/* One that failed is free to go. */
	dr_run("ipmpadm detach eth1 eth2");
}

static void test_last_of_a_family(void **state)
{
	(void)state;
	dr_world("on");
	fake_carrier("eth2", false);
	fake_carrier("eth3", false);
	fake_no_ipv6("eth1");
	refused("ipmpadm detach eth0", "refused-family.err");
	/* It is of no use for IPv6 anyway. */
	dr_run("ipmpadm detach -c eth1");
	/* For IPv4 they are two. */
	fake_no_ipv6("eth0");
	dr_run("ipmpadm detach -c eth0");
}

static void test_whole_group_on_a_card(void **state)
{
	(void)state;
	dr_world("on");
	dr_run("ipmpadm detach eth0 eth1");
	refused("ipmpadm detach eth2", "refused-card.err");
	/* The standby is a place to go to, if it stays. */
	dr_world("on");
	dr_run("ipmpadm detach eth0 eth1");
}

static void test_forced(void **state)
{
	(void)state;
	dr_world("on");
	dr_run("ipmpadm detach eth0 eth1");
	dr_run("ipmpadm detach eth2 -f");
	assert_true(has(fake_log(), "member-offline ifname=eth2 also=eth3 force\n"));
	golden_is("forced.err", fake_err());
}

static void test_all_failed(void **state)
{
	(void)state;
	dr_world("on");
	fake_carrier("eth0", false);
	fake_carrier("eth1", false);
	fake_carrier("eth2", false);
	fake_carrier("eth3", false);
	/* Others may be repaired, and then carry on. */
	dr_run("ipmpadm detach eth0 eth1");
	/* Those that are offline will not. */
	dr_run("ipmpadm member offline eth2 -f");
	dr_run("ipmpadm detach -c eth2 -f");
	assert_true(has(fake_err(), "eth3 is the last interface of group production"));
}

static void test_no_group(void **state)
{
	(void)state;
	dr_world("on");
	cards_configured("eth4");
	fake_addr("dev=6 addr=203.0.113.4/24");
	refused("ipmpadm detach eth4", "refused-nogroup.err");
	dr_run("ipmpadm detach eth4 -f");
	assert_string_equal(fake_log(), "deladdr dev=6 addr=203.0.113.4/24\nremove 0000:04:00.0\n");
	assert_true(has(fake_err(), "lost: eth4 hosts IP address 203.0.113.4\n"));
	/* One that nobody uses is free to go. */
	dr_world("on");
	dr_run("ipmpadm detach eth4");
}

static void test_other_hardware(void **state)
{
	(void)state;
	dr_world("on");
	cards_mount();
	refused("ipmpadm detach eth4", "refused-disk.err");
	refused("ipmpadm detach eth4 -f", "refused-disk.err");
}

static void test_check_only(void **state)
{
	(void)state;
	dr_world("on");
	dr_hook("10-first", "exit 3");
	dr_run("ipmpadm detach -c eth0");
	assert_string_equal(fake_out(), "eth0 can be detached\n");
	dr_run("ipmpadm -j detach -c eth0");
	assert_true(has(fake_out(), "{\"result\":\"possible\","));
	assert_string_equal(fake_log(), "");
	assert_string_equal(cards_journal(), "");
	assert_string_equal(dr_hooks(), "");
	dr_no_record();
}

static void test_json(void **state)
{
	(void)state;
	dr_world("on");
	dr_run("ipmpadm -j detach eth0");
	assert_true(has(fake_out(), "{\"result\":\"detached\","));
	assert_null(strchr(fake_out(), '\n')[1] ? "more than one line" : NULL);
	assert_true(has(cards_journal(), "eth0: offline"));
}

static void test_veto(void **state)
{
	const char *before;

	(void)state;
	dr_world("on");
	dr_hook("10-first", "");
	dr_hook("20-second", "[ $1 != queryremove ] || { echo backup is running; exit 3; }");
	dr_hook("30-third", "");
	before = dr_state();
	assert_int_equal(fake_run("ipmpadm detach eth0"), 1);
	assert_string_equal(fake_err(), "ipmpadm: refused by hook " HOOKS_DIR "/20-second: backup is running\n");
	assert_string_equal(dr_hooks(), "10-first queryremove\n20-second queryremove\n10-first undoremove\n");
	assert_string_equal(fake_out(), "");
	assert_string_equal(fake_log(), "");
	assert_string_equal(dr_state(), before);
	dr_no_record();
	assert_int_equal(fake_run("ipmpadm -j detach eth0"), 1);
	assert_true(has(fake_out(), "{\"result\":\"refused\",\"reasons\":[{\"reason\":\"refused by hook "));
	assert_true(has(fake_out(), "backup is running\",\"force_overrides\":false}]"));
}

/* Nobody takes it for one after which all is as it was. */
static void test_failed_undo(void **state)
{
	(void)state;
	dr_world("on");
	dr_hook("10-first", "[ $1 != undoremove ] || exit 1");
	dr_hook("20-second", "[ $1 != preremove ] || exit 1");
	assert_int_equal(fake_run("ipmpadm -j detach eth0"), 1);
	assert_true(has(fake_out(), "{\"result\":\"undo-failed\","));
	assert_true(has(fake_err(), "not all could be undone; try once more: ipmpadm recover"));
}

static void test_late_veto(void **state)
{
	const char *before;

	(void)state;
	dr_world("on");
	dr_hook("10-first", "");
	dr_hook("20-second", "[ $1 != preremove ] || exit 1");
	before = dr_state();
	assert_int_equal(fake_run("ipmpadm detach eth0"), 1);
	assert_string_equal(dr_hooks(),
			    "10-first queryremove\n20-second queryremove\n"
			    "10-first preremove\n20-second preremove\n"
			    "20-second undoremove\n10-first undoremove\n");
	assert_true(has(fake_out(), "eth0: online\nundone, all is as it was before\n"));
	assert_true(has(fake_log(), "member-offline ifname=eth0\nmember-online ifname=eth0\n"));
	assert_string_equal(dr_state(), before);
}

/* It is too late then, and said. */
static void test_hook_fails_afterwards(void **state)
{
	(void)state;
	dr_world("on");
	dr_hook("10-first", "[ $1 != postremove ] || exit 1");
	dr_run("ipmpadm detach eth0");
	assert_string_equal(fake_err(), "ipmpadm: hook " HOOKS_DIR "/10-first, postremove: it failed with exit status 1\n");
}

static void test_two_at_once(void **state)
{
	FILE *f;

	(void)state;
	dr_world("on");
	f = fopen(RUN_DIR "/lock", "w");
	assert_non_null(f);
	fprintf(f, "4711 a detach of eth1\n");
	fflush(f);
	assert_int_equal(flock(fileno(f), LOCK_EX), 0);
	assert_int_equal(fake_run("ipmpadm detach eth0"), 1);
	assert_string_equal(fake_err(), "ipmpadm: a detach of eth1 is under way, pid 4711\n");
	assert_int_equal(fake_run("ipmpadm recover"), 1);
	assert_int_equal(fake_run("ipmpadm attach slot:1"), 1);
	/* Who only asks disturbs nobody. */
	dr_run("ipmpadm detach -c eth0");
	assert_string_equal(fake_log(), "");
	fclose(f);
}

static void test_attach(void **state)
{
	(void)state;
	dr_world("on");
	dr_run("ipmpadm detach slot:3");
	fake_forget_log();
	dr_hook("10-first", "echo $IPMP_DR_COMPONENT $IPMP_DR_NICS >>$PWD/" DR_TRACE);
	dr_run("ipmpadm attach 0000:03:00.0");
	assert_string_equal(fake_out(), "eth2: found at 0000:03:00.0\neth3: found at 0000:03:00.1\n");
	assert_string_equal(fake_log(), "rescan /sys/class/pci_bus/0000:03/rescan\nreplay eth2\nreplay eth3\n");
	assert_string_equal(dr_hooks(), "10-first postattach\n0000:03:00.0 eth2 eth3\n");
	fake_forget_log();
	dr_run("ipmpadm attach slot:3");
	assert_string_equal(fake_out(), "slot:3 is already attached\n");
	dr_run("ipmpadm attach eth2");
	assert_string_equal(fake_out(), "eth2 is already attached\n");
	assert_string_equal(fake_log(), "rescan /sys/class/pci_bus/0000:03/rescan\nrescan /sys/class/pci_bus/0000:03/rescan\n");
}

static void test_nothing_to_attach(void **state)
{
	(void)state;
	dr_world("on");
	dr_run("ipmpadm detach slot:1");
	cards_lose("0000:01:00.0");
	assert_int_equal(fake_run("ipmpadm attach slot:1"), 1);
	assert_string_equal(fake_err(), "ipmpadm: slot:1: there is no card\n");
	assert_int_equal(fake_run("ipmpadm attach eth9"), 1);
	assert_string_equal(fake_err(), "ipmpadm: eth9: no such interface or missing member; name the PCI address or slot\n");
	/* As one that has been missing since boot: it never had a path. */
	assert_int_equal(fake_run("ipmpadm attach eth0"), 1);
	assert_string_equal(fake_err(), "ipmpadm: eth0 is missing, and where its card belongs is not known; name the PCI address or slot\n");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, dr_setup, dr_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_detach),
		TEST(test_again),
		TEST(test_power_off),
		TEST(test_two_on_a_card),
		TEST(test_several),
		TEST(test_last_functioning),
		TEST(test_last_of_a_family),
		TEST(test_whole_group_on_a_card),
		TEST(test_forced),
		TEST(test_all_failed),
		TEST(test_no_group),
		TEST(test_other_hardware),
		TEST(test_check_only),
		TEST(test_json),
		TEST(test_veto),
		TEST(test_failed_undo),
		TEST(test_late_veto),
		TEST(test_hook_fails_afterwards),
		TEST(test_two_at_once),
		TEST(test_attach),
		TEST(test_nothing_to_attach),
	};

	return cmocka_run_group_tests_name("detach", tests, NULL, NULL);
}
