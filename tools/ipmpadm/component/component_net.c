// SPDX-License-Identifier: GPL-2.0
/* The NICs of a component, what is built on them, and what uses them. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "component_net.h"
#include "component_pci.h"
#include "component_sys.h"
#include "../lib/memory.h"

/**
 * struct finder - One search for NICs.
 * @r: the system
 * @w: all network namespaces
 * @c: the component
 */
struct finder {
	const struct component_roots *r;
	const struct world *w;
	struct component *c;
};

/* What an interface is built on goes away: it goes too. */
static bool is_built_on(const struct netns *ns, const struct link *link,
			const struct netns *lower_ns, const struct link *lower)
{
	if (link->lower != lower->ifindex)
		return false;
	if (link->lower_nsid == LINK_NSID_OWN)
		return ns == lower_ns && link != lower;
	return ns != lower_ns &&
	       links_nsid(ns->path, lower_ns->path) == link->lower_nsid;
}

static bool has_upper(const struct finder *f, const struct netns *ns,
		      const struct link *link)
{
	size_t i, k;

	for (i = 0; i < f->w->n; i++)
		for (k = 0; k < f->w->ns[i].links.n; k++)
			if (is_built_on(&f->w->ns[i],
					&f->w->ns[i].links.link[k], ns, link))
				return true;
	return false;
}

/* Who moved it to another network namespace means to use it there. */
static bool is_configured(const struct finder *f, const struct netns *ns,
			  const struct link *link, const char *master)
{
	size_t i;

	if (*master || *ns->name)
		return true;
	for (i = 0; i < link->naddr; i++)
		if (!ipaddr_link_local(&link->addr[i]))
			return true;
	return link->up && !has_upper(f, ns, link);
}

/*
 * Names are only good in their network namespace: a row about an interface of
 * another one says so.
 */
static void __printf(4, 5) use_nic(struct component *c,
				   const struct component_nic *nic,
				   enum component_kind kind, const char *fmt,
				   ...)
{
	bool away = *nic->netns;
	char text[128];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	component_add_use(c, away ? USE_NETNS : kind, nic->ifname, nic->ifname,
			  "%s%s%s", text, away ? " in " : "", nic->netns);
}

static void use_addresses(struct component *c, const struct component_nic *nic,
			  const struct link *link)
{
	const char *kind = nic->grouped ? "test" : "IP";
	char text[IPADDR_TEXT];
	size_t i;

	for (i = 0; i < link->naddr; i++)
		use_nic(c, nic, USE_ADDRESS, "hosts %s address %s",
			ipaddr_link_local(&link->addr[i]) ? "link-local" : kind,
			ipaddr_text(&link->addr[i], text));
	if (!link->naddr && nic->configured && !*nic->master)
		use_nic(c, nic, USE_ADDRESS, "is %s without an address",
			link->up ? "up" : "down");
}

static void find_uses(struct component *c, const struct component_nic *nic,
		      const struct link *link, const struct link *master)
{
	if (*nic->lower)
		use_nic(c, nic, USE_ADDRESS, "%s on %s", link->kind,
			nic->lower);
	if (nic->grouped)
		use_nic(c, nic, USE_ADDRESS, "member of %s", nic->master);
	else if (master)
		use_nic(c, nic, USE_STACK, "port of %s %s", master->kind,
			nic->master);
	use_addresses(c, nic, link);
}

static void add_nic(struct finder *f, const struct netns *ns,
		    const struct link *link, const char *lower,
		    const char *pci)
{
	const struct link *master = links_find(&ns->links, link->master);
	struct component *c = f->c;
	struct component_nic *nic;

	c->nics = memory_grow(c->nics, c->nnics, sizeof(*c->nics));
	nic = &c->nics[c->nnics++];
	nic->ifindex = link->ifindex;
	snprintf(nic->ifname, sizeof(nic->ifname), "%s", link->ifname);
	snprintf(nic->pci, sizeof(nic->pci), "%s", pci);
	snprintf(nic->mac, sizeof(nic->mac), "%s", link->mac);
	snprintf(nic->netns, sizeof(nic->netns), "%s", ns->name);
	snprintf(nic->lower, sizeof(nic->lower), "%s", lower);
	if (master)
		snprintf(nic->master, sizeof(nic->master), "%s",
			 master->ifname);
	nic->grouped = master && !strcmp(master->kind, "ipmp");
	nic->configured = is_configured(f, ns, link, nic->master);
	nic->vf = sys_exists("%s/bus/pci/devices/%s/physfn", f->r->sys, pci);
	find_uses(c, nic, link, master);
}

/* Interfaces are built on each other only so deep. */
#define DEPTH	8

static void add_uppers(struct finder *f, const struct netns *lower_ns,
		       const struct link *lower, const char *pci,
		       unsigned int depth)
{
	const struct link *link;
	size_t i, k;

	for (i = 0; depth < DEPTH && i < f->w->n; i++) {
		for (k = 0; k < f->w->ns[i].links.n; k++) {
			link = &f->w->ns[i].links.link[k];
			if (!is_built_on(&f->w->ns[i], link, lower_ns, lower))
				continue;
			add_nic(f, &f->w->ns[i], link, lower->ifname, pci);
			add_uppers(f, &f->w->ns[i], link, pci, depth + 1);
		}
	}
}

/**
 * world_nics() - Find the NICs of a component, and what uses them.
 * @r: the system
 * @w: all network namespaces
 * @c: the component, with its functions
 */
void world_nics(const struct component_roots *r, const struct world *w,
		struct component *c)
{
	struct finder f = { .r = r, .w = w, .c = c };
	char addr[COMPONENT_PCI];
	const struct link *link;
	size_t i, k;

	for (i = 0; i < w->n; i++) {
		for (k = 0; k < w->ns[i].links.n; k++) {
			link = &w->ns[i].links.link[k];
			if (!world_pci(r, link, addr) ||
			    !pci_has_function(c, addr))
				continue;
			add_nic(&f, &w->ns[i], link, "", addr);
			add_uppers(&f, &w->ns[i], link, addr, 0);
		}
	}
}
