// SPDX-License-Identifier: GPL-2.0
/* The tool's words are those of the netlink specification. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lib/words.h"
#include "spec.h"

static void compare(const struct words *w, const char *const *spec, size_t n)
{
	size_t i;

	assert_int_equal(w->n, n);
	for (i = 0; i < n; i++) {
		assert_string_equal(w->word[i], spec[i]);
		assert_int_equal(words_value(w, spec[i]), i);
		assert_string_equal(words_name(w, (uint32_t)i), spec[i]);
	}
}

static void test_words_are_those_of_the_specification(void **state)
{
	(void)state;
	compare(&words_group_state, spec_group_state,
		ARRAY_SIZE(spec_group_state));
	compare(&words_member_state, spec_member_state,
		ARRAY_SIZE(spec_member_state));
	compare(&words_link, spec_link, ARRAY_SIZE(spec_link));
	compare(&words_xmit, spec_xmit, ARRAY_SIZE(spec_xmit));
	compare(&words_change, spec_change, ARRAY_SIZE(spec_change));
	compare(&words_reason, spec_reason, ARRAY_SIZE(spec_reason));
	compare(&words_probe_mode, spec_probe_mode,
		ARRAY_SIZE(spec_probe_mode));
	compare(&words_probe_state, spec_probe_state,
		ARRAY_SIZE(spec_probe_state));
	compare(&words_probe_kind, spec_probe_kind,
		ARRAY_SIZE(spec_probe_kind));
	compare(&words_target_source, spec_target_source,
		ARRAY_SIZE(spec_target_source));
	compare(&words_target_state, spec_target_state,
		ARRAY_SIZE(spec_target_state));
}

static void test_other_values_and_words(void **state)
{
	(void)state;
	assert_string_equal(words_name(&words_link, 3), "unknown");
	assert_string_equal(words_name(&words_link, UINT32_MAX), "unknown");
	assert_int_equal(words_value(&words_link, "UP"), -1);
	assert_int_equal(words_value(&words_link, "u"), -1);
	assert_int_equal(words_value(&words_link, ""), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words_are_those_of_the_specification),
		cmocka_unit_test(test_other_values_and_words),
	};

	(void)spec_attrs;
	(void)spec_cmds;
	return cmocka_run_group_tests_name("words", tests, NULL, NULL);
}
