// SPDX-License-Identifier: GPL-2.0
/* What a terminal would obey, and what only looks like it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lib/compiler.h"
#include "lib/err.h"

static const struct {
	const char *text, *clean;
} lines[] = {
	{ "", "" },
	{ "eth0: plain ~", "eth0: plain ~" },
	{ "a\033[2Jb\nc\x7f", "a?[2Jb?c?" },
	/* C1 controls, encoded and raw. */
	{ "\xc2\x9b[2J", "??[2J" },
	{ "\xc2\x80\xc2\x9f\xc2\xa0", "????\xc2\xa0" },
	{ "\x9b[2J", "?[2J" },
	{ "\x80\x9f\xa0\xff", "??\xa0\xff" },
	/* Bytes of that range within characters. */
	{ "\xc3\x89t\xc3\xa9", "\xc3\x89t\xc3\xa9" },
	{ "\xe2\x80\x9b", "\xe2\x80\x9b" },
	{ "\xf0\x9f\x9b\x9b", "\xf0\x9f\x9b\x9b" },
	{ "\xed\x9f\xbf\xee\x80\x80", "\xed\x9f\xbf\xee\x80\x80" },
	{ "\xf4\x8f\xbf\xbf", "\xf4\x8f\xbf\xbf" },
	/* And within what is none: cut off, too long, a half, too large. */
	{ "\xc2", "\xc2" },
	{ "\xe2\x9b", "\xe2?" },
	{ "\xe2\x9bz", "\xe2?z" },
	{ "\xf0\x9f\x9b", "\xf0??" },
	{ "\xc1\x9b", "\xc1?" },
	{ "\xe0\x82\x9b", "\xe0??" },
	{ "\xf0\x80\x82\x9b", "\xf0???" },
	{ "\xed\xa0\x9b", "\xed\xa0?" },
	{ "\xf4\x90\x80\x9b", "\xf4???" },
	{ "\xf5\x9b", "\xf5?" },
	{ "\xe2\xc2\x9b", "\xe2??" },
};

static void test_lines(void **state)
{
	char line[32];
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(lines); i++) {
		strcpy(line, lines[i].text);
		err_clean(line);
		assert_string_equal(line, lines[i].clean);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines),
	};

	return cmocka_run_group_tests_name("utf8", tests, NULL, NULL);
}
