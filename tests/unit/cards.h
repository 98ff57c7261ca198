/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Cards for the tests of detach and attach, in the place of the component model
 * and of what is done to PCI devices. What is done is in the fake's log.
 *
 * 0000:01:00.0 in slot 1 has eth0, 0000:02:00.0 in slot 2 has eth1, and
 * 0000:03:00.0 and .1 in slot 3 have eth2 and eth3. 0000:04:00.0 in no slot has
 * eth4 and a disk.
 */
#ifndef TEST_CARDS_H
#define TEST_CARDS_H

#include <setjmp.h>
#include <stdbool.h>

#include "component/component.h"
#include "dr/pci.h"
#include "dr/steps_log.h"

/* All there and unused; the interfaces have the indexes from 2. */
void cards_reset(void);

/* The disk is mounted; a NIC is in use although it is in no group. */
void cards_mount(void);
void cards_configured(const char *ifname);
/* A NIC comes back without carrier at first, or with another name; a card does not come back. */
void cards_slow(const char *ifname);
void cards_rename(const char *ifname, const char *name);
void cards_lose(const char *addr);

/* Refuse the n-th change of a PCI device or a slot. */
void cards_refuse(unsigned int n);
unsigned int cards_count(void);

/*
 * Die at the n-th event: a line of the record, a request that changes
 * something, a change of a PCI device. To be set before fake_run(), and to
 * return from there.
 */
extern sigjmp_buf cards_dead;
void cards_die(unsigned int n);
unsigned int cards_events(void);

/* What syslog() got. */
const char *cards_journal(void);

/* What is wrapped. */
int __wrap_component_find(const struct component_roots *r, const char *name,
			  struct component *c);
int __wrap_component_place(const struct component_roots *r, const char *name,
			   struct component_place *p);
bool __wrap_pci_exists(const struct component_roots *r, const char *addr);
int __wrap_pci_remove(const struct component_roots *r, const char *addr);
int __wrap_pci_rescan(const struct component_place *p);
bool __wrap_pci_power_is(const struct component_roots *r, const char *slot,
			 bool *on);
int __wrap_pci_power(const struct component_roots *r, const char *slot,
		     bool on);
void __wrap_pci_nics_wait(const struct component_roots *r,
			  char (*function)[COMPONENT_PCI], size_t n,
			  unsigned int seconds, struct pci_nic **found,
			  size_t *nfound);
int __wrap_replay_nic(const char *root, const char *ifname);
int __wrap_replay_lock(void);
void __wrap_replay_unlock(int lock);
int __real_steps_log_lock(struct steps_log *log, const char *what);
int __wrap_steps_log_lock(struct steps_log *log, const char *what);
int __real_steps_log_add(struct steps_log *log, struct json_object *line);
int __wrap_steps_log_add(struct steps_log *log, struct json_object *line);
void __wrap_syslog(int priority, const char *fmt, ...);

#endif /* TEST_CARDS_H */
