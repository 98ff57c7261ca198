// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <ftw.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "component_tree.h"

static char top[64];
static char roots[4][PATH_MAX];

const char *tree_path(const char *path)
{
	static char all[PATH_MAX];

	snprintf(all, sizeof(all), "%s/%s", top, path);
	return all;
}

static void die(const char *what)
{
	fprintf(stderr, "component_tree: %s: %s\n", what, strerror(errno));
	abort();
}

/* The directories above a file. */
static void make_dirs(const char *path)
{
	char copy[PATH_MAX];
	char *p;

	snprintf(copy, sizeof(copy), "%s", path);
	for (p = copy + strlen(top) + 1; (p = strchr(p, '/')); p++) {
		*p = '\0';
		if (mkdir(copy, 0755) && errno != EEXIST)
			die(copy);
		*p = '/';
	}
}

static void __printf(2, 3) put(const char *mode, const char *fmt, ...)
{
	char path[PATH_MAX];
	char *text;
	va_list ap;
	FILE *f;

	va_start(ap, fmt);
	vsnprintf(path, sizeof(path), fmt, ap);
	va_end(ap);
	text = strchr(path, ' ');
	if (text)
		*text++ = '\0';
	make_dirs(tree_path(path));
	f = fopen(tree_path(path), mode);
	if (!f)
		die(path);
	fprintf(f, "%s\n", text ? text : "");
	fclose(f);
}

/* A link at @path to a place in the tree. */
static void put_link(const char *path, const char *target)
{
	char to[PATH_MAX];

	snprintf(to, sizeof(to), "%s", tree_path(target));
	make_dirs(tree_path(path));
	unlink(tree_path(path));
	if (symlink(to, tree_path(path)))
		die(path);
}

static void __printf(2, 3) link_to(const char *target, const char *fmt, ...)
{
	char path[PATH_MAX];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(path, sizeof(path), fmt, ap);
	va_end(ap);
	put_link(path, target);
}

/* Where in the tree a link leads to. */
static void follow(char dir[PATH_MAX], const char *fmt, ...)
{
	char path[PATH_MAX], real[PATH_MAX];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(path, sizeof(path), fmt, ap);
	va_end(ap);
	if (!realpath(tree_path(path), real))
		die(path);
	snprintf(dir, PATH_MAX, "%s", real + strlen(top) + 1);
}

static void pci_dir(const char *addr, char dir[PATH_MAX])
{
	follow(dir, "sys/bus/pci/devices/%s", addr);
}

static void add_bus(const char *dir, const char *bus)
{
	char path[PATH_MAX + 32];

	put("w", "%s/pci_bus/%s/rescan", dir, bus);
	snprintf(path, sizeof(path), "%s/pci_bus/%s", dir, bus);
	link_to(path, "sys/class/pci_bus/%s", bus);
}

static const char *option(const char *line, const char *key, char buf[64])
{
	const char *p = strstr(line, key);

	return p && sscanf(p + strlen(key), "%63s", buf) == 1 ? buf : NULL;
}

/* A function in the directory of what is above it, or of the root bus. */
static void add_function(const char *addr, const char *above, const char *line,
			 const char *class, char dir[PATH_MAX])
{
	char parent[PATH_MAX], word[64];

	if (above)
		pci_dir(above, parent);
	else
		snprintf(parent, sizeof(parent), "sys/devices/pci%.7s", addr);
	snprintf(dir, PATH_MAX, "%.2000s/%s", parent, addr);
	put("w", "%s/class %s", dir, option(line, "class=", word) ? : class);
	put("w", "%s/ari_enabled %d", dir, !!strstr(line, " ari"));
	if (option(line, "driver=", word)) {
		put("w", "sys/bus/pci/drivers/%s/uevent", word);
		snprintf(parent, sizeof(parent), "sys/bus/pci/drivers/%s",
			 word);
		link_to(parent, "%s/driver", dir);
	}
	link_to(dir, "sys/bus/pci/devices/%s", addr);
}

static void add_port(const char *line)
{
	char addr[32], above[32], dir[PATH_MAX], bus[16];
	unsigned int first, last;
	int n = sscanf(line, "%31s %x-%x on %31s", addr, &first, &last, above);

	add_function(addr, n > 3 ? above : NULL, "", "0x060400", dir);
	put("w", "%s/secondary_bus_number %u", dir, first);
	put("w", "%s/subordinate_bus_number %u", dir, last);
	snprintf(bus, sizeof(bus), "%.4s:%02x", addr, first);
	add_bus(dir, bus);
}

static void add_func(const char *line)
{
	char addr[32], above[32], dir[PATH_MAX];
	int n = sscanf(line, "%31s on %31s", addr, above);

	add_function(addr, n > 1 ? above : NULL, line, "0x020000", dir);
}

static void add_vf(const char *line)
{
	char addr[32], pf[32], above[PATH_MAX], dir[PATH_MAX], link[PATH_MAX];
	static unsigned int vfs;

	if (sscanf(line, "%31s of %31s", addr, pf) != 2)
		die(line);
	follow(above, "sys/bus/pci/devices/%s/..", pf);
	add_function(addr, strrchr(above, '/') + 1, line, "0x020000", dir);
	pci_dir(pf, link);
	link_to(link, "%s/physfn", dir);
	link_to(dir, "%s/virtfn%u", link, vfs++);
}

static void add_on_bus(const char *line)
{
	char bus[32], name[32], above[32], dir[PATH_MAX];

	if (sscanf(line, "%31s %31s on %31s", bus, name, above) != 3)
		die(line);
	pci_dir(above, dir);
	put("w", "%s/%s/uevent", dir, name);
	snprintf(dir + strlen(dir), sizeof(dir) - strlen(dir), "/%s", name);
	link_to(dir, "sys/bus/%s/devices/%s", bus, name);
}

static void add_disk(const char *line)
{
	char name[32], number[32], above[32], dir[PATH_MAX];
	int n = sscanf(line, "%31s %31s on %31s", name, number, above);

	if (n > 2)
		pci_dir(above, dir);
	else
		strcpy(dir, "sys/devices/virtual");
	snprintf(dir + strlen(dir), sizeof(dir) - strlen(dir), "/block/%s",
		 name);
	put("w", "%s/dev %s", dir, number);
	link_to(dir, "sys/class/block/%s", name);
}

static void add_part(const char *line)
{
	char name[32], number[32], disk[32], dir[PATH_MAX];

	if (sscanf(line, "%31s %31s of %31s", name, number, disk) != 3)
		die(line);
	follow(dir, "sys/class/block/%s", disk);
	put("w", "%s/%s/dev %s", dir, name, number);
	put("w", "%s/%s/partition 1", dir, name);
	snprintf(dir + strlen(dir), sizeof(dir) - strlen(dir), "/%s", name);
	link_to(dir, "sys/class/block/%s", name);
}

static void add_holder(const char *line)
{
	char name[32], disk[32], dir[PATH_MAX], holder[PATH_MAX];

	if (sscanf(line, "%31s of %31s", name, disk) != 2)
		die(line);
	follow(dir, "sys/class/block/%s", disk);
	follow(holder, "sys/class/block/%s", name);
	link_to(holder, "%s/holders/%s", dir, name);
}

static void add_root(const char *line)
{
	char dir[64];

	snprintf(dir, sizeof(dir), "sys/devices/pci%.15s", line);
	add_bus(dir, line);
}

static void add_slot(const char *line)
{
	char name[32], addr[32];

	if (sscanf(line, "%31s %31s", name, addr) != 2)
		die(line);
	put("w", "sys/bus/pci/slots/%s/address %s", name, addr);
}

static void add_link(const char *line)
{
	char path[256], target[256];

	if (sscanf(line, "%255s %255s", path, target) != 2)
		die(line);
	link_to(target, "%s", path);
}

static void add_file(const char *line)
{
	put("w", "%s", line);
}

static void add_more(const char *line)
{
	put("a", "%s", line);
}

void tree_add(const char *line)
{
	static const struct {
		const char *word;
		void (*add)(const char *line);
	} kinds[] = {
		{ "root ", add_root }, { "port ", add_port },
		{ "func ", add_func }, { "vf ", add_vf },
		{ "slot ", add_slot }, { "bus ", add_on_bus },
		{ "disk ", add_disk }, { "part ", add_part },
		{ "holder ", add_holder }, { "file ", add_file },
		{ "more ", add_more }, { "link ", add_link },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		if (!strncmp(line, kinds[i].word, strlen(kinds[i].word))) {
			kinds[i].add(line + strlen(kinds[i].word));
			return;
		}
	}
	die(line);
}

static int remove_one(const char *path, const struct stat *st, int type,
		      struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

void tree_remove(const char *addr)
{
	char dir[PATH_MAX], path[PATH_MAX];

	pci_dir(addr, dir);
	snprintf(path, sizeof(path), "sys/bus/pci/devices/%s", addr);
	unlink(tree_path(path));
	nftw(tree_path(dir), remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

const struct component_roots *tree_make(const char *const *lines)
{
	static const char *const names[] = { "sys", "proc", "dev", "netns" };
	static struct component_roots r = {
		roots[0], roots[1], roots[2], roots[3]
	};
	size_t i;

	strcpy(top, "/tmp/component.XXXXXX");
	if (!mkdtemp(top))
		die(top);
	for (i = 0; i < ARRAY_SIZE(names); i++)
		strcpy(roots[i], tree_path(names[i]));
	tree_add("file proc/self/mountinfo");
	tree_add("file proc/self/ns/net");
	for (; *lines; lines++)
		tree_add(*lines);
	return &r;
}

void tree_drop(void)
{
	if (*top)
		nftw(top, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	*top = '\0';
}
