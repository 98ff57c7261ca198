// SPDX-License-Identifier: GPL-2.0
/* What moves when an interface is adopted, in which order, and back again. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fake.h"
#include "golden.h"
#include "spec.h"

#define ADOPT	"ipmpadm member add eth0 group production adopt"

static void links(void)
{
	fake_reset();
	fake_object("group-get group-ifindex=5 group-ifname=ipmp0 group-name=production group-state=failed failback=1 xmit=flow");
	fake_link(2, "eth0", true);
	fake_link(3, "eth1", true);
	fake_link(5, "ipmp0", true);
}

/* flags: 1 secondary, 32 deprecated, 128 permanent, 512 noprefixroute */
static void addresses(void)
{
	fake_addr("dev=2 addr=192.0.2.10/24 brd=192.0.2.255 label=eth0 flags=128");
	fake_addr("dev=2 addr=192.0.2.11/24 label=eth0:1 flags=129");
	fake_addr("dev=2 addr=192.0.2.21/24 label=eth0 flags=640");
	fake_addr("dev=2 addr=198.51.100.5/24 label=eth0 flags=640");
	fake_addr("dev=2 addr=203.0.113.5/24 label=eth0 metric=50 valid=600 pref=300");
	fake_addr("dev=2 addr=169.254.7.7/16 scope=253 label=eth0 flags=128");
	fake_addr("dev=2 addr=2001:db8::10/64 flags=128");
	fake_addr("dev=2 addr=2001:db8::99/64 flags=672");
	fake_addr("dev=2 addr=fe80::1/64 scope=253 flags=128");
	fake_addr("dev=3 addr=192.0.2.77/24 label=eth1 flags=128");
}

/* proto: 2 kernel, 3 boot, 4 static, 9 ra; type: 2 local, 5 multicast */
static void routes(void)
{
	fake_route("dev=2 dst=default via=192.0.2.1 table=254 proto=3 metric=100");
	fake_route("dev=2 dst=default via=192.0.2.2 table=254 proto=3 metric=100");
	fake_route("dev=2 dst=10.0.0.0/8 via=198.51.100.1 table=100 proto=4");
	fake_route("dev=2 dst=10.9.0.1/32 table=254 proto=4 scope=253");
	fake_route("dev=2 dst=192.0.2.0/24 src=192.0.2.10 table=254 proto=2 scope=253");
	fake_route("dev=2 dst=198.51.100.0/24 src=198.51.100.5 table=254 proto=2 scope=253 metric=100");
	fake_route("dev=2 dst=169.254.0.0/16 src=169.254.7.7 table=254 proto=2 scope=253");
	fake_route("dev=2 dst=192.0.2.10/32 src=192.0.2.10 table=255 proto=2 scope=254 type=2");
	fake_route("dev=3 dst=172.16.0.0/12 via=192.0.2.1 table=254 proto=4");
	fake_route("dev=2 family=6 dst=default via=fe80::ff table=254 proto=9 metric=1024");
	fake_route("dev=2 family=6 dst=2001:db8::/64 table=254 proto=2 metric=256");
	fake_route("dev=2 family=6 dst=fe80::/64 table=254 proto=2 metric=1024");
	fake_route("dev=2 family=6 dst=ff00::/8 table=255 proto=2 metric=256 type=5");
}

/* state: 1 incomplete, 2 reachable, 4 stale, 32 failed, 128 permanent */
static void neighbours(void)
{
	fake_neigh("dev=2 ip=192.0.2.1 mac=1 state=2");
	fake_neigh("dev=2 ip=192.0.2.3 mac=3 state=128");
	fake_neigh("dev=2 ip=192.0.2.50 mac=0 state=32");
	fake_neigh("dev=3 ip=192.0.2.51 mac=51 state=2");
	fake_neigh("dev=2 ip=fe80::ff mac=9 state=4 flags=128");
}

static int setup(void **state)
{
	(void)state;
	links();
	addresses();
	routes();
	neighbours();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	fake_reset();
	return 0;
}

static const struct {
	const char *kind, *what;
} moving[] = {
	{ "addr dev=", " addr=192.0.2.10/24 " },
	{ "addr dev=", " addr=192.0.2.11/24 " },
	{ "addr dev=", " addr=198.51.100.5/24 " },
	{ "addr dev=", " addr=203.0.113.5/24 " },
	{ "addr dev=", " addr=2001:db8::10/64 " },
	{ "route dev=", " dst=default via=192.0.2.1 " },
	{ "route dev=", " dst=default via=192.0.2.2 " },
	{ "route dev=", " dst=10.0.0.0/8 via=198.51.100.1 " },
	{ "route dev=", " dst=10.9.0.1/32 " },
	{ "route dev=", " dst=198.51.100.0/24 " },
	{ "route dev=", " dst=default via=fe80::ff " },
};

/* At no moment is anything nowhere. */
static const char *gap;

static void watch(void)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(moving); i++)
		if (!fake_carries(moving[i].kind, moving[i].what))
			gap = moving[i].what;
}

static int run_watched(void)
{
	int status;

	gap = "";
	fake_hook = watch;
	status = fake_run(ADOPT);
	fake_hook = NULL;
	assert_string_equal(gap, "");
	return status;
}

static void test_order_and_outcome(void **state)
{
	size_t i;

	(void)state;
	assert_int_equal(run_watched(), 0);
	assert_string_equal(fake_err(), "");
	golden_is("adopt.log", fake_log());
	golden_is("adopt.carried", fake_carried());
	for (i = 0; i < ARRAY_SIZE(moving); i++)
		assert_true(fake_carries(moving[i].what, " dev=5 "));
}

/* Whether the n-th request is one without which it goes on. */
static bool optional(unsigned int n)
{
	const char *line = fake_log();

	while (--n)
		line = strchr(line, '\n') + 1;
	return !strncmp(line, "newneigh ", 9);
}

static unsigned int count(const char *word)
{
	const char *p = fake_log();
	unsigned int n = 0;

	while ((p = strstr(p, word))) {
		p++;
		n++;
	}
	return n;
}

/* Of what the module was asked for, nothing is left. */
static void module_is_as_before(const char *refused)
{
	unsigned int joined = count("member-new ") - count("member-del ");
	unsigned int homes = count(" home=eth0") - count(" home=\n");

	assert_int_equal(joined, !strncmp(refused, "member-new", 10));
	assert_int_equal(homes, !strncmp(refused, "address-set", 11));
}

static void refuse_one(void **state, unsigned int n)
{
	char before[16384], line[256];
	const char *at;
	unsigned int i;

	setup(state);
	fake_refuse(n, -ENOBUFS, NULL);
	snprintf(before, sizeof(before), "%s", fake_carried());
	i = (unsigned int)run_watched();
	if (optional(n)) {
		assert_int_equal(i, 0);
		return;
	}
	assert_int_equal(i, 1);
	assert_non_null(strstr(fake_err(), "No buffer space available\n"));
	assert_null(strstr(fake_err(), "undo failed"));
	assert_string_equal(fake_carried(), before);
	for (at = fake_log(), i = 1; i < n; i++)
		at = strchr(at, '\n') + 1;
	snprintf(line, sizeof(line), "%.*s", (int)strcspn(at, "\n"), at);
	module_is_as_before(line);
}

static void test_every_failure_is_undone(void **state)
{
	unsigned int n, all;

	assert_int_equal(fake_run(ADOPT), 0);
	all = fake_count();
	assert_true(all > 30);
	for (n = 1; n <= all; n++)
		refuse_one(state, n);
}

/* The failure of undoing is told too, and the rest undone all the same. */
static void test_failed_undo_is_told(void **state)
{
	(void)state;
	links();
	fake_addr("dev=2 addr=192.0.2.10/24 flags=128");
	fake_route("dev=2 dst=10.0.0.0/8 via=192.0.2.1 table=254 proto=4");
	/* join, home, address, route, then the old route; back: the route. */
	fake_refuse(5, -ENOBUFS, NULL);
	fake_refuse_too(6);
	assert_int_equal(fake_run(ADOPT), 1);
	assert_string_equal(fake_err(), "ipmpadm: cannot move 10.0.0.0/8 via 192.0.2.1 from eth0 to group production: No buffer space available\n"
			    "ipmpadm: undo failed: cannot move 10.0.0.0/8 via 192.0.2.1 back: No buffer space available\n");
	assert_int_equal(count("member-del"), 1);
}

/* The place that the group had kept for it is kept again. */
static void test_failure_in_a_kept_place(void **state)
{
	(void)state;
	links();
	fake_object("member-get group-ifindex=5 group-ifname=ipmp0 group-name=production ifname=eth0 state=missing reason=removed link=unknown");
	fake_addr("dev=2 addr=192.0.2.10/24 flags=128");
	fake_refuse(3, -ENOBUFS, NULL);
	assert_int_equal(fake_run(ADOPT), 1);
	assert_int_equal(count("member-del ifname=eth0 place"), 1);
}

static void test_what_has_gone_by_itself(void **state)
{
	(void)state;
	links();
	fake_addr("dev=2 addr=192.0.2.10/24 flags=128");
	fake_route("dev=2 dst=10.0.0.0/8 via=192.0.2.1 table=254 proto=4");
	fake_refuse(5, -ESRCH, NULL);
	assert_int_equal(fake_run(ADOPT), 0);

	links();
	fake_addr("dev=2 addr=192.0.2.10/24 flags=128");
	fake_refuse(4, -EADDRNOTAVAIL, NULL);
	assert_int_equal(fake_run(ADOPT), 0);
}

static void test_route_that_the_group_has(void **state)
{
	(void)state;
	links();
	fake_addr("dev=2 addr=192.0.2.10/24 flags=128");
	fake_route("dev=2 dst=10.0.0.0/8 via=192.0.2.1 table=254 proto=4");
	fake_addr("dev=5 addr=192.0.2.9/24 flags=128");
	fake_route("dev=5 dst=10.0.0.0/8 via=192.0.2.1 table=254 proto=4");
	fake_refuse(6, -ENOBUFS, NULL);
	assert_int_equal(fake_run(ADOPT), 1);
	/* Not ours, so not to be taken away. */
	assert_true(fake_carries("route dev=5", "10.0.0.0/8"));
	assert_true(fake_carries("route dev=2", "10.0.0.0/8"));
}

static void test_lifetime_of_a_route(void **state)
{
	(void)state;
	links();
	fake_addr("dev=2 addr=2001:db8::10/64 flags=128");
	fake_route("dev=2 family=6 dst=default via=fe80::ff table=254 proto=9 metric=1024 expires=1799");
	assert_int_equal(fake_run(ADOPT), 0);
	assert_non_null(strstr(fake_log(), "newroute dev=5 family=6 dst=default via=fe80::ff table=254 proto=9 metric=1024 expires=1800\n"));
}

static void test_tentative_address_is_probed(void **state)
{
	(void)state;
	links();
	fake_addr("dev=2 addr=2001:db8::10/64 flags=192");
	fake_addr("dev=2 addr=2001:db8::11/64 flags=128");
	assert_int_equal(fake_run(ADOPT), 0);
	assert_non_null(strstr(fake_log(), "newaddr dev=5 addr=2001:db8::10/64\n"));
	assert_non_null(strstr(fake_log(), "newaddr dev=5 addr=2001:db8::11/64 flags=2\n"));
}

static void test_nothing_to_adopt(void **state)
{
	(void)state;
	links();
	assert_int_equal(fake_run("ipmpadm member add eth0 group ipmp0 adopt standby"), 0);
	assert_string_equal(fake_log(), "member-new group-ifindex=5 ifname=eth0 standby=1\n");
}

static void refused(const char *line, const char *err)
{
	char text[256];

	snprintf(text, sizeof(text), "ipmpadm: %s\n", err);
	assert_int_equal(fake_run(line), 1);
	assert_string_equal(fake_err(), text);
	assert_string_equal(fake_log(), "");
}

static void test_refused_before_anything_is_done(void **state)
{
	(void)state;
	links();
	refused("ipmpadm member add eth9 group production adopt",
		"interface eth9 does not exist");
	links();
	fake_route("dev=2 dst=10.0.0.0/8 via=192.0.2.1 table=254 proto=4 nhid=7");
	refused(ADOPT, "cannot adopt eth0: route 10.0.0.0/8 via 192.0.2.1 has several next hops or a next hop object (delete it, and add it to the group afterwards)");
	links();
	fake_route("dev=2 dst=default table=254 proto=4 multipath=1");
	refused(ADOPT, "cannot adopt eth0: route default has several next hops or a next hop object (delete it, and add it to the group afterwards)");
	links();
	fake_addr("dev=2 addr=10.0.0.1/32 peer=10.0.0.2 flags=128");
	refused(ADOPT, "cannot adopt eth0: address 10.0.0.1/32 is a point-to-point one");
	links();
	fake_addr("dev=2 addr=2001:db8::10/64 flags=136");
	refused(ADOPT, "cannot adopt eth0: address 2001:db8::10/64 is in use by another host");
	fake_reset();
	fake_object("group-get group-ifindex=5 group-ifname=ipmp0 group-name=production group-state=failed");
	fake_link(2, "eth0", true);
	fake_link(5, "ipmp0", false);
	refused(ADOPT, "cannot adopt eth0: group production is down (ip link set ipmp0 up)");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_order_and_outcome),
		TEST(test_every_failure_is_undone),
		TEST(test_failed_undo_is_told),
		TEST(test_failure_in_a_kept_place),
		TEST(test_what_has_gone_by_itself),
		TEST(test_route_that_the_group_has),
		TEST(test_lifetime_of_a_route),
		TEST(test_tentative_address_is_probed),
		TEST(test_nothing_to_adopt),
		TEST(test_refused_before_anything_is_done),
	};

	return cmocka_run_group_tests_name("adopt", tests, NULL, NULL);
}
