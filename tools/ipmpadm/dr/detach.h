/* SPDX-License-Identifier: GPL-2.0 */
/* Take hardware out of use so that it can be pulled, and undo half of it. */
#ifndef IPMPADM_DETACH_H
#define IPMPADM_DETACH_H

#include <stdbool.h>
#include <stddef.h>

/**
 * struct detach_options - How to detach.
 * @force: also what is in no group, and the last of a group
 * @check: only say whether it could be done
 * @power_off: switch off the power of the slots
 * @json: JSON instead of text
 * @pretty: JSON over several lines
 */
struct detach_options {
	bool force;
	bool check;
	bool power_off;
	bool json;
	bool pretty;
};

int detach(const struct detach_options *opt, char *const *dev);
int detach_recover(void);

#endif /* IPMPADM_DETACH_H */
