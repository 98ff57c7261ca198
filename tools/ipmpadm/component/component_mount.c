// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "component_mount.h"
#include "component_sys.h"
#include "../lib/err.h"
#include "../lib/memory.h"

static void add(struct mounts *m, const char *number, const char *source,
		const char *where)
{
	struct mount *mount;

	m->mount = memory_grow(m->mount, m->n, sizeof(*m->mount));
	mount = &m->mount[m->n++];
	snprintf(mount->number, sizeof(mount->number), "%s", number);
	mount->source = memory_print("%s", source);
	mount->where = memory_print("%s", where);
	sys_unescape(mount->source);
	sys_unescape(mount->where);
}

/* ID PARENT MAJOR:MINOR ROOT WHERE OPTIONS [OPTIONAL...] - TYPE SOURCE ... */
static void add_mount(struct mounts *m, char *line)
{
	char *rest = strstr(line, " - ");
	char *field[5], *save;
	size_t i;

	if (!rest)
		return;
	*rest = '\0';
	for (i = 0; i < 5; i++) {
		field[i] = strtok_r(i ? NULL : line, " ", &save);
		if (!field[i])
			return;
	}
	strtok_r(rest + 3, " ", &save);
	rest = strtok_r(NULL, " ", &save);
	add(m, field[2], rest ? rest : "", field[4]);
}

/* A heading, then FILE TYPE SIZE USED PRIORITY; most files are devices. */
static void add_swap(struct mounts *m, char *line)
{
	line[strcspn(line, " \t")] = '\0';
	add(m, "", line, "");
}

static int read_lines(const struct component_roots *r, const char *file,
		      bool needed, struct mounts *m,
		      void (*fn)(struct mounts *m, char *line))
{
	char path[PATH_MAX];
	char *line = NULL;
	size_t size = 0;
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", r->proc, file);
	f = fopen(path, "re");
	if (!f)
		return needed || errno != ENOENT ?
		       err_fail("%s: %s", path, strerror(errno)) : STATUS_OK;
	while (getline(&line, &size, f) > 0) {
		line[strcspn(line, "\n")] = '\0';
		fn(m, line);
	}
	free(line);
	fclose(f);
	return STATUS_OK;
}

/**
 * mounts_read() - Read what is mounted and swapped on.
 * @r: the system
 * @m: takes it; to be freed even if this fails
 *
 * Return: STATUS_OK or what went wrong, which is said.
 */
int mounts_read(const struct component_roots *r, struct mounts *m)
{
	int status;

	memset(m, 0, sizeof(*m));
	status = read_lines(r, "self/mountinfo", true, m, add_mount);
	/* A kernel without swap has no such file. */
	return status ? : read_lines(r, "swaps", false, m, add_swap);
}

/**
 * mounts_free() - Free it.
 * @m: mounts and swap spaces
 */
void mounts_free(struct mounts *m)
{
	size_t i;

	for (i = 0; i < m->n; i++) {
		free(m->mount[i].source);
		free(m->mount[i].where);
	}
	free(m->mount);
}

/**
 * mount_is_on() - Whether a block device is mounted or swapped on there.
 * @m: the mount or swap space
 * @number: "major:minor" of the device
 * @node: the device's name, as "/dev/sda1"
 *
 * A file system with a device number of its own, such as btrfs, is known by
 * the name only, and so is swap space.
 */
bool mount_is_on(const struct mount *m, const char *number, const char *node)
{
	if (*m->number && strncmp(m->number, "0:", 2))
		return !strcmp(m->number, number);
	return !strcmp(m->source, node);
}
