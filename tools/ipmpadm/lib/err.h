/* SPDX-License-Identifier: GPL-2.0 */
/* Exit statuses and the one way in which errors reach the user. */
#ifndef IPMPADM_ERR_H
#define IPMPADM_ERR_H

#include "compiler.h"

/* Exit statuses of the tool; public, see interface.md. */
enum status {
	STATUS_OK = 0,
	STATUS_FAILED = 1,	/* refused or failed, nothing half-done */
	STATUS_UNSUPPORTED = 2,	/* no module, no such kernel feature */
	STATUS_USAGE = 3,
};

void err_clean(char *line);
void err_say(const char *fmt, ...) __printf(1, 2);
int err_fail(const char *fmt, ...) __printf(1, 2);
int err_usage(const char *fmt, ...) __printf(1, 2);
void __noreturn err_no_memory(void);

#endif /* IPMPADM_ERR_H */
