// SPDX-License-Identifier: GPL-2.0
/* All files at once, NICs that are not there, and what is said of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "etc.h"
#include "fake.h"
#include "spec.h"

static int setup(void **state)
{
	(void)state;
	fake_reset();
	fake_live();
	etc_reset();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	etc_remove();
	fake_reset();
	return 0;
}

static void boot(int status, const char *out, const char *err)
{
	fake_forget_log();
	assert_int_equal(etc_run("boot"), status);
	assert_string_equal(fake_err(), err);
	assert_string_equal(fake_out(), out);
}

#define MISSING(name) "ipmpadm: interface " name " is missing\n"
#define MOVING4 "moving addresses from failed IPv4 interfaces:"
#define MOVING6 "moving addresses from failed IPv6 interfaces:"
#define NOWHERE " (couldn't move; no alternative interface)"

static void test_nothing(void **state)
{
	(void)state;
	boot(0, "", "");
	assert_string_equal(fake_log(), "");
	assert_int_equal(fake_waits(), 0);
}

static void test_all_there(void **state)
{
	(void)state;
	fake_link(2, "eth0", false);
	fake_link(3, "eth1", false);
	etc_write("hostname.eth0", "192.0.2.10/24 group test\n");
	etc_write("hostname.eth1", "192.0.2.11/24 group test\n");
	etc_write("hostname.ipmp0", "ipmp group test failback off\n");
	boot(0, "", "");
	assert_int_equal(fake_waits(), 0);
	boot(0, "", "");
	assert_string_equal(fake_log(), "");
}

static void test_moved(void **state)
{
	(void)state;
	fake_link(3, "eth1", false);
	etc_write("hostname.eth0", "192.0.2.10/24 group test up\n"
		  "addif 192.0.2.21/24 -failover up\n");
	etc_write("hostname6.eth0", "addif 2001:db8::10/64 up\n");
	etc_write("hostname.eth1", "192.0.2.11/24 group test\n");
	boot(0, MOVING4 " eth0 (moved to eth1)\n"
	     MOVING6 " eth0 (moved to eth1)\n", MISSING("eth0"));
	assert_int_equal(fake_waits(), 1);
	assert_non_null(strstr(fake_log(), "member-new group-ifindex=100 ifname=eth0 place\n"));
	assert_true(fake_carries("addr dev=100", "addr=192.0.2.10/24 "));
	assert_false(fake_carries("addr ", "addr=192.0.2.21/24 "));
	/* At the next start it is the same, with nothing to do. */
	boot(0, MOVING4 " eth0 (moved to eth1)\n"
	     MOVING6 " eth0 (moved to eth1)\n", MISSING("eth0"));
	assert_string_equal(fake_log(), "");
}

/* Of each family what its files name, and no more. */
static void test_one_family(void **state)
{
	(void)state;
	fake_link(3, "eth1", false);
	etc_write("hostname.eth1", "192.0.2.11/24 group test\n");
	etc_write("hostname.eth0", "group test up\n"
		  "addif 192.0.2.21/24 -failover up\n");
	etc_write("hostname6.eth0", "addif 2001:db8::10/64 up\n");
	boot(0, MOVING6 " eth0 (moved to eth1)\n", MISSING("eth0"));
	etc_write("hostname6.eth0", NULL);
	boot(0, "", MISSING("eth0"));
}

static void test_nowhere(void **state)
{
	(void)state;
	etc_write("hostname.eth0", "192.0.2.10/24 group test\n");
	boot(1, MOVING4 " eth0" NOWHERE "\n", MISSING("eth0"));
	/* There is none whose link could yet come up. */
	assert_int_equal(fake_link_waits(), 0);
	/* The address waits on the group. */
	assert_true(fake_carries("addr dev=100", "addr=192.0.2.10/24 "));
	etc_write("hostname.eth0", "192.0.2.30/24\n");
	etc_write("hostname6.eth0", "addif 2001:db8::30/64 up\n");
	boot(1, MOVING4 " eth0" NOWHERE "\n" MOVING6 " eth0" NOWHERE "\n",
	     MISSING("eth0"));
	assert_false(fake_carries("addr ", "addr=192.0.2.30/24 "));
}

static void test_several(void **state)
{
	(void)state;
	fake_link(3, "eth1", false);
	fake_link(4, "eth2", false);
	etc_write("hostname.eth0", "192.0.2.10/24 group test\n");
	etc_write("hostname.eth1", "192.0.2.11/24 group test\n");
	etc_write("hostname.eth2", "group test standby\n");
	etc_write("hostname.eth3", "192.0.2.13/24 group other\n");
	etc_write("hostname.eth4", "192.0.2.14/24 group test up\n"
		  "addif 192.0.2.15/24 up\naddif 192.0.2.16/24 up\n");
	boot(1, MOVING4 " eth0 (moved to eth2) eth3" NOWHERE
	     " eth4 (moved to eth1, eth2)\n",
	     MISSING("eth0") MISSING("eth3") MISSING("eth4"));
}

/* The standby stands in, and stays a standby. */
static void test_standby(void **state)
{
	(void)state;
	fake_link(3, "eth1", false);
	fake_link(4, "eth2", false);
	etc_write("hostname.eth0", "192.0.2.10/24 group test\n");
	etc_write("hostname.eth1", "192.0.2.11/24 group test\n");
	etc_write("hostname.eth2", "192.0.2.12/24 -failover group test standby up\n");
	boot(0, MOVING4 " eth0 (moved to eth2)\n", MISSING("eth0"));
	assert_non_null(strstr(fake_log(), "member-new group-ifindex=100 ifname=eth2 standby=1\n"));
	assert_null(strstr(fake_log(), "member-set"));
}

static void test_late_nic(void **state)
{
	(void)state;
	fake_link(3, "eth1", false);
	fake_late(2, "eth0");
	etc_write("hostname.eth0", "192.0.2.10/24 group test\n");
	etc_write("hostname.eth1", "192.0.2.11/24 group test\n");
	boot(0, "", "");
	assert_int_equal(fake_waits(), 1);
}

/* It exists, but it could be another one that is about to be renamed. */
static void test_late_name(void **state)
{
	(void)state;
	fake_link(2, "eth0", false);
	fake_unnamed("eth0");
	fake_late(0, NULL);
	etc_write("hostname.eth0", "192.0.2.10/24 group test\n");
	boot(0, "", "");
	assert_int_equal(fake_waits(), 1);
	fake_no_udev();
	fake_unnamed("eth0");
	boot(0, "", "");
	assert_int_equal(fake_waits(), 1);
}

static void test_late_link(void **state)
{
	(void)state;
	fake_link(3, "eth1", false);
	fake_slow_carrier("eth1");
	etc_write("hostname.eth0", "192.0.2.10/24 group test\n");
	etc_write("hostname.eth1", "192.0.2.11/24 group test\n");
	boot(0, MOVING4 " eth0 (moved to eth1)\n", MISSING("eth0"));
}

static void test_no_link(void **state)
{
	(void)state;
	fake_link(3, "eth1", false);
	fake_carrier("eth1", false);
	etc_write("hostname.eth0", "192.0.2.10/24 group test\n");
	etc_write("hostname.eth1", "192.0.2.11/24 group test\n");
	boot(1, MOVING4 " eth0" NOWHERE "\n", MISSING("eth0"));
	assert_int_equal(fake_link_waits(), 1);
}

/* Its error is named, and boot goes on. */
static void test_goes_on(void **state)
{
	(void)state;
	fake_link(2, "eth0", false);
	fake_link(3, "eth1", false);
	etc_write("hostname.eth0", "192.0.2.10/24 group test frobnicate\n");
	etc_write("hostname.eth1", "192.0.2.11/24 group test\n");
	assert_int_equal(etc_run("boot"), 1);
	assert_non_null(strstr(fake_err(), "hostname.eth0:1: frobnicate: "));
	assert_true(fake_carries("addr dev=100", "addr=192.0.2.11/24 "));
}

static void test_no_directory(void **state)
{
	(void)state;
	assert_int_equal(fake_run("ipmpadm --root /nowhere boot"), 1);
	assert_string_equal(fake_err(), "ipmpadm: cannot read /nowhere/etc: No such file or directory\n");
}

static void test_usage(void **state)
{
	static const char *const bad[] = { "x", "3601", "-1", "1s" };
	char line[64], err[128];
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		snprintf(line, sizeof(line), "ipmpadm boot wait %s", bad[i]);
		snprintf(err, sizeof(err), "ipmpadm: boot: '%s' after 'wait' must be seconds, from 0 to 3600\n",
			 bad[i]);
		assert_int_equal(fake_run(line), 3);
		assert_string_equal(fake_err(), err);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_nothing),
		TEST(test_all_there),
		TEST(test_moved),
		TEST(test_one_family),
		TEST(test_nowhere),
		TEST(test_several),
		TEST(test_standby),
		TEST(test_late_nic),
		TEST(test_late_name),
		TEST(test_late_link),
		TEST(test_no_link),
		TEST(test_goes_on),
		TEST(test_no_directory),
		TEST(test_usage),
	};

	return cmocka_run_group_tests_name("boot", tests, NULL, NULL);
}
