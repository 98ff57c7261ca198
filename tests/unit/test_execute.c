// SPDX-License-Identifier: GPL-2.0
/* From the files of a NIC to requests: which, in which order, and no twice. */
#include <errno.h>
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

#define FILE4	"192.0.2.10/24 broadcast 192.0.2.255 group test up\n" \
		"addif 192.0.2.21/24 deprecated -failover up\n"
#define FILE6	"mtu 9000\n" \
		"addif 2001:db8::10/64 up\n" \
		"addif 2001:db8::21/64 -failover up\n"

static int setup(void **state)
{
	(void)state;
	fake_reset();
	fake_live();
	fake_link(2, "eth0", false);
	fake_link(3, "eth1", false);
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

static void replay(const char *ifname, int status, const char *err)
{
	char command[64], text[512] = "";

	snprintf(command, sizeof(command), "replay %s", ifname);
	if (err)
		snprintf(text, sizeof(text), "ipmpadm: %s\n", err);
	fake_forget_log();
	assert_int_equal(etc_run(command), status);
	assert_string_equal(fake_err(), text);
}

/* As above, of a message that starts with the path of a file. */
static void replay_fails(const char *ifname, const char *file, const char *err)
{
	char text[512];

	snprintf(text, sizeof(text), "%s:%s", etc_path(file), err);
	replay(ifname, 1, text);
}

/* flags: 512 noprefixroute */
static void test_order(void **state)
{
	(void)state;
	etc_write("hostname.eth0", FILE4);
	etc_write("hostname6.eth0", FILE6);
	replay("eth0", 0, NULL);
	assert_string_equal(fake_out(), "");
	assert_string_equal(fake_log(),
			    "setlink dev=2 mtu=9000\n"
			    "newaddr dev=2 addr=192.0.2.21/24 flags=512 pref=0\n"
			    "newaddr dev=2 addr=2001:db8::21/64 flags=512 pref=0\n"
			    "group-new group-name=test\n"
			    "setlink dev=100 flags=1 change=1\n"
			    "member-new group-ifindex=100 ifname=eth0\n"
			    "address-set group-ifindex=100 addr=192.0.2.10 home=eth0\n"
			    "newaddr dev=100 addr=192.0.2.10/24 brd=192.0.2.255\n"
			    "address-set group-ifindex=100 addr=2001:db8::10 home=eth0\n"
			    "newaddr dev=100 addr=2001:db8::10/64\n");
}

static void test_nothing_is_done_twice(void **state)
{
	(void)state;
	etc_write("hostname.eth0", FILE4);
	etc_write("hostname6.eth0", FILE6 "token ::5/64\n");
	etc_write("hostname.eth1", "192.0.2.11/24 group test standby\n");
	etc_write("hostname.ipmp0", "ipmp group test 192.0.2.1/24 up\n");
	replay("ipmp0", 0, NULL);
	replay("eth0", 0, NULL);
	replay("eth1", 0, NULL);
	replay("ipmp0", 0, NULL);
	assert_string_equal(fake_log(), "");
	replay("eth0", 0, NULL);
	assert_string_equal(fake_log(), "");
	replay("eth1", 0, NULL);
	assert_string_equal(fake_log(), "");
}

static void test_no_group(void **state)
{
	(void)state;
	etc_write("hostname.eth0", "192.0.2.10/24\n");
	etc_write("hostname6.eth0", "addif 2001:db8::10/64 deprecated up\n"
		  "token ::5/64\n");
	replay("eth0", 0, NULL);
	assert_string_equal(fake_log(),
			    "setlink dev=2 token=::5\n"
			    "newaddr dev=2 addr=192.0.2.10/24 brd=192.0.2.255\n"
			    "newaddr dev=2 addr=2001:db8::10/64 pref=0\n"
			    "setlink dev=2 flags=1 change=1\n");
	replay("eth0", 0, NULL);
	assert_string_equal(fake_log(), "");
}

/* What other members host comes home, and is not touched else. */
static void test_reattach(void **state)
{
	(void)state;
	etc_write("hostname.eth0", FILE4);
	replay("eth0", 0, NULL);
	fake_forget_log();
	assert_int_equal(fake_run("ipmpadm address set 192.0.2.10 group test home none"), 0);
	replay("eth0", 0, NULL);
	assert_string_equal(fake_log(),
			    "address-set group-ifindex=100 addr=192.0.2.10 home=eth0\n");
}

static void test_addresses_of_another_group(void **state)
{
	(void)state;
	etc_write("hostname.eth0", FILE4);
	replay("eth0", 0, NULL);
	etc_write("hostname.eth1", "192.0.2.10/24 group other up\n"
		  "addif 192.0.2.12/24 up\n");
	replay_fails("eth1", "hostname.eth1", "1: 192.0.2.10: is a data address of group test; not added to group other of eth1");
	assert_non_null(strstr(fake_log(), "newaddr dev=101 addr=192.0.2.12/24\n"));
	assert_null(strstr(fake_log(), "addr=192.0.2.10"));

	etc_write("hostname.eth1", "192.0.2.10/24\n");
	assert_int_equal(fake_run("ipmpadm member del eth1"), 0);
	replay_fails("eth1", "hostname.eth1", "1: 192.0.2.10: is a data address of group test; not added to eth1");
	assert_string_equal(fake_log(), "");
}

static void test_member_of_another_group(void **state)
{
	(void)state;
	etc_write("hostname.eth0", FILE4);
	replay("eth0", 0, NULL);
	etc_write("hostname.eth0", "192.0.2.30/24 group other\n");
	replay("eth0", 1, "eth0 is in group test, but its files name group other (ipmpadm member del eth0, then ipmpadm replay eth0)");
	assert_string_equal(fake_log(), "");
	etc_write("hostname.eth0", "192.0.2.30/24\n");
	replay("eth0", 1, "eth0 is in group test, but its files name none (ipmpadm member del eth0, then ipmpadm replay eth0)");
	assert_string_equal(fake_log(), "");
}

/* Today's file says more than yesterday's place. */
static void test_place_in_another_group(void **state)
{
	(void)state;
	etc_write("hostname.eth7", "192.0.2.17/24 group old standby\n");
	assert_int_equal(etc_run("boot wait 0"), 1);
	fake_link(7, "eth7", false);
	etc_write("hostname.eth7", "192.0.2.18/24 group new\n");
	assert_int_equal(etc_run("replay eth7"), 0);
	assert_string_equal(fake_err(), "ipmpadm: eth7 is no longer missing in group old: its files name group new\n");
	assert_non_null(strstr(fake_log(), "member-del ifname=eth7\n"));
	assert_non_null(strstr(fake_log(), "member-new group-ifindex=101 ifname=eth7\n"));
}

static void test_role_comes_from_the_file(void **state)
{
	(void)state;
	etc_write("hostname.eth7", "192.0.2.17/24 group test standby\n");
	assert_int_equal(etc_run("boot wait 0"), 1);
	fake_link(7, "eth7", false);
	etc_write("hostname.eth7", "192.0.2.17/24 group test\n");
	replay("eth7", 0, NULL);
	assert_string_equal(fake_log(),
			    "member-set ifname=eth7 standby=0\n"
			    "member-new group-ifindex=100 ifname=eth7\n");
}

/* An address on its own interface is replaced, one of a group is not. */
static void test_address_that_differs(void **state)
{
	(void)state;
	etc_write("hostname.eth0", FILE4);
	replay("eth0", 0, NULL);
	etc_write("hostname.eth0",
		  "192.0.2.10/25 broadcast 192.0.2.255 group test up\n"
		  "addif 192.0.2.21/25 deprecated -failover up\n");
	replay_fails("eth0", "hostname.eth0", "1: 192.0.2.10: is in group test with another prefix length or broadcast address, and left so (ipmpadm address del takes it out)");
	assert_string_equal(fake_log(),
			    "deladdr dev=2 addr=192.0.2.21/24\n"
			    "newaddr dev=2 addr=192.0.2.21/25 flags=512 pref=0\n");
	etc_write("hostname.eth0",
		  "192.0.2.10/24 deprecated group test up\n"
		  "addif 192.0.2.21/25 -failover up\n");
	replay("eth0", 0, NULL);
	assert_string_equal(fake_log(),
			    "newaddr dev=2 addr=192.0.2.21/25 flags=512\n"
			    "newaddr dev=100 addr=192.0.2.10/24 pref=0\n");
	replay("eth0", 0, NULL);
	assert_string_equal(fake_log(), "");
}

/* The first of a subnet takes the others with it when it goes. */
static void test_first_address_that_differs(void **state)
{
	(void)state;
	etc_write("hostname.eth0", "192.0.2.10/24 up\naddif 192.0.2.11/24 up\n");
	replay("eth0", 0, NULL);
	etc_write("hostname.eth0", "192.0.2.10/24 broadcast 192.0.2.63 up\n"
		  "addif 192.0.2.11/24 up\n");
	replay("eth0", 0, NULL);
	assert_true(fake_carries("addr dev=2", "addr=192.0.2.10/24 brd=192.0.2.63"));
	assert_true(fake_carries("addr dev=2", "addr=192.0.2.11/24 "));
}

/* What was configured by hand moves into the group. */
static void test_adoption(void **state)
{
	(void)state;
	fake_addr("dev=2 addr=192.0.2.10/24 brd=192.0.2.255 flags=128");
	fake_route("dev=2 dst=10.0.0.0/8 via=192.0.2.1 table=254 proto=4");
	etc_write("hostname.eth0", FILE4);
	replay("eth0", 0, NULL);
	assert_true(fake_carries("addr dev=100", "addr=192.0.2.10/24 "));
	assert_true(fake_carries("route dev=100", "10.0.0.0/8"));
	assert_false(fake_carries("addr dev=2", "addr=192.0.2.10/24 "));
	assert_true(fake_carries("addr dev=2", "addr=192.0.2.21/24 "));
	replay("eth0", 0, NULL);
	assert_string_equal(fake_log(), "");
}

/* All else is done, and the status tells. */
static void test_failures(void **state)
{
	unsigned int n, all;
	char *at;

	etc_write("hostname.eth0", FILE4);
	etc_write("hostname6.eth0", FILE6);
	replay("eth0", 0, NULL);
	all = fake_count();
	for (n = 1; n <= all; n++) {
		setup(state);
		etc_write("hostname.eth0", FILE4);
		etc_write("hostname6.eth0", FILE6);
		fake_refuse(n, -ENOBUFS, NULL);
		assert_int_equal(etc_run("replay eth0"), 1);
		assert_non_null(strstr(fake_err(), "No buffer space"));
		/* One line for one failure. */
		at = strchr(fake_err(), '\n');
		assert_int_equal(at[1], '\0');
		/* And once there is room, what is missing is done. */
		replay("eth0", 0, NULL);
		replay("eth0", 0, NULL);
		assert_string_equal(fake_log(), "");
	}
}

static void test_failed_address_leaves_no_home(void **state)
{
	(void)state;
	etc_write("hostname.eth0", "192.0.2.10/24 group test\n");
	fake_refuse(5, -EINVAL, "no room");
	assert_int_equal(etc_run("replay eth0"), 1);
	assert_non_null(strstr(fake_log(), "home=eth0\nnewaddr dev=100 addr=192.0.2.10/24 brd=192.0.2.255\naddress-set group-ifindex=100 addr=192.0.2.10 home=\n"));
}

static void test_bad_words(void **state)
{
	(void)state;
	etc_write("hostname.eth0", "192.0.2.10/24 group test frobnicate up\n");
	assert_int_equal(etc_run("replay eth0"), 1);
	assert_non_null(strstr(fake_err(), "hostname.eth0:1: frobnicate: "));
	assert_true(fake_carries("addr dev=100", "addr=192.0.2.10/24 "));
}

static void test_without_a_file(void **state)
{
	char text[256];

	(void)state;
	replay("eth0", 0, NULL);
	assert_string_equal(fake_log(), "");
	snprintf(text, sizeof(text), "eth0 has no file %s or hostname6.eth0: not configured\n",
		 etc_path("hostname.eth0"));
	assert_string_equal(fake_out(), text);
	replay("eth9", 1, "interface eth9 does not exist");
	etc_write("hostname.eth9", "192.0.2.10/24 group test\n");
	replay("eth9", 1, "interface eth9 does not exist");
	assert_string_equal(fake_log(), "");
}

/* The group's own file counts, whoever needs the group first. */
static void test_file_of_the_group(void **state)
{
	(void)state;
	etc_write("default/mpathd", "FAILBACK=no\nFAILURE_DETECTION_TIME=2500\n");
	etc_write("hostname.ipmp5", "ipmp group test 192.0.2.1/24 up\n");
	etc_write("hostname.eth0", "192.0.2.10/24 group test\n");
	replay("eth0", 0, NULL);
	assert_non_null(strstr(fake_log(), "group-new group-ifname=ipmp5 group-name=test failback=0 detection-time=2500\n"));
	assert_true(fake_carries("addr dev=100", "addr=192.0.2.1/24 "));
	assert_null(strstr(fake_log(), "addr=192.0.2.1 home"));

	/* It exists: the default is for new ones. */
	assert_int_equal(fake_run("ipmpadm group set test failback on"), 0);
	replay("eth0", 0, NULL);
	replay("ipmp5", 0, NULL);
	assert_string_equal(fake_log(), "");
	etc_write("hostname.ipmp6", "ipmp group test\n");
	replay("ipmp6", 1, "group test has the interface ipmp5, not ipmp6 as its file says");
}

static void test_defaults(void **state)
{
	const char *path;

	(void)state;
	etc_write("hostname.eth0", "192.0.2.10/24 group test\n");
	etc_write("default/mpathd",
		  "# comment\n\n\tFAILBACK = no\t\nFAILURE_DETECTION_TIME=50\n"
		  "TRACK_INTERFACES_ONLY_WITH_GROUPS=maybe\nFOO=1\nbar\n");
	assert_int_equal(etc_run("replay eth0"), 0);
	assert_non_null(strstr(fake_log(), "group-new group-name=test failback=0\n"));
	path = etc_path("default/mpathd");
	assert_non_null(strstr(fake_err(), path));
	assert_non_null(strstr(fake_err(), "mpathd:4: FAILURE_DETECTION_TIME: must be milliseconds, from 100 to 3600000; the default is used\n"));
	assert_non_null(strstr(fake_err(), "mpathd:5: TRACK_INTERFACES_ONLY_WITH_GROUPS: must be yes or no; the default is used\n"));
	assert_non_null(strstr(fake_err(), "mpathd:6: FOO: unknown word, left out\n"));
	assert_non_null(strstr(fake_err(), "mpathd:7: bar: lacks its '=' and value\n"));
}

static void test_check_of_defaults(void **state)
{
	char text[512];

	(void)state;
	etc_write("hostname.eth0", "192.0.2.10/24 group test\n");
	etc_write("default/mpathd", "FAILBACK=no\nFAILBACK=never\nFOO=1\n");
	assert_int_equal(etc_run("check"), 1);
	snprintf(text, sizeof(text),
		 "ipmpadm: %s:2: FAILBACK: must be yes or no; the default is used\n"
		 "ipmpadm: %s:3: FOO: unknown word, left out\n",
		 etc_path("default/mpathd"), etc_path("default/mpathd"));
	assert_string_equal(fake_err(), text);
	etc_write("default/mpathd", "FAILBACK=no\n");
	assert_int_equal(etc_run("check"), 0);
	assert_string_equal(fake_err(), "");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_order),
		TEST(test_nothing_is_done_twice),
		TEST(test_no_group),
		TEST(test_reattach),
		TEST(test_addresses_of_another_group),
		TEST(test_member_of_another_group),
		TEST(test_place_in_another_group),
		TEST(test_role_comes_from_the_file),
		TEST(test_address_that_differs),
		TEST(test_first_address_that_differs),
		TEST(test_adoption),
		TEST(test_failures),
		TEST(test_failed_address_leaves_no_home),
		TEST(test_bad_words),
		TEST(test_without_a_file),
		TEST(test_file_of_the_group),
		TEST(test_defaults),
		TEST(test_check_of_defaults),
	};

	return cmocka_run_group_tests_name("execute", tests, NULL, NULL);
}
