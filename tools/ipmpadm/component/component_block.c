// SPDX-License-Identifier: GPL-2.0
/*
 * What uses the disks of a component: each disk, its partitions, and whatever
 * is built on those, as far up as it goes.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "component_mount.h"
#include "component_pci.h"
#include "component_sys.h"
#include "component_use.h"
#include "../lib/memory.h"

/* Room for a name in sysfs, and for "/dev/mapper/" before one. */
#define NAME	256
#define NODE	(NAME + 16)

/**
 * struct search - One search for what uses disks.
 * @r: the system
 * @c: the component
 * @mounts: what is mounted and swapped on
 * @seen: names in sysfs of the devices that were looked at
 * @nseen: how many
 */
struct search {
	const struct component_roots *r;
	struct component *c;
	struct mounts mounts;
	char (*seen)[NAME];
	size_t nseen;
};

static void use_device(struct search *s, const char *name);

/* As people know it: device-mapper's names are in a directory of their own. */
static void node_of(const struct search *s, const char *name, char node[NODE])
{
	char dm[NAME];
	char *p;

	if (sys_read(dm, sizeof(dm), "%s/class/block/%s/dm/name", s->r->sys,
		     name)) {
		snprintf(node, NODE, "/dev/mapper/%s", dm);
		return;
	}
	snprintf(node, NODE, "/dev/%s", name);
	/* A slash is no part of a name in sysfs. */
	while ((p = strchr(node, '!')))
		*p = '/';
}

static bool has_seen(struct search *s, const char *name)
{
	size_t i;

	for (i = 0; i < s->nseen; i++)
		if (!strcmp(s->seen[i], name))
			return true;
	s->seen = memory_grow(s->seen, s->nseen, sizeof(*s->seen));
	snprintf(s->seen[s->nseen++], NAME, "%s", name);
	return false;
}

static void use_mounts(struct search *s, const char *name, const char *node)
{
	char number[24], kernel_node[NODE];
	const struct mount *m;
	size_t i;

	sys_read(number, sizeof(number), "%s/class/block/%s/dev", s->r->sys,
		 name);
	snprintf(kernel_node, sizeof(kernel_node), "/dev/%s", name);
	for (i = 0; i < s->mounts.n; i++) {
		m = &s->mounts.mount[i];
		if (!mount_is_on(m, number, node) &&
		    !mount_is_on(m, number, kernel_node))
			continue;
		if (*m->where)
			component_add_use(s->c, USE_HARDWARE, "", node,
					  "mounted on %s", m->where);
		else
			component_add_use(s->c, USE_HARDWARE, "", node,
					  "swap space");
	}
}

/* Of a file system on several devices only one is named where it is mounted. */
static void use_btrfs(struct search *s, const char *name, const char *node)
{
	struct sys_list l;
	size_t i;

	sys_list(&l, "%s/fs/btrfs", s->r->sys);
	for (i = 0; i < l.n; i++)
		if (sys_exists("%s/fs/btrfs/%s/devices/%s", s->r->sys,
			       l.name[i], name))
			component_add_use(s->c, USE_HARDWARE, "", node,
					  "part of btrfs file system %s",
					  l.name[i]);
	sys_list_free(&l);
}

/* What kind of device is built on another, in the words of its users. */
static const char *kind_of(const struct search *s, const char *name)
{
	static const struct {
		const char *prefix;
		const char *words;
	} kinds[] = {
		{ "LVM-", "physical volume below" },
		{ "CRYPT-", "encrypted, below" },
		{ "mpath-", "path of" },
	};
	char uuid[NAME];
	size_t i;

	if (sys_exists("%s/class/block/%s/md", s->r->sys, name))
		return "member of md array";
	sys_read(uuid, sizeof(uuid), "%s/class/block/%s/dm/uuid", s->r->sys,
		 name);
	for (i = 0; i < ARRAY_SIZE(kinds); i++)
		if (!strncmp(uuid, kinds[i].prefix, strlen(kinds[i].prefix)))
			return kinds[i].words;
	return "below";
}

static void use_holders(struct search *s, const char *name, const char *node)
{
	char above[NODE];
	struct sys_list l;
	size_t i;

	sys_list(&l, "%s/class/block/%s/holders", s->r->sys, name);
	for (i = 0; i < l.n; i++) {
		node_of(s, l.name[i], above);
		component_add_use(s->c, USE_HARDWARE, "", node, "%s %s",
				  kind_of(s, l.name[i]), above);
	}
	for (i = 0; i < l.n; i++)
		use_device(s, l.name[i]);
	sys_list_free(&l);
}

static void use_partitions(struct search *s, const char *name)
{
	struct sys_list l;
	size_t i;

	sys_list(&l, "%s/class/block/%s", s->r->sys, name);
	for (i = 0; i < l.n; i++)
		if (sys_exists("%s/class/block/%s/%s/partition", s->r->sys,
			       name, l.name[i]))
			use_device(s, l.name[i]);
	sys_list_free(&l);
}

static void use_device(struct search *s, const char *name)
{
	char node[NODE];

	if (has_seen(s, name))
		return;
	node_of(s, name, node);
	use_mounts(s, name, node);
	use_btrfs(s, name, node);
	use_holders(s, name, node);
	use_partitions(s, name);
}

/*
 * Other users, ZFS or a mount of another mount namespace, show only in that
 * nobody else can claim the disk. A partition in use claims the disk, too.
 */
static void use_claim(struct search *s, const char *name)
{
	char node[NODE], path[PATH_MAX];
	int fd;

	node_of(s, name, node);
	snprintf(path, sizeof(path), "%s%s", s->r->dev,
		 node + strlen("/dev"));
	fd = open(path, O_RDONLY | O_EXCL | O_NONBLOCK | O_CLOEXEC);
	if (fd >= 0)
		close(fd);
	else if (errno == EBUSY)
		component_add_use(s->c, USE_HARDWARE, "", node,
				  "in exclusive use");
}

/* With native multipath the disk is the subsystem's, whose paths are here. */
static bool is_nvme_path(const struct search *s, const char *path)
{
	char ctrl[PATH_MAX], addr[COMPONENT_PCI];
	const char *last = strrchr(path, '/');
	struct sys_list l;
	bool found = false;
	size_t i;

	if (!strstr(path, "/nvme-subsystem/"))
		return false;
	sys_list(&l, "%.*s", (int)(last - path), path);
	for (i = 0; i < l.n && !found; i++)
		found = sys_real(ctrl, "%.*s/%s", (int)(last - path), path,
				 l.name[i]) &&
			pci_of_path(ctrl, addr) && pci_has_function(s->c, addr);
	sys_list_free(&l);
	return found;
}

static bool is_ours(const struct search *s, const char *name)
{
	char path[PATH_MAX], addr[COMPONENT_PCI];

	if (sys_exists("%s/class/block/%s/partition", s->r->sys, name) ||
	    !sys_real(path, "%s/class/block/%s", s->r->sys, name))
		return false;
	return (pci_of_path(path, addr) && pci_has_function(s->c, addr)) ||
	       is_nvme_path(s, path);
}

/**
 * use_blocks() - Find what uses the disks of a component.
 * @r: the system
 * @c: the component, with its functions
 *
 * Return: STATUS_OK or what went wrong, which is said.
 */
int use_blocks(const struct component_roots *r, struct component *c)
{
	struct search s = { .r = r, .c = c };
	struct sys_list l;
	size_t i, before;
	int status;

	status = mounts_read(r, &s.mounts);
	sys_list(&l, "%s/class/block", r->sys);
	for (i = 0; i < l.n && !status; i++) {
		if (!is_ours(&s, l.name[i]))
			continue;
		before = c->nuses;
		use_device(&s, l.name[i]);
		if (c->nuses == before)
			use_claim(&s, l.name[i]);
	}
	sys_list_free(&l);
	mounts_free(&s.mounts);
	free(s.seen);
	return status;
}
