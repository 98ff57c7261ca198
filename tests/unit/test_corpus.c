// SPDX-License-Identifier: GPL-2.0
/*
 * The files in tests/corpus ask for what `expected` beside them says, with all
 * that check finds; the guests boot and attach from the same files.
 *
 * To accept what is read now: UPDATE_GOLDEN=1 make check, and look at it.
 */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "confdump.h"
#include "conf/conf_check.h"
#include "lib/err.h"
#include "lib/textfile.h"

#define CORPUS	"../corpus"

static char *read_set(const char *root)
{
	struct conf_errors errs = { 0 };
	char (*names)[IFNAMSIZ], *text;
	struct conf c[16];
	size_t n, i, len;
	FILE *f;

	f = open_memstream(&text, &len);
	assert_int_equal(conf_names(root, &names, &n), STATUS_OK);
	assert_true(n < 16);
	for (i = 0; i < n; i++) {
		assert_true(conf_exists(root, names[i]));
		conf_load(root, names[i], &c[i], &errs);
		confdump(f, &c[i], true);
	}
	conf_check(c, n, true, &errs);
	conf_errors_sort(&errs);
	confdump_errors(f, &errs);
	fclose(f);
	for (i = 0; i < n; i++)
		conf_free(&c[i]);
	conf_errors_free(&errs);
	free(names);
	return text;
}

static void rewrite(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static void check_set(const char *name)
{
	char root[512], path[600], *text, *expected;
	size_t len;

	snprintf(root, sizeof(root), "%s/%s", CORPUS, name);
	snprintf(path, sizeof(path), "%s/expected", root);
	text = read_set(root);
	if (getenv("UPDATE_GOLDEN"))
		rewrite(path, text);
	expected = textfile_read(path, 65536, &len);
	if (!expected || strcmp(text, expected))
		print_message("# in %s\n", root);
	assert_non_null(expected);
	assert_string_equal(text, expected);
	free(expected);
	free(text);
}

static void test_corpus(void **state)
{
	struct dirent **list;
	int n, i, sets = 0;

	(void)state;
	n = scandir(CORPUS, &list, NULL, alphasort);
	assert_true(n > 0);
	for (i = 0; i < n; i++) {
		if (*list[i]->d_name != '.') {
			check_set(list[i]->d_name);
			sets++;
		}
		free(list[i]);
	}
	free(list);
	assert_true(sets >= 25);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_corpus),
	};

	return cmocka_run_group_tests_name("corpus", tests, NULL, NULL);
}
