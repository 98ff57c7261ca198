/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The component: everything that one PCI removal takes away. Read-only: no
 * function here changes anything but its arguments.
 */
#ifndef IPMPADM_COMPONENT_H
#define IPMPADM_COMPONENT_H

#include <net/if.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "../lib/compiler.h"

/* Room for a PCI address with its domain, which can be more than 16 bits. */
#define COMPONENT_PCI	20

/**
 * struct component_roots - Where the system is looked at.
 * @sys: /sys
 * @proc: /proc
 * @dev: /dev
 * @netns: where network namespaces have names, /run/netns
 *
 * component_system is the running system; tests make a tree of their own.
 */
struct component_roots {
	const char *sys;
	const char *proc;
	const char *dev;
	const char *netns;
};

extern const struct component_roots component_system;

/**
 * struct component_nic - A network interface that goes with the component, a
 * NIC or what is built on it alone, such as a VLAN.
 * @ifname: its name, in its network namespace
 * @ifindex: its index there
 * @pci: the function that it belongs to
 * @mac: permanent MAC as text, or empty
 * @netns: its network namespace for people, "" if it is ours
 * @master: the interface that it is enslaved to, or empty
 * @lower: the interface that it is built on, such as a VLAN's; "" for a NIC
 * @grouped: @master is an IPMP group
 * @configured: it is in use in a way that counts when it is in no group: it
 *	has an address or a master, is up and nothing is built on it, or is in
 *	another network namespace
 * @vf: it is on a virtual function
 */
struct component_nic {
	char ifname[IFNAMSIZ];
	uint32_t ifindex;
	char pci[COMPONENT_PCI];
	char mac[3 * 32];
	char netns[96];
	char master[IFNAMSIZ];
	char lower[IFNAMSIZ];
	bool grouped;
	bool configured;
	bool vf;
};

/**
 * enum component_kind - What a use is about.
 * @USE_ADDRESS: an interface is up, has an address or is a member of a group;
 *	whether that matters is for @component_nic.configured and the groups
 * @USE_STACK: a NIC is a port of a bond, a bridge or the like
 * @USE_NETNS: a NIC is used in another network namespace
 * @USE_HARDWARE: all else: a mounted disk, swap, md, LVM, a virtual machine
 */
enum component_kind { USE_ADDRESS, USE_STACK, USE_NETNS, USE_HARDWARE };

/**
 * struct component_use - A row of the table Resource/Information.
 * @kind: what it is about
 * @nic: the NIC that it is about, or empty with USE_HARDWARE
 * @resource: what is in use
 * @information: by what
 */
struct component_use {
	enum component_kind kind;
	char nic[IFNAMSIZ];
	char *resource;
	char *information;
};

/**
 * struct component_place - Where a component is, or would be.
 * @port: PCI address of the bridge above it, "" on the root complex
 * @slot: name of its slot, or empty
 * @rescan: the file that finds it again: that of the bus below @port. The
 *	file of the bridge itself would scan the bus that the bridge is on.
 * @occupied: there is a PCI device now
 */
struct component_place {
	char port[COMPONENT_PCI];
	char slot[64];
	char rescan[128];
	bool occupied;
};

/**
 * struct component - What one PCI removal takes away.
 * @name: as the user called it
 * @place: where it is
 * @top: the devices to be removed in this order, function 0 last; all else
 *	goes with them
 * @ntop: how many
 * @function: all PCI devices that go, bridges and virtual functions included
 * @nfunctions: how many
 * @nics: all interfaces, those of other network namespaces last
 * @nnics: how many
 * @uses: what is in use
 * @nuses: how many
 */
struct component {
	char name[64];
	struct component_place place;
	char (*top)[COMPONENT_PCI];
	size_t ntop;
	char (*function)[COMPONENT_PCI];
	size_t nfunctions;
	struct component_nic *nics;
	size_t nnics;
	struct component_use *uses;
	size_t nuses;
};

struct json_object;

int component_find(const struct component_roots *r, const char *name,
		   struct component *c);
int component_place(const struct component_roots *r, const char *name,
		    struct component_place *p);
void component_free(struct component *c);
void component_add_use(struct component *c, enum component_kind kind,
		       const char *nic, const char *resource, const char *fmt,
		       ...) __printf(5, 6);
void component_print_table(FILE *out, const struct component *c, size_t n);
struct json_object *component_json(const struct component *c);

#endif /* IPMPADM_COMPONENT_H */
