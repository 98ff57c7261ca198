// SPDX-License-Identifier: GPL-2.0
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "component_net.h"
#include "component_pci.h"
#include "component_sys.h"
#include "component_use.h"
#include "../lib/err.h"
#include "../lib/memory.h"

const struct component_roots component_system = {
	.sys = "/sys",
	.proc = "/proc",
	.dev = "/dev",
	.netns = "/run/netns",
};

/**
 * struct target - A name of the user, and what it means.
 * @name: the name
 * @slot: the name of the slot, NULL if it names no slot
 * @addr: the PCI device, or where one could be
 * @exists: there is one
 */
struct target {
	const char *name;
	const char *slot;
	char addr[COMPONENT_PCI];
	bool exists;
};

/**
 * component_add_use() - Add a row to the table, after those of its resource.
 * @c: the component
 * @kind: what it is about
 * @nic: the NIC that it is about, or ""
 * @resource: what is in use
 * @fmt: by what, as printf()
 */
void component_add_use(struct component *c, enum component_kind kind,
		       const char *nic, const char *resource, const char *fmt,
		       ...)
{
	struct component_use use = { .kind = kind };
	size_t at = c->nuses;
	va_list ap;

	snprintf(use.nic, sizeof(use.nic), "%s", nic);
	use.resource = memory_print("%s", resource);
	va_start(ap, fmt);
	if (vasprintf(&use.information, fmt, ap) < 0)
		err_no_memory();
	va_end(ap);
	while (at && strcmp(c->uses[at - 1].resource, resource))
		at--;
	if (!at)
		at = c->nuses;
	c->uses = memory_grow(c->uses, c->nuses, sizeof(*c->uses));
	memmove(c->uses + at + 1, c->uses + at,
		(c->nuses++ - at) * sizeof(*c->uses));
	c->uses[at] = use;
}

/* Names in a directory of sysfs, for messages. */
static void list_names(char *text, size_t size, const char *root,
		       const char *dir)
{
	struct sys_list l;
	size_t i, used = 0;

	snprintf(text, size, "none");
	sys_list(&l, "%s/%s", root, dir);
	for (i = 0; i < l.n && used < size; i++)
		used += (size_t)snprintf(text + used, size - used, "%s%s",
					 used ? ", " : "", l.name[i]);
	sys_list_free(&l);
}

static int find_slot(const struct component_roots *r, struct target *t)
{
	char list[512];

	t->slot = t->name + strlen("slot:");
	t->exists = pci_in_slot(r, t->slot, t->addr);
	if (*t->addr)
		return STATUS_OK;
	list_names(list, sizeof(list), r->sys, "bus/pci/slots");
	return err_fail("%s: there is no such slot (slots: %s)", t->name, list);
}

/* In which domains there is such an address; most machines have one only. */
static int find_domain(const struct component_roots *r, struct target *t,
		       const char *tail)
{
	char list[512] = "";
	size_t i, used = 0, found = 0;
	struct sys_list l;
	const char *colon;

	sys_list(&l, "%s/bus/pci/devices", r->sys);
	for (i = 0; i < l.n; i++) {
		colon = strchr(l.name[i], ':');
		if (!colon || strcmp(colon + 1, tail))
			continue;
		snprintf(t->addr, sizeof(t->addr), "%s", l.name[i]);
		found++;
		if (used < sizeof(list))
			used += (size_t)snprintf(list + used,
						 sizeof(list) - used, "%s%s",
						 used ? ", " : "", l.name[i]);
	}
	sys_list_free(&l);
	if (found > 1)
		return err_fail("%s is in several PCI domains: say which (%s)",
				t->name, list);
	if (!found)
		snprintf(t->addr, sizeof(t->addr), "0000:%.14s", tail);
	return STATUS_OK;
}

/* Names of interfaces have no colons. */
static int find_target(const struct component_roots *r, const struct world *w,
		       struct target *t)
{
	char tail[COMPONENT_PCI];
	int status = STATUS_OK;

	if (!strncmp(t->name, "slot:", 5))
		return find_slot(r, t);
	if (pci_parse_short(t->name, tail))
		status = find_domain(r, t, tail);
	else if (strchr(t->name, ':') && !pci_parse(t->name, t->addr))
		return err_usage("%s: not an interface, a PCI address (0000:01:00.0) or slot:NAME",
				 t->name);
	else if (!strchr(t->name, ':'))
		status = world_name(r, w, t->name, t->addr);
	t->exists = !status && pci_exists(r, t->addr);
	return status;
}

static int fail_absent(const struct component_roots *r, const struct world *w,
		       const struct target *t)
{
	char list[512];

	if (t->slot)
		return err_fail("%s: there is no card in it, or it is detached",
				t->name);
	world_list(r, w, list, sizeof(list));
	return err_fail("%s: there is no such PCI device (interfaces on PCI devices: %s)",
			t->name, list);
}

/* In a slot is what the slot says, even if it is a slot of a card. */
static int find_devices(const struct component_roots *r, const struct world *w,
			const struct target *t, struct component *c)
{
	const char *why;

	if (!t->exists)
		return fail_absent(r, w, t);
	why = pci_component(r, t->addr, t->slot, c);
	if (why)
		return err_fail("%s cannot be removed: %s", t->name, why);
	if (t->slot)
		snprintf(c->place.slot, sizeof(c->place.slot), "%s", t->slot);
	c->place.occupied = true;
	return STATUS_OK;
}

/**
 * component_find() - Find a component and all that uses it.
 * @r: the system
 * @name: an interface, a PCI address with or without its domain, or slot:NAME
 * @c: takes the component; to be freed even if this fails
 *
 * Return: STATUS_OK or what is wrong, which is said.
 */
int component_find(const struct component_roots *r, const char *name,
		   struct component *c)
{
	struct target t = { .name = name };
	struct world w;
	int status;

	memset(c, 0, sizeof(*c));
	snprintf(c->name, sizeof(c->name), "%s", name);
	status = world_read(r, true, &w);
	if (!status)
		status = find_target(r, &w, &t);
	if (!status)
		status = find_devices(r, &w, &t, c);
	if (!status) {
		world_nics(r, &w, c);
		use_drivers(r, c);
		status = use_blocks(r, c);
	}
	world_free(&w);
	return status;
}

/**
 * component_place() - Find where a component is, or was.
 * @r: the system
 * @name: as for component_find(); an interface must be there
 * @p: takes the place
 *
 * Return: STATUS_OK or what is wrong, which is said.
 */
int component_place(const struct component_roots *r, const char *name,
		    struct component_place *p)
{
	struct target t = { .name = name };
	struct component c = { 0 };
	struct world w;
	int status;

	memset(p, 0, sizeof(*p));
	status = world_read(r, false, &w);
	if (!status)
		status = find_target(r, &w, &t);
	if (!status && t.exists) {
		status = find_devices(r, &w, &t, &c);
		*p = c.place;
		component_free(&c);
	} else if (!status) {
		if (t.slot)
			snprintf(p->slot, sizeof(p->slot), "%s", t.slot);
		if (!pci_place(r, t.addr, p))
			status = err_fail("%s: no PCI bridge leads there",
					  name);
	}
	world_free(&w);
	return status;
}

/**
 * component_free() - Free what a component holds.
 * @c: the component
 */
void component_free(struct component *c)
{
	size_t i;

	for (i = 0; i < c->nuses; i++) {
		free(c->uses[i].resource);
		free(c->uses[i].information);
	}
	free(c->uses);
	free(c->nics);
	free(c->function);
	free(c->top);
	memset(c, 0, sizeof(*c));
}
