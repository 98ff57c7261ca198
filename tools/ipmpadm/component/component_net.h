/* SPDX-License-Identifier: GPL-2.0 */
/* Interfaces in all network namespaces, for the component model. */
#ifndef IPMPADM_COMPONENT_NET_H
#define IPMPADM_COMPONENT_NET_H

#include <limits.h>
#include <sys/types.h>

#include "component.h"
#include "component_link.h"

/**
 * struct netns - A network namespace.
 * @name: for people, empty if it is ours
 * @path: a file that stands for it
 * @dev: with @ino, its identity
 * @ino: see there
 * @links: its interfaces
 */
struct netns {
	char name[96];
	char path[PATH_MAX];
	dev_t dev;
	ino_t ino;
	struct links links;
};

/**
 * struct world - All network namespaces, ours first.
 * @ns: the namespaces
 * @n: how many
 */
struct world {
	struct netns *ns;
	size_t n;
};

int world_read(const struct component_roots *r, bool all, struct world *w);
void world_free(struct world *w);
int world_name(const struct component_roots *r, const struct world *w,
	       const char *ifname, char addr[COMPONENT_PCI]);
void world_list(const struct component_roots *r, const struct world *w,
		char *text, size_t size);
bool world_pci(const struct component_roots *r, const struct link *link,
	       char addr[COMPONENT_PCI]);
void world_nics(const struct component_roots *r, const struct world *w,
		struct component *c);

#endif /* IPMPADM_COMPONENT_NET_H */
