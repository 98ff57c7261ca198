// SPDX-License-Identifier: GPL-2.0
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "conf_file.h"
#include "../lib/memory.h"

#define DIGITS	"0123456789"

/* Return: the number, or -1 if the text is none up to @max. */
static int read_number(const char *text, int max)
{
	size_t len = strspn(text, DIGITS);
	int value;

	if (!len || len > 5 || text[len])
		return -1;
	value = atoi(text);
	return value <= max ? value : -1;
}

/* What follows a dot must be the number of a VLAN, not .bak or a date. */
static bool vlans(const char *dot)
{
	const char *p;
	char part[8];
	size_t len;

	for (p = dot; *p; p += len) {
		len = strcspn(++p, ".");
		if (len >= sizeof(part))
			return false;
		memcpy(part, p, len);
		part[len] = '\0';
		if (read_number(part, 4094) < 0)
			return false;
	}
	return true;
}

/* systemd names NICs of USB after their MAC, which may end in a letter. */
static bool is_mac_name(const char *name)
{
	return !strncmp(name, "enx", 3) && strlen(name) == 15 &&
	       strspn(name + 3, DIGITS "abcdef") == 12;
}

/**
 * conf_is_ifname() - Whether files of an interface of this name are read.
 * @name: the name
 *
 * Names end in a digit, as they must on Solaris. So hostname.bak,
 * hostname.eth0.dpkg-old and hostname.eth0~ are nobody's.
 */
bool conf_is_ifname(const char *name)
{
	size_t len = strlen(name), i;

	if (!len || len >= IFNAMSIZ || !isalnum((unsigned char)*name))
		return false;
	for (i = 0; i < len; i++)
		if (!isalnum((unsigned char)name[i]) && !strchr("._-", name[i]))
			return false;
	if (!isdigit((unsigned char)name[len - 1]))
		return is_mac_name(name);
	return vlans(name + strcspn(name, "."));
}

static const char *skip_prefix(const char *name, int *family)
{
	*family = AF_INET;
	if (!strncmp(name, "hostname.", 9))
		return name + 9;
	*family = AF_INET6;
	return strncmp(name, "hostname6.", 10) ? NULL : name + 10;
}

/**
 * conf_file_name() - Read the name of a file.
 * @name: without its directory
 * @f: takes what it says
 *
 * Return: false if it is no name of a file that describes an interface.
 */
bool conf_file_name(const char *name, struct conf_file *f)
{
	const char *rest, *colon;
	int number = 0;
	size_t len;

	memset(f, 0, sizeof(*f));
	rest = skip_prefix(name, &f->family);
	if (!rest)
		return false;
	colon = strchr(rest, ':');
	len = colon ? (size_t)(colon - rest) : strlen(rest);
	if (len >= IFNAMSIZ)
		return false;
	memcpy(f->ifname, rest, len);
	if (colon)
		number = read_number(colon + 1, 99999);
	f->logical = colon;
	f->number = (unsigned int)number;
	return number >= 0 && conf_is_ifname(f->ifname);
}

/**
 * conf_files_add() - Add a file to a list.
 * @files: the list; sort it when it is complete
 * @path: of the file
 *
 * Return: false if its name is not that of a file which describes an interface.
 */
bool conf_files_add(struct conf_files *files, const char *path)
{
	const char *slash = strrchr(path, '/');
	struct conf_file f;

	if (!conf_file_name(slash ? slash + 1 : path, &f))
		return false;
	f.path = memory_copy(path, strlen(path));
	files->f = memory_grow(files->f, files->n, sizeof(f));
	files->f[files->n++] = f;
	return true;
}

static int compare(const void *a, const void *b)
{
	const struct conf_file *x = a, *y = b;
	int order = strcmp(x->ifname, y->ifname);

	if (!order)
		order = (x->family == AF_INET6) - (y->family == AF_INET6);
	if (!order)
		order = x->logical - y->logical;
	if (!order)
		order = (x->number > y->number) - (x->number < y->number);
	return order ? order : strcmp(x->path, y->path);
}

/**
 * conf_files_sort() - Bring a list into its order.
 * @files: the list
 *
 * The order of names is that of their bytes: that of a locale would make a
 * boot differ from the next one.
 */
void conf_files_sort(struct conf_files *files)
{
	if (files->n)
		qsort(files->f, files->n, sizeof(*files->f), compare);
}

/**
 * conf_files_scan() - Find all files that describe interfaces.
 * @root: what to look below, "" for the system's own
 * @files: takes them
 *
 * Return: 0, or -errno if the directory cannot be read.
 */
int conf_files_scan(const char *root, struct conf_files *files)
{
	char *dir = memory_print("%s/etc", root), *path;
	struct dirent *entry;
	DIR *d = opendir(dir);
	int err = -errno;

	memset(files, 0, sizeof(*files));
	while (d && (entry = readdir(d))) {
		path = memory_print("%s/%s", dir, entry->d_name);
		conf_files_add(files, path);
		free(path);
	}
	if (d)
		closedir(d);
	free(dir);
	conf_files_sort(files);
	return d ? 0 : err;
}

/**
 * conf_files_free() - Forget a list.
 * @files: empty afterwards
 */
void conf_files_free(struct conf_files *files)
{
	size_t i;

	for (i = 0; i < files->n; i++)
		free(files->f[i].path);
	free(files->f);
	memset(files, 0, sizeof(*files));
}
