/* SPDX-License-Identifier: GPL-2.0 */
/* PCI devices, cards and slots, for the component model. */
#ifndef IPMPADM_COMPONENT_PCI_H
#define IPMPADM_COMPONENT_PCI_H

#include <limits.h>

#include "component.h"

bool pci_parse(const char *text, char addr[COMPONENT_PCI]);
bool pci_parse_short(const char *text, char tail[COMPONENT_PCI]);
bool pci_of_path(const char *path, char addr[COMPONENT_PCI]);
bool pci_exists(const struct component_roots *r, const char *addr);
bool pci_slot_of(const struct component_roots *r, const char *addr,
		 char *name, size_t size);
bool pci_in_slot(const struct component_roots *r, const char *slot,
		 char addr[COMPONENT_PCI]);
const char *pci_component(const struct component_roots *r, const char *addr,
			  bool inner, struct component *c);
bool pci_place(const struct component_roots *r, const char *addr,
	       struct component_place *p);
bool pci_has_function(const struct component *c, const char *addr);

#endif /* IPMPADM_COMPONENT_PCI_H */
