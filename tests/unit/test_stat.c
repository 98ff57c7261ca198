// SPDX-License-Identifier: GPL-2.0
/* The views of ipmpstat, for people and for scripts. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "fake.h"
#include "golden.h"
#include "spec.h"

#define TEST_GROUP	"group-ifindex=5 group-ifname=ipmp0 group-name=production "

static int setup(void **state)
{
	(void)state;
	fake_reset();
	golden_probed();
	fake_link(5, "ipmp0", true);
	fake_link(6, "ipmp1", true);
	fake_link(8, "ipmp2", false);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	fake_reset();
	return 0;
}

static void expect(const char *line, int status, const char *err)
{
	char text[512] = "";

	if (err)
		snprintf(text, sizeof(text), "ipmpadm: %s\n", err);
	assert_int_equal(fake_run(line), status);
	assert_string_equal(fake_err(), text);
}

#define ALL_OF_A	"address,state,group,inbound,outbound"
#define ALL_OF_G	"group,groupname,state,fdt,interfaces"
#define ALL_OF_I	"interface,active,group,flags,link,probe,state"
#define ALL_OF_P	"time,interface,probe,netrtt,rtt,rttavg,target,rttdev"
#define ALL_OF_T	"interface,mode,testaddr,targets"

static void test_golden(void **state)
{
	static const struct {
		const char *line, *file;
	} runs[] = {
		{ "ipmpstat -an", "stat-a.txt" },
		{ "ipmpstat -gn", "stat-g.txt" },
		{ "ipmpstat -in", "stat-i.txt" },
		{ "ipmpstat -tn", "stat-t.txt" },
		{ "/usr/local/sbin/ipmpstat -nt", "stat-t.txt" },
		{ "ipmpadm stat -t -n", "stat-t.txt" },
		{ "ipmpadm -n stat -t", "stat-t.txt" },
		{ "ipmpstat -nt -o all", "stat-t.txt" },
		{ "ipmpstat -t", "stat-t-names.txt" },
		{ "ipmpstat -n -P -a -o " ALL_OF_A, "stat-a.P" },
		{ "ipmpstat -gPo " ALL_OF_G, "stat-g.P" },
		{ "ipmpstat -iPo " ALL_OF_I, "stat-i.P" },
		{ "ipmpstat -tnPo " ALL_OF_T, "stat-t.P" },
		{ "ipmpadm stat -tnPo " ALL_OF_T, "stat-t.P" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(runs); i++) {
		expect(runs[i].line, 0, NULL);
		golden_is(runs[i].file, fake_out());
	}
}

static void some_probes(void)
{
	fake_event("probe-done time=1767225800600000000 ifname=eth0 family=2 "
		   "probe-id=589 probe-outcome=answered target=192.0.2.1 "
		   "rtt=512 rtt-avg=700 rtt-dev=33");
	/* Sent before the view began. */
	fake_event("probe-done time=1767225800250000000 ifname=eth0 family=10 "
		   "probe-id=590 probe-outcome=lost rtt=1 "
		   "target=fe80::5054:ff:fe00:aa01 rtt-avg=900 rtt-dev=40");
	/* Others' news, and what only a newer kernel module would send. */
	fake_event("group-ntf seq=1 time=1 change=set group-name=x");
	fake_event("probe-done time=1 ifname=eth0");
	fake_event("probe-done time=1767225912345678901 ifname=enp3s0f0np0 "
		   "family=2 probe-id=4294967295 probe-outcome=answered "
		   "target=192.0.2.2 rtt=1234567 rtt-avg=1234567 "
		   "rtt-dev=617283");
	/* The first that was sent to a target, and lost. */
	fake_event("probe-done time=1767225801000000000 ifname=eth1 family=2 "
		   "probe-id=1 probe-outcome=lost target=192.0.2.2");
}

static void test_probes(void **state)
{
	static const struct {
		const char *line, *file;
	} runs[] = {
		{ "ipmpstat -pn", "stat-p.txt" },
		{ "ipmpadm stat -p", "stat-p-names.txt" },
		{ "ipmpstat -pno all", "stat-p-all.txt" },
		{ "ipmpstat -pnPo " ALL_OF_P, "stat-p.P" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(runs); i++) {
		setup(state);
		some_probes();
		expect(runs[i].line, 0, NULL);
		golden_is(runs[i].file, fake_out());
	}
}

static void test_names_are_asked_for_once(void **state)
{
	setup(state);
	some_probes();
	expect("ipmpstat -p", 0, NULL);
	assert_int_equal(fake_questions(), 2);
	setup(state);
	expect("ipmpstat -tn", 0, NULL);
	assert_int_equal(fake_questions(), 0);
}

/* The name server does not answer: the first question tells, for all. */
static void test_nobody_waits_for_names(void **state)
{
	(void)state;
	fake_no_names();
	expect("ipmpstat -t", 0, NULL);
	golden_is("stat-t.txt", fake_out());
	assert_int_equal(fake_questions(), 1);
	setup(state);
	fake_no_names();
	some_probes();
	expect("ipmpstat -p", 0, NULL);
	golden_is("stat-p.txt", fake_out());
	assert_int_equal(fake_questions(), 1);
}

static void test_lost_probes_are_told(void **state)
{
	(void)state;
	fake_lost();
	some_probes();
	expect("ipmpstat -pn", 0,
	       "warning: there were more probes than could be shown");
	golden_is("stat-p.txt", fake_out());
}

static void test_nobody_is_probed(void **state)
{
	(void)state;
	fake_reset();
	golden_world();
	expect("ipmpstat -p", 1, "nobody is probed: no group has a target (ipmpadm target add ADDR group NAME)");
	fake_object("target-get " TEST_GROUP "target=192.0.2.1 "
		    "target-source=given target-state=spare since=0");
	expect("ipmpstat -p", 1, "nobody is probed: groups with targets have no usable member, or probe off (ipmpadm show)");
	fake_reset();
	expect("ipmpstat -p", 1, "there are no groups");
	fake_object("group-get " TEST_GROUP "group-state=ok failback=1 "
		    "xmit=flow detection-time=10000 probe=off");
	expect("ipmpstat -p", 1, "probe-based failure detection is disabled (ipmpadm group set NAME probe auto)");
	fake_reset();
	golden_world();
	fake_no_probes();
	expect("ipmpstat -p", 2, "the kernel module ipmp has no probes to tell of (it is older than ipmpadm)");
	expect("ipmpstat -t", 0, NULL);
	golden_is("stat-t-disabled.txt", fake_out());
	expect("ipmpstat -g", 0, NULL);
	golden_is("stat-g-disabled.txt", fake_out());
}

static void test_fields(void **state)
{
	(void)state;
	/* In the order that they are asked for, however they are written. */
	expect("ipmpstat -gP -o FDT,group,Fdt", 0, NULL);
	assert_string_equal(fake_out(), "21.42s:ipmp0:21.42s\n"
			    "0.10s:ipmp1:0.10s\n:spare:\n1.00s:ipmp2:1.00s\n");
	/* Nothing to tell apart, so nothing to escape. */
	expect("ipmpstat -anPo address", 0, NULL);
	assert_string_equal(fake_out(), "192.0.2.10\n2001:db8::10\n"
			    "198.51.100.1\n203.0.113.7\n");
	expect("ipmpstat -g -o group,nothing,state", 0,
	       "warning: ignoring unknown output field `nothing'");
	assert_memory_equal(fake_out(), "GROUP       STATE\n", 18);
	assert_int_equal(fake_run("ipmpstat -g -o nothing"), 3);
	assert_string_equal(fake_out(), "");
}

static void test_escapes(void **state)
{
	(void)state;
	fake_reset();
	fake_object("group-get group-ifindex=5 group-ifname=ipmp0 group-name=a:b\\c\033d group-state=ok");
	expect("ipmpstat -gPo groupname,state", 0, NULL);
	assert_string_equal(fake_out(), "a\\:b\\\\c?d:ok\n");
	expect("ipmpstat -gPo groupname", 0, NULL);
	assert_string_equal(fake_out(), "a:b\\c?d\n");
	expect("ipmpstat -go groupname", 0, NULL);
	assert_string_equal(fake_out(), "GROUPNAME\na:b\\c?d\n");
}

static unsigned int headers(void)
{
	const char *p = fake_out();
	unsigned int n = 0;

	while ((p = strstr(p, "INTERFACE"))) {
		p++;
		n++;
	}
	return n;
}

/* Nine members: two lines and a header fit into three rows. */
static void test_header_on_each_screen(void **state)
{
	(void)state;
	fake_rows(3);
	expect("ipmpstat -i", 0, NULL);
	assert_int_equal(headers(), 1);
	fake_terminal(true);
	expect("ipmpstat -i", 0, NULL);
	assert_int_equal(headers(), 5);
	fake_rows(0);
	expect("ipmpstat -i", 0, NULL);
	assert_int_equal(headers(), 1);
}

static void test_nothing_to_show(void **state)
{
	static const char *const lines[] = {
		"ipmpstat -a", "ipmpstat -g", "ipmpstat -i", "ipmpstat -t",
	};
	size_t i;

	(void)state;
	fake_reset();
	for (i = 0; i < ARRAY_SIZE(lines); i++) {
		expect(lines[i], 0, NULL);
		assert_string_equal(fake_out(), "");
	}
}

static void test_link_that_nobody_knows(void **state)
{
	(void)state;
	fake_reset();
	golden_probed();
	expect("ipmpstat -anPo state,inbound", 0, NULL);
	assert_string_equal(fake_out(), "?:eth0\n?:eth0\n?:\n?:eth11\n");
}

/* What another host has is down, and so nothing comes in or goes out. */
static void test_duplicate_address(void **state)
{
	(void)state;
	/* IFA_F_PERMANENT, without and with IFA_F_DADFAILED. */
	fake_addr("dev=5 addr=192.0.2.10/24 flags=128");
	fake_addr("dev=5 addr=2001:db8::10/64 flags=136");
	fake_addr("dev=6 addr=192.0.2.10/24 flags=136");
	expect("ipmpstat -anPo address,state,inbound,outbound", 0, NULL);
	assert_non_null(strstr(fake_out(), "192.0.2.10:up:eth0:eth0"));
	assert_non_null(strstr(fake_out(), "2001\\:db8\\:\\:10:down::\n"));
}

#define SOURCE	"group-ifindex=6 group-ifname=ipmp1 group-name=storage "

/* With xmit source packets leave where their answers come in. */
static void test_outbound_by_source(void **state)
{
	(void)state;
	fake_reset();
	fake_link(6, "ipmp1", true);
	fake_object("group-get " SOURCE "group-state=ok xmit=source");
	fake_object("member-get " SOURCE "ifname=eth0 state=active");
	fake_object("member-get " SOURCE "ifname=eth1 state=active");
	fake_object("address-get " SOURCE "addr=192.0.2.10 member=eth1");
	expect("ipmpstat -anPo state,inbound,outbound", 0, NULL);
	assert_string_equal(fake_out(), "up:eth1:eth1\n");
}

static void test_reading_fails(void **state)
{
	static const char *const lines[] = {
		"ipmpstat -a", "ipmpstat -g", "ipmpstat -i", "ipmpstat -t",
		"ipmpstat -p",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(lines); i++) {
		setup(state);
		fake_refuse_dump(-ENOMEM);
		expect(lines[i], 1,
		       "cannot read the groups: Cannot allocate memory");
		assert_string_equal(fake_out(), "");
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_golden),
		TEST(test_probes),
		TEST(test_names_are_asked_for_once),
		TEST(test_nobody_waits_for_names),
		TEST(test_lost_probes_are_told),
		TEST(test_nobody_is_probed),
		TEST(test_fields),
		TEST(test_escapes),
		TEST(test_header_on_each_screen),
		TEST(test_nothing_to_show),
		TEST(test_link_that_nobody_knows),
		TEST(test_duplicate_address),
		TEST(test_outbound_by_source),
		TEST(test_reading_fails),
	};

	return cmocka_run_group_tests_name("stat", tests, NULL, NULL);
}
