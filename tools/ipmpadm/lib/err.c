// SPDX-License-Identifier: GPL-2.0
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>

#include "err.h"
#include "journal.h"
#include "utf8.h"

/**
 * err_clean() - Make a line of what may be more.
 * @line: the text
 *
 * Words of the user and of the kernel are quoted in messages; whatever they
 * hold, a message stays one line and sends nothing odd to the terminal.
 */
void err_clean(char *line)
{
	bool control;
	size_t n;

	for (; *line; line += n) {
		n = utf8_char(line, &control);
		if (control)
			memset(line, '?', n);
	}
}

static void __printf(1, 0) say(const char *fmt, va_list ap)
{
	char line[1024];

	vsnprintf(line, sizeof(line), fmt, ap);
	err_clean(line);
	fflush(stdout);
	fprintf(stderr, "ipmpadm: %s\n", line);
	journal_line(LOG_ERR, line);
}

/**
 * err_say() - Print one line to standard error, after the tool's name.
 * @fmt: as printf()
 */
void err_say(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(fmt, ap);
	va_end(ap);
}

/**
 * err_fail() - Say why something was refused or failed.
 * @fmt: as printf()
 *
 * Return: STATUS_FAILED, so that callers can return it at once.
 */
int err_fail(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(fmt, ap);
	va_end(ap);
	return STATUS_FAILED;
}

/**
 * err_usage() - Say what is wrong with the arguments.
 * @fmt: as printf()
 *
 * Return: STATUS_USAGE.
 */
int err_usage(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(fmt, ap);
	va_end(ap);
	return STATUS_USAGE;
}

/**
 * err_no_memory() - End the tool; for output, where there is nothing to undo.
 */
void err_no_memory(void)
{
	err_say("out of memory");
	exit(STATUS_FAILED);
}
