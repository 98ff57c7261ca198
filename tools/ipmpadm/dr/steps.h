/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A transaction: steps that are recorded before they are done, so that they
 * can be undone, by this process or by another after this one was killed.
 */
#ifndef IPMPADM_STEPS_H
#define IPMPADM_STEPS_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stddef.h>

#include "steps_log.h"

/* A step that changed nothing, and so is not undone: a refusal. */
#define STEP_REFUSED	(-1)

/**
 * struct step_kind - A kind of step.
 * @name: in the record
 * @run: does it, as @data says; STATUS_OK or, after a message, STEP_REFUSED or
 *	another exit status
 * @undo: undoes it, also if it was not done or only in part, or was undone
 *	before; STATUS_OK or, after a message, another exit status; NULL if
 *	there is nothing to undo
 * @harmless: it changes nothing, so that its undo is not worth a word
 */
struct step_kind {
	const char *name;
	int (*run)(void *arg, struct json_object *data);
	int (*undo)(void *arg, struct json_object *data);
	bool harmless;
};

/**
 * struct steps - A transaction.
 * @kinds: the kinds of steps, up to one without name
 * @arg: for their functions
 * @what: what it does, as "a detach of eth0"
 * @log: the record
 * @done: the steps so far, an array of objects
 * @refused: a step was refused
 * @stuck: not all could be undone
 */
struct steps {
	const struct step_kind *kinds;
	void *arg;
	const char *what;
	struct steps_log log;
	struct json_object *done;
	bool refused;
	bool stuck;
};

int steps_open(struct steps *s, const char *what);
int steps_begin(struct steps *s);
int steps_run(struct steps *s, const char *kind, struct json_object *data);
int steps_fail(struct steps *s, int status);
int steps_commit(struct steps *s);
int steps_open_left(struct steps *s, char **what);
int steps_undo_left(struct steps *s, const char *what);
void steps_close(struct steps *s);

#endif /* IPMPADM_STEPS_H */
