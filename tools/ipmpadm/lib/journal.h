/* SPDX-License-Identifier: GPL-2.0 */
/* The system's journal, for what somebody asks about later. */
#ifndef IPMPADM_JOURNAL_H
#define IPMPADM_JOURNAL_H

#include <stdbool.h>

#include "compiler.h"

void journal_quiet(bool quiet);
void journal_start(void);
void journal_line(int priority, const char *line);
void journal_say(const char *fmt, ...) __printf(1, 2);

#endif /* IPMPADM_JOURNAL_H */
