/* SPDX-License-Identifier: GPL-2.0 */
/* NICs that are in no group, as rtnetlink tells of them. */
#ifndef IPMPADM_UNGROUPED_H
#define IPMPADM_UNGROUPED_H

#include "nlsock.h"
#include "state.h"

/*
 * Takes what a link has become: as a member of no group, whose state is that of
 * its link, and whose path is what its bus calls it. Only if @counts is it a NIC
 * that is in use and in nothing else; else its index and name are all there is.
 */
typedef void (*ungrouped_fn)(const struct member *m, bool counts, void *arg);

int ungrouped_read(struct nlsock *s, struct state *st);
int ungrouped_subscribe(struct nlsock *s);
int ungrouped_receive(struct nlsock *s, ungrouped_fn fn, void *arg);

#endif /* IPMPADM_UNGROUPED_H */
