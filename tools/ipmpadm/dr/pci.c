// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../component/component_pci.h"
#include "../component/component_sys.h"
#include "../lib/err.h"
#include "../lib/memory.h"
#include "pci.h"
#include "../lib/watch.h"

/* The class of network controllers, in the upper byte. */
#define CLASS_NETWORK	0x02

/**
 * pci_remove() - Remove a device, and all that is behind it.
 * @r: where the system is looked at
 * @addr: its address
 *
 * Return: STATUS_OK, also if it is gone already, or, after a message,
 * STATUS_FAILED.
 */
int pci_remove(const struct component_roots *r, const char *addr)
{
	int err = sys_write("1", "%s/bus/pci/devices/%s/remove", r->sys, addr);

	if (err && err != -ENOENT)
		return err_fail("cannot remove %s: %s", addr, strerror(-err));
	return STATUS_OK;
}

/**
 * pci_rescan() - Find what is at a place, and nothing else.
 * @p: the place
 *
 * Return: STATUS_OK or, after a message, STATUS_FAILED.
 */
int pci_rescan(const struct component_place *p)
{
	int err = sys_write("1", "%s", p->rescan);

	return err ? err_fail("cannot write %s: %s", p->rescan,
			      strerror(-err)) : STATUS_OK;
}

/**
 * pci_power_is() - Ask for the power of a slot.
 * @r: where the system is looked at
 * @slot: its name
 * @on: takes whether it is on
 *
 * Return: false if it cannot be switched.
 */
bool pci_power_is(const struct component_roots *r, const char *slot, bool *on)
{
	char text[16];

	if (!*slot ||
	    !sys_read(text, sizeof(text), "%s/bus/pci/slots/%s/power", r->sys,
		      slot))
		return false;
	*on = *text != '0';
	return true;
}

/**
 * pci_power() - Switch the power of a slot.
 * @r: where the system is looked at
 * @slot: its name
 * @on: whether it shall be on
 *
 * Return: STATUS_OK or, after a message, STATUS_FAILED.
 */
int pci_power(const struct component_roots *r, const char *slot, bool on)
{
	int err = sys_write(on ? "1" : "0", "%s/bus/pci/slots/%s/power", r->sys,
			    slot);

	return err ? err_fail("cannot power %s slot %s: %s", on ? "on" : "off",
			      slot, strerror(-err)) : STATUS_OK;
}

static bool is_network(const struct component_roots *r, const char *addr)
{
	char text[16];

	return sys_read(text, sizeof(text), "%s/bus/pci/devices/%s/class",
			r->sys, addr) &&
	       strtoul(text, NULL, 16) >> 16 == CLASS_NETWORK;
}

static bool in_list(char (*function)[COMPONENT_PCI], size_t n,
		    const char *addr)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (!strcmp(function[i], addr))
			return true;
	return false;
}

/**
 * struct waiting - What is waited for.
 * @r: where the system is looked at
 * @function: the PCI devices
 * @n: how many
 * @nics: the NICs that they have now
 * @nnics: how many
 */
struct waiting {
	const struct component_roots *r;
	char (*function)[COMPONENT_PCI];
	size_t n;
	struct pci_nic *nics;
	size_t nnics;
};

static void add_nic(struct waiting *w, const char *ifname, const char *pci)
{
	struct pci_nic *nic;

	w->nics = memory_grow(w->nics, w->nnics, sizeof(*nic));
	nic = &w->nics[w->nnics++];
	snprintf(nic->ifname, sizeof(nic->ifname), "%s", ifname);
	snprintf(nic->pci, sizeof(nic->pci), "%s", pci);
}

static void look(struct waiting *w)
{
	char path[PATH_MAX], pci[COMPONENT_PCI];
	struct sys_list names;
	size_t i;

	w->nnics = 0;
	sys_list(&names, "%s/class/net", w->r->sys);
	for (i = 0; i < names.n; i++)
		if (sys_real(path, "%s/class/net/%s", w->r->sys,
			     names.name[i]) &&
		    pci_of_path(path, pci) && in_list(w->function, w->n, pci))
			add_nic(w, names.name[i], pci);
	sys_list_free(&names);
}

static bool has_nic(const struct waiting *w, const char *addr)
{
	size_t i;

	for (i = 0; i < w->nnics; i++)
		if (!strcmp(w->nics[i].pci, addr))
			return true;
	return false;
}

/* The driver comes last: it may have come while udev was asked. */
static bool will_stay_without(const struct waiting *w,
			      const struct watch *watch, const char *addr)
{
	return watch_is_over(watch, addr) &&
	       !sys_exists("%s/bus/pci/devices/%s/driver", w->r->sys, addr);
}

static bool complete(const struct waiting *w, const struct watch *watch)
{
	size_t i;

	for (i = 0; i < w->n; i++)
		if (is_network(w->r, w->function[i]) &&
		    !has_nic(w, w->function[i]) &&
		    !will_stay_without(w, watch, w->function[i]))
			return false;
	for (i = 0; i < w->nnics; i++)
		if (!watch_has(watch, w->nics[i].ifname))
			return false;
	return true;
}

/**
 * pci_nics_wait() - Wait until devices have their NICs, under the final names.
 * @r: where the system is looked at
 * @function: addresses of the devices
 * @n: how many
 * @seconds: how long at most
 * @nics: takes the NICs that are there in the end; to be freed
 * @nnics: takes how many
 *
 * A network controller that udev finds no driver for is not waited for.
 */
void pci_nics_wait(const struct component_roots *r,
		   char (*function)[COMPONENT_PCI], size_t n,
		   unsigned int seconds, struct pci_nic **nics, size_t *nnics)
{
	struct waiting w = { .r = r, .function = function, .n = n };
	uint64_t deadline = watch_deadline(seconds);
	struct watch watch;

	if (!watch_open(&watch))
		err_say("cannot watch for interfaces: udev: %s",
			strerror(errno));
	do
		look(&w);
	while (!complete(&w, &watch) && watch_next(&watch, deadline));
	watch_close(&watch);
	*nics = w.nics;
	*nnics = w.nnics;
}
