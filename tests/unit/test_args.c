// SPDX-License-Identifier: GPL-2.0
/* Addresses as text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lib/args.h"
#include "lib/compiler.h"
#include "lib/err.h"

static int read_address(const char *text, enum args_prefix prefix,
			struct args_address *a)
{
	const struct args args = { .command = "test" };
	FILE *err = stderr;
	int status;

	stderr = fopen("/dev/null", "w");
	status = args_address(&args, text, prefix, a);
	fclose(stderr);
	stderr = err;
	return status;
}

static void test_good_addresses(void **state)
{
	static const struct {
		const char *text, *back;
		uint8_t family;
	} good[] = {
		{ "192.0.2.10/24", "192.0.2.10/24", AF_INET },
		{ "192.0.2.10/1", "192.0.2.10/1", AF_INET },
		{ "192.0.2.10/32", "192.0.2.10/32", AF_INET },
		{ "192.0.2.10/032", "192.0.2.10/32", AF_INET },
		{ "2001:db8::10/64", "2001:db8::10/64", AF_INET6 },
		{ "2001:DB8:0:0::10/128", "2001:db8::10/128", AF_INET6 },
		{ "fd00::1/1", "fd00::1/1", AF_INET6 },
	};
	char text[IPADDR_TEXT];
	struct args_address a;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(good); i++) {
		assert_int_equal(read_address(good[i].text, PREFIX_MUST, &a),
				 STATUS_OK);
		assert_int_equal(a.addr.family, good[i].family);
		assert_true(a.has_prefix);
		ipaddr_text_len(&a.addr, text);
		assert_string_equal(text, good[i].back);
	}
}

static void test_bad_addresses(void **state)
{
	static const char *const bad[] = {
		"", "/", "/24", "eth0", "192.0.2/24", "192.0.2.300/24",
		"192.0.2.010/24", "192.0.2.1/", "192.0.2.1/0", "192.0.2.1/33",
		"192.0.2.1/-1", "192.0.2.1/+1", "192.0.2.1/ 1", "192.0.2.1/1x",
		"192.0.2.1/24/24", "192.0.2.1/255.255.255.0",
		"192.0.2.1/99999999999999999999", "192.0.2.1", "2001:db8::10",
		"2001:db8::10/129", "2001:db8::10/0", "2001:db8:::10/64",
		"fe80::1%eth0/64", "0.0.0.0/8", "0.1.2.3/8", "127.0.0.1/8",
		"224.0.0.1/24", "239.255.255.255/24", "255.255.255.255/32",
		"::/64", "::1/128", "ff02::1/64", "::ffff:192.0.2.1/96",
		"2001:0db8:0000:0000:0000:0000:0000:0010:0000:0000:0000:0000/64",
	};
	struct args_address a;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(bad); i++)
		assert_int_equal(read_address(bad[i], PREFIX_MUST, &a),
				 STATUS_USAGE);
}

static void test_prefix_length_may_be_missing_or_must(void **state)
{
	struct args_address a;

	(void)state;
	assert_int_equal(read_address("192.0.2.1", PREFIX_MAY, &a), STATUS_OK);
	assert_false(a.has_prefix);
	assert_int_equal(read_address("192.0.2.1/24", PREFIX_MAY, &a),
			 STATUS_OK);
	assert_true(a.has_prefix);
	assert_int_equal(read_address("192.0.2.1", PREFIX_NEVER, &a),
			 STATUS_OK);
	assert_int_equal(read_address("192.0.2.1/24", PREFIX_NEVER, &a),
			 STATUS_USAGE);
}

static struct ipaddr addr(const char *text)
{
	struct args_address a;

	assert_int_equal(read_address(text, PREFIX_MAY, &a), STATUS_OK);
	return a.addr;
}

static bool covers(const char *net, const char *host)
{
	struct ipaddr n = addr(net), h = addr(host);

	return ipaddr_covers(&n, &h);
}

static void test_subnets(void **state)
{
	(void)state;
	assert_true(covers("192.0.2.0/24", "192.0.2.255"));
	assert_false(covers("192.0.2.0/24", "192.0.3.0"));
	assert_true(covers("192.0.2.128/25", "192.0.2.129"));
	assert_false(covers("192.0.2.128/25", "192.0.2.127"));
	assert_true(covers("192.0.2.1/32", "192.0.2.1"));
	assert_false(covers("192.0.2.1/32", "192.0.2.0"));
	assert_true(covers("2001:db8::/33", "2001:db8:7fff::1"));
	assert_false(covers("2001:db8::/33", "2001:db8:8000::1"));
	assert_true(covers("2001:db8::1/128", "2001:db8::1"));
	assert_false(covers("192.0.0.0/2", "c000::1"));
}

static void test_link_local(void **state)
{
	static const struct {
		const char *text;
		bool is;
	} cases[] = {
		{ "169.254.1.1", true }, { "169.253.1.1", false },
		{ "fe80::1", true }, { "febf::1", true }, { "fec0::1", false },
		{ "fd00::1", false },
	};
	struct ipaddr a;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		a = addr(cases[i].text);
		assert_int_equal(ipaddr_link_local(&a), cases[i].is);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good_addresses),
		cmocka_unit_test(test_bad_addresses),
		cmocka_unit_test(test_prefix_length_may_be_missing_or_must),
		cmocka_unit_test(test_subnets),
		cmocka_unit_test(test_link_local),
	};

	return cmocka_run_group_tests_name("args", tests, NULL, NULL);
}
