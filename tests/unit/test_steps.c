// SPDX-License-Identifier: GPL-2.0
/* Transactions: the order of doing and undoing, and what a crash leaves. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "lib/compiler.h"
#include "lib/err.h"
#include "dr/steps.h"

#define RECORD	RUN_DIR "/transaction"

/* What was done, in a file, as some of it is done by a process that dies. */
#define TRACE	RUN_DIR "/trace"

static const char *fail_at = "", *refuse_at = "", *undo_fails_at = "";

static void trace(const char *what, struct json_object *data)
{
	FILE *f = fopen(TRACE, "a");

	fprintf(f, "%s%s ", what, json_object_get_string(data));
	fclose(f);
}

static const char *traced(void)
{
	static char text[256];
	FILE *f = fopen(TRACE, "r");
	size_t n = f ? fread(text, 1, sizeof(text) - 1, f) : 0;

	text[n] = '\0';
	if (f)
		fclose(f);
	remove(TRACE);
	return text;
}

static int do_step(void *arg, struct json_object *data)
{
	const char *name = json_object_get_string(data);

	(void)arg;
	trace("+", data);
	if (!strcmp(name, "die"))
		raise(SIGKILL);
	if (!strcmp(name, "interrupt"))
		raise(SIGINT);
	if (!strcmp(name, refuse_at))
		return STEP_REFUSED;
	return strcmp(name, fail_at) ? STATUS_OK : STATUS_UNSUPPORTED;
}

static int undo_step(void *arg, struct json_object *data)
{
	(void)arg;
	trace("-", data);
	return strcmp(json_object_get_string(data), undo_fails_at) ?
	       STATUS_OK : STATUS_FAILED;
}

static const struct step_kind kinds[] = {
	{ "do", do_step, undo_step, false },
	{ "only", do_step, NULL, false },
	{ 0 }
};

static int setup(void **state)
{
	(void)state;
	fail_at = "";
	refuse_at = "";
	undo_fails_at = "";
	return system("rm -rf " RUN_DIR " && mkdir -p " RUN_DIR);
}

static int teardown(void **state)
{
	(void)state;
	return system("rm -rf " RUN_DIR);
}

static int run(struct steps *s, const char *kind, const char *name)
{
	return steps_run(s, kind, json_object_new_string(name));
}

static void begin(struct steps *s)
{
	*s = (struct steps){ .kinds = kinds };
	assert_int_equal(steps_open(s, "a test"), STATUS_OK);
	assert_int_equal(steps_begin(s), STATUS_OK);
}

static int recover(bool *found)
{
	struct steps s = { .kinds = kinds };
	char *what;
	int status;

	status = steps_open_left(&s, &what);
	*found = what;
	if (!status && what)
		status = steps_undo_left(&s, what);
	free(what);
	steps_close(&s);
	return status;
}

static void expect_nothing_left(void)
{
	bool found;

	assert_int_equal(access(RECORD, F_OK), -1);
	assert_int_equal(recover(&found), STATUS_OK);
	assert_false(found);
}

static void test_done(void **state)
{
	struct steps s;

	(void)state;
	begin(&s);
	assert_int_equal(run(&s, "do", "a"), STATUS_OK);
	assert_int_equal(run(&s, "only", "b"), STATUS_OK);
	assert_int_equal(steps_commit(&s), STATUS_OK);
	steps_close(&s);
	assert_string_equal(traced(), "+a +b ");
	expect_nothing_left();
}

static void test_failure_is_undone(void **state)
{
	struct steps s;

	(void)state;
	fail_at = "d";
	begin(&s);
	assert_int_equal(run(&s, "do", "a"), STATUS_OK);
	assert_int_equal(run(&s, "only", "b"), STATUS_OK);
	assert_int_equal(run(&s, "do", "c"), STATUS_OK);
	assert_int_equal(run(&s, "do", "d"), STATUS_UNSUPPORTED);
	steps_close(&s);
	/* The one that failed may have been done in part. */
	assert_string_equal(traced(), "+a +b +c +d -d -c -a ");
	expect_nothing_left();
}

static void test_refusal_is_not_undone(void **state)
{
	struct steps s;

	(void)state;
	refuse_at = "b";
	begin(&s);
	assert_int_equal(run(&s, "do", "a"), STATUS_OK);
	assert_int_equal(run(&s, "do", "b"), STATUS_FAILED);
	steps_close(&s);
	assert_string_equal(traced(), "+a +b -a ");
}

static void test_failed_undo_stops_nothing(void **state)
{
	struct steps s;

	(void)state;
	fail_at = "c";
	undo_fails_at = "b";
	begin(&s);
	run(&s, "do", "a");
	run(&s, "do", "b");
	assert_int_equal(run(&s, "do", "c"), STATUS_UNSUPPORTED);
	steps_close(&s);
	assert_string_equal(traced(), "+a +b +c -c -b -a ");
}

/* It is tried once more, by another process. */
static void test_failed_undo_is_recovered(void **state)
{
	struct steps s;
	bool found;

	(void)state;
	fail_at = "b";
	undo_fails_at = "a";
	begin(&s);
	run(&s, "do", "a");
	assert_int_equal(run(&s, "do", "b"), STATUS_UNSUPPORTED);
	steps_close(&s);
	undo_fails_at = "";
	assert_int_equal(recover(&found), STATUS_OK);
	assert_true(found);
	assert_string_equal(traced(), "+a +b -b -a -b -a ");
	expect_nothing_left();
}

static void test_interrupted_between_steps(void **state)
{
	char *text = NULL;
	FILE *err = stderr;
	struct steps s;
	size_t size;

	(void)state;
	begin(&s);
	assert_int_equal(run(&s, "do", "interrupt"), STATUS_OK);
	stderr = open_memstream(&text, &size);
	assert_int_equal(run(&s, "do", "b"), STATUS_FAILED);
	fclose(stderr);
	stderr = err;
	assert_string_equal(text, "ipmpadm: interrupted by a signal\n");
	free(text);
	steps_close(&s);
	assert_string_equal(traced(), "+interrupt -interrupt ");
}

/* In a process of its own, which kills itself within the step @die. */
static void killed(const char *const *names)
{
	struct steps s;
	int status;
	pid_t pid;

	pid = fork();
	if (!pid) {
		begin(&s);
		while (*names)
			run(&s, "do", *names++);
		_exit(0);
	}
	waitpid(pid, &status, 0);
	assert_true(WIFSIGNALED(status));
}

static void test_killed_and_recovered(void **state)
{
	static const char *const names[] = { "a", "b", "die", NULL };
	struct steps s = { .kinds = kinds };
	bool found;

	(void)state;
	killed(names);
	assert_string_equal(traced(), "+a +b +die ");
	/* Nothing else is begun before that. */
	assert_int_equal(steps_open(&s, "another"), STATUS_FAILED);
	steps_close(&s);
	assert_int_equal(recover(&found), STATUS_OK);
	assert_true(found);
	assert_string_equal(traced(), "-die -b -a ");
	expect_nothing_left();
}

static void write_record(const char *text)
{
	FILE *f = fopen(RECORD, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

#define HEAD	"{\"version\":1,\"what\":\"a test\",\"pid\":1}\n"

/* A step that was not written whole was never begun. */
static void test_cut_record(void **state)
{
	struct steps s;
	bool found;

	(void)state;
	write_record(HEAD "{\"step\":\"do\",\"data\":\"a\"}\n{\"step\":\"do\",\"da");
	assert_int_equal(recover(&found), STATUS_OK);
	assert_true(found);
	assert_string_equal(traced(), "-a ");
	write_record("{\"version\":1");
	assert_int_equal(recover(&found), STATUS_OK);
	assert_false(found);
	begin(&s);
	assert_int_equal(steps_commit(&s), STATUS_OK);
	steps_close(&s);
}

/* Nothing is guessed, and the record stays for who understands it. */
static void test_strange_record(void **state)
{
	static const char *const strange[] = {
		"{\"version\":2,\"what\":\"a test\",\"pid\":1}\n",
		"nonsense\n",
		HEAD "nonsense\n",
	};
	size_t i;
	bool found;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(strange); i++) {
		write_record(strange[i]);
		assert_int_equal(recover(&found), STATUS_FAILED);
		assert_string_equal(traced(), "");
		assert_int_equal(access(RECORD, F_OK), 0);
	}
}

static void test_unknown_step(void **state)
{
	bool found;

	(void)state;
	write_record(HEAD "{\"step\":\"do\",\"data\":\"a\"}\n{\"step\":\"new\",\"data\":\"b\"}\n");
	assert_int_equal(recover(&found), STATUS_FAILED);
	assert_string_equal(traced(), "-a ");
}

static void test_one_at_a_time(void **state)
{
	struct steps s, other = { .kinds = kinds };
	char *text = NULL, expected[128];
	FILE *err = stderr;
	size_t size;

	(void)state;
	begin(&s);
	stderr = open_memstream(&text, &size);
	assert_int_equal(steps_open(&other, "another"), STATUS_FAILED);
	fclose(stderr);
	stderr = err;
	snprintf(expected, sizeof(expected),
		 "ipmpadm: a test is under way, pid %d\n", (int)getpid());
	assert_string_equal(text, expected);
	free(text);
	steps_close(&other);
	/* And who came second left the first one alone. */
	assert_int_equal(run(&s, "do", "a"), STATUS_OK);
	assert_int_equal(steps_commit(&s), STATUS_OK);
	steps_close(&s);
	expect_nothing_left();
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_done),
		TEST(test_failure_is_undone),
		TEST(test_refusal_is_not_undone),
		TEST(test_failed_undo_stops_nothing),
		TEST(test_failed_undo_is_recovered),
		TEST(test_interrupted_between_steps),
		TEST(test_killed_and_recovered),
		TEST(test_cut_record),
		TEST(test_strange_record),
		TEST(test_unknown_step),
		TEST(test_one_at_a_time),
	};

	return cmocka_run_group_tests_name("steps", tests, NULL, NULL);
}
