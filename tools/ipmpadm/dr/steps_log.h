/* SPDX-License-Identifier: GPL-2.0 */
/* The record of a transaction, in a file that outlives a killed process. */
#ifndef IPMPADM_STEPS_LOG_H
#define IPMPADM_STEPS_LOG_H

#include <json-c/json.h>

/**
 * struct steps_log - The record.
 * @lock: file that one process at a time has locked; -1 if not this one
 * @fd: file of the record, -1 if there is none
 */
struct steps_log {
	int lock;
	int fd;
};

int steps_log_lock(struct steps_log *log, const char *what);
int steps_log_begin(struct steps_log *log, const char *what);
int steps_log_add(struct steps_log *log, struct json_object *line);
int steps_log_read(char **what, struct json_object **steps);
int steps_log_remove(struct steps_log *log);
void steps_log_close(struct steps_log *log);

#endif /* IPMPADM_STEPS_LOG_H */
