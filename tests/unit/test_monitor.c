// SPDX-License-Identifier: GPL-2.0
/* What the monitor prints of events, and what it does when some are lost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "fake.h"
#include "golden.h"

#define PRODUCTION \
	"group-ifindex=5 group-ifname=ipmp0 group-name=production "
#define AT(n, change)	"seq=" #n " time=17672258" #n "000000000 change=" change " "

static int setup(void **state)
{
	(void)state;
	fake_reset();
	golden_world();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	fake_reset();
	return 0;
}

static void some_events(void)
{
	fake_event("member-ntf " AT(41, "set") PRODUCTION
		   "ifindex=2 ifname=eth0 state=failed reason=link-down "
		   "since=1767225801041000000 standby=0 link=down cast=0 "
		   "perm-addr=52:54:00:00:01:00 path=0000:01:00.0");
	fake_event("address-ntf " AT(42, "set") PRODUCTION
		   "addr=192.0.2.10 prefix-len=24 member=enp3s0 home=eth0 "
		   "from=eth0 to=enp3s0 reason=link-down");
	fake_event("group-ntf " AT(43, "set") PRODUCTION
		   "group-state=failed failback=1 xmit=flow");
	fake_event("member-ntf " AT(44, "set") PRODUCTION
		   "ifindex=2 ifname=eth0 state=active reason=link-up "
		   "since=1767225801044000000 standby=0 link=up cast=1 "
		   "perm-addr=52:54:00:00:01:00 path=0000:01:00.0");
	fake_event("address-ntf " AT(45, "new") PRODUCTION
		   "addr=192.0.2.12 prefix-len=24 member=eth0 to=eth0 "
		   "reason=added");
	fake_event("address-ntf " AT(46, "del") PRODUCTION
		   "addr=192.0.2.12 prefix-len=24 from=eth0 reason=deleted");
	fake_event("member-ntf " AT(47, "del") PRODUCTION
		   "ifname=eth1 state=missing reason=left "
		   "since=1767225801047000000 link=unknown");
	fake_event("member-ntf " AT(48, "new") PRODUCTION
		   "ifname=eth1 state=active "
		   "since=1767225801048000000 link=up");
	fake_event("group-ntf " AT(49, "del") PRODUCTION "group-state=failed");
}

static void test_golden(void **state)
{
	(void)state;
	some_events();
	assert_int_equal(fake_run("ipmpadm monitor"), 0);
	assert_string_equal(fake_err(), "");
	golden_is("monitor.txt", fake_out());

	setup(state);
	some_events();
	assert_int_equal(fake_run("ipmpadm -j monitor"), 0);
	assert_string_equal(fake_err(), "");
	golden_is("monitor.json", fake_out());
}

static unsigned int count(const char *word)
{
	const char *p = fake_out();
	unsigned int n = 0;

	while ((p = strstr(p, word))) {
		p++;
		n++;
	}
	return n;
}

/* While it is offline its state does not say what becomes of its link. */
static void test_link_alone(void **state)
{
	(void)state;
	fake_event("member-ntf " AT(41, "set") PRODUCTION
		   "ifname=eth5 state=offline reason=offline link=up");
	fake_event("member-ntf " AT(42, "set") PRODUCTION
		   "ifname=eth5 state=offline reason=offline link=down");
	fake_event("member-ntf " AT(43, "set") PRODUCTION
		   "ifname=eth5 state=active link=up");
	assert_int_equal(fake_run("ipmpadm monitor"), 0);
	assert_int_equal(count("set offline (offline), link down\n"), 1);
	assert_int_equal(count("set offline -> active\n"), 1);
}

#define MOVE(n)	"address-ntf seq=" #n " time=1 change=set " PRODUCTION	\
		"addr=192.0.2.10 prefix-len=24 member=eth0"

static void test_gap_brings_a_new_snapshot(void **state)
{
	(void)state;
	fake_event(MOVE(7));
	fake_event(MOVE(8));
	fake_event(MOVE(10));
	assert_int_equal(fake_run("ipmpadm -j monitor"), 0);
	assert_int_equal(count("\"event\":\"sync\""), 2);
	/* What came with the gap is in the snapshot, which bears its number. */
	assert_int_equal(count("\"event\":\"address\""), 2);
	assert_int_equal(count("\"event\":\"sync\",\"time\":\"2026-01-01T00:03:20.500000000Z\",\"seq\":10"), 1);
}

/* What its addresses say of it has changed as well, without an event. */
static void test_renamed_member(void **state)
{
	(void)state;
	fake_event("member-ntf " AT(41, "set") PRODUCTION
		   "ifindex=2 ifname=lan0 state=active link=up");
	assert_int_equal(fake_run("ipmpadm -j monitor"), 0);
	assert_int_equal(count("\"event\":\"sync\""), 2);
	assert_int_equal(count("\"event\":\"member\""), 0);
}

static void test_numbers_start_again_at_nothing(void **state)
{
	(void)state;
	fake_event(MOVE(4294967295));
	fake_event(MOVE(0));
	assert_int_equal(fake_run("ipmpadm -j monitor"), 0);
	assert_int_equal(count("\"event\":\"sync\""), 1);
	assert_int_equal(count("\"event\":\"address\""), 2);
}

static void test_overrun_brings_a_new_snapshot(void **state)
{
	(void)state;
	fake_event(MOVE(7));
	fake_lost();
	fake_event(MOVE(8));
	fake_event(MOVE(9));
	assert_int_equal(fake_run("ipmpadm -j monitor"), 0);
	assert_int_equal(count("\"event\":\"sync\""), 2);
	assert_int_equal(count("\"event\":\"address\""), 1);
}

static void test_each_line_is_one_object(void **state)
{
	const char *line;

	(void)state;
	some_events();
	assert_int_equal(fake_run("ipmpadm -jp monitor"), 0);
	for (line = fake_out(); *line; line = strchr(line, '\n') + 1)
		assert_memory_equal(line, "{\"event\":", 9);
	/* 3 groups, 5 members, 4 addresses, sync, 9 events. */
	assert_int_equal(count("\n"), 22);
}

static void test_event_of_an_unknown_kind_is_left_out(void **state)
{
	(void)state;
	fake_event("address-ntf seq=1 time=1");
	fake_event(MOVE(7));
	fake_event("group-new seq=8");
	fake_event(MOVE(9));
	assert_int_equal(fake_run("ipmpadm -j monitor"), 0);
	assert_int_equal(count("\"event\":\"sync\""), 1);
	assert_int_equal(count("\"event\":"), 15);
}

#define PROBE(n, name, family, state)					\
	"probe-ntf " AT(n, "set") PRODUCTION "ifname=" name " family="	\
	#family " since=1767225801000000000 probe-kind=echo sent=5 "	\
	"answered=0 lost=5 failures=1 rtt-avg=400 rtt-dev=50 "		\
	"probe-state=" state

static void probe_events(void)
{
	fake_reset();
	golden_probed();
	fake_event(PROBE(41, "eth0", 2, "failed"));
	fake_event(PROBE(42, "eth0", 2, "ok"));
	/* The first that is heard of this one. */
	fake_event(PROBE(43, "eth6", 10, "unknown"));
	/* Of a member that nobody told of, and of one that left. */
	fake_event(PROBE(44, "eth99", 2, "failed"));
	fake_event("member-ntf " AT(45, "del") PRODUCTION
		   "ifname=eth1 state=missing reason=left");
	fake_event(PROBE(46, "eth1", 2, "disabled"));
	/* It comes back: what it was before is forgotten. */
	fake_event("member-ntf " AT(47, "new") PRODUCTION
		   "ifname=eth1 state=active");
	fake_event(PROBE(48, "eth1", 2, "unknown"));
	fake_event("group-ntf " AT(49, "set") PRODUCTION "group-state=degraded "
		   "detection-time=10000 targets-silent=1 fail-open=1");
	fake_event("probe-done time=1 ifname=eth0 target=192.0.2.1");
}

static void test_probes(void **state)
{
	(void)state;
	probe_events();
	assert_int_equal(fake_run("ipmpadm monitor"), 0);
	assert_string_equal(fake_err(), "");
	golden_is("monitor-probed.txt", fake_out());

	probe_events();
	assert_int_equal(fake_run("ipmpadm -j monitor"), 0);
	assert_string_equal(fake_err(), "");
	golden_is("monitor-probed.json", fake_out());
}

static void test_module_without_probes(void **state)
{
	(void)state;
	fake_no_probes();
	some_events();
	assert_int_equal(fake_run("ipmpadm monitor"), 0);
	assert_string_equal(fake_err(), "");
	golden_is("monitor.txt", fake_out());
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_golden),
		TEST(test_link_alone),
		TEST(test_gap_brings_a_new_snapshot),
		TEST(test_renamed_member),
		TEST(test_numbers_start_again_at_nothing),
		TEST(test_overrun_brings_a_new_snapshot),
		TEST(test_each_line_is_one_object),
		TEST(test_event_of_an_unknown_kind_is_left_out),
		TEST(test_probes),
		TEST(test_module_without_probes),
	};

	return cmocka_run_group_tests_name("monitor", tests, NULL, NULL);
}
