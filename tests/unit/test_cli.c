// SPDX-License-Identifier: GPL-2.0
/* Command lines: exit status, the line on standard error, the requests. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "fake.h"
#include "spec.h"

#define GROUP	"group-get group-ifindex=5 group-ifname=ipmp0 "		\
		"group-name=production group-state=ok failback=1 xmit=flow"
#define ADDRESS	"address-get group-ifindex=5 group-ifname=ipmp0 "	\
		"group-name=production addr=192.0.2.10 prefix-len=24 "	\
		"member=eth0 home=eth0"

#define STAT_USAGE	"usage: ipmpadm stat -a|-g|-i|-p|-t [-n] "	\
			"[-o FIELD,... [-P]]"

static int setup(void **state)
{
	(void)state;
	fake_reset();
	fake_object(GROUP);
	fake_object(ADDRESS);
	fake_link(5, "ipmp0", true);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	fake_reset();
	return 0;
}

/* Wrong usage, found without asking the kernel for anything. */
static const struct {
	const char *line, *err;
} wrong[] = {
	{ "ipmpadm", "OBJECT is missing (see ipmpadm help)" },
	{ "ipmpadm foo", "unknown word 'foo' (possible: show, monitor, group, "
	  "member, address, target, stat, metrics, check, boot, replay, save, "
	  "detach, attach, recover, help)" },
	{ "ipmpadm -x show", "unknown option '-x' (see ipmpadm help)" },
	{ "ipmpadm --foo show", "unknown option '--foo' (see ipmpadm help)" },
	{ "ipmpadm sho", "unknown word 'sho' (possible: show, monitor, group, "
	  "member, address, target, stat, metrics, check, boot, replay, save, "
	  "detach, attach, recover, help)" },
	{ "ipmpadm show -j", "show: unknown word '-j' (possible: group)" },
	{ "ipmpadm show group", "show: NAME is missing after 'group'" },
	{ "ipmpadm show group a group b", "show: 'group' is there twice" },
	{ "ipmpadm monitor all", "monitor: nothing can follow here: 'all'" },
	{ "ipmpadm group ad", "group: unknown word 'ad' (possible: show, add, "
	  "set, rebalance, del)" },
	{ "ipmpadm group add", "group add: NAME is missing" },
	{ "ipmpadm group add ''", "group add: the group name is empty" },
	{ "ipmpadm group add a/b", "group add: the group name 'a/b' must be "
	  "printable ASCII without blanks and slashes" },
	{ "ipmpadm group add a\tb", "group add: the group name 'a?b' must be "
	  "printable ASCII without blanks and slashes" },
	{ "ipmpadm group add Z\303\274rich", "group add: the group name "
	  "'Z\303\274rich' must be printable ASCII without blanks and slashes" },
	{ "ipmpadm group add 12345678901234567890123456789012",
	  "group add: the group name '12345678901234567890123456789012' is "
	  "longer than 31 bytes" },
	{ "ipmpadm group add a dev 1234567890123456", "group add: the "
	  "interface name '1234567890123456' is longer than 15 bytes" },
	{ "ipmpadm group add a failback yes",
	  "group add: 'yes' after 'failback' must be off or on" },
	{ "ipmpadm group add a xmit hash",
	  "group add: 'hash' after 'xmit' must be flow or source" },
	{ "ipmpadm group add a probes auto", "group add: unknown word 'probes' "
	  "(possible: dev, failback, xmit, detection-time, probe, "
	  "all-silent)" },
	{ "ipmpadm group add a probe on",
	  "group add: 'on' after 'probe' must be auto or off" },
	{ "ipmpadm group add a all-silent ignore", "group add: 'ignore' after "
	  "'all-silent' must be fail or carry-on" },
	{ "ipmpadm group add a detection-time 99", "group add: '99' after "
	  "'detection-time' must be a number from 100 to 3600000" },
	{ "ipmpadm group set a detection-time 3600001", "group set: '3600001' "
	  "after 'detection-time' must be a number from 100 to 3600000" },
	{ "ipmpadm group set a detection-time 10s", "group set: '10s' after "
	  "'detection-time' must be a number from 100 to 3600000" },
	{ "ipmpadm group set a detection-time ''", "group set: '' after "
	  "'detection-time' must be a number from 100 to 3600000" },
	{ "ipmpadm group set a detection-time -100", "group set: '-100' after "
	  "'detection-time' must be a number from 100 to 3600000" },
	{ "ipmpadm group set a detection-time 99999999999999999999",
	  "group set: '99999999999999999999' after 'detection-time' must be a "
	  "number from 100 to 3600000" },
	{ "ipmpadm group set a", "group set: nothing to set (possible: "
	  "failback, xmit, detection-time, probe, all-silent)" },
	{ "ipmpadm group set a dev x", "group set: unknown word 'dev' "
	  "(possible: failback, xmit, detection-time, probe, all-silent)" },
	{ "ipmpadm target add", "target add: ADDR is missing" },
	{ "ipmpadm target add 192.0.2.1", "target add: 'group NAME' is missing" },
	{ "ipmpadm target add 192.0.2.1/24 group a",
	  "target add: give '192.0.2.1/24' without its prefix length" },
	{ "ipmpadm target add 224.0.0.1 group a", "target add: '224.0.0.1' is a "
	  "multicast address, not the address of a host" },
	{ "ipmpadm target del router group a",
	  "target del: 'router' is not an IPv4 or IPv6 address" },
	{ "ipmpadm group del", "group del: NAME is missing" },
	{ "ipmpadm group del a b", "group del: nothing can follow here: 'b'" },
	{ "ipmpadm group show a b", "group show: nothing can follow here: 'b'" },
	{ "ipmpadm member add", "member add: IF is missing" },
	{ "ipmpadm member add eth0", "member add: 'group NAME' is missing" },
	{ "ipmpadm member add eth0 standby",
	  "member add: 'group NAME' is missing" },
	{ "ipmpadm member add eth0 group a standby standby",
	  "member add: 'standby' is there twice" },
	{ "ipmpadm member add eth0 production", "member add: unknown word "
	  "'production' (possible: group, standby, adopt)" },
	{ "ipmpadm member set eth0",
	  "member set: 'standby on or off' is missing" },
	{ "ipmpadm member set eth0 standby 1",
	  "member set: '1' after 'standby' must be off or on" },
	{ "ipmpadm member del", "member del: IF is missing" },
	{ "ipmpadm member offline eth0 -force",
	  "member offline: unknown word '-force' (possible: -f)" },
	{ "ipmpadm member offline -f eth0 -f",
	  "member offline: '-f' is there twice" },
	{ "ipmpadm member offline -f",
	  "member offline: IF is missing" },
	{ "ipmpadm member online eth0 -f",
	  "member online: nothing can follow here: '-f'" },
	{ "ipmpadm address add", "address add: ADDR/LEN is missing" },
	{ "ipmpadm address add 192.0.2.1 group a",
	  "address add: '192.0.2.1' lacks its prefix length (such as "
	  "192.0.2.1/24)" },
	{ "ipmpadm address add 2001:db8::1 group a",
	  "address add: '2001:db8::1' lacks its prefix length (such as "
	  "2001:db8::1/64)" },
	{ "ipmpadm address add 192.0.2.1/33 group a", "address add: the prefix "
	  "length of '192.0.2.1/33' must be from 1 to 32" },
	{ "ipmpadm address add eth0 group a",
	  "address add: 'eth0' is not an IPv4 or IPv6 address" },
	{ "ipmpadm address add ff02::1/64 group a", "address add: 'ff02::1/64' "
	  "is a multicast address, not the address of a host" },
	{ "ipmpadm address add fe80::1/64 group a", "address add: 'fe80::1/64' "
	  "is a link-local address, which the kernel sets" },
	{ "ipmpadm address add 192.0.2.1/24",
	  "address add: 'group NAME' is missing" },
	{ "ipmpadm address set 192.0.2.1 group a",
	  "address set: 'home IF or none' is missing" },
	{ "ipmpadm address set 192.0.2.1/24 group a home eth0",
	  "address set: give '192.0.2.1/24' without its prefix length" },
	{ "ipmpadm detach", "detach: DEV is missing" },
	{ "ipmpadm detach -f", "detach: DEV is missing" },
	{ "ipmpadm detach eth0 -x", "detach: unknown word '-x' (possible: DEV, "
	  "-f, -c, --power-off)" },
	{ "ipmpadm detach ''", "detach: unknown word '' (possible: DEV, -f, -c, "
	  "--power-off)" },
	{ "ipmpadm attach", "attach: DEV is missing" },
	{ "ipmpadm attach eth0 eth1",
	  "attach: nothing can follow here: 'eth1'" },
	{ "ipmpadm recover all", "recover: nothing can follow here: 'all'" },
	{ "ipmpadm address del 192.0.2.1",
	  "address del: 'group NAME' is missing" },
	{ "ipmpadm stat", STAT_USAGE },
	{ "ipmpadm stat -x", STAT_USAGE },
	{ "ipmpadm stat -o", STAT_USAGE },
	{ "ipmpadm stat -g all", STAT_USAGE },
	{ "ipmpadm stat all", STAT_USAGE },
	{ "ipmpadm metrics all", "metrics: nothing can follow here: 'all'" },
	{ "ipmpadm -j stat -g", "stat: there is no JSON of it (try -P, or "
	  "ipmpadm -j show)" },
	{ "ipmpstat", STAT_USAGE },
	{ "ipmpstat -gi", "only one output format may be specified" },
	{ "ipmpstat -g -g", "only one output format may be specified" },
	{ "ipmpstat -gP", "output field list (-o) required in parsable output "
	  "mode" },
	{ "ipmpstat -gP -o ALL", "\"-o all\" is not possible in parsable "
	  "output mode" },
	{ "ipmpstat -gPo group,nothing", "unknown output field `nothing'" },
	{ "ipmpstat -g -o ,", "no valid output fields specified" },
	{ "if_mpadm", "usage: if_mpadm -d IF | -r IF" },
	{ "if_mpadm -d", "usage: if_mpadm -d IF | -r IF" },
	{ "if_mpadm -d eth0 -r eth0", "usage: if_mpadm -d IF | -r IF" },
	{ "if_mpadm -d eth0 eth1", "usage: if_mpadm -d IF | -r IF" },
	{ "if_mpadm -x", "usage: if_mpadm -d IF | -r IF" },
	{ "if_mpadm -d eth0 help", "usage: if_mpadm -d IF | -r IF" },
	{ "if_mpadm -d ''", "if_mpadm: the interface name is empty" },
	{ "if_mpadm -r a/b", "if_mpadm: the interface name 'a/b' has a space, "
	  "slash or control character" },
	{ "if_mpadm -d 1234567890123456", "if_mpadm: the interface name "
	  "'1234567890123456' is longer than 15 bytes" },
	{ "if_mpadm -d eth0:1",
	  "if_mpadm: 'eth0:1' cannot be the name of an interface" },
	{ "ipmpadm member online ..",
	  "member online: '..' cannot be the name of an interface" },
	{ "ipmpstat -g help", STAT_USAGE },
};

static void expect(const char *line, int status, const char *err)
{
	char text[512] = "";

	if (err)
		snprintf(text, sizeof(text), "ipmpadm: %s\n", err);
	assert_int_equal(fake_run(line), status);
	assert_string_equal(fake_err(), text);
}

static void test_wrong_usage(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(wrong); i++) {
		expect(wrong[i].line, 3, wrong[i].err);
		assert_string_equal(fake_out(), "");
	}
	assert_string_equal(fake_log(), "");
}

/* What is asked of the kernel, all of it. */
static const struct {
	const char *line, *log;
} requests[] = {
	{ "ipmpadm group set production failback off",
	  "group-set group-ifindex=5 failback=0\n" },
	{ "ipmpadm group set ipmp0 failback on xmit source",
	  "group-set group-ifindex=5 failback=1 xmit=1\n" },
	{ "ipmpadm group set production detection-time 100 all-silent fail",
	  "group-set group-ifindex=5 detection-time=100 fail-open=0\n" },
	{ "ipmpadm group set production all-silent carry-on probe off",
	  "group-set group-ifindex=5 probe=1 fail-open=1\n" },
	{ "ipmpadm target add 192.0.2.1 group production",
	  "target-new group-ifindex=5 target=192.0.2.1\n" },
	{ "ipmpadm target del fe80::1 group ipmp0",
	  "target-del group-ifindex=5 target=fe80::1\n" },
	{ "ipmpadm group del production", "group-del group-ifindex=5\n" },
	{ "ipmpadm member add eth0 group production",
	  "member-new group-ifindex=5 ifname=eth0\n" },
	{ "ipmpadm member add eth0 standby group production",
	  "member-new group-ifindex=5 ifname=eth0 standby=1\n" },
	{ "ipmpadm member set eth0 standby on",
	  "member-set ifname=eth0 standby=1\n" },
	{ "ipmpadm member set eth0 standby off",
	  "member-set ifname=eth0 standby=0\n" },
	{ "ipmpadm member del eth0", "member-del ifname=eth0\n" },
	{ "ipmpadm member offline eth0", "member-offline ifname=eth0\n" },
	{ "ipmpadm member offline eth0 -f",
	  "member-offline ifname=eth0 force\n" },
	{ "ipmpadm member offline -f eth0",
	  "member-offline ifname=eth0 force\n" },
	{ "ipmpadm member online eth0", "member-online ifname=eth0\n" },
	{ "if_mpadm -d eth0", "member-offline ifname=eth0\n" },
	{ "/usr/local/sbin/if_mpadm -r eth0", "member-online ifname=eth0\n" },
	{ "ipmpadm address set 192.0.2.10 group production home eth1",
	  "address-set group-ifindex=5 addr=192.0.2.10 home=eth1\n" },
	{ "ipmpadm address set 192.0.2.10 group production home none",
	  "address-set group-ifindex=5 addr=192.0.2.10 home=\n" },
	{ "ipmpadm address add 192.0.2.11/24 group production",
	  "newaddr dev=5 addr=192.0.2.11/24\n" },
	{ "ipmpadm address add 192.0.2.11/24 group production home none",
	  "address-set group-ifindex=5 addr=192.0.2.11 home=\n"
	  "newaddr dev=5 addr=192.0.2.11/24\n" },
	{ "ipmpadm address add 2001:db8::1/64 group production home eth0",
	  "address-set group-ifindex=5 addr=2001:db8::1 home=eth0\n"
	  "newaddr dev=5 addr=2001:db8::1/64\n" },
};

static void test_requests(void **state)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(requests); i++) {
		setup(state);
		expect(requests[i].line, 0, NULL);
		assert_string_equal(fake_out(), "");
		assert_string_equal(fake_log(), requests[i].log);
	}
}

static void test_address_del(void **state)
{
	(void)state;
	fake_addr("dev=5 addr=192.0.2.10/24");
	expect("ipmpadm address del 192.0.2.10/16 group production", 1,
	       "address 192.0.2.10 in group production has prefix length 24, not 16");
	expect("ipmpadm address del 192.0.2.10 group production", 0, NULL);
	assert_string_equal(fake_log(), "deladdr dev=5 addr=192.0.2.10/24\n");
	expect("ipmpadm address del 192.0.2.10/24 group production", 1,
	       "cannot delete 192.0.2.10 from group production: Cannot assign requested address");
	expect("ipmpadm address del 192.0.2.11 group production", 1,
	       "address 192.0.2.11 is not in group production");
}

static void test_group_add(void **state)
{
	(void)state;
	expect("ipmpadm group add production dev ipmp0 failback off xmit source",
	       0, NULL);
	assert_string_equal(fake_log(),
			    "group-new group-ifname=ipmp0 group-name=production failback=0 xmit=1\n"
			    "setlink dev=5 flags=1 change=1\n");
}

static void test_group_add_is_undone(void **state)
{
	(void)state;
	fake_refuse(2, -EBUSY, NULL);
	expect("ipmpadm group add production", 1,
	       "cannot set the interface of group production up: Device or resource busy");
	assert_string_equal(fake_log(), "group-new group-name=production\n"
			    "setlink dev=5 flags=1 change=1\n"
			    "group-del group-name=production\n");
}

/* Whose index was not learned is deleted by its name. */
static void test_group_not_found_is_undone(void **state)
{
	(void)state;
	fake_refuse_dump(-EACCES);
	expect("ipmpadm group add production", 1,
	       "cannot read the groups: Permission denied");
	assert_string_equal(fake_log(), "group-new group-name=production\n"
			    "group-del group-name=production\n");
}

static void test_home_is_undone(void **state)
{
	(void)state;
	fake_refuse(2, -EINVAL, "no room");
	expect("ipmpadm address add 192.0.2.11/24 group production home eth0",
	       1, "cannot add 192.0.2.11 to group production: no room");
	assert_string_equal(fake_log(),
			    "address-set group-ifindex=5 addr=192.0.2.11 home=eth0\n"
			    "newaddr dev=5 addr=192.0.2.11/24\n"
			    "address-set group-ifindex=5 addr=192.0.2.11 home=\n");
}

static void test_address_that_exists(void **state)
{
	(void)state;
	expect("ipmpadm address add 192.0.2.10/24 group production home eth0",
	       1, "address 192.0.2.10 already is in group production");
	assert_string_equal(fake_log(), "");
	/* One that came between the question and the request. */
	fake_addr("dev=5 addr=192.0.2.11/24");
	expect("ipmpadm address add 192.0.2.11/24 group production", 1,
	       "address 192.0.2.11 already is in group production");
}

static void test_missing_objects(void **state)
{
	(void)state;
	expect("ipmpadm group set x failback on", 1, "group x does not exist");
	expect("ipmpadm group del x", 1, "group x does not exist");
	expect("ipmpadm group show x", 1, "group x does not exist");
	expect("ipmpadm show group x", 1, "group x does not exist");
	expect("ipmpadm -j show group x", 1, "group x does not exist");
	assert_string_equal(fake_out(), "");
	expect("ipmpadm member show group x", 1, "group x does not exist");
	expect("ipmpadm member add eth0 group x", 1, "group x does not exist");
	expect("ipmpadm member add eth0 group x adopt", 1,
	       "group x does not exist");
	expect("ipmpadm address add 192.0.2.1/24 group x", 1,
	       "group x does not exist");
	expect("ipmpadm target add 192.0.2.1 group x", 1,
	       "group x does not exist");
	expect("ipmpadm address set 192.0.2.1 group production home eth0", 1,
	       "address 192.0.2.1 is not in group production");
	assert_string_equal(fake_log(), "");
}

static void test_module_absent(void **state)
{
	static const char *const lines[] = {
		"ipmpadm show", "ipmpadm -j show", "ipmpadm monitor",
		"ipmpadm group add a", "ipmpadm member del eth0",
		"ipmpadm address del 192.0.2.1 group a", "if_mpadm -d eth0",
		"ipmpadm target", "ipmpadm stat -g", "ipmpstat -p",
		"ipmpstat -a", "ipmpadm metrics",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(lines); i++) {
		setup(state);
		fake_no_module();
		expect(lines[i], 2, "the kernel module ipmp is not loaded and "
		       "cannot be loaded (modprobe ipmp)");
	}
}

static void test_refusals(void **state)
{
	(void)state;
	fake_refuse(1, -EPERM, NULL);
	expect("ipmpadm group add a", 1, "cannot add group a: Operation not "
	       "permitted (CAP_NET_ADMIN needed)");
	fake_refuse(1, -EEXIST, "ipmp: a group of that name exists");
	expect("ipmpadm group add a", 1,
	       "cannot add group a: a group of that name exists");
	fake_refuse(1, -EADDRINUSE, "it is an address of this host");
	expect("ipmpadm target add 192.0.2.1 group production", 1,
	       "cannot add target 192.0.2.1 to group production: it is an address of this host");
	fake_refuse(1, -ENOENT, NULL);
	expect("ipmpadm target del 192.0.2.1 group production", 1,
	       "cannot delete target 192.0.2.1 from group production: No such file or directory");
	fake_refuse(1, -EBUSY, "it is the last usable member");
	expect("ipmpadm member offline eth0", 1,
	       "cannot take eth0 offline: it is the last usable member");
	fake_refuse(1, -EOPNOTSUPP, "not Ethernet");
	expect("ipmpadm member add lo group production", 1,
	       "lo cannot join group production: not Ethernet");
	/* A request that this kernel does not know at all. */
	fake_refuse(1, -EOPNOTSUPP, NULL);
	expect("ipmpadm member online eth0", 2,
	       "cannot put eth0 online: Operation not supported");
	fake_refuse(1, -EINVAL, "two\nlines \033[1m");
	expect("ipmpadm member del eth0", 1,
	       "cannot take eth0 out of its group: two?lines ?[1m");
}

static void test_help(void **state)
{
	static const char *const all[] = {
		"ipmpadm help", "ipmpadm -h", "ipmpadm --help",
	};
	static const char *const some[] = {
		"ipmpadm group help", "ipmpadm group -h", "ipmpadm show help",
		"ipmpadm group add help", "ipmpadm group add --help",
		"ipmpadm member add eth0 -h", "ipmpadm monitor -h",
		"ipmpadm address del help",
	};
	static const char *const solaris[] = {
		"ipmpstat help", "ipmpstat -h", "ipmpstat --help",
		"ipmpstat -g -h", "if_mpadm help", "if_mpadm -h",
		"if_mpadm -d eth0 --help", "ipmpadm stat help",
		"ipmpadm stat -g -h",
	};
	size_t i;

	(void)state;
	fake_no_module();
	for (i = 0; i < ARRAY_SIZE(all); i++) {
		expect(all[i], 0, NULL);
		assert_non_null(strstr(fake_out(), "usage: ipmpadm"));
		assert_non_null(strstr(fake_out(), "address del"));
	}
	for (i = 0; i < ARRAY_SIZE(some); i++) {
		expect(some[i], 0, NULL);
		assert_memory_equal(fake_out(), "usage:\n", 7);
	}
	for (i = 0; i < ARRAY_SIZE(solaris); i++) {
		expect(solaris[i], 0, NULL);
		assert_memory_equal(fake_out(), "usage: i", 8);
	}
	expect("ipmpadm stat help", 0, NULL);
	assert_non_null(strstr(fake_out(), "\n  -g  groups: "
			       "GROUP,GROUPNAME,STATE,FDT,INTERFACES\n"));
	expect("ipmpstat -h", 0, NULL);
	assert_non_null(strstr(fake_out(), "\n  -g  groups: "
			       "GROUP,GROUPNAME,STATE,FDT,INTERFACES\n"));
	expect("ipmpadm -V", 0, NULL);
	assert_string_equal(fake_out(), "ipmpadm test\n");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_wrong_usage),
		TEST(test_requests),
		TEST(test_address_del),
		TEST(test_group_add),
		TEST(test_group_add_is_undone),
		TEST(test_group_not_found_is_undone),
		TEST(test_home_is_undone),
		TEST(test_address_that_exists),
		TEST(test_missing_objects),
		TEST(test_module_absent),
		TEST(test_refusals),
		TEST(test_help),
	};

	return cmocka_run_group_tests_name("cli", tests, NULL, NULL);
}
