// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../component/component_sys.h"
#include "conf_file.h"
#include "../lib/err.h"
#include "../lib/filewrite.h"
#include "../netlink/genl.h"
#include "hostfile.h"
#include "hostwrite.h"
#include "../lib/memory.h"
#include "../netlink/rtnl.h"
#include "save.h"
#include "snapshot.h"
#include "../lib/textfile.h"

/* The first line of what is ours, and so may be written again. */
#define MARK	"# Written by ipmpadm save, which may do so again.\n"

/**
 * struct saving - What is being saved.
 * @root: "" or the directory that stands for the root
 * @force: write files again that somebody wrote by hand
 * @c: the connection to the module
 * @rt: the connection to rtnetlink
 * @def: what new groups start with
 * @st: the groups
 */
struct saving {
	const char *root;
	bool force;
	struct ipmp c;
	struct nlsock rt;
	struct defaults def;
	struct state st;
};

static char *path_of(const struct saving *s, const char *ifname, int family)
{
	return memory_print("%s/etc/hostname%s.%s", s->root,
			    family == AF_INET ? "" : "6", ifname);
}

static bool is_ours(const char *path)
{
	size_t len;
	char *text = textfile_read(path, HOSTFILE_MAX, &len);
	bool ours = text && !strncmp(text, MARK, strlen(MARK));

	free(text);
	return ours;
}

/* A logical file would still be read beside what is written. */
static int check_file(const struct saving *s, const struct conf *files,
		      const char *path)
{
	const char *name = strrchr(path, '/');

	if (name && strchr(name, ':'))
		return err_fail("%s is not what is in effect, and %s cannot be saved beside it (remove it)",
				path, files->ifname);
	if (s->force || is_ours(path))
		return STATUS_OK;
	return err_fail("%s is not what is in effect, but written by hand: left as it is (ipmpadm save %s -f writes it)",
			path, files->ifname);
}

static int check_files(const struct saving *s, const struct conf *files)
{
	int status = STATUS_OK;
	size_t i;

	for (i = 0; !status && i < files->nfiles; i++)
		status = check_file(s, files, files->file[i]);
	return status;
}

static int write_one(const struct saving *s, const char *ifname, int family,
		     const char *words)
{
	char *path, *text;
	int status = STATUS_OK;
	int err;

	if (!words)
		return STATUS_OK;
	path = path_of(s, ifname, family);
	text = memory_print(MARK "%s", words);
	err = filewrite(path, text);
	if (err)
		status = err_fail("cannot write %s: %s", path, strerror(-err));
	else
		printf("%s\n", path);
	free(text);
	free(path);
	return status;
}

/*
 * Marks for others than us are set by udev when there is a file, and it looks
 * only when something happens to the interface. Below another root there is
 * none that would.
 */
static void have_marked(const struct saving *s, const char *ifname)
{
	int err = sys_write("change", "%s/sys/class/net/%s/uevent", s->root,
			    ifname);

	if (err && err != -ENOENT)
		err_say("udev cannot be asked to mark %s: %s", ifname,
			strerror(-err));
}

static int write_files(const struct saving *s, const struct conf *now)
{
	struct hostwrite w;
	int status;

	hostwrite(now, &w);
	status = write_one(s, now->ifname, AF_INET, w.text4);
	if (!status)
		status = write_one(s, now->ifname, AF_INET6, w.text6);
	if (!status)
		have_marked(s, now->ifname);
	hostwrite_free(&w);
	return status;
}

/* What they get wrong is not theirs to say, and so no part of it. */
static void read_files(const struct saving *s, const char *ifname,
		       struct conf *files)
{
	struct conf_errors errs = { 0 };

	conf_load(s->root, ifname, files, &errs);
	conf_errors_free(&errs);
}

static int save_one(struct saving *s, const char *ifname)
{
	struct conf now, files = { 0 };
	struct conf_file name;
	char text[64];
	int status;

	snprintf(text, sizeof(text), "hostname.%s", ifname);
	if (!conf_file_name(text, &name))
		return err_fail("%s cannot be saved: a file of an interface is read only if its name ends in a digit",
				ifname);
	status = snapshot(&s->rt, &s->st, ifname, &now);
	if (!status) {
		read_files(s, ifname, &files);
		snapshot_adapt(&now, &files, &s->def);
		if (!files.nfiles || !snapshot_same(&now, &files))
			status = check_files(s, &files) ?:
				 write_files(s, &now);
	}
	conf_free(&files);
	conf_free(&now);
	return status;
}

/* One that is missing has the file that it had. */
static int save_all(struct saving *s)
{
	const struct state *st = &s->st;
	int status = STATUS_OK;
	size_t i;

	for (i = 0; i < st->ngroups; i++)
		status = save_one(s, st->groups[i].id.ifname) ?: status;
	for (i = 0; i < st->nmembers; i++)
		if (st->members[i].ifindex)
			status = save_one(s, st->members[i].ifname) ?: status;
	return status;
}

/**
 * save() - Write the files that ask for what is in effect.
 * @root: "" or the directory that stands for the root
 * @ifname: the interface, or NULL for all groups and their members
 * @force: write files again that somebody wrote by hand
 *
 * Files that ask for it already are not touched.
 *
 * Return: STATUS_OK or, after messages, another exit status.
 */
int save(const char *root, const char *ifname, bool force)
{
	struct saving s = { .root = root, .force = force };
	int status;

	defaults_read(root, &s.def);
	status = ipmp_open(&s.c);
	if (!status && ipmp_read(&s.c, &s.st))
		status = nlsock_fail(&s.c.s, "cannot read the groups");
	if (!status && rt_open(&s.rt))
		status = nlsock_fail(&s.rt, "cannot open a netlink socket");
	if (!status)
		status = ifname ? save_one(&s, ifname) : save_all(&s);
	nlsock_close(&s.rt);
	state_free(&s.st);
	ipmp_close(&s.c);
	return status;
}
