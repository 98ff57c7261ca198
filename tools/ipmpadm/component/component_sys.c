// SPDX-License-Identifier: GPL-2.0
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "component_sys.h"
#include "../lib/memory.h"

/* What does not fit is no path of sysfs or proc. */
static void __printf(2, 0) make_path(char path[PATH_MAX], const char *fmt,
				     va_list ap)
{
	if (vsnprintf(path, PATH_MAX, fmt, ap) >= PATH_MAX)
		path[0] = '\0';
}

/**
 * sys_exists() - Whether there is such a file or directory.
 * @fmt: its path, as printf()
 */
bool sys_exists(const char *fmt, ...)
{
	char path[PATH_MAX];
	va_list ap;

	va_start(ap, fmt);
	make_path(path, fmt, ap);
	va_end(ap);
	return !access(path, F_OK);
}

/**
 * sys_read() - Read the first line of a file.
 * @buf: takes it, without the line end; empty if there is none
 * @size: room in @buf
 * @fmt: the file's path, as printf()
 *
 * Return: whether it could be read.
 */
bool sys_read(char *buf, size_t size, const char *fmt, ...)
{
	char path[PATH_MAX];
	va_list ap;
	bool ok;
	FILE *f;

	va_start(ap, fmt);
	make_path(path, fmt, ap);
	va_end(ap);
	buf[0] = '\0';
	f = fopen(path, "re");
	if (!f)
		return false;
	ok = fgets(buf, (int)size, f);
	fclose(f);
	buf[strcspn(buf, "\n")] = '\0';
	return ok;
}

/**
 * sys_write() - Write to a file that is there.
 * @text: what to write, at once
 * @fmt: the file's path, as printf()
 *
 * Return: 0 or a negative errno.
 */
int sys_write(const char *text, const char *fmt, ...)
{
	ssize_t len = (ssize_t)strlen(text);
	char path[PATH_MAX];
	va_list ap;
	int fd, err;

	va_start(ap, fmt);
	make_path(path, fmt, ap);
	va_end(ap);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	err = write(fd, text, (size_t)len) == len ? 0 : -errno;
	close(fd);
	return err;
}

/**
 * sys_link() - Read the last part of what a link points to.
 * @buf: takes it; empty if there is none
 * @size: room in @buf
 * @fmt: the link's path, as printf()
 *
 * Return: whether there is such a link.
 */
bool sys_link(char *buf, size_t size, const char *fmt, ...)
{
	char path[PATH_MAX], target[PATH_MAX];
	const char *last;
	va_list ap;
	ssize_t n;

	va_start(ap, fmt);
	make_path(path, fmt, ap);
	va_end(ap);
	n = readlink(path, target, sizeof(target) - 1);
	target[n > 0 ? n : 0] = '\0';
	last = strrchr(target, '/');
	snprintf(buf, size, "%s", last ? last + 1 : target);
	return n > 0;
}

/**
 * sys_real() - Follow all links of a path.
 * @real: takes the path without links
 * @fmt: the path, as printf()
 *
 * Return: whether there is such a file or directory.
 */
bool sys_real(char real[PATH_MAX], const char *fmt, ...)
{
	char path[PATH_MAX];
	va_list ap;

	va_start(ap, fmt);
	make_path(path, fmt, ap);
	va_end(ap);
	return realpath(path, real);
}

static int not_hidden(const struct dirent *d)
{
	return d->d_name[0] != '.';
}

/**
 * sys_list() - List a directory.
 * @l: takes the names; to be freed
 * @fmt: the directory's path, as printf(); one that is not there is empty
 */
void sys_list(struct sys_list *l, const char *fmt, ...)
{
	struct dirent **entry = NULL;
	char path[PATH_MAX];
	va_list ap;
	int i, n;

	va_start(ap, fmt);
	make_path(path, fmt, ap);
	va_end(ap);
	n = scandir(path, &entry, not_hidden, versionsort);
	l->n = 0;
	l->name = NULL;
	for (i = 0; i < n; i++) {
		l->name = memory_grow(l->name, l->n, sizeof(*l->name));
		l->name[l->n++] = memory_print("%s", entry[i]->d_name);
		free(entry[i]);
	}
	free(entry);
}

/**
 * sys_list_free() - Free a list.
 * @l: the list
 */
void sys_list_free(struct sys_list *l)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		free(l->name[i]);
	free(l->name);
}

static bool is_octal(const char *p)
{
	return p[0] >= '0' && p[0] <= '3' && p[1] >= '0' && p[1] <= '7' &&
	       p[2] >= '0' && p[2] <= '7';
}

/**
 * sys_unescape() - Undo what the kernel does to blanks in paths, "\040".
 * @text: the path, changed in place
 */
void sys_unescape(char *text)
{
	char *to = text;

	while (*text) {
		if (*text == '\\' && is_octal(text + 1)) {
			*to++ = (char)((text[1] - '0') << 6 |
				       (text[2] - '0') << 3 | (text[3] - '0'));
			text += 4;
		} else {
			*to++ = *text++;
		}
	}
	*to = '\0';
}
