// SPDX-License-Identifier: GPL-2.0
/* What is shown, as text and as JSON. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fake.h"
#include "golden.h"
#include "view/text.h"
#include "spec.h"

static int setup(void **state)
{
	(void)state;
	fake_reset();
	golden_world();
	setenv("TERM", "xterm", 1);
	unsetenv("NO_COLOR");
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	fake_reset();
	return 0;
}

struct run {
	const char *line, *file;
};

static void compare(const struct run *runs, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		assert_int_equal(fake_run(runs[i].line), 0);
		assert_string_equal(fake_err(), "");
		golden_is(runs[i].file, fake_out());
	}
}

static void test_golden(void **state)
{
	static const struct run runs[] = {
		{ "ipmpadm show", "show.txt" },
		{ "ipmpadm -n show group ipmp1", "show-group.txt" },
		{ "ipmpadm -j show", "show.json" },
		{ "ipmpadm -jp show", "show-pretty.json" },
		{ "ipmpadm --json --pretty show group production",
		  "show-group-pretty.json" },
		{ "ipmpadm group", "group.txt" },
		{ "ipmpadm -j group show storage", "group.json" },
		{ "ipmpadm member", "member.txt" },
		{ "ipmpadm -j member show group storage", "member.json" },
		{ "ipmpadm address", "address.txt" },
		{ "ipmpadm -j address show", "address.json" },
	};

	(void)state;
	compare(runs, ARRAY_SIZE(runs));
}

static void test_probed(void **state)
{
	static const struct run runs[] = {
		{ "ipmpadm show", "show-probed.txt" },
		{ "ipmpadm -jp show", "show-probed.json" },
		{ "ipmpadm group", "group-probed.txt" },
		{ "ipmpadm -j group", "group-probed.json" },
		{ "ipmpadm member", "member-probed.txt" },
		{ "ipmpadm target", "target.txt" },
		{ "ipmpadm target show group production", "target-group.txt" },
		{ "ipmpadm -j target show", "target.json" },
	};

	(void)state;
	fake_reset();
	golden_probed();
	compare(runs, ARRAY_SIZE(runs));
	fake_terminal(true);
	assert_int_equal(fake_run("ipmpadm show"), 0);
	golden_is("show-probed-colour.txt", fake_out());
}

static void test_nothing_to_show(void **state)
{
	static const struct {
		const char *line, *out;
	} runs[] = {
		{ "ipmpadm show", "no groups\n" },
		{ "ipmpadm group", "no groups\n" },
		{ "ipmpadm member", "no members\n" },
		{ "ipmpadm address", "no data addresses\n" },
		{ "ipmpadm target", "no targets\n" },
		{ "ipmpadm -j show", "[]\n" },
		{ "ipmpadm -j group", "[]\n" },
		{ "ipmpadm -j member", "[]\n" },
		{ "ipmpadm -j address", "[]\n" },
		{ "ipmpadm -j target", "[]\n" },
	};
	size_t i;

	(void)state;
	fake_reset();
	for (i = 0; i < ARRAY_SIZE(runs); i++) {
		assert_int_equal(fake_run(runs[i].line), 0);
		assert_string_equal(fake_out(), runs[i].out);
	}
}

static void test_colour_only_where_it_is_wanted(void **state)
{
	(void)state;
	fake_terminal(true);
	assert_int_equal(fake_run("ipmpadm show"), 0);
	golden_is("show-colour.txt", fake_out());

	setenv("NO_COLOR", "1", 1);
	assert_int_equal(fake_run("ipmpadm show"), 0);
	golden_is("show.txt", fake_out());

	setenv("NO_COLOR", "", 1);
	setenv("TERM", "dumb", 1);
	assert_int_equal(fake_run("ipmpadm show"), 0);
	golden_is("show.txt", fake_out());

	setenv("TERM", "xterm", 1);
	assert_int_equal(fake_run("ipmpadm -j show"), 0);
	golden_is("show.json", fake_out());
}

static void test_terminal_does_not_obey_names(void **state)
{
	(void)state;
	fake_reset();
	fake_object("group-get group-ifindex=5 group-ifname=ipmp0 group-name=a\033[2Jb group-state=ok");
	assert_int_equal(fake_run("ipmpadm show"), 0);
	assert_null(strchr(fake_out(), '\033'));
	assert_non_null(strstr(fake_out(), "a?[2Jb"));
	assert_int_equal(fake_run("ipmpadm -j show"), 0);
	assert_null(strchr(fake_out(), '\033'));
}

/* JSON is UTF-8, and nothing in it is for a terminal. */
static void test_json_of_odd_bytes(void **state)
{
	static const char *const lines[] = {
		"ipmpadm -j show", "ipmpadm -jp show",
	};
	size_t i;

	(void)state;
	fake_reset();
	fake_object("group-get group-ifindex=5 group-ifname=ipmp0 group-name=\xc3\xa9\xff\x7f\x9b\xc2\x9b\xe2\x9b/\" group-state=ok");
	for (i = 0; i < 2; i++) {
		assert_int_equal(fake_run(lines[i]), 0);
		assert_non_null(strstr(fake_out(), "\"\xc3\xa9\\ufffd\\u007f\\ufffd\\u009b\\ufffd\\ufffd/\\\"\""));
	}
}

/* A NIC may join one group while another still keeps a place for it. */
static void test_two_of_a_name(void **state)
{
	static const char *const members[] = {
		"member-get group-ifindex=5 group-name=a ifindex=2 ifname=eth0 state=active link=up",
		"member-get group-ifindex=6 group-name=b ifname=eth0 state=missing reason=absent",
	};
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		fake_reset();
		fake_object("group-get group-ifindex=5 group-ifname=ipmp0 group-name=a group-state=ok");
		fake_object("group-get group-ifindex=6 group-ifname=ipmp1 group-name=b group-state=failed");
		fake_object(members[i]);
		fake_object(members[!i]);
		fake_object("probe-get group-ifindex=5 ifname=eth0 family=2 probe-state=ok");
		fake_object("probe-get group-ifindex=6 ifname=eth0 family=2 probe-state=failed");
		assert_int_equal(fake_run("ipmpadm -j show"), 0);
		assert_non_null(strstr(fake_out(), "\"state\":\"active\""));
		assert_non_null(strstr(fake_out(), "\"state\":\"missing\""));
		assert_int_equal(fake_run("ipmpadm -jp show group a"), 0);
		assert_non_null(strstr(fake_out(), "\"active\""));
		assert_null(strstr(fake_out(), "\"failed\""));
	}
}

static void test_words_of_a_newer_kernel(void **state)
{
	(void)state;
	fake_reset();
	fake_object("group-get group-ifindex=5 group-ifname=ipmp0 group-name=a group-state=77");
	fake_object("member-get group-ifindex=5 ifname=eth0 state=77 reason=77 link=77");
	assert_int_equal(fake_run("ipmpadm -j show"), 0);
	assert_non_null(strstr(fake_out(), "\"reason\":\"unknown\""));
	assert_int_equal(fake_run("ipmpadm show"), 0);
}

static void test_reading_fails(void **state)
{
	(void)state;
	fake_refuse_dump(-ENOMEM);
	assert_int_equal(fake_run("ipmpadm -j show"), 1);
	assert_string_equal(fake_out(), "");
	assert_string_equal(fake_err(), "ipmpadm: cannot read the groups: Cannot allocate memory\n");
}

static void test_durations(void **state)
{
	static const struct {
		uint64_t s;
		const char *text;
	} cases[] = {
		{ 0, "0s" }, { 59, "59s" }, { 60, "1m0s" }, { 192, "3m12s" },
		{ 3599, "59m59s" }, { 3600, "1h0m" }, { 86399, "23h59m" },
		{ 86400, "1d0h" }, { 90000, "1d1h" },
		{ UINT64_C(18446744073), "213503d23h" },
	};
	char buf[TEXT_DURATION];
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(cases); i++)
		assert_string_equal(text_duration(0, cases[i].s * 1000000000,
						  buf), cases[i].text);
	assert_string_equal(text_duration(2000000000, 1000000000, buf), "0s");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_golden),
		TEST(test_probed),
		TEST(test_nothing_to_show),
		TEST(test_colour_only_where_it_is_wanted),
		TEST(test_terminal_does_not_obey_names),
		TEST(test_json_of_odd_bytes),
		TEST(test_two_of_a_name),
		TEST(test_words_of_a_newer_kernel),
		TEST(test_reading_fails),
		TEST(test_durations),
	};

	return cmocka_run_group_tests_name("show", tests, NULL, NULL);
}
