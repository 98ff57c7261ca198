/* SPDX-License-Identifier: GPL-2.0 */
/* Where what is under way is remembered until the next boot. */
#ifndef IPMPADM_RUNDIR_H
#define IPMPADM_RUNDIR_H

/* The name is public, see ipmpadm(8); the tests have one of their own. */
#ifndef RUN_DIR
#define RUN_DIR	"/run/ipmp"
#endif

#endif /* IPMPADM_RUNDIR_H */
