/* SPDX-License-Identifier: GPL-2.0 */
/* /etc/default/mpathd: what new groups start with, and what is watched. */
#ifndef IPMPADM_DEFAULTS_H
#define IPMPADM_DEFAULTS_H

#include <stdbool.h>

/**
 * struct defaults - What the file says.
 * @detection_ms: FAILURE_DETECTION_TIME, 0 if nothing is said
 * @failback: FAILBACK: 0, 1, or IPMP_KEEP if nothing is said
 * @only_groups: TRACK_INTERFACES_ONLY_WITH_GROUPS, likewise
 */
struct defaults {
	unsigned int detection_ms;
	int failback;
	int only_groups;
};

struct conf_errors;

void defaults_check(const char *root, struct defaults *d,
		    struct conf_errors *errs);
bool defaults_watch_all(const char *root);
void defaults_read(const char *root, struct defaults *d);

#endif /* IPMPADM_DEFAULTS_H */
