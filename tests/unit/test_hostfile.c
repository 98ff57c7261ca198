// SPDX-License-Identifier: GPL-2.0
/* The text of one file: its words, its statements, what is wrong with it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/compiler.h"
#include "conf/hostfile.h"
#include "conf/hostlex.h"

/* Words as line.row[word], which may hold a NUL. */
static void words_are(const char *text, size_t len, const char *expected)
{
	char got[1024] = "";
	struct hostlex l;
	size_t i, used = 0;

	hostlex_split(&l, text, len);
	for (i = 0; i < l.n; i++)
		used += (size_t)snprintf(got + used, sizeof(got) - used,
					 "%u.%zu[%s]", l.w[i].line, l.w[i].row,
					 l.w[i].text);
	hostlex_free(&l);
	assert_string_equal(got, expected);
}

static void test_words(void **state)
{
	static const struct {
		const char *text, *words;
	} cases[] = {
		{ "", "" },
		{ "\n\t \t\n\r\n#x\n", "" },
		{ "a", "1.0[a]" },
		{ "a b\n", "1.0[a]1.0[b]" },
		{ "\ta  b\t\n\n\n c\n", "1.0[a]1.0[b]4.1[c]" },
		{ "a # b\n# c\nd#e #f", "1.0[a]3.1[d#e]" },
		{ "\\#a \\\\ b\\ c", "1.0[#a]1.0[\\]1.0[b c]" },
		{ "a \\\n b\nc\\\nd\ne", "1.0[a]2.0[b]3.1[cd]5.2[e]" },
		{ "a\\\r\nb\r\nc\r\n", "1.0[ab]3.1[c]" },
		{ "# a \\\nb", "2.0[b]" },
		{ "\\\n\\\na", "3.0[a]" },
		{ "a\\", "1.0[a]" },
		{ "a\rb", "1.0[a\rb]" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(cases); i++)
		words_are(cases[i].text, strlen(cases[i].text),
			  cases[i].words);
	words_are("a\0b c", 5, "1.0[a]1.0[c]");
}

static int count_lines(const char *text)
{
	int n = 0;

	for (; *text; text++)
		n += *text == '\n';
	return n;
}

/* What is wrong as "line:word:text\n", a warning with a w in front. */
static void parse(const char *text, size_t len, int family, char *errors,
		  size_t size, struct hostfile *h)
{
	const struct hostfile_source src = { "f", family, 0, text, len };
	struct conf_errors errs = { 0 };
	size_t i, used = 0;

	*errors = '\0';
	hostfile_parse(h, &src, hostfile_is_group(text, len), &errs);
	for (i = 0; i < errs.n; i++)
		used += (size_t)snprintf(errors + used, size - used,
					 "%s%u:%s:%s\n",
					 errs.e[i].warning ? "w" : "",
					 errs.e[i].line, errs.e[i].word,
					 errs.e[i].text);
	conf_errors_free(&errs);
}

/* Each is wrong, once, and what stands around it is read all the same. */
static const struct {
	int family;
	const char *text, *error;
} wrong[] = {
	{ AF_INET, "+", "1:+:unknown word\n" },
	{ AF_INET, "-standbye", "1:-standbye:unknown word\n" },
	{ AF_INET, "192.0.2.1 192.0.2.2", "1:192.0.2.2:a second address" },
	{ AF_INET, "addif 192.0.2.1 192.0.2.2/24", "1:192.0.2.2/24:a second" },
	{ AF_INET, "set 192.0.2.1 frob", "1:frob:unknown word\n" },
	{ AF_INET, "addif", "1:addif:its argument is missing\n" },
	{ AF_INET, "group", "1:group:its argument is missing\n" },
	{ AF_INET, "addif /24", "1:/24:an address is missing\n" },
	{ AF_INET, "192.0.2.1/", "1:192.0.2.1/:the prefix length must" },
	{ AF_INET, "192.0.2.1/0", "1:192.0.2.1/0:the prefix length must" },
	{ AF_INET, "192.0.2.1/33", "1:192.0.2.1/33:the prefix length must" },
	{ AF_INET, "192.0.2.1/\\ 24", "1:192.0.2.1/ 24:the prefix length must" },
	{ AF_INET, "192.0.2.1/+24", "the prefix length must" },
	{ AF_INET, "192.0.2.1/99999999999999999999", "the prefix length must" },
	{ AF_INET6, "2001:db8::1/129", "the prefix length must be from 1 to 128" },
	{ AF_INET, "2001:db8::1/64", "an IPv6 address belongs into the file hostname6.IF" },
	{ AF_INET6, "192.0.2.1", "an IPv4 address belongs into the file hostname.IF" },
	{ AF_INET, "127.0.0.1", "it is a loopback address" },
	{ AF_INET, "addif 0.0.0.0", "it is an unspecified address" },
	{ AF_INET, "0.1.2.3", "it is an unspecified address" },
	{ AF_INET, "addif 224.0.0.1/24", "it is a multicast address" },
	{ AF_INET, "255.255.255.255", "it is the broadcast address" },
	{ AF_INET6, "addif ff02::1/64", "it is a multicast address" },
	{ AF_INET6, "addif ::/64", "it is an unspecified address" },
	{ AF_INET6, "fe80::1/10", "link-local addresses are set by the kernel" },
	{ AF_INET, "netmask 255.0.255.0", "without a gap" },
	{ AF_INET, "netmask 0.0.0.0", "without a gap" },
	{ AF_INET, "netmask ffffff", "a netmask is" },
	{ AF_INET, "netmask 0xfffffffff", "a netmask is" },
	{ AF_INET, "netmask 0x0xffff", "a netmask is" },
	{ AF_INET, "netmask 24", "a netmask is" },
	{ AF_INET, "broadcast all", "a broadcast address is" },
	{ AF_INET, "broadcast ::1", "a broadcast address is" },
	{ AF_INET6, "netmask +", "1:netmask:not supported for inet6\n" },
	{ AF_INET6, "broadcast +", "1:broadcast:not supported for inet6\n" },
	{ AF_INET6, "dhcp start", "1:dhcp:not supported for inet6\n" },
	{ AF_INET6, "-arp", "1:-arp:not supported for inet6\n" },
	{ AF_INET, "token ::1/64", "1:token:not supported for inet\n" },
	{ AF_INET, "mtu 67", "the MTU must be from 68 to 65535" },
	{ AF_INET, "mtu 65536", "the MTU must be from 68 to 65535" },
	{ AF_INET, "mtu 99999999999999999999", "the MTU must be" },
	{ AF_INET, "mtu -1", "the MTU must be" },
	{ AF_INET, "mtu 1500x", "the MTU must be" },
	{ AF_INET6, "mtu 1279", "the MTU must be from 1280 to 65535" },
	{ AF_INET6, "token ::1", "the length of a token must be /64" },
	{ AF_INET6, "token ::1/48", "the length of a token must be /64" },
	{ AF_INET6, "token ::/64", "a token has zeros in its first half alone" },
	{ AF_INET6, "token 2001:db8::1/64", "a token has zeros" },
	{ AF_INET6, "token frob/64", "a token is written like" },
	{ AF_INET, "group 12345678901234567890123456789012", "longer than 31" },
	{ AF_INET, "group a/b", "must be printable ASCII without blanks" },
	{ AF_INET, "group a\\ b", "must be printable ASCII without blanks" },
	{ AF_INET, "group Z\303\274rich", "must be printable ASCII" },
	{ AF_INET, "group a\177b", "it has a control character" },
	{ AF_INET, "failback on", "only in the file of a group" },
	{ AF_INET, "index 7", "1:index:the kernel numbers" },
	{ AF_INET, "up dhcp", "it has to be the first word of its line" },
	{ AF_INET, "up inet", "it has to be the first word of a line" },
	{ AF_INET, "up ipmp", "it has to be the first word of the file" },
	{ AF_INET, "inet6 group a", "the file is for inet;" },
	{ AF_INET6, "inet group a", "the file is for inet6;" },
	{ AF_INET, "group a\001b", "it has a control character" },
	{ AF_INET, "a\001b", "it has a control character" },
};

static void test_wrong(void **state)
{
	char text[256], errors[1024];
	struct hostfile h;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(wrong); i++) {
		snprintf(text, sizeof(text), "%s\ngroup after\n",
			 wrong[i].text);
		parse(text, strlen(text), wrong[i].family, errors,
		      sizeof(errors), &h);
		if (count_lines(errors) != 1 ||
		    !strstr(errors, wrong[i].error))
			print_message("# %s: %s\n", wrong[i].text, errors);
		assert_int_equal(count_lines(errors), 1);
		assert_non_null(strstr(errors, wrong[i].error));
		assert_true(h.n >= 1);
		assert_string_equal(h.s[h.n - 1].word, "after");
		hostfile_free(&h);
	}
}

static void test_wrong_in_group_file(void **state)
{
	static const char *const words[] = {
		"standby", "-failover", "mtu 1500", "failback", "failback 1",
		"xmit", "xmit hash", "detection-time 99",
		"detection-time 1s", "probe on", "all-silent carry",
		"target router.example", "target",
		"target 127.0.0.1", "target ff02::1", "target 0.0.0.0",
	};
	char text[256], errors[1024];
	struct hostfile h;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(words); i++) {
		snprintf(text, sizeof(text), "ipmp %s\ngroup a", words[i]);
		parse(text, strlen(text), AF_INET, errors, sizeof(errors), &h);
		assert_int_equal(count_lines(errors), 1);
		assert_int_equal(h.n, 1);
		hostfile_free(&h);
	}
}

static void test_ignored(void **state)
{
	static const char *const words[] = {
		"dhcp group a", "auto-dhcp", "metric 3", "private", "trailers",
		"debug", "verbose", "configinfo",
	};
	static const char *const silent[] = {
		"plumb", "arp", "xmit", "-anycast", "-failed", "-local",
		"-private", "-router", "-trailers", "inet",
	};
	char errors[1024];
	struct hostfile h;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(words); i++) {
		parse(words[i], strlen(words[i]), AF_INET, errors,
		      sizeof(errors), &h);
		assert_int_equal(count_lines(errors), 1);
		assert_int_equal(*errors, 'w');
		assert_int_equal(h.n, 0);
		hostfile_free(&h);
	}
	for (i = 0; i < ARRAY_SIZE(silent); i++) {
		parse(silent[i], strlen(silent[i]), AF_INET, errors,
		      sizeof(errors), &h);
		assert_string_equal(errors, "");
		assert_int_equal(h.n, 0);
		hostfile_free(&h);
	}
}

/* No word is cut, and a message stays short. */
static void test_long_words(void **state)
{
	const size_t len = 100000;
	char *text = malloc(len + 7), errors[1024];
	struct hostfile h;

	(void)state;
	memset(text, 'x', len);
	memcpy(text + len, " up up", 7);
	parse(text, len + 6, AF_INET, errors, sizeof(errors), &h);
	assert_string_equal(errors, "");
	assert_int_equal(h.n, 3);
	assert_int_equal(strlen(h.s[0].host), len);
	hostfile_free(&h);
	*text = '-';
	parse(text, len + 6, AF_INET, errors, sizeof(errors), &h);
	assert_true(strlen(errors) < 100);
	assert_non_null(strstr(errors, "...:unknown word"));
	assert_int_equal(h.n, 2);
	hostfile_free(&h);
	free(text);
}

static void test_statements(void **state)
{
	static const char text[] =
		"192.0.2.1/25 netmask 0xFFFFFF00 broadcast + mtu 1400\n"
		"addif host -failover\n\n"
		"set /24 failover down standby group \"\"";
	char errors[1024];
	struct hostfile h;

	(void)state;
	parse(text, strlen(text), AF_INET, errors, sizeof(errors), &h);
	assert_string_equal(errors, "");
	assert_int_equal(h.n, 11);
	assert_int_equal(h.rows, 3);
	assert_int_equal(h.s[0].kind, HOSTFILE_SET);
	assert_int_equal(h.s[0].addr.prefix_len, 25);
	assert_null(h.s[0].host);
	assert_int_equal(h.s[1].addr.prefix_len, 24);
	assert_false(h.s[1].plus);
	assert_true(h.s[2].plus);
	assert_int_equal(h.s[3].value, 1400);
	assert_int_equal(h.s[4].kind, HOSTFILE_ADDIF);
	assert_string_equal(h.s[4].host, "host");
	assert_int_equal(h.s[5].kind, HOSTFILE_FAILOVER);
	assert_int_equal(h.s[5].value, 0);
	assert_int_equal(h.s[6].kind, HOSTFILE_LEN);
	assert_int_equal(h.s[6].line, 4);
	assert_int_equal(h.s[6].row, 2);
	assert_int_equal(h.s[8].value, 0);
	assert_int_equal(h.s[9].value, 1);
	assert_string_equal(h.s[10].word, "\"\"");
	hostfile_free(&h);
}

/* A wrong addif stands, so that what follows is not about another address. */
static void test_wrong_addif_stands(void **state)
{
	static const char text[] = "addif host/99 -failover up";
	char errors[1024];
	struct hostfile h;

	(void)state;
	parse(text, strlen(text), AF_INET, errors, sizeof(errors), &h);
	assert_int_equal(h.n, 3);
	assert_int_equal(h.s[0].kind, HOSTFILE_ADDIF);
	assert_int_equal(h.s[0].addr.family, AF_UNSPEC);
	assert_null(h.s[0].host);
	hostfile_free(&h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_wrong),
		cmocka_unit_test(test_wrong_in_group_file),
		cmocka_unit_test(test_ignored),
		cmocka_unit_test(test_long_words),
		cmocka_unit_test(test_statements),
		cmocka_unit_test(test_wrong_addif_stands),
	};

	return cmocka_run_group_tests_name("hostfile", tests, NULL, NULL);
}
