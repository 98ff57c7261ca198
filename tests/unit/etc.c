// SPDX-License-Identifier: GPL-2.0
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "etc.h"
#include "fake.h"

static char root[32];

static int drop(const char *path, const struct stat *st, int type,
		struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

void etc_remove(void)
{
	if (*root)
		nftw(root, drop, 8, FTW_DEPTH | FTW_PHYS);
	*root = '\0';
}

void etc_reset(void)
{
	char path[64];

	etc_remove();
	strcpy(root, "/tmp/ipmp-test-XXXXXX");
	if (!mkdtemp(root))
		abort();
	snprintf(path, sizeof(path), "%s/etc", root);
	mkdir(path, 0755);
	strcat(path, "/default");
	mkdir(path, 0755);
}

const char *etc_path(const char *name)
{
	static char path[128];

	snprintf(path, sizeof(path), "%s/etc/%s", root, name);
	return path;
}

void etc_write(const char *name, const char *text)
{
	FILE *f;

	if (!text) {
		unlink(etc_path(name));
		return;
	}
	f = fopen(etc_path(name), "w");
	if (!f)
		abort();
	fputs(text, f);
	fclose(f);
}

const char *etc_read(const char *name)
{
	static char text[4096];
	FILE *f = fopen(etc_path(name), "r");

	if (!f)
		return NULL;
	text[fread(text, 1, sizeof(text) - 1, f)] = '\0';
	fclose(f);
	return text;
}

int etc_run(const char *command)
{
	char line[256];

	snprintf(line, sizeof(line), "ipmpadm --root %s %s", root, command);
	return fake_run(line);
}
