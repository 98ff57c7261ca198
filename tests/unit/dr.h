/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A group on cards, over a kernel that does what it is asked to, for the tests
 * of detach and of its undo. The hooks are real programs.
 */
#ifndef TEST_DR_H
#define TEST_DR_H

#include "dr/steps_log.h"

#define DR_TRACE	RUN_DIR "/hooks"

int dr_setup(void **state);
int dr_teardown(void **state);

/*
 * Group production of eth0, eth1, eth2 and eth3; eth3 is the standby. Of the
 * data addresses one has eth0 as home and one of each family has none, and all
 * of these are on eth0. Of its own eth0 has one of each family and a route.
 */
void dr_world(const char *failback);
/* All that there is, in an order of its own; valid until the next but one. */
const char *dr_state(void);
/* The tool, which has to succeed. */
void dr_run(const char *line);
void dr_no_record(void);

/* A hook that notes what it is called with; what all of them noted. */
void dr_hook(const char *name, const char *script);
const char *dr_hooks(void);

#endif /* TEST_DR_H */
