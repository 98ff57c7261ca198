// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conf.h"
#include "conf_file.h"
#include "conf_load.h"
#include "../lib/err.h"
#include "../lib/memory.h"
#include "../lib/textfile.h"

/* Returns the text of a file; what cannot be read is as good as empty. */
static char *read_text(const char *path, size_t *len, struct conf_errors *errs)
{
	char *text = textfile_read(path, HOSTFILE_MAX, len);
	const char *why;

	if (text)
		return text;
	why = errno == EINVAL ? "not a regular file" : strerror(errno);
	conf_error_add(errs, path, 0, NULL, "cannot read it: %s", why);
	*len = 0;
	return memory_copy("", 0);
}

static void read_source(struct hostfile_source *src, const struct conf_file *f,
			struct conf_errors *errs)
{
	src->file = f->path;
	src->family = f->family;
	src->number = f->number;
	src->text = read_text(f->path, &src->len, errs);
}

/**
 * conf_load_files() - Read the files of one interface.
 * @ifname: the interface
 * @f: its files, sorted
 * @n: how many
 * @l: where names and masks are looked up
 * @c: takes what they ask for; to be freed
 * @errs: takes what is wrong; the rest is in @c all the same
 */
void conf_load_files(const char *ifname, const struct conf_file *f, size_t n,
		     const struct lookup *l, struct conf *c,
		     struct conf_errors *errs)
{
	struct hostfile_source *src = NULL;
	size_t i;

	for (i = 0; i < n; i++) {
		src = memory_grow(src, i, sizeof(*src));
		read_source(&src[i], &f[i], errs);
	}
	conf_fold(c, ifname, src, n, l, errs);
	for (i = 0; i < n; i++)
		free((char *)src[i].text);
	free(src);
}

/**
 * conf_files_of() - Find the files of one interface in a sorted list.
 * @files: the list
 * @ifname: the interface
 * @n: takes how many there are
 *
 * Return: the first of them, NULL if there is none.
 */
const struct conf_file *conf_files_of(const struct conf_files *files,
				      const char *ifname, size_t *n)
{
	size_t first = 0, end;

	while (first < files->n && strcmp(files->f[first].ifname, ifname))
		first++;
	for (end = first; end < files->n; end++)
		if (strcmp(files->f[end].ifname, ifname))
			break;
	*n = end - first;
	return *n ? &files->f[first] : NULL;
}

/**
 * conf_load() - Read what the files of one interface ask for.
 * @root: what to read them below, "" for the system's own
 * @ifname: the interface
 * @c: takes it; to be freed
 * @errs: takes what is wrong; the rest is in @c all the same
 */
void conf_load(const char *root, const char *ifname, struct conf *c,
	       struct conf_errors *errs)
{
	const struct conf_file *f;
	struct conf_files files;
	struct lookup l;
	size_t n;
	int err;

	err = conf_files_scan(root, &files);
	if (err)
		conf_error_add(errs, *root ? root : "/etc", 0, NULL,
			       "cannot read it: %s", strerror(-err));
	lookup_load(&l, root);
	f = conf_files_of(&files, ifname, &n);
	conf_load_files(ifname, f, n, &l, c, errs);
	conf_errors_sort(errs);
	lookup_free(&l);
	conf_files_free(&files);
}

/**
 * conf_exists() - Whether an interface has a file.
 * @root: what to look below, "" for the system's own
 * @ifname: the interface
 */
bool conf_exists(const char *root, const char *ifname)
{
	struct conf_files files;
	size_t n;

	conf_files_scan(root, &files);
	conf_files_of(&files, ifname, &n);
	conf_files_free(&files);
	return n;
}

static bool file_is_group(const struct conf_file *f)
{
	size_t len;
	char *text = textfile_read(f->path, HOSTFILE_MAX, &len);
	bool is_group = text && hostfile_is_group(text, len);

	free(text);
	return is_group;
}

static bool is_group(const struct conf_file *f, size_t n)
{
	for (; n; f++, n--)
		if (file_is_group(f))
			return true;
	return false;
}

/* Adds the names of the groups, or those of the others. */
static void add_names(const struct conf_files *files, bool groups,
		      char (**names)[IFNAMSIZ], size_t *n)
{
	const struct conf_file *f;
	size_t i, of;

	for (i = 0; i < files->n; i += of) {
		f = conf_files_of(files, files->f[i].ifname, &of);
		if (is_group(f, of) != groups)
			continue;
		*names = memory_grow(*names, *n, sizeof(**names));
		strcpy((*names)[(*n)++], f->ifname);
	}
}

/**
 * conf_names() - List the interfaces that have a file.
 * @root: what to look below, "" for the system's own
 * @names: takes their names, groups first; to be freed
 * @n: takes how many there are
 *
 * Return: STATUS_OK or, after a message, STATUS_FAILED.
 */
int conf_names(const char *root, char (**names)[IFNAMSIZ], size_t *n)
{
	struct conf_files files;
	int err = conf_files_scan(root, &files);

	*names = NULL;
	*n = 0;
	if (err)
		return err_fail("cannot read %s/etc: %s", root, strerror(-err));
	add_names(&files, true, names, n);
	add_names(&files, false, names, n);
	conf_files_free(&files);
	return STATUS_OK;
}

/**
 * conf_init() - Begin with what says nothing.
 * @c: what files ask for; to be freed later
 * @ifname: the interface
 */
void conf_init(struct conf *c, const char *ifname)
{
	static const struct ipmp_policy keep = IPMP_KEEP_ALL;

	memset(c, 0, sizeof(*c));
	snprintf(c->ifname, sizeof(c->ifname), "%s", ifname);
	c->policy = keep;
}

/**
 * conf_add_target() - One more probe target, if it is not there yet.
 * @c: what files ask for
 * @addr: its address
 */
void conf_add_target(struct conf *c, const struct ipaddr *addr)
{
	if (!addr->family || conf_has_target(c, addr))
		return;
	c->target = memory_grow(c->target, c->ntargets, sizeof(*c->target));
	c->target[c->ntargets++] = *addr;
}

/**
 * conf_has_target() - Whether an address is among the targets.
 * @c: what files ask for
 * @addr: the address
 */
bool conf_has_target(const struct conf *c, const struct ipaddr *addr)
{
	size_t i;

	for (i = 0; i < c->ntargets; i++)
		if (ipaddr_equal(&c->target[i], addr))
			return true;
	return false;
}

/**
 * conf_free() - Forget what files ask for.
 * @c: empty afterwards
 */
void conf_free(struct conf *c)
{
	while (c->nfiles)
		free(c->file[--c->nfiles]);
	free(c->file);
	free(c->addr);
	free(c->target);
	memset(c, 0, sizeof(*c));
}
