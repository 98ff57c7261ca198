// SPDX-License-Identifier: GPL-2.0
/*
 * One file, a line of JSON for each step, the first for the transaction. There
 * is one at a time: two that run at once could each count on what the other
 * takes away. Who has the lock knows that a record that he finds was left
 * behind; the lock goes with its process, whatever ends that.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../lib/err.h"
#include "../lib/rundir.h"
#include "steps_log.h"

/* A later form of the record gets a higher number, and is not understood. */
#define VERSION	1

#define LOCK	RUN_DIR "/lock"
#define RECORD	RUN_DIR "/transaction"

static int fail(const char *what, const char *path)
{
	return err_fail("cannot %s %s: %s", what, path, strerror(errno));
}

/* A file's first line, without its end. */
static void first_line(int fd, char *line, size_t size)
{
	ssize_t n = pread(fd, line, size - 1, 0);

	line[n > 0 ? n : 0] = '\0';
	line[strcspn(line, "\n")] = '\0';
}

static int busy(const struct steps_log *log)
{
	char line[128], *what;

	first_line(log->lock, line, sizeof(line));
	what = strchr(line, ' ');
	if (!what)
		return err_fail("another operation is under way");
	*what++ = '\0';
	return err_fail("%s is under way, pid %s", what, line);
}

/**
 * steps_log_lock() - Be the only one who detaches, attaches or recovers.
 * @log: the record; to be closed even if this fails
 * @what: what is done, for the message to others
 *
 * Return: STATUS_OK or, after a message, STATUS_FAILED.
 */
int steps_log_lock(struct steps_log *log, const char *what)
{
	log->fd = -1;
	log->lock = -1;
	if (mkdir(RUN_DIR, 0755) && errno != EEXIST)
		return fail("make", RUN_DIR);
	log->lock = open(LOCK, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
	if (log->lock < 0)
		return fail("open", LOCK);
	if (flock(log->lock, LOCK_EX | LOCK_NB))
		return errno == EWOULDBLOCK ? busy(log) : fail("lock", LOCK);
	if (ftruncate(log->lock, 0) ||
	    dprintf(log->lock, "%d %s\n", (int)getpid(), what) < 0)
		return fail("write", LOCK);
	return STATUS_OK;
}

/**
 * steps_log_add() - Write a line, and let it reach the file.
 * @log: the record
 * @line: the line
 *
 * Return: STATUS_OK or, after a message, STATUS_FAILED.
 */
int steps_log_add(struct steps_log *log, struct json_object *line)
{
	const char *text = json_object_to_json_string_ext(line,
						JSON_C_TO_STRING_PLAIN |
						JSON_C_TO_STRING_NOSLASHESCAPE);
	int len = (int)strlen(text) + 1;

	errno = EIO;	/* for what was written only in part */
	if (dprintf(log->fd, "%s\n", text) != len || fsync(log->fd))
		return fail("write", RECORD);
	return STATUS_OK;
}

/* The name too has to survive. */
static int sync_dir(void)
{
	int fd = open(RUN_DIR, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int err = fd < 0 || fsync(fd);

	if (fd >= 0)
		close(fd);
	return err ? fail("write", RUN_DIR) : STATUS_OK;
}

/**
 * steps_log_begin() - Begin a record.
 * @log: the record, locked
 * @what: what is done
 *
 * Return: STATUS_OK or, after a message, STATUS_FAILED.
 */
int steps_log_begin(struct steps_log *log, const char *what)
{
	struct json_object *line;
	int status;

	log->fd = open(RECORD, O_WRONLY | O_CREAT | O_EXCL | O_APPEND |
		       O_CLOEXEC, 0600);
	if (log->fd < 0)
		return fail("make", RECORD);
	line = json_object_new_object();
	json_object_object_add(line, "version", json_object_new_int(VERSION));
	json_object_object_add(line, "what", json_object_new_string(what));
	json_object_object_add(line, "pid", json_object_new_int(getpid()));
	status = steps_log_add(log, line);
	json_object_put(line);
	if (!status)
		status = sync_dir();
	if (status)
		unlink(RECORD);
	return status;
}

static int bad_record(const char *why)
{
	return err_fail("%s %s; nothing is undone (remove the file when all is as it should be)",
			RECORD, why);
}

/* A line that was not written to its end is as good as none. */
static bool next_line(FILE *f, char **line, size_t *size)
{
	ssize_t n = getline(line, size, f);

	return n > 0 && (*line)[n - 1] == '\n';
}

static int read_head(FILE *f, char **line, size_t *size, char **what)
{
	struct json_object *head, *version, *name;
	int status = STATUS_OK;

	if (!next_line(f, line, size))
		return STATUS_OK;
	head = json_tokener_parse(*line);
	version = json_object_object_get(head, "version");
	name = json_object_object_get(head, "what");
	if (json_object_get_int(version) != VERSION ||
	    !json_object_is_type(name, json_type_string)) {
		status = bad_record("is not understood");
	} else {
		*what = strdup(json_object_get_string(name));
		if (!*what)
			err_no_memory();
	}
	json_object_put(head);
	return status;
}

static int read_steps(FILE *f, char **line, size_t *size,
		      struct json_object *steps)
{
	struct json_object *step;

	while (next_line(f, line, size)) {
		step = json_tokener_parse(*line);
		if (!json_object_is_type(step, json_type_object)) {
			json_object_put(step);
			return bad_record("is damaged");
		}
		json_object_array_add(steps, step);
	}
	return ferror(f) ? fail("read", RECORD) : STATUS_OK;
}

/**
 * steps_log_read() - Read the record that was left behind.
 * @what: takes what was done, NULL if there is no record; to be freed
 * @steps: takes the steps, an array; to be put even if this fails
 *
 * Return: STATUS_OK or, after a message, STATUS_FAILED.
 */
int steps_log_read(char **what, struct json_object **steps)
{
	FILE *f = fopen(RECORD, "re");
	char *line = NULL;
	size_t size = 0;
	int status;

	*what = NULL;
	*steps = json_object_new_array();
	if (!f)
		return errno == ENOENT ? STATUS_OK : fail("open", RECORD);
	status = read_head(f, &line, &size, what);
	if (!status)
		status = read_steps(f, &line, &size, *steps);
	free(line);
	fclose(f);
	return status;
}

/**
 * steps_log_remove() - Forget the record: there is nothing to undo any more.
 * @log: the record
 *
 * Return: STATUS_OK or, after a message, STATUS_FAILED.
 */
int steps_log_remove(struct steps_log *log)
{
	if (log->fd >= 0)
		close(log->fd);
	log->fd = -1;
	if (unlink(RECORD) && errno != ENOENT)
		return fail("remove", RECORD);
	return sync_dir();
}

/**
 * steps_log_close() - Let others work.
 * @log: the record
 */
void steps_log_close(struct steps_log *log)
{
	if (log->fd >= 0)
		close(log->fd);
	if (log->lock >= 0)
		close(log->lock);
	log->fd = -1;
	log->lock = -1;
}
