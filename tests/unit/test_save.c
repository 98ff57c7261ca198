// SPDX-License-Identifier: GPL-2.0
/* What is in effect becomes files, and those give it again. */
#include <dirent.h>
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

#include "etc.h"
#include "fake.h"
#include "conf/conf.h"
#include "spec.h"

#define CORPUS	"../corpus"
#define MARK	"# Written by ipmpadm save, which may do so again.\n"

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

static void run(const char *words, int status)
{
	char line[128];

	snprintf(line, sizeof(line), "ipmpadm %s", words);
	assert_int_equal(fake_run(line), status);
}

/* A group by hand, as an administrator would make it. */
static void by_hand(void)
{
	fake_addr("dev=2 addr=192.0.2.21/24 flags=512");
	fake_addr("dev=2 addr=2001:db8::21/64 flags=512 pref=0");
	fake_addr("dev=2 addr=2001:db8::99/64 valid=600 pref=300");
	fake_addr("dev=2 addr=fe80::1/64 scope=253");
	run("group add test dev ipmp4 failback off", 0);
	run("member add eth0 group test", 0);
	run("member add eth1 group test standby", 0);
	run("address add 192.0.2.10/24 group test home eth0", 0);
	run("address add 2001:db8::10/64 group test home eth0", 0);
	run("address add 192.0.2.1/24 group test", 0);
	run("address add 192.0.2.2/24 group test home eth9", 0);
}

static void saves(const char *words, int status, const char *err)
{
	char command[64];

	snprintf(command, sizeof(command), "save%s", words);
	assert_int_equal(etc_run(command), status);
	assert_string_equal(fake_err(), err);
}

static void test_files(void **state)
{
	struct stat st;

	(void)state;
	by_hand();
	saves("", 0, "");
	assert_string_equal(etc_read("hostname.ipmp4"), MARK
			    "ipmp group test failback off up\n"
			    "addif 192.0.2.1/24 up\n"
			    "addif 192.0.2.2/24 up\n");
	assert_string_equal(etc_read("hostname.eth0"), MARK
			    "group test up\n"
			    "addif 192.0.2.21/24 -failover up\n"
			    "addif 192.0.2.10/24 up\n");
	assert_string_equal(etc_read("hostname6.eth0"), MARK
			    "group test up\n"
			    "addif 2001:db8::21/64 -failover up\n"
			    "addif 2001:db8::10/64 up\n");
	assert_string_equal(etc_read("hostname.eth1"), MARK
			    "group test standby up\n");
	assert_null(etc_read("hostname6.eth1"));
	assert_int_equal(stat(etc_path("hostname.eth0"), &st), 0);
	assert_int_equal(st.st_mode & 07777, 0644);
	/* What was written is named; what is so already is not. */
	assert_non_null(strstr(fake_out(), "/hostname6.eth0\n"));
	saves("", 0, "");
	assert_string_equal(fake_out(), "");
}

/* Of link-local addresses the kernel sets those of IPv6. */
static void test_link_local(void **state)
{
	(void)state;
	fake_addr("dev=2 addr=169.254.1.21/24 flags=512");
	fake_addr("dev=2 addr=fe80::1/64 scope=253");
	run("group add test dev ipmp4", 0);
	run("member add eth0 group test", 0);
	saves(" eth0", 0, "");
	assert_string_equal(etc_read("hostname.eth0"), MARK
			    "group test up\n"
			    "addif 169.254.1.21/24 -failover up\n");
	assert_null(etc_read("hostname6.eth0"));
}

static void test_one(void **state)
{
	(void)state;
	by_hand();
	saves(" eth1", 0, "");
	assert_non_null(etc_read("hostname.eth1"));
	assert_null(etc_read("hostname.eth0"));
	saves(" eth9", 1, "ipmpadm: interface eth9 does not exist\n");
	saves(" lo", 1, "ipmpadm: lo cannot be saved: a file of an interface is read only if its name ends in a digit\n");
	saves(" eth0 x", 3, "ipmpadm: save: unknown word 'x' (possible: -f)\n");
}

static void test_ours_is_written_again(void **state)
{
	struct stat st;

	(void)state;
	by_hand();
	saves("", 0, "");
	assert_int_equal(chmod(etc_path("hostname.eth0"), 0640), 0);
	run("address add 192.0.2.12/24 group test home eth0", 0);
	saves("", 0, "");
	assert_non_null(strstr(etc_read("hostname.eth0"), "addif 192.0.2.12/24 up\n"));
	assert_int_equal(stat(etc_path("hostname.eth0"), &st), 0);
	assert_int_equal(st.st_mode & 07777, 0640);
}

static void make_uevent(const char *ifname)
{
	char cmd[512], dir[160];

	snprintf(dir, sizeof(dir), "%s/../../sys/class/net/%s",
		 etc_path("default"), ifname);
	snprintf(cmd, sizeof(cmd), "mkdir -p %s && : >%s/uevent", dir, dir);
	assert_int_equal(system(cmd), 0);
}

static const char *uevent(const char *ifname)
{
	char name[64];

	snprintf(name, sizeof(name), "../sys/class/net/%s/uevent", ifname);
	return etc_read(name);
}

/* udev marks who has a file, but has to be asked to look. */
static void test_marks(void **state)
{
	(void)state;
	by_hand();
	make_uevent("eth0");
	make_uevent("eth1");
	saves(" eth0", 0, "");
	assert_string_equal(uevent("eth0"), "change");
	assert_string_equal(uevent("eth1"), "");
	/* What has not been written is no news. */
	make_uevent("eth0");
	saves("", 0, "");
	assert_string_equal(uevent("eth0"), "");
	assert_string_equal(uevent("eth1"), "change");
}

/* A file that has nothing to say any more says so. */
static void test_family_that_went(void **state)
{
	(void)state;
	by_hand();
	run("address add 2001:db8::11/64 group test home eth1", 0);
	saves("", 0, "");
	run("address del 2001:db8::11 group test", 0);
	saves("", 0, "");
	assert_string_equal(etc_read("hostname6.eth1"), MARK "group test up\n");
}

/* The home has to be in the same group to have the address in its file. */
static void test_home_elsewhere(void **state)
{
	(void)state;
	by_hand();
	run("group add other", 0);
	run("address add 192.0.2.50/24 group other home eth0", 0);
	saves("", 0, "");
	assert_string_equal(etc_read("hostname.ipmp0"), MARK
			    "ipmp group other up\n"
			    "addif 192.0.2.50/24 up\n");
	assert_null(strstr(etc_read("hostname.eth0"), "192.0.2.50"));
}

/* Nothing is known of it but its place; its file stays. */
static void test_missing(void **state)
{
	static const char hand[] = "192.0.2.30/24 group test\n";

	(void)state;
	etc_write("hostname.eth7", hand);
	assert_int_equal(etc_run("boot"), 1);
	saves("", 0, "");
	assert_string_equal(etc_read("hostname.eth7"), hand);
}

/* Said in other words, but the same; nothing is to be written. */
static void test_same_meaning(void **state)
{
	static const char hand[] =
		"# my own\nmtu 1500\n192.0.2.10/24 group test up\n"
		"addif 192.0.2.21/24 -failover up\n"
		"addif 192.0.2.99/24 down\n";
	static const char hand6[] =
		"addif 2001:db8::21/64 deprecated -failover up\n"
		"addif 2001:db8::10/64 up\n";

	(void)state;
	by_hand();
	etc_write("hostname.eth0", hand);
	etc_write("hostname6.eth0", hand6);
	etc_write("hostname6.eth1", "");
	etc_write("hostname.eth1", "group test standby\n");
	etc_write("hostname.ipmp4", "ipmp group test failback off xmit flow\n"
		  "addif 192.0.2.2/24 up\naddif 192.0.2.1/24 up\n");
	saves("", 0, "");
	assert_string_equal(fake_out(), "");
	assert_string_equal(etc_read("hostname.eth0"), hand);
}

static void test_other_meaning(void **state)
{
	static const char *const others[] = {
		"192.0.2.10/24 group test\n",
		"192.0.2.10/24 group other up\naddif 192.0.2.21/24 -failover up\n",
		"192.0.2.10/25 group test up\naddif 192.0.2.21/24 -failover up\n",
		"192.0.2.10/24 group test up\naddif 192.0.2.21/24 up\n",
		"192.0.2.10/24 group test up\naddif 192.0.2.22/24 -failover up\n",
		"192.0.2.10/24 group test up\naddif 192.0.2.21/24 -failover deprecated up\n",
		"192.0.2.10/24 group test standby up\naddif 192.0.2.21/24 -failover up\n",
		"mtu 9000\n192.0.2.10/24 group test up\naddif 192.0.2.21/24 -failover up\n",
		"192.0.2.10/24 broadcast + group test up\naddif 192.0.2.21/24 -failover up\n",
		"192.0.2.10/24 group test up\naddif 192.0.2.21/24 -failover up\naddif 192.0.2.3/24 up\n",
	};
	char err[512];
	size_t i;

	(void)state;
	fake_addr("dev=2 addr=192.0.2.21/24 flags=512");
	run("group add test", 0);
	run("member add eth0 group test", 0);
	run("address add 192.0.2.10/24 group test home eth0", 0);
	snprintf(err, sizeof(err), "ipmpadm: %s is not what is in effect, but written by hand: left as it is (ipmpadm save eth0 -f writes it)\n",
		 etc_path("hostname.eth0"));
	for (i = 0; i < ARRAY_SIZE(others); i++) {
		etc_write("hostname.eth0", others[i]);
		saves(" eth0", 1, err);
		assert_string_equal(etc_read("hostname.eth0"), others[i]);
	}
	saves(" eth0 -f", 0, "");
	assert_memory_equal(etc_read("hostname.eth0"), MARK, strlen(MARK));
}

static void test_logical_file(void **state)
{
	char err[512];

	(void)state;
	by_hand();
	etc_write("hostname.eth0:1", "192.0.2.77/24 up\n");
	snprintf(err, sizeof(err), "ipmpadm: %s is not what is in effect, and eth0 cannot be saved beside it (remove it)\n",
		 etc_path("hostname.eth0:1"));
	saves(" eth0 -f", 1, err);
	assert_null(etc_read("hostname.eth0"));
}

static void test_no_group(void **state)
{
	(void)state;
	fake_addr("dev=2 addr=192.0.2.10/24 brd=192.0.2.255");
	saves(" eth0", 0, "");
	assert_string_equal(etc_read("hostname.eth0"), MARK "down\n"
			    "addif 192.0.2.10/24 broadcast + up\n");
}

static void test_cannot_write(void **state)
{
	char err[512];

	(void)state;
	by_hand();
	etc_remove();
	etc_reset();
	rmdir(etc_path("default"));
	rmdir(etc_path(""));
	snprintf(err, sizeof(err), "ipmpadm: cannot write %s: No such file or directory\n",
		 etc_path("hostname.eth1"));
	saves(" eth1", 1, err);
}

static char dump[65536];

/* The numbers of interfaces are not to be compared, nor is their order. */
static void append(const char *text)
{
	static const char *const keys[] = { "group-ifindex=", "dev=" };
	char line[65536], *p;
	size_t i, len;

	snprintf(line, sizeof(line), "%s\n", text);
	for (i = 0; i < ARRAY_SIZE(keys); i++)
		for (p = line; (p = strstr(p, keys[i])); ) {
			p += strlen(keys[i]);
			len = strspn(p, "0123456789");
			memmove(p, p + len, strlen(p + len) + 1);
		}
	strcat(dump, line);
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static char *dumped(void)
{
	char *line[512], *save, *word, *all = calloc(1, sizeof(dump));
	size_t n = 0, i;

	dump[0] = '\0';
	fake_live_tell(append);
	append(fake_links());
	for (word = strtok_r(dump, "\n", &save); word && n < 512;
	     word = strtok_r(NULL, "\n", &save))
		line[n++] = word;
	qsort(line, n, sizeof(line[0]), compare);
	for (i = 0; i < n; i++) {
		strcat(all, line[i]);
		strcat(all, "\n");
	}
	return all;
}

static void plug(char (*names)[IFNAMSIZ], size_t n)
{
	size_t i;

	fake_reset();
	fake_live();
	for (i = 0; i < n; i++)
		if (strncmp(names[i], "ipmp", 4))
			fake_link(2 + (unsigned int)i, names[i], false);
}

static void save_all(char (*names)[IFNAMSIZ], size_t n)
{
	char command[64];
	size_t i;

	/* Groups and members, then those that are in no group. */
	assert_int_equal(etc_run("save"), 0);
	for (i = 0; i < n; i++) {
		snprintf(command, sizeof(command), "save %s", names[i]);
		assert_int_equal(etc_run(command), 0);
	}
}

static void one_directory(const char *root)
{
	char (*names)[IFNAMSIZ], line[512], *before, *after;
	size_t n;

	etc_reset();
	assert_int_equal(conf_names(root, &names, &n), 0);
	plug(names, n);
	snprintf(line, sizeof(line), "ipmpadm --root %s boot", root);
	assert_in_range(fake_run(line), 0, 1);
	before = dumped();
	save_all(names, n);
	plug(names, n);
	assert_int_equal(etc_run("boot"), 0);
	after = dumped();
	if (strcmp(before, after))
		print_message("# %s\n", root);
	assert_string_equal(after, before);
	free(before);
	free(after);
	free(names);
}

static void test_corpus(void **state)
{
	DIR *d = opendir(CORPUS);
	unsigned int seen = 0;
	struct dirent *e;
	char root[sizeof(CORPUS) + 256];

	(void)state;
	assert_non_null(d);
	while ((e = readdir(d))) {
		if (*e->d_name == '.')
			continue;
		snprintf(root, sizeof(root), CORPUS "/%s", e->d_name);
		one_directory(root);
		seen++;
	}
	closedir(d);
	assert_true(seen >= 25);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_files),
		TEST(test_link_local),
		TEST(test_one),
		TEST(test_ours_is_written_again),
		TEST(test_marks),
		TEST(test_family_that_went),
		TEST(test_home_elsewhere),
		TEST(test_missing),
		TEST(test_same_meaning),
		TEST(test_other_meaning),
		TEST(test_logical_file),
		TEST(test_no_group),
		TEST(test_cannot_write),
		TEST(test_corpus),
	};

	return cmocka_run_group_tests_name("save", tests, NULL, NULL);
}
