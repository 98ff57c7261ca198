// SPDX-License-Identifier: GPL-2.0
/* What files ask for: names of files, look-ups, and rules across lines. */
#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "lib/compiler.h"
#include "conf/conf_check.h"
#include "conf/conf_load.h"
#include "lib/err.h"

static void test_names_of_files(void **state)
{
	static const struct {
		const char *name, *ifname;
		int family;
		unsigned int number;
		bool logical;
	} good[] = {
		{ "hostname.eth0", "eth0", AF_INET, 0, false },
		{ "hostname6.eth0", "eth0", AF_INET6, 0, false },
		{ "hostname.enp1s0", "enp1s0", AF_INET, 0, false },
		{ "hostname.enp1s0f1np1", "enp1s0f1np1", AF_INET, 0, false },
		{ "hostname.eth0:3", "eth0", AF_INET, 3, true },
		{ "hostname6.eth0:0", "eth0", AF_INET6, 0, true },
		{ "hostname.eth0.100", "eth0.100", AF_INET, 0, false },
		{ "hostname.eth0.4094.1:12", "eth0.4094.1", AF_INET, 12, true },
		{ "hostname.br-lan_0", "br-lan_0", AF_INET, 0, false },
		{ "hostname.123456789012345", "123456789012345", AF_INET, 0, false },
		{ "hostname.enx0123456789ab", "enx0123456789ab", AF_INET, 0, false },
	};
	static const char *const bad[] = {
		"", "hostname", "hostname.", "hostname6.", "hostname4.eth0",
		"hostname.lo", "hostname.eth", "hostname.bak", "hostname.old",
		"hostname.eth0.bak", "hostname.eth0.bak1", "hostname.eth0~",
		"hostname.eth0.dpkg-old", "hostname.eth0.20240101",
		"hostname.eth0.4095", "hostname.eth0..1", "hostname..1",
		"hostname.eth0:", "hostname.eth0:x", "hostname.eth0:-1",
		"hostname.eth0:1:2", "hostname.eth0:999999", "hostname.:1",
		"hostname.-0", "hostname.eth 0", "hostname.eth/0",
		"hostname.1234567890123456", "hostname.enx0123456789ag",
		"hostname.enx0123456789a", ".hostname.eth0", "#hostname.eth0#",
		"hostname.eth0 (copy)",
	};
	struct conf_file f;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(good); i++) {
		assert_true(conf_file_name(good[i].name, &f));
		assert_string_equal(f.ifname, good[i].ifname);
		assert_int_equal(f.family, good[i].family);
		assert_int_equal(f.number, good[i].number);
		assert_int_equal(f.logical, good[i].logical);
	}
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		if (conf_file_name(bad[i], &f))
			print_message("# %s\n", bad[i]);
		assert_false(conf_file_name(bad[i], &f));
	}
}

static void test_order(void **state)
{
	static const char *const in[] = {
		"hostname6.eth0", "hostname.qfe2", "hostname.eth0:10",
		"hostname.qfe10", "hostname.eth0:9", "hostname.eth0",
		"hostname6.eth0:1", "hostname.Eth1",
	};
	static const char *const out[] = {
		"hostname.Eth1", "hostname.eth0", "hostname.eth0:9",
		"hostname.eth0:10", "hostname6.eth0", "hostname6.eth0:1",
		"hostname.qfe10", "hostname.qfe2",
	};
	struct conf_files files = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(in); i++)
		assert_true(conf_files_add(&files, in[i]));
	conf_files_sort(&files);
	for (i = 0; i < ARRAY_SIZE(out); i++)
		assert_string_equal(files.f[i].path, out[i]);
	conf_files_free(&files);
}

static void host_is(const char *name, int family, const char *expected)
{
	static char hosts[] =
		"# 192.0.2.9 web\n"
		"192.0.2.10\tweb.example WEB #other\r\n"
		"300.1.1.1 web2\n"
		"2001:db8::10 web\n"
		"192.0.2.11 web web2\n"
		"192.0.2.12\n"
		"192.0.2.13 last";
	const struct lookup l = { hosts, NULL };
	char text[IPADDR_TEXT];
	struct ipaddr a;
	bool found;

	found = lookup_host(&l, name, family, &a);
	assert_int_equal(found, !!expected);
	if (found)
		assert_string_equal(ipaddr_text(&a, text), expected);
}

static void test_hosts(void **state)
{
	const struct lookup none = { NULL, NULL };
	struct ipaddr a;

	(void)state;
	host_is("web", AF_INET, "192.0.2.10");
	host_is("Web.Example", AF_INET, "192.0.2.10");
	host_is("web", AF_INET6, "2001:db8::10");
	host_is("web2", AF_INET, "192.0.2.11");
	host_is("last", AF_INET, "192.0.2.13");
	host_is("last", AF_INET6, NULL);
	host_is("other", AF_INET, NULL);
	host_is("192.0.2.12", AF_INET, NULL);
	assert_false(lookup_host(&none, "web", AF_INET, &a));
}

static void mask_is(const char *address, uint8_t len)
{
	/* Standard and variable-length subnets, as netmasks(5) mixes them. */
	static char netmasks[] =
		"128.32.0.0 255.255.255.0\n"
		"128.32.27.0 255.255.255.240\n"
		"128.32.27.16 255.255.255.248 # longer\n"
		"128.32.27.16 255.255.255.240\n"
		"10.0.0.0 255.0.255.0\n"
		"192.0.2.0\n"
		"frob 255.255.0.0\n"
		"172.16.0.0 255.240.0.0";
	const struct lookup l = { NULL, netmasks };
	struct ipaddr a;

	assert_true(ipaddr_parse(&a, address));
	assert_int_equal(lookup_netmask(&l, &a), len);
}

static void test_netmasks(void **state)
{
	(void)state;
	mask_is("128.32.5.1", 24);
	mask_is("128.32.27.1", 28);
	mask_is("128.32.27.17", 29);
	mask_is("128.32.27.25", 28);
	mask_is("128.33.0.1", 0);
	mask_is("10.1.2.3", 0);
	mask_is("192.0.2.1", 0);
	mask_is("172.31.255.254", 12);
}

/* Reads one IPv4 file, which may have warnings alone. */
static void read4(struct conf *c, const char *text)
{
	const struct hostfile_source src = {
		"f", AF_INET, 0, text, strlen(text)
	};
	const struct lookup l = { NULL, NULL };
	struct conf_errors errs = { 0 };
	size_t i;

	conf_fold(c, "eth0", &src, 1, &l, &errs);
	for (i = 0; i < errs.n; i++)
		assert_true(errs.e[i].warning);
	conf_errors_free(&errs);
}

/* One line of content means more, whatever is around it. */
static void test_one_line_rule(void **state)
{
	static const char *const one[] = {
		"192.0.2.1", "192.0.2.1\n", "\n192.0.2.1\n\n", "192.0.2.1 # x",
		"# x\n192.0.2.1\n# y\n", "\\\n192.0.2.1\\\n\n",
		" \t\n192.0.2.1 group a",
	};
	static const char *const more[] = {
		"192.0.2.1\n-standby", "-standby\n\n192.0.2.1",
	};
	struct conf c;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(one); i++) {
		read4(&c, one[i]);
		assert_true(c.up4);
		assert_true(c.addr[0].up);
		assert_true(c.addr[0].has_broadcast);
		conf_free(&c);
	}
	for (i = 0; i < ARRAY_SIZE(more); i++) {
		read4(&c, more[i]);
		assert_false(c.up4);
		assert_false(c.addr[0].up);
		assert_false(c.addr[0].has_broadcast);
		conf_free(&c);
	}
}

/* What the line says itself counts more than what it implies. */
static void test_one_line_keeps_what_it_says(void **state)
{
	struct conf c;

	(void)state;
	read4(&c, "192.0.2.1 netmask 255.255.255.252 broadcast 192.0.2.9 down");
	assert_int_equal(c.addr[0].addr.prefix_len, 30);
	assert_int_equal(c.addr[0].broadcast.s_addr, inet_addr("192.0.2.9"));
	assert_false(c.addr[0].up);
	assert_false(c.up4);
	conf_free(&c);
}

/* The group at the end of a line takes nothing with it. */
static void test_group_last(void **state)
{
	struct conf c;

	(void)state;
	read4(&c, "192.0.2.1/24 up group a\n"
		  "addif 192.0.2.2/24 -failover up group a");
	assert_string_equal(c.group, "a");
	assert_int_equal(c.naddr, 2);
	assert_true(c.addr[0].up && c.addr[1].up && c.addr[1].test);
	conf_free(&c);
}

static char *dir;

static void put(const char *name, const char *text)
{
	char path[128];
	FILE *f;

	snprintf(path, sizeof(path), "%s/etc/%s", dir, name);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static int make_dir(void **state)
{
	char path[64];

	(void)state;
	dir = strdup("/tmp/test_conf.XXXXXX");
	assert_non_null(dir);
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/etc", dir);
	return mkdir(path, 0755);
}

static int remove_dir(void **state)
{
	char command[64];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf %s", dir);
	free(dir);
	return system(command);
}

static void test_load(void **state)
{
	struct conf_errors errs = { 0 };
	char (*names)[IFNAMSIZ];
	struct conf c;
	size_t n;

	(void)state;
	put("hostname.eth1", "group a");
	put("hostname.ipmp0", "# group\nipmp group a");
	put("hostname6.eth0:1", "2001:db8::1/64 up");
	put("hostname.eth1.bak", "group b");
	assert_int_equal(conf_names(dir, &names, &n), STATUS_OK);
	assert_int_equal(n, 3);
	assert_string_equal(names[0], "ipmp0");
	assert_string_equal(names[1], "eth0");
	assert_string_equal(names[2], "eth1");
	free(names);
	assert_true(conf_exists(dir, "eth0"));
	assert_false(conf_exists(dir, "eth1.bak"));
	assert_false(conf_exists(dir, "eth"));
	conf_load(dir, "eth2", &c, &errs);
	assert_string_equal(c.ifname, "eth2");
	assert_false(c.has4 || c.has6 || c.naddr || errs.n);
	conf_free(&c);
}

/* What is no file is an error, and does not keep anybody waiting. */
static void test_what_is_no_file(void **state)
{
	struct conf_errors errs = { 0 };
	char path[64], long_text[64];
	struct conf c;

	(void)state;
	snprintf(path, sizeof(path), "%s/etc/hostname.eth7", dir);
	assert_int_equal(mkfifo(path, 0600), 0);
	snprintf(path, sizeof(path), "%s/etc/hostname6.eth7", dir);
	assert_int_equal(mkdir(path, 0700), 0);
	put("hostname.eth7:1", "");
	snprintf(path, sizeof(path), "%s/etc/hostname.eth7:1", dir);
	assert_int_equal(truncate(path, 1L << 40), 0);
	conf_load(dir, "eth7", &c, &errs);
	assert_true(c.has4 && c.has6);
	assert_int_equal(errs.n, 3);
	assert_string_equal(errs.e[0].text, "cannot read it: not a regular file");
	assert_string_equal(errs.e[1].text, "cannot read it: File too large");
	assert_string_equal(errs.e[2].text, "cannot read it: Is a directory");
	conf_free(&c);
	conf_errors_free(&errs);
	snprintf(long_text, sizeof(long_text), "%s/none", dir);
	conf_load(long_text, "eth0", &c, &errs);
	assert_int_equal(errs.n, 1);
	conf_free(&c);
	conf_errors_free(&errs);
}

/* Without the other files, it is not known what is in the group. */
static void test_check_of_some_files(void **state)
{
	struct conf_errors errs = { 0 };
	struct conf c;

	(void)state;
	read4(&c, "192.0.2.1/24 group a up\n"
		  "addif 198.51.100.1/24 -failover up");
	conf_check(&c, 1, false, &errs);
	assert_int_equal(errs.n, 0);
	conf_check(&c, 1, true, &errs);
	assert_int_equal(errs.n, 1);
	conf_errors_free(&errs);
	conf_free(&c);
	/* One data address in its subnet is enough. */
	read4(&c, "192.0.2.1/24 group a up\n"
		  "addif 198.51.100.1/24 up\n"
		  "addif 192.0.2.2/28 -failover up");
	conf_check(&c, 1, true, &errs);
	assert_int_equal(errs.n, 0);
	conf_free(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names_of_files),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_hosts),
		cmocka_unit_test(test_netmasks),
		cmocka_unit_test(test_one_line_rule),
		cmocka_unit_test(test_one_line_keeps_what_it_says),
		cmocka_unit_test(test_group_last),
		cmocka_unit_test(test_load),
		cmocka_unit_test(test_what_is_no_file),
		cmocka_unit_test(test_check_of_some_files),
	};

	return cmocka_run_group_tests_name("conf", tests, make_dir, remove_dir);
}
