// SPDX-License-Identifier: GPL-2.0
/*
 * A network namespace exists while it has a name, a process or an open file.
 * The first two are looked through, each namespace is entered once.
 */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "component_net.h"
#include "component_pci.h"
#include "component_sys.h"
#include "../lib/err.h"
#include "../lib/memory.h"

static bool is_known(const struct world *w, const struct stat *st)
{
	size_t i;

	for (i = 0; i < w->n; i++)
		if (w->ns[i].dev == st->st_dev && w->ns[i].ino == st->st_ino)
			return true;
	return false;
}

/* A process ends at any time; a name without a namespace is only a file. */
static bool has_gone(int err)
{
	return err == -ENOENT || err == -ESRCH || err == -EINVAL;
}

static int fail(const char *name, const char *path, int err, const char *cap)
{
	bool denied = err == -EPERM || err == -EACCES;

	return err_fail("cannot look into %s: %s: %s%s%s%s",
			*name ? name : "our network namespace", path,
			strerror(-err), denied ? " (" : "", denied ? cap : "",
			denied ? " needed)" : "");
}

static int add_netns(struct world *w, const char *name, const char *path)
{
	struct netns *ns;
	struct stat st;
	int err;

	if (stat(path, &st))
		return has_gone(-errno) ? STATUS_OK :
		       fail(name, path, -errno, "CAP_SYS_PTRACE");
	if (is_known(w, &st))
		return STATUS_OK;
	w->ns = memory_grow(w->ns, w->n, sizeof(*w->ns));
	ns = &w->ns[w->n];
	memset(ns, 0, sizeof(*ns));
	snprintf(ns->name, sizeof(ns->name), "%s", name);
	snprintf(ns->path, sizeof(ns->path), "%s", path);
	ns->dev = st.st_dev;
	ns->ino = st.st_ino;
	err = links_read(path, !w->n, &ns->links);
	if (!err) {
		w->n++;
		return STATUS_OK;
	}
	links_free(&ns->links);
	return w->n && has_gone(err) ? STATUS_OK :
	       fail(name, path, err, "CAP_SYS_ADMIN");
}

static int add_named(const struct component_roots *r, struct world *w)
{
	char name[96], path[PATH_MAX];
	int status = STATUS_OK;
	struct sys_list l;
	size_t i;

	sys_list(&l, "%s", r->netns);
	for (i = 0; i < l.n && !status; i++) {
		snprintf(name, sizeof(name), "network namespace %s", l.name[i]);
		snprintf(path, sizeof(path), "%s/%s", r->netns, l.name[i]);
		status = add_netns(w, name, path);
	}
	sys_list_free(&l);
	return status;
}

static int add_of_process(const struct component_roots *r, const char *pid,
			  struct world *w)
{
	char comm[32], name[96], path[PATH_MAX];

	sys_read(comm, sizeof(comm), "%s/%s/comm", r->proc, pid);
	snprintf(name, sizeof(name), "the network namespace of process %s (%.15s)",
		 pid, comm);
	snprintf(path, sizeof(path), "%s/%s/ns/net", r->proc, pid);
	return add_netns(w, name, path);
}

static int add_of_processes(const struct component_roots *r, struct world *w)
{
	int status = STATUS_OK;
	struct sys_list l;
	size_t i;

	sys_list(&l, "%s", r->proc);
	for (i = 0; i < l.n && !status; i++)
		if (isdigit((unsigned char)l.name[i][0]))
			status = add_of_process(r, l.name[i], w);
	sys_list_free(&l);
	return status;
}

/**
 * world_read() - Read the interfaces of network namespaces.
 * @r: the system
 * @all: of all of them, not only of ours
 * @w: takes them; to be freed even if this fails
 *
 * Return: STATUS_OK or what went wrong, which is said.
 */
int world_read(const struct component_roots *r, bool all, struct world *w)
{
	char path[PATH_MAX];
	int status;

	memset(w, 0, sizeof(*w));
	snprintf(path, sizeof(path), "%s/self/ns/net", r->proc);
	status = add_netns(w, "", path);
	if (!status && !w->n)
		return err_fail("%s: there is no such file", path);
	if (!status && all)
		status = add_named(r, w);
	if (!status && all)
		status = add_of_processes(r, w);
	return status;
}

/**
 * world_free() - Free it.
 * @w: the network namespaces
 */
void world_free(struct world *w)
{
	size_t i;

	for (i = 0; i < w->n; i++)
		links_free(&w->ns[i].links);
	free(w->ns);
}

/**
 * world_pci() - Find the PCI device that an interface is on.
 * @r: the system
 * @link: the interface
 * @addr: takes the device's address
 *
 * Return: whether it is on one, directly or through other buses.
 */
bool world_pci(const struct component_roots *r, const struct link *link,
	       char addr[COMPONENT_PCI])
{
	char path[PATH_MAX];

	return *link->bus && *link->parent &&
	       sys_real(path, "%s/bus/%s/devices/%s", r->sys, link->bus,
			link->parent) &&
	       pci_of_path(path, addr);
}

/**
 * world_list() - List the interfaces of ours that are on a PCI device.
 * @r: the system
 * @w: the network namespaces
 * @text: takes their names
 * @size: room in @text
 */
void world_list(const struct component_roots *r, const struct world *w,
		char *text, size_t size)
{
	const struct links *l = &w->ns[0].links;
	char addr[COMPONENT_PCI];
	size_t i, used = 0;

	snprintf(text, size, "none");
	for (i = 0; i < l->n && used < size; i++)
		if (world_pci(r, &l->link[i], addr))
			used += (size_t)snprintf(text + used, size - used,
						 "%s%s", used ? ", " : "",
						 l->link[i].ifname);
}

static const struct link *find_name(const struct netns *ns, const char *ifname)
{
	size_t i;

	for (i = 0; i < ns->links.n; i++)
		if (!strcmp(ns->links.link[i].ifname, ifname))
			return &ns->links.link[i];
	return NULL;
}

static int fail_elsewhere(const struct component_roots *r,
			  const struct world *w, const char *ifname)
{
	char addr[COMPONENT_PCI], list[512];
	const struct link *link;
	size_t i;

	for (i = 1; i < w->n; i++) {
		link = find_name(&w->ns[i], ifname);
		if (link && world_pci(r, link, addr))
			return err_fail("%s is in %s: name it by its PCI address, %s",
					ifname, w->ns[i].name, addr);
	}
	world_list(r, w, list, sizeof(list));
	return err_fail("%s: there is no such interface (on PCI devices: %s)",
			ifname, list);
}

static int fail_virtual(const struct links *l, const struct link *link)
{
	const struct link *lower = NULL;

	/* The index of a veth's other end may belong to somebody else. */
	if (link->lower_nsid == LINK_NSID_OWN)
		lower = links_find(l, link->lower);
	if (lower && lower != link && strcmp(link->kind, "veth"))
		return err_fail("%s is not on a PCI device: it is a %s on %s; name that",
				link->ifname, link->kind, lower->ifname);
	return err_fail("%s is not on a PCI device: it is a virtual interface%s%s",
			link->ifname, *link->kind ? " of kind " : "",
			link->kind);
}

/* What hangs on a card by a cable can go without the card. */
static bool goes_with_card(const struct link *link)
{
	return !strcmp(link->bus, "pci") || !strcmp(link->bus, "virtio") ||
	       !strcmp(link->bus, "auxiliary");
}

/**
 * world_name() - Find the PCI device of an interface that the user names.
 * @r: the system
 * @w: the network namespaces
 * @ifname: its name
 * @addr: takes the device's address
 *
 * Return: STATUS_OK or what is wrong, which is said.
 */
int world_name(const struct component_roots *r, const struct world *w,
	       const char *ifname, char addr[COMPONENT_PCI])
{
	const struct link *link = find_name(&w->ns[0], ifname);

	if (!link)
		return fail_elsewhere(r, w, ifname);
	if (!*link->parent)
		return fail_virtual(&w->ns[0].links, link);
	if (!goes_with_card(link) || !world_pci(r, link, addr))
		return err_fail("%s is not on a PCI device: %s is on the %s bus",
				ifname, link->parent,
				*link->bus ? link->bus : "same");
	return STATUS_OK;
}
