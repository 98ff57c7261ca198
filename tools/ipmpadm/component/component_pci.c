// SPDX-License-Identifier: GPL-2.0
/*
 * In sysfs each PCI device is a directory in that of the bridge above it, and
 * that of a device on the root complex is in one called pciDOMAIN:BUS.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "component_pci.h"
#include "component_sys.h"
#include "../lib/memory.h"

/* More bridges than buses can be above each other in no machine. */
#define DEPTH	32

/**
 * struct chain - A device and the bridges above it.
 * @addr: from the root complex down to the device
 * @n: how many
 */
struct chain {
	char addr[DEPTH][COMPONENT_PCI];
	size_t n;
};

/**
 * pci_parse() - Read a PCI address with its domain.
 * @text: all of it
 * @addr: takes it as sysfs writes it
 *
 * Return: whether it is one.
 */
bool pci_parse(const char *text, char addr[COMPONENT_PCI])
{
	unsigned int domain, bus, dev, fn;
	int end = 0;

	if (text[strspn(text, "0123456789abcdefABCDEF:.")] ||
	    sscanf(text, "%8x:%2x:%2x.%1x%n", &domain, &bus, &dev, &fn,
		   &end) != 4 || text[end] || dev > 31 || fn > 7)
		return false;
	snprintf(addr, COMPONENT_PCI, "%04x:%02x:%02x.%x", domain, bus, dev,
		 fn);
	return true;
}

/**
 * pci_parse_short() - Read a PCI address without its domain.
 * @text: all of it
 * @tail: takes it as sysfs writes it after the domain
 *
 * Return: whether it is one.
 */
bool pci_parse_short(const char *text, char tail[COMPONENT_PCI])
{
	char whole[COMPONENT_PCI + 8], addr[COMPONENT_PCI];

	if (snprintf(whole, sizeof(whole), "0:%s", text) >=
	    (int)sizeof(whole) || !pci_parse(whole, addr))
		return false;
	snprintf(tail, COMPONENT_PCI, "%s", addr + strlen("0000:"));
	return true;
}

static bool is_root_bus(const char *name)
{
	return !strncmp(name, "pci", 3) && strchr(name, ':');
}

/*
 * All PCI devices that a path leads through. A root bus starts anew: a device
 * that is a host bridge itself has its own below it.
 */
static void chain_of_path(const char *path, struct chain *ch)
{
	char copy[PATH_MAX];
	char *part, *save;

	ch->n = 0;
	snprintf(copy, sizeof(copy), "%s", path);
	for (part = strtok_r(copy, "/", &save); part;
	     part = strtok_r(NULL, "/", &save)) {
		if (is_root_bus(part))
			ch->n = 0;
		else if (ch->n < DEPTH && pci_parse(part, ch->addr[ch->n]))
			ch->n++;
	}
}

/**
 * pci_of_path() - Find the PCI device that a device is on.
 * @path: of the device in sysfs, without links
 * @addr: takes the address of the PCI device
 *
 * Return: whether it is on one.
 */
bool pci_of_path(const char *path, char addr[COMPONENT_PCI])
{
	struct chain ch;

	chain_of_path(path, &ch);
	if (!ch.n)
		return false;
	memcpy(addr, ch.addr[ch.n - 1], COMPONENT_PCI);
	return true;
}

/**
 * pci_exists() - Whether there is such a PCI device.
 * @r: the system
 * @addr: its address
 */
bool pci_exists(const struct component_roots *r, const char *addr)
{
	return sys_exists("%s/bus/pci/devices/%s", r->sys, addr);
}

/* Bridges of all kinds: to PCI, to ISA, to the host. */
static bool is_bridge(const struct component_roots *r, const char *addr)
{
	char class[16];

	sys_read(class, sizeof(class), "%s/bus/pci/devices/%s/class", r->sys,
		 addr);
	return !strncmp(class, "0x06", 4);
}

/*
 * The address without the function: of the card. With ARI the bus has one card
 * only, and the number of the device belongs to that of the function.
 */
static void card_of(const struct component_roots *r, const char *addr,
		    char card[COMPONENT_PCI])
{
	char ari[4];

	snprintf(card, COMPONENT_PCI, "%s", addr);
	*strrchr(card, '.') = '\0';
	sys_read(ari, sizeof(ari), "%s/bus/pci/devices/%s/ari_enabled", r->sys,
		 addr);
	if (!strcmp(ari, "1"))
		strcpy(strrchr(card, ':'), ":00");
}

/* A controller that does not know the device number tells the bus alone. */
static bool slot_is_of(const char *slot, const char *card)
{
	return *slot && !strncmp(slot, card, strlen(slot));
}

/**
 * pci_slot_of() - Find the slot that a device is in.
 * @r: the system
 * @addr: the device
 * @name: takes the name of the slot, and stays as it is if there is none
 * @size: room in @name
 *
 * Return: whether it is in one, itself and not below something else that is.
 */
bool pci_slot_of(const struct component_roots *r, const char *addr,
		 char *name, size_t size)
{
	char card[COMPONENT_PCI], slot[COMPONENT_PCI];
	struct sys_list l;
	bool found = false;
	size_t i;

	card_of(r, addr, card);
	sys_list(&l, "%s/bus/pci/slots", r->sys);
	for (i = 0; i < l.n && !found; i++) {
		sys_read(slot, sizeof(slot), "%s/bus/pci/slots/%s/address",
			 r->sys, l.name[i]);
		found = slot_is_of(slot, card);
		if (found)
			snprintf(name, size, "%s", l.name[i]);
	}
	sys_list_free(&l);
	return found;
}

/**
 * pci_in_slot() - Find the device in a slot, or where it would be.
 * @r: the system
 * @slot: name of the slot
 * @addr: takes the address of the device; of its function 0 if there is none,
 *	and empty if there is no such slot
 *
 * Return: whether there is a device.
 */
bool pci_in_slot(const struct component_roots *r, const char *slot,
		 char addr[COMPONENT_PCI])
{
	char where[COMPONENT_PCI], card[COMPONENT_PCI];
	struct sys_list l;
	bool found = false;
	size_t i;

	addr[0] = '\0';
	if (!*slot || *slot == '.' || strchr(slot, '/') ||
	    !sys_read(where, sizeof(where) - 5, "%s/bus/pci/slots/%s/address",
		      r->sys, slot))
		return false;
	snprintf(addr, COMPONENT_PCI, "%.*s%s", COMPONENT_PCI - 6, where,
		 strchr(where, ':') == strrchr(where, ':') ? ":00.0" : ".0");
	sys_list(&l, "%s/bus/pci/devices", r->sys);
	for (i = 0; i < l.n && !found; i++) {
		snprintf(card, sizeof(card), "%s", l.name[i]);
		*strchrnul(card, '.') = '\0';
		found = slot_is_of(where, card);
		if (found)
			snprintf(addr, COMPONENT_PCI, "%s", l.name[i]);
	}
	sys_list_free(&l);
	return found;
}

/*
 * The card is what is in the outermost slot. Where slots are not known it is
 * what is below the port of the root complex: more rather than less, as what
 * goes with a card must be checked with it.
 */
static size_t level_of_card(const struct component_roots *r,
			    const struct chain *ch)
{
	char slot[64];
	size_t i;

	for (i = 1; i < ch->n; i++)
		if (pci_slot_of(r, ch->addr[i], slot, sizeof(slot)))
			return i;
	return ch->n > 1;
}

static void add_function(struct component *c, const char *addr)
{
	if (pci_has_function(c, addr))
		return;
	c->function = memory_grow(c->function, c->nfunctions,
				  sizeof(*c->function));
	snprintf(c->function[c->nfunctions++], COMPONENT_PCI, "%s", addr);
}

/* A device, its virtual functions and all that is below it. */
static void add_below(const struct component_roots *r, const char *path,
		      struct component *c)
{
	char next[PATH_MAX], addr[COMPONENT_PCI];
	struct sys_list l;
	size_t i;

	if (pci_parse(strrchr(path, '/') + 1, addr))
		add_function(c, addr);
	sys_list(&l, "%s", path);
	for (i = 0; i < l.n; i++) {
		if (!pci_parse(l.name[i], addr) && !is_root_bus(l.name[i]) &&
		    strncmp(l.name[i], "virtfn", 6))
			continue;
		if (sys_real(next, "%s/%s", path, l.name[i]))
			add_below(r, next, c);
	}
	sys_list_free(&l);
}

static void add_top(const struct component_roots *r, const char *addr,
		    struct component *c)
{
	char path[PATH_MAX];

	if (!sys_real(path, "%s/bus/pci/devices/%s", r->sys, addr))
		return;
	c->top = memory_grow(c->top, c->ntop, sizeof(*c->top));
	memmove(c->top + 1, c->top, c->ntop++ * sizeof(*c->top));
	snprintf(c->top[0], COMPONENT_PCI, "%s", addr);
	add_below(r, path, c);
}

static bool is_virtual(const struct component_roots *r, const char *addr)
{
	return sys_exists("%s/bus/pci/devices/%s/physfn", r->sys, addr);
}

static bool is_on_card(const struct component_roots *r, const char *name,
		       const char *card)
{
	char addr[COMPONENT_PCI], other[COMPONENT_PCI];

	if (!pci_parse(name, addr) || is_virtual(r, addr))
		return false;
	card_of(r, addr, other);
	return !strcmp(card, other);
}

/* The functions of a card lie side by side, below the same bridge. */
static void find_siblings(const struct component_roots *r, const char *addr,
			  struct sys_list *l)
{
	char card[COMPONENT_PCI], path[PATH_MAX];
	size_t i, kept = 0;

	card_of(r, addr, card);
	if (!sys_real(path, "%s/bus/pci/devices/%s", r->sys, addr))
		path[0] = '\0';
	sys_list(l, "%s/..", path);
	for (i = 0; i < l->n; i++) {
		if (is_on_card(r, l->name[i], card))
			l->name[kept++] = l->name[i];
		else
			free(l->name[i]);
	}
	l->n = kept;
}

/*
 * Functions of the chipset share a device number without being a card: a NIC
 * beside a bridge to ISA can go without the latter.
 */
static bool stands_alone(const struct component_roots *r,
			 const struct sys_list *siblings, size_t level)
{
	size_t i;

	for (i = 0; !level && i < siblings->n; i++)
		if (is_bridge(r, siblings->name[i]))
			return true;
	return false;
}

static int by_address(const void *a, const void *b)
{
	return strcmp(a, b);
}

/* Slots in what is no card itself: it belongs to the mainboard. */
static bool holds_slots(const struct component_roots *r,
			const struct component *c)
{
	char slot[64];
	size_t i;

	if (*c->place.slot)
		return false;
	for (i = 0; i < c->nfunctions; i++)
		if (pci_slot_of(r, c->function[i], slot, sizeof(slot)))
			return true;
	return false;
}

/**
 * pci_component() - Find the card that a PCI device is on.
 * @r: the system
 * @addr: the device, which exists
 * @inner: the card is the device itself, whatever it may be part of
 * @c: takes the card's devices and its place
 *
 * Return: NULL, or why it is no card.
 */
const char *pci_component(const struct component_roots *r, const char *addr,
			  bool inner, struct component *c)
{
	char path[PATH_MAX], physfn[COMPONENT_PCI];
	struct sys_list siblings;
	struct chain ch;
	size_t i, level;

	if (sys_link(physfn, sizeof(physfn), "%s/bus/pci/devices/%s/physfn",
		     r->sys, addr))
		addr = physfn;
	if (!sys_real(path, "%s/bus/pci/devices/%s", r->sys, addr))
		return "it has just gone";
	chain_of_path(path, &ch);
	level = inner ? ch.n - 1 : level_of_card(r, &ch);
	if (!level && is_bridge(r, ch.addr[0]))
		return "it is part of the mainboard, not in a slot";
	find_siblings(r, ch.addr[level], &siblings);
	if (stands_alone(r, &siblings, level))
		add_top(r, ch.addr[level], c);
	else
		for (i = 0; i < siblings.n; i++)
			add_top(r, siblings.name[i], c);
	sys_list_free(&siblings);
	qsort(c->function, c->nfunctions, sizeof(*c->function), by_address);
	if (!pci_place(r, ch.addr[level], &c->place))
		return "it has just gone";
	return holds_slots(r, c) ? "it holds slots; name one of those" : NULL;
}

/**
 * pci_has_function() - Whether a PCI device is one of the component's.
 * @c: the component
 * @addr: the device
 */
bool pci_has_function(const struct component *c, const char *addr)
{
	size_t i;

	for (i = 0; i < c->nfunctions; i++)
		if (!strcmp(c->function[i], addr))
			return true;
	return false;
}
