// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/err.h"
#include "../lib/journal.h"
#include "steps.h"

/* What the user can end the tool with; between two steps it is heeded. */
static void deadly(sigset_t *set)
{
	sigemptyset(set);
	sigaddset(set, SIGHUP);
	sigaddset(set, SIGINT);
	sigaddset(set, SIGQUIT);
	sigaddset(set, SIGTERM);
}

static bool interrupted(void)
{
	sigset_t pending;

	return !sigpending(&pending) &&
	       (sigismember(&pending, SIGHUP) ||
		sigismember(&pending, SIGINT) ||
		sigismember(&pending, SIGQUIT) ||
		sigismember(&pending, SIGTERM));
}

static void hold_signals(void)
{
	sigset_t set;

	deadly(&set);
	sigprocmask(SIG_BLOCK, &set, NULL);
}

/* What came has had its effect. */
static void release_signals(void)
{
	const struct timespec now = { 0 };
	sigset_t set;

	deadly(&set);
	while (sigtimedwait(&set, NULL, &now) > 0)
		;
	sigprocmask(SIG_UNBLOCK, &set, NULL);
}

static int refuse_leftover(void)
{
	struct json_object *steps;
	char *what;
	int status;

	status = steps_log_read(&what, &steps);
	if (!status && what)
		status = err_fail("%s was interrupted and is not undone yet (ipmpadm recover)",
				  what);
	free(what);
	json_object_put(steps);
	return status;
}

/**
 * steps_open() - Be the only one who does such things.
 * @s: the transaction, its kinds and argument set; to be closed even if this
 *	fails
 * @what: what it does, as "a detach of eth0"
 *
 * Return: STATUS_OK or, after a message, STATUS_FAILED.
 */
int steps_open(struct steps *s, const char *what)
{
	int status;

	s->what = what;
	s->done = json_object_new_array();
	hold_signals();
	status = steps_log_lock(&s->log, what);
	return status ? status : refuse_leftover();
}

/**
 * steps_begin() - Begin a transaction, after steps_open().
 * @s: the transaction
 *
 * Return: STATUS_OK or, after a message, STATUS_FAILED.
 */
int steps_begin(struct steps *s)
{
	/* One that was not even begun may be there. */
	int status = steps_log_remove(&s->log);

	return status ? status : steps_log_begin(&s->log, s->what);
}

static const struct step_kind *kind_of(const struct steps *s,
				       struct json_object *step)
{
	struct json_object *name = json_object_object_get(step, "step");
	const struct step_kind *kind = s->kinds;

	while (kind->name &&
	       (!name || strcmp(kind->name, json_object_get_string(name))))
		kind++;
	return kind;
}

static bool undo_one(struct steps *s, struct json_object *step)
{
	const struct step_kind *kind = kind_of(s, step);

	if (!kind->name) {
		err_say("undo failed: the record has a step of an unknown kind");
		return false;
	}
	if (!kind->undo ||
	    !kind->undo(s->arg, json_object_object_get(step, "data")))
		return true;
	err_say("undo failed: step '%s' is not undone", kind->name);
	return false;
}

/* Each is tried, whatever became of the others. */
static bool undo_all(struct steps *s)
{
	size_t i = json_object_array_length(s->done);
	size_t failed = 0;

	while (i--)
		failed += !undo_one(s, json_object_array_get_idx(s->done, i));
	return !failed;
}

static void say_undone(void)
{
	journal_say("undone, all is as it was before");
}

static bool changed_anything(const struct steps *s)
{
	size_t i, n = json_object_array_length(s->done);

	for (i = 0; i < n; i++)
		if (!kind_of(s, json_object_array_get_idx(s->done, i))->harmless)
			return true;
	return false;
}

static void forget_last(struct steps *s)
{
	size_t n = json_object_array_length(s->done);

	json_object_array_del_idx(s->done, n - 1, 1);
}

static int record(struct steps *s, const char *kind, struct json_object *data)
{
	struct json_object *step = json_object_new_object();

	json_object_object_add(step, "step", json_object_new_string(kind));
	json_object_object_add(step, "data", data);
	json_object_array_add(s->done, step);
	if (interrupted())
		return err_fail("interrupted by a signal");
	return steps_log_add(&s->log, step);
}

/**
 * steps_fail() - Undo all, as something failed.
 * @s: the transaction, over afterwards
 * @status: the exit status for it
 *
 * Where that fails too the record stays, for another try.
 *
 * Return: @status.
 */
int steps_fail(struct steps *s, int status)
{
	s->stuck = !undo_all(s);
	if (s->stuck) {
		err_say("not all could be undone; try once more: ipmpadm recover");
		return status;
	}
	/* Whose detach was only asked for has nothing to hear of. */
	if (changed_anything(s))
		say_undone();
	steps_log_remove(&s->log);
	return status;
}

static int run_last(struct steps *s, struct json_object *data)
{
	size_t n = json_object_array_length(s->done);
	struct json_object *step = json_object_array_get_idx(s->done, n - 1);

	return kind_of(s, step)->run(s->arg, data);
}

/**
 * steps_run() - Do the next step; if that fails, undo it and all before it.
 * @s: the transaction
 * @kind: name of the kind of step
 * @data: what the kind's functions need; belongs to the transaction afterwards
 *
 * Return: STATUS_OK, or another exit status after a message and the undo, after
 * which the transaction is over.
 */
int steps_run(struct steps *s, const char *kind, struct json_object *data)
{
	int status = record(s, kind, data);

	if (status)
		forget_last(s);
	else
		status = run_last(s, data);
	if (!status)
		return STATUS_OK;
	if (status == STEP_REFUSED) {
		forget_last(s);
		s->refused = true;
		status = STATUS_FAILED;
	}
	return steps_fail(s, status);
}

/**
 * steps_commit() - The transaction is complete: nothing is undone any more.
 * @s: the transaction
 *
 * Return: STATUS_OK or, after a message and the undo, STATUS_FAILED.
 */
int steps_commit(struct steps *s)
{
	int status = steps_log_remove(&s->log);

	/* With the record still there it would be undone at the next start. */
	return status ? steps_fail(s, status) : STATUS_OK;
}

/**
 * steps_open_left() - Take over what a killed process left behind.
 * @s: the transaction; to be closed even if this fails
 * @what: takes what it did, NULL if there is none; to be freed
 *
 * Return: STATUS_OK or, after a message, STATUS_FAILED.
 */
int steps_open_left(struct steps *s, char **what)
{
	int status;

	*what = NULL;
	hold_signals();
	status = steps_log_lock(&s->log, "a recovery");
	return status ? status : steps_log_read(what, &s->done);
}

/**
 * steps_undo_left() - Undo it, after steps_open_left().
 * @s: the transaction, its kinds and argument set; over afterwards
 * @what: what it did
 *
 * Return: STATUS_OK or, after a message, STATUS_FAILED.
 */
int steps_undo_left(struct steps *s, const char *what)
{
	int status = STATUS_OK;

	journal_say("%s was interrupted: undoing it", what);
	/* What cannot be undone now never will be. */
	if (undo_all(s))
		say_undone();
	else
		status = err_fail("not all could be undone; see what is different by ipmpadm show");
	return steps_log_remove(&s->log) ? STATUS_FAILED : status;
}

/**
 * steps_close() - Let others work.
 * @s: the transaction
 */
void steps_close(struct steps *s)
{
	steps_log_close(&s->log);
	json_object_put(s->done);
	s->done = NULL;
	release_signals();
}
