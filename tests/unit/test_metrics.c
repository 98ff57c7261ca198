// SPDX-License-Identifier: GPL-2.0
/* The text format of Prometheus. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fake.h"
#include "golden.h"
#include "spec.h"

static int setup(void **state)
{
	(void)state;
	fake_reset();
	return 0;
}

static void test_golden(void **state)
{
	(void)state;
	golden_probed();
	assert_int_equal(fake_run("ipmpadm metrics"), 0);
	assert_string_equal(fake_err(), "");
	golden_is("metrics.txt", fake_out());
}

static void test_module_without_probes(void **state)
{
	(void)state;
	golden_world();
	fake_no_probes();
	assert_int_equal(fake_run("ipmpadm metrics"), 0);
	assert_string_equal(fake_err(), "");
	assert_null(strstr(fake_out(), "ipmp_probe_"));
	assert_null(strstr(fake_out(), "ipmp_target_"));
	assert_null(strstr(fake_out(), "_total"));
	assert_non_null(strstr(fake_out(), "ipmp_group_state{group=\"storage\",state=\"failed\"} 1\n"));
}

static void test_nothing_to_tell(void **state)
{
	(void)state;
	assert_int_equal(fake_run("ipmpadm metrics"), 0);
	assert_string_equal(fake_out(), "");
}

static void test_escapes(void **state)
{
	(void)state;
	fake_object("group-get group-ifindex=5 group-ifname=ipmp0 group-name=a\"b\\c\nd");
	assert_int_equal(fake_run("ipmpadm metrics"), 0);
	assert_non_null(strstr(fake_out(), "ipmp_group_members{group=\"a\\\"b\\\\c\\nd\"} 0\n"));
}

/* Not a digit of a counter is lost. */
static void test_large_counters(void **state)
{
	(void)state;
	fake_object("group-get group-ifindex=5 group-ifname=ipmp0 group-name=a");
	fake_object("probe-get group-ifindex=5 group-ifname=ipmp0 group-name=a "
		    "ifname=eth0 family=2 sent=9007199254740993");
	fake_counter("ipmp0", "announcements", UINT64_MAX);
	assert_int_equal(fake_run("ipmpadm metrics"), 0);
	assert_non_null(strstr(fake_out(), "} 18446744073709551615\n"));
	assert_non_null(strstr(fake_out(), "} 9007199254740993\n"));
}

static void test_no_json(void **state)
{
	(void)state;
	assert_int_equal(fake_run("ipmpadm -j metrics"), 3);
	assert_string_equal(fake_out(), "");
	assert_string_equal(fake_err(), "ipmpadm: metrics: there is no JSON of it (try ipmpadm -j show)\n");
}

/* Names stay apart, and what is printed is UTF-8. */
static void test_names_of_odd_bytes(void **state)
{
	(void)state;
	fake_object("group-get group-ifindex=5 group-ifname=ipmp0 group-name=\xc3\xa9\xff\033\xc2\x9b");
	assert_int_equal(fake_run("ipmpadm metrics"), 0);
	assert_non_null(strstr(fake_out(), "ipmp_group_members{group=\"\xc3\xa9\\\\xff\\\\x1b\\\\xc2\\\\x9b\"} 0\n"));
}

/* The metric of a line; true for the first line of its family. */
static bool name_of(const char *line, char name[64])
{
	bool first = !strncmp(line, "# HELP ", 7);
	size_t len;

	if (*line == '#')
		line += 7;
	len = strcspn(line, " {");
	assert_true(len && len < 64);
	memcpy(name, line, len);
	name[len] = '\0';
	return first;
}

/* Each metric once, with its type; its samples behind it and nowhere else. */
static void test_families_are_together(void **state)
{
	char seen[64][64], name[64];
	unsigned int i, n = 0;
	const char *line;

	(void)state;
	golden_probed();
	assert_int_equal(fake_run("ipmpadm metrics"), 0);
	for (line = fake_out(); *line; line = strchr(line, '\n') + 1) {
		if (name_of(line, name)) {
			for (i = 0; i < n; i++)
				assert_string_not_equal(seen[i], name);
			strcpy(seen[n++], name);
		}
		assert_true(n);
		assert_string_equal(seen[n - 1], name);
	}
	assert_int_equal(n, 51);
}

/* How many metrics have a paragraph: a line with nothing but the name. */
static unsigned int paragraphs(const char *text)
{
	unsigned int n = 0;

	while ((text = strstr(text, "\n``ipmp_"))) {
		text += strlen("\n``");
		n += !strncmp(text + strcspn(text, "`"), "``\n", 3);
	}
	return n;
}

/* What is not in the documentation nobody can rely on, and all there is. */
static void test_all_are_documented(void **state)
{
	static char text[65536];
	char name[64], quoted[72];
	unsigned int n = 0;
	const char *line;
	FILE *f;

	(void)state;
	f = fopen(METRICS_RST, "r");
	assert_non_null(f);
	text[fread(text, 1, sizeof(text) - 1, f)] = '\0';
	fclose(f);
	golden_probed();
	assert_int_equal(fake_run("ipmpadm metrics"), 0);
	for (line = fake_out(); *line; line = strchr(line, '\n') + 1) {
		if (!name_of(line, name))
			continue;
		n++;
		snprintf(quoted, sizeof(quoted), "\n``%s``\n", name);
		if (!strstr(text, quoted))
			fail_msg("%s is not documented", name);
	}
	assert_int_equal(paragraphs(text), n);
}

static void test_reading_fails(void **state)
{
	(void)state;
	golden_probed();
	fake_refuse_dump(-ENOMEM);
	assert_int_equal(fake_run("ipmpadm metrics"), 1);
	assert_string_equal(fake_out(), "");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, setup)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_golden),
		TEST(test_module_without_probes),
		TEST(test_nothing_to_tell),
		TEST(test_escapes),
		TEST(test_large_counters),
		TEST(test_no_json),
		TEST(test_names_of_odd_bytes),
		TEST(test_families_are_together),
		TEST(test_all_are_documented),
		TEST(test_reading_fails),
	};

	return cmocka_run_group_tests_name("metrics", tests, NULL, NULL);
}
