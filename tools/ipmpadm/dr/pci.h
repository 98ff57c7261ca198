/* SPDX-License-Identifier: GPL-2.0 */
/* What is done to PCI devices, and the waiting for what that brings. */
#ifndef IPMPADM_PCI_H
#define IPMPADM_PCI_H

#include "../component/component.h"

/* How long to wait for the NICs of a card that has come, in seconds. */
#define PCI_NICS_WAIT	10

/**
 * struct pci_nic - A NIC that is there.
 * @ifname: its name
 * @pci: its function
 */
struct pci_nic {
	char ifname[IFNAMSIZ];
	char pci[COMPONENT_PCI];
};

int pci_remove(const struct component_roots *r, const char *addr);
int pci_rescan(const struct component_place *p);
bool pci_power_is(const struct component_roots *r, const char *slot, bool *on);
int pci_power(const struct component_roots *r, const char *slot, bool on);
void pci_nics_wait(const struct component_roots *r,
		   char (*function)[COMPONENT_PCI], size_t n,
		   unsigned int seconds, struct pci_nic **nics, size_t *nnics);

#endif /* IPMPADM_PCI_H */
