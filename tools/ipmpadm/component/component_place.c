// SPDX-License-Identifier: GPL-2.0
/*
 * Where a component is, also when it is not there: the bridge above it stays
 * and keeps the numbers of all buses below it, those of the card included.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "component_pci.h"
#include "component_sys.h"

/* The bridge or root bus above a bus that exists. */
static bool place_of_bus(const struct component_roots *r, const char *bus,
			 struct component_place *p)
{
	char path[PATH_MAX];

	if (!sys_real(path, "%s/class/pci_bus/%s/../..", r->sys, bus))
		return false;
	if (!pci_parse(strrchr(path, '/') + 1, p->port))
		p->port[0] = '\0';
	snprintf(p->rescan, sizeof(p->rescan), "%s/class/pci_bus/%s/rescan",
		 r->sys, bus);
	return true;
}

static unsigned long number(const struct component_roots *r, const char *addr,
			    const char *attribute)
{
	char text[16];

	sys_read(text, sizeof(text), "%s/bus/pci/devices/%s/%s", r->sys, addr,
		 attribute);
	return strtoul(text, NULL, 10);
}

/* The bridge next above a bus: the one with the highest number of its own. */
static unsigned long bridge_above(const struct component_roots *r,
				  const char *bus)
{
	unsigned long want = strtoul(strrchr(bus, ':') + 1, NULL, 16);
	unsigned long best = 0, first;
	size_t domain = (size_t)(strrchr(bus, ':') + 1 - bus);
	struct sys_list l;
	size_t i;

	sys_list(&l, "%s/bus/pci/devices", r->sys);
	for (i = 0; i < l.n; i++) {
		if (strncmp(l.name[i], bus, domain))
			continue;
		first = number(r, l.name[i], "secondary_bus_number");
		if (first > best && first <= want &&
		    number(r, l.name[i], "subordinate_bus_number") >= want)
			best = first;
	}
	sys_list_free(&l);
	return best;
}

/* A slot is known by the address of what is in it, or would be. */
static void find_slot_above(const struct component_roots *r, const char *bus,
			    struct component_place *p)
{
	char addr[COMPONENT_PCI + 5];

	if (!*p->slot) {
		snprintf(addr, sizeof(addr), "%.14s:00.0", bus);
		pci_slot_of(r, addr, p->slot, sizeof(p->slot));
	}
}

/**
 * pci_place() - Find the place of a device that is there or was.
 * @r: the system
 * @addr: its address
 * @p: takes the place, apart from @p->occupied
 *
 * Return: whether there is such a place.
 */
bool pci_place(const struct component_roots *r, const char *addr,
	       struct component_place *p)
{
	char bus[COMPONENT_PCI];
	unsigned long above;

	snprintf(bus, sizeof(bus), "%s", addr);
	*strrchr(bus, ':') = '\0';
	pci_slot_of(r, addr, p->slot, sizeof(p->slot));
	if (place_of_bus(r, bus, p))
		return true;
	above = bridge_above(r, bus);
	snprintf(strrchr(bus, ':'), 4, ":%02lx", above & 0xff);
	if (!above || !place_of_bus(r, bus, p))
		return false;
	find_slot_above(r, bus, p);
	return true;
}
