// SPDX-License-Identifier: GPL-2.0
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "defaults.h"
#include "../lib/err.h"
#include "../netlink/genl.h"

/**
 * struct place - Where a line is, for messages.
 * @file: the file
 * @line: the line there
 */
struct place {
	const char *file;
	unsigned int line;
};

/* What is wrong is named and left out: groups are needed all the same. */
static void bad(const struct place *at, const char *key, const char *text)
{
	err_say("%s:%u: %s: %s", at->file, at->line, key, text);
}

static void read_yes(const struct place *at, const char *key,
		     const char *value, int *to)
{
	if (!strcasecmp(value, "yes"))
		*to = 1;
	else if (!strcasecmp(value, "no"))
		*to = 0;
	else
		bad(at, key, "must be yes or no; the default is used");
}

static void read_time(const struct place *at, const char *key,
		      const char *value, unsigned int *to)
{
	unsigned long ms;
	char *end;

	errno = 0;
	ms = strtoul(value, &end, 10);
	if (errno || *end || !isdigit((unsigned char)*value) ||
	    ms < DETECTION_TIME_MIN || ms > IPMP_DETECTION_TIME_MAX)
		bad(at, key,
		    "must be milliseconds, from 100 to 3600000; the default is used");
	else
		*to = (unsigned int)ms;
}

static void read_pair(const struct place *at, const char *key,
		      const char *value, struct defaults *d)
{
	if (!strcmp(key, "FAILURE_DETECTION_TIME"))
		read_time(at, key, value, &d->detection_ms);
	else if (!strcmp(key, "FAILBACK"))
		read_yes(at, key, value, &d->failback);
	else if (!strcmp(key, "TRACK_INTERFACES_ONLY_WITH_GROUPS"))
		read_yes(at, key, value, &d->only_groups);
	else
		bad(at, key, "unknown word, left out");
}

static char *trim(char *s)
{
	size_t len;

	s += strspn(s, " \t\r\n");
	for (len = strlen(s); len && isspace((unsigned char)s[len - 1]);)
		s[--len] = '\0';
	return s;
}

static void read_line(const struct place *at, char *line, struct defaults *d)
{
	char *key = trim(line), *equal;

	if (!*key || *key == '#')
		return;
	equal = strchr(key, '=');
	if (!equal) {
		bad(at, key, "lacks its '=' and value");
		return;
	}
	*equal = '\0';
	read_pair(at, trim(key), trim(equal + 1), d);
}

/**
 * defaults_read() - Read /etc/default/mpathd, which need not be there.
 * @root: "" or the directory that stands for the root
 * @d: takes what it says; what is wrong there is told and left out
 */
void defaults_read(const char *root, struct defaults *d)
{
	struct place at = { 0 };
	char path[PATH_MAX];
	char *line = NULL;
	size_t size = 0;
	FILE *f;

	*d = (struct defaults){
		.failback = IPMP_KEEP, .only_groups = IPMP_KEEP,
	};
	snprintf(path, sizeof(path), "%s/etc/default/mpathd", root);
	at.file = path;
	f = fopen(path, "re");
	if (!f) {
		if (errno != ENOENT)
			err_say("%s: %s", path, strerror(errno));
		return;
	}
	while (getline(&line, &size, f) >= 0) {
		at.line++;
		read_line(&at, line, d);
	}
	if (ferror(f))
		err_say("%s: cannot be read", path);
	free(line);
	fclose(f);
}
