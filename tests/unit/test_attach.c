// SPDX-License-Identifier: GPL-2.0
/*
 * Over all files of the corpus: a NIC that comes after boot ends up as it would
 * have been had it been there, and so does all else.
 */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fake.h"
#include "conf/conf.h"
#include "spec.h"

#define CORPUS	"../corpus"

/* Two files name one address: the one that is read last has it. */
static const char *const ambiguous[] = { "errors", "doubtful" };

static char root[sizeof(CORPUS) + 256];
static char (*names)[IFNAMSIZ];
static size_t n;

static char dump[65536];

static void append(const char *text)
{
	strcat(dump, text);
	strcat(dump, "\n");
}

static char *dumped(void)
{
	dump[0] = '\0';
	fake_live_tell(append);
	append(fake_links());
	return strdup(dump);
}

static bool is_group(const char *name)
{
	return !strncmp(name, "ipmp", 4);
}

static void plug(size_t i)
{
	if (!is_group(names[i]))
		fake_link(2 + (unsigned int)i, names[i], false);
}

static void run(const char *words, const char *name)
{
	char line[512];

	snprintf(line, sizeof(line), "ipmpadm --root %s %s %s", root, words,
		 name);
	/* What is wrong with the files is told, here as there. */
	assert_in_range(fake_run(line), 0, 1);
}

static void start(void)
{
	fake_reset();
	fake_live();
}

static char *boot_with_all(void)
{
	size_t i;

	start();
	for (i = 0; i < n; i++)
		plug(i);
	run("boot wait", "0");
	return dumped();
}

static void is_same(char *is, const char *should)
{
	if (strcmp(is, should))
		print_message("# %s\n", root);
	assert_string_equal(is, should);
	free(is);
}

static void one_comes_late(size_t late, const char *should)
{
	size_t i;

	start();
	for (i = 0; i < n; i++)
		if (i != late)
			plug(i);
	run("boot wait", "0");
	plug(late);
	run("replay", names[late]);
	is_same(dumped(), should);
	fake_forget_log();
	run("replay", names[late]);
	assert_string_equal(fake_log(), "");
}

static void all_come_late(const char *should)
{
	size_t i;

	start();
	run("boot wait", "0");
	for (i = n; i--;) {
		plug(i);
		if (!is_group(names[i]))
			run("replay", names[i]);
	}
	is_same(dumped(), should);
}

static void one_directory(void)
{
	char *should;
	size_t i;

	assert_int_equal(conf_names(root, &names, &n), 0);
	should = boot_with_all();
	for (i = 0; i < n; i++)
		if (!is_group(names[i]))
			one_comes_late(i, should);
	all_come_late(should);
	free(boot_with_all());
	fake_forget_log();
	run("boot wait", "0");
	assert_string_equal(fake_log(), "");
	free(names);
	free(should);
}

static bool is_ambiguous(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(ambiguous); i++)
		if (!strcmp(ambiguous[i], name))
			return true;
	return false;
}

static void test_corpus(void **state)
{
	DIR *d = opendir(CORPUS);
	unsigned int seen = 0;
	struct dirent *e;

	(void)state;
	assert_non_null(d);
	while ((e = readdir(d))) {
		if (*e->d_name == '.' || is_ambiguous(e->d_name))
			continue;
		snprintf(root, sizeof(root), CORPUS "/%s", e->d_name);
		one_directory();
		seen++;
	}
	closedir(d);
	fake_reset();
	assert_true(seen >= 25);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_corpus),
	};

	return cmocka_run_group_tests_name("attach", tests, NULL, NULL);
}
