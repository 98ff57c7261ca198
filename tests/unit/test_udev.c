// SPDX-License-Identifier: GPL-2.0
/*
 * The part of the rules for udev that is a script: which NICs have a file. It
 * agrees with the tool on what such a file is.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "etc.h"
#include "conf/conf.h"
#include "lib/compiler.h"

#define BEGIN	"/bin/sh -c '"
#define OURS	"/etc/hostname.$$1:"

static char script[1024];

/* As udev does it, but for the directory. */
static void add(const char *text)
{
	size_t used = strlen(script);

	while (*text && *text != '\'') {
		if (!strncmp(text, "/etc/", 5)) {
			strcpy(script + used, etc_path(""));
			used = strlen(script);
			text += 5;
		} else {
			text += !strncmp(text, "$$", 2);
			script[used++] = *text++;
		}
	}
	script[used] = '\0';
}

static int setup(void **state)
{
	FILE *f = fopen(RULES, "r");
	char line[1024], *begin;

	(void)state;
	etc_reset();
	script[0] = '\0';
	while (f && fgets(line, sizeof(line), f)) {
		begin = strstr(line, BEGIN);
		if (begin && strstr(line, OURS))
			add(begin + strlen(BEGIN));
	}
	if (f)
		fclose(f);
	return !*script;
}

static int teardown(void **state)
{
	(void)state;
	etc_remove();
	return 0;
}

static bool is_marked(const char *ifname)
{
	assert_int_equal(setenv("SCRIPT", script, 1), 0);
	assert_int_equal(setenv("NAME", ifname, 1), 0);
	return !system("/bin/sh -c \"$SCRIPT\" sh \"$NAME\"");
}

static const char *root(void)
{
	static char path[128];

	snprintf(path, sizeof(path), "%s", etc_path(""));
	*strstr(path, "/etc/") = '\0';
	return path;
}

static void test_marks(void **state)
{
	static const char *const files[] = {
		"hostname.eth1:1", "hostname6.eth2:12", "hostname.eth3:1.bak",
		"hostname.eth4:x", "hostname.eth5:20240101", "hostname.eth6:",
		"hostname.eth77:1", "hostname.eth8.100:0", "hostname.eth9",
		"hostname6.eth10", "hostname.lan", "hostname6.eth",
		"hostname.enx5254000000ab", "hostname.enxab",
	};
	static const char *const names[] = {
		"eth0", "eth1", "eth2", "eth3", "eth4", "eth5", "eth6", "eth7",
		"eth77", "eth8", "eth8.100", "eth9", "eth10", "lan", "eth",
		"enx5254000000ab", "enxab", "eth*", "eth?", "[e]th1", "eth1;",
		"$(id)",
	};
	unsigned int marked = 0;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(files); i++)
		etc_write(files[i], "");
	for (i = 0; i < ARRAY_SIZE(names); i++) {
		assert_int_equal(is_marked(names[i]),
				 conf_exists(root(), names[i]));
		marked += is_marked(names[i]);
	}
	assert_int_equal(marked, 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_marks, setup, teardown),
	};

	return cmocka_run_group_tests_name("udev", tests, NULL, NULL);
}
