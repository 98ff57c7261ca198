// SPDX-License-Identifier: GPL-2.0
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <syslog.h>
#include <unistd.h>

#include "err.h"
#include "journal.h"

static bool started, silent;

/* Run as a service, whose standard error is in the journal already. */
static bool is_service(void)
{
	const char *stream = getenv("JOURNAL_STREAM");
	unsigned long long dev, ino;
	struct stat st;

	return stream && sscanf(stream, "%llu:%llu", &dev, &ino) == 2 &&
	       !fstat(STDERR_FILENO, &st) && st.st_dev == dev &&
	       st.st_ino == ino;
}

/**
 * journal_quiet() - Say whether lines that only tell what is done are for the user.
 * @quiet: they are not
 */
void journal_quiet(bool quiet)
{
	silent = quiet;
}

/**
 * journal_start() - From now on lines go to the journal too.
 *
 * A command that only reads does not call it, and so leaves nothing there.
 */
void journal_start(void)
{
	if (is_service())
		return;
	openlog("ipmpadm", LOG_PID, LOG_DAEMON);
	started = true;
}

/**
 * journal_line() - Write a line to the journal, if journal_start() was called.
 * @priority: of syslog()
 * @line: the line
 */
void journal_line(int priority, const char *line)
{
	if (started)
		syslog(priority, "%s", line);
}

/**
 * journal_say() - Say what was done, to the user and to the journal.
 * @fmt: as printf(), without newline
 */
void journal_say(const char *fmt, ...)
{
	char line[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	err_clean(line);
	if (!silent) {
		printf("%s\n", line);
		fflush(stdout);
	}
	journal_line(LOG_NOTICE, line);
}
