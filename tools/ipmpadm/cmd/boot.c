// SPDX-License-Identifier: GPL-2.0
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "../configure/boot.h"
#include "../lib/err.h"
#include "cmd.h"

/* NICs are there within seconds of their drivers, if they come at all. */
#define WAIT_DEFAULT	10
#define WAIT_MAX	3600

static int read_seconds(const struct args *args, const char *text,
			unsigned int *seconds)
{
	unsigned long n;
	char *end;

	n = strtoul(text, &end, 10);
	if (!isdigit((unsigned char)*text) || *end || n > WAIT_MAX)
		return err_usage("%s: '%s' after 'wait' must be seconds, from 0 to %d",
				 args->command, text, WAIT_MAX);
	*seconds = (unsigned int)n;
	return STATUS_OK;
}

static int run(const struct options *opt, struct args *args)
{
	const char *wait = NULL;
	const struct keyword kw[] = {
		{ "wait", "SECONDS", &wait, NULL, false },
	};
	unsigned int seconds = WAIT_DEFAULT;
	int status;

	status = args_keywords(args, kw, ARRAY_SIZE(kw));
	if (!status && wait)
		status = read_seconds(args, wait, &seconds);
	return status ? status : boot(opt->root, seconds);
}

static const struct verb verbs[] = {
	{ NULL, run, "[wait SECONDS] [--root DIR]",
	  "configure all interfaces that have files; wait for late ones (10)" },
	{ 0 }
};

const struct object_cmd cmd_boot = { "boot", verbs };
