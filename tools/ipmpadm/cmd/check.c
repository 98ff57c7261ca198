// SPDX-License-Identifier: GPL-2.0
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../conf/conf_check.h"
#include "../conf/conf_load.h"
#include "../conf/defaults.h"
#include "../lib/err.h"
#include "../lib/memory.h"
#include "cmd.h"

/**
 * struct check - What has been read.
 * @files: the files
 * @l: where names and masks are looked up
 * @c: what the files ask for, an interface each
 * @n: how many
 * @errs: what is wrong
 */
struct check {
	struct conf_files files;
	struct lookup l;
	struct conf *c;
	size_t n;
	struct conf_errors errs;
};

static void take_files(struct check *k, char *const *argv)
{
	for (; *argv; argv++)
		if (!conf_files_add(&k->files, *argv))
			conf_error_add(&k->errs, *argv, 0, NULL,
				       "its name must be hostname.IF or hostname6.IF, where IF ends in a digit");
	conf_files_sort(&k->files);
}

static int find_files(struct check *k, const char *root)
{
	int err = conf_files_scan(root, &k->files);

	if (err)
		return err_fail("cannot read %s/etc: %s", root, strerror(-err));
	if (!k->files.n)
		printf("there is no hostname.IF or hostname6.IF in %s/etc\n",
		       root);
	return STATUS_OK;
}

static void load(struct check *k)
{
	const struct conf_file *f;
	size_t i, n;

	for (i = 0; i < k->files.n; i += n) {
		f = conf_files_of(&k->files, k->files.f[i].ifname, &n);
		k->c = memory_grow(k->c, k->n, sizeof(*k->c));
		conf_load_files(f->ifname, f, n, &k->l, &k->c[k->n++],
				&k->errs);
	}
}

static void check_name(struct check *k, const char *root, const char *family,
		       const char *ifname)
{
	char *path = memory_print("%s/etc/%s.%s", root, family, ifname);
	struct conf_file f;

	if (!access(path, F_OK) && !conf_file_name(strrchr(path, '/') + 1, &f))
		conf_warning_add(&k->errs, path, 0, NULL,
				 "it is not read: the name of the interface does not end in a digit");
	free(path);
}

/* A file that nobody reads is easily taken for one that is in effect. */
static void check_names(struct check *k, const char *root)
{
	struct if_nameindex *list = if_nameindex(), *i;

	for (i = list; i && i->if_index; i++) {
		check_name(k, root, "hostname", i->if_name);
		check_name(k, root, "hostname6", i->if_name);
	}
	if (list)
		if_freenameindex(list);
}

static void check_defaults(struct check *k, const char *root)
{
	struct defaults unused;

	defaults_check(root, &unused, &k->errs);
}

static void close_check(struct check *k)
{
	while (k->n)
		conf_free(&k->c[--k->n]);
	free(k->c);
	conf_errors_free(&k->errs);
	lookup_free(&k->l);
	conf_files_free(&k->files);
}

static int check(const struct options *opt, struct args *args)
{
	bool whole = !*args->argv;
	struct check k = { 0 };
	int status = STATUS_OK;

	if (whole)
		status = find_files(&k, opt->root);
	else
		take_files(&k, args->argv);
	lookup_load(&k.l, opt->root);
	load(&k);
	conf_check(k.c, k.n, whole, &k.errs);
	if (whole) {
		check_names(&k, opt->root);
		check_defaults(&k, opt->root);
	}
	conf_errors_sort(&k.errs);
	if (conf_errors_say(&k.errs))
		status = STATUS_FAILED;
	close_check(&k);
	return status;
}

static const struct verb verbs[] = {
	{ NULL, check, "[--root DIR] [FILE ...]",
	  "all that is wrong in /etc/hostname.*, /etc/hostname6.* and\n"
	  "        /etc/default/mpathd" },
	{ 0 }
};

const struct object_cmd cmd_check = { "check", verbs };
