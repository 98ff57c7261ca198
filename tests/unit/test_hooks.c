// SPDX-License-Identifier: GPL-2.0
/* Hooks: real programs in a directory of the test's own. */
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
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
#include "lib/err.h"
#include "dr/hooks.h"

static char dir[32];
static char reason[HOOK_REASON];

static int setup(void **state)
{
	(void)state;
	strcpy(dir, "/tmp/hooks.XXXXXX");
	return !mkdtemp(dir);
}

static int teardown(void **state)
{
	char cmd[64];

	(void)state;
	snprintf(cmd, sizeof(cmd), "rm -rf %s", dir);
	return system(cmd);
}

static const char *path_of(const char *name)
{
	static char path[128];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	return path;
}

static void hook(const char *name, mode_t mode, const char *script)
{
	FILE *f = fopen(path_of(name), "w");

	assert_non_null(f);
	fprintf(f, "#!/bin/sh\n%s\n", script);
	fclose(f);
	assert_int_equal(chmod(path_of(name), mode), 0);
}

static enum hook_answer answer(const char *script, unsigned int limit)
{
	const struct hook_call call = {
		.verb = "queryremove", .component = "0000:03:00.0",
		.nics = "eth2 eth3", .force = true,
	};

	hook("hook", 0755, script);
	return hook_run(path_of("hook"), &call, limit, reason);
}

static void test_which_and_in_which_order(void **state)
{
	static const char *const others[] = {
		"50-none.bak", "50-none~", "#50-none#", ".hidden",
		"50-none.dpkg-dist", "50-none.rpmsave", "50-none.swp",
	};
	struct hook_list list;
	size_t i;

	(void)state;
	hook("90-last", 0755, "");
	hook("10-first.sh", 0700, "");
	hook("20-not-executable", 0644, "");
	for (i = 0; i < ARRAY_SIZE(others); i++)
		hook(others[i], 0755, "");
	assert_int_equal(mkdir(path_of("30-directory"), 0755), 0);
	assert_int_equal(symlink("nowhere", path_of("40-dangling")), 0);
	assert_int_equal(hooks_find(dir, &list), STATUS_OK);
	assert_int_equal(list.n, 2);
	assert_string_equal(list.path[0], path_of("10-first.sh"));
	assert_string_equal(list.path[1], path_of("90-last"));
	hooks_free(&list);
}

static void test_no_directory(void **state)
{
	struct hook_list list;

	(void)state;
	assert_int_equal(hooks_find(path_of("none"), &list), STATUS_OK);
	assert_int_equal(list.n, 0);
	hooks_free(&list);
	/* What cannot be read may hold one that refuses. */
	hook("file", 0755, "");
	assert_int_equal(hooks_find(path_of("file"), &list), STATUS_FAILED);
	hooks_free(&list);
}

static void test_what_it_is_told(void **state)
{
	sigset_t set;

	(void)state;
	setenv("SECRET", "leaked", 1);
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, NULL);
	assert_int_equal(answer("echo $# $1; env | grep -v -e ^PWD -e ^_ -e ^SHLVL | sort | tr '\\n' ' '; exit 3", 10),
			 HOOK_REFUSED);
	assert_string_equal(reason,
			    "IPMP_DR_COMPONENT=0000:03:00.0 IPMP_DR_FORCE=TRUE IPMP_DR_NICS=eth2 eth3 IPMP_DR_VERB=queryremove LANG=C.UTF-8 PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin ");
	assert_int_equal(answer("echo $# $1; exit 3", 10), HOOK_REFUSED);
	assert_string_equal(reason, "1 queryremove");
	/* Nobody answers, and no signal is held from it. */
	assert_int_equal(answer("read x && exit 1; grep SigBlk /proc/self/status | tr -d '\\t'; exit 3", 10),
			 HOOK_REFUSED);
	assert_string_equal(reason, "SigBlk:0000000000000000");
	sigprocmask(SIG_UNBLOCK, &set, NULL);
}

static void test_answers(void **state)
{
	(void)state;
	assert_int_equal(answer("exit 0", 10), HOOK_OK);
	assert_string_equal(reason, "");
	assert_int_equal(answer("exit 2", 10), HOOK_OK);
	assert_int_equal(answer("echo one; echo two >&2; exit 3", 10),
			 HOOK_REFUSED);
	assert_string_equal(reason, "two");
	assert_int_equal(answer("printf 'one\\nno end'; exit 3", 10),
			 HOOK_REFUSED);
	assert_string_equal(reason, "no end");
	assert_int_equal(answer("exit 3", 10), HOOK_REFUSED);
	assert_string_equal(reason, "it gives no reason");
	assert_int_equal(answer("echo oops; exit 1", 10), HOOK_FAILED);
	assert_string_equal(reason, "it failed with exit status 1: oops");
	assert_int_equal(answer("kill -9 $$", 10), HOOK_FAILED);
	assert_string_equal(reason, "it was ended by signal 9");
}

static void test_much_output(void **state)
{
	(void)state;
	assert_int_equal(answer("head -c 300000 /dev/zero | tr '\\0' x; echo; echo end; exit 3", 30),
			 HOOK_REFUSED);
	assert_string_equal(reason, "end");
	assert_int_equal(answer("head -c 300000 /dev/zero | tr '\\0' x; exit 3", 30),
			 HOOK_REFUSED);
	assert_int_equal(strlen(reason), HOOK_REASON - 1);
}

static void test_cannot_be_run(void **state)
{
	const struct hook_call call = { .verb = "preremove", .component = "",
					.nics = "" };

	(void)state;
	assert_int_equal(hook_run(path_of("none"), &call, 10, reason),
			 HOOK_FAILED);
	assert_string_equal(reason, "it cannot be run: No such file or directory");
}

static pid_t pid_in(const char *file)
{
	FILE *f = fopen(path_of(file), "r");
	pid_t pid = 0;

	assert_non_null(f);
	assert_int_equal(fscanf(f, "%d", &pid), 1);
	fclose(f);
	return pid;
}

static bool is_gone(const char *file)
{
	pid_t pid = pid_in(file);

	/* One that is dead and not waited for by init yet is gone too. */
	usleep(100000);
	return kill(pid, 0) != 0;
}

static void test_hangs(void **state)
{
	(void)state;
	assert_int_equal(answer("cd ${0%/*}; echo $$ >pid; exec sleep 600", 3),
			 HOOK_FAILED);
	assert_string_equal(reason, "it did not end within 3 seconds");
	assert_true(is_gone("pid"));
}

static void test_will_not_end(void **state)
{
	(void)state;
	assert_int_equal(answer("cd ${0%/*}; trap '' TERM; echo $$ >pid; while :; do sleep 1; done", 3),
			 HOOK_FAILED);
	assert_true(is_gone("pid"));
}

/* Who is left behind holds the output open. */
static void test_leaves_somebody_behind(void **state)
{
	(void)state;
	assert_int_equal(answer("cd ${0%/*}; sleep 600 & echo $! >pid; echo because; exit 3", 60),
			 HOOK_REFUSED);
	assert_string_equal(reason, "because");
	assert_int_equal(kill(pid_in("pid"), SIGKILL), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_which_and_in_which_order),
		TEST(test_no_directory),
		TEST(test_what_it_is_told),
		TEST(test_answers),
		TEST(test_much_output),
		TEST(test_cannot_be_run),
		TEST(test_hangs),
		TEST(test_will_not_end),
		TEST(test_leaves_somebody_behind),
	};

	return cmocka_run_group_tests_name("hooks", tests, NULL, NULL);
}
