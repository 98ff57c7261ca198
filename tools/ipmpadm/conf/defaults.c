// SPDX-License-Identifier: GPL-2.0
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conf.h"
#include "defaults.h"
#include "../netlink/genl.h"

/**
 * struct place - Where a line is, for messages.
 * @file: the file
 * @line: the line there, 0 for the whole file
 * @errs: takes what is wrong there
 */
struct place {
	const char *file;
	unsigned int line;
	struct conf_errors *errs;
};

/* What is wrong is named and left out: groups are needed all the same. */
static void bad(const struct place *at, const char *key, const char *text)
{
	conf_error_add(at->errs, at->file, at->line, key, "%s", text);
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

static void read_lines(struct place *at, FILE *f, struct defaults *d)
{
	char *line = NULL;
	size_t size = 0;

	while (getline(&line, &size, f) >= 0) {
		at->line++;
		read_line(at, line, d);
	}
	at->line = 0;
	if (ferror(f))
		bad(at, NULL, "cannot be read");
	free(line);
}

/**
 * defaults_check() - Read /etc/default/mpathd, which need not be there.
 * @root: "" or the directory that stands for the root
 * @d: takes what it says
 * @errs: takes what is wrong there
 */
void defaults_check(const char *root, struct defaults *d,
		    struct conf_errors *errs)
{
	struct place at = { .errs = errs };
	char path[PATH_MAX];
	FILE *f;

	*d = (struct defaults){
		.failback = IPMP_KEEP, .only_groups = IPMP_KEEP,
	};
	snprintf(path, sizeof(path), "%s/etc/default/mpathd", root);
	at.file = path;
	f = fopen(path, "re");
	if (f) {
		read_lines(&at, f, d);
		fclose(f);
	} else if (errno != ENOENT) {
		bad(&at, NULL, strerror(errno));
	}
}

/**
 * defaults_read() - Read /etc/default/mpathd, which need not be there.
 * @root: "" or the directory that stands for the root
 * @d: takes what it says; what is wrong there is told and left out
 */
void defaults_read(const char *root, struct defaults *d)
{
	struct conf_errors errs = { 0 };

	defaults_check(root, d, &errs);
	conf_errors_say(&errs);
	conf_errors_free(&errs);
}

/**
 * defaults_watch_all() - Whether NICs in no group are watched too.
 * @root: "" or the directory that stands for the root
 *
 * What is wrong in the file is for those to tell that put it into effect.
 */
bool defaults_watch_all(const char *root)
{
	struct conf_errors errs = { 0 };
	struct defaults d;

	defaults_check(root, &d, &errs);
	conf_errors_free(&errs);
	return !d.only_groups;
}
