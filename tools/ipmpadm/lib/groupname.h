/* SPDX-License-Identifier: GPL-2.0 */
/* What the name of a group is made of. */
#ifndef IPMPADM_GROUPNAME_H
#define IPMPADM_GROUPNAME_H

#include <stdbool.h>

/**
 * groupname_printable() - Whether a name has nothing but what it may have.
 * @name: the name
 *
 * Printable ASCII without blanks, as the kernel wants it, and without slashes.
 */
static inline bool groupname_printable(const char *name)
{
	for (; *name; name++)
		if (*name <= ' ' || *name > '~' || *name == '/')
			return false;
	return true;
}

#endif /* IPMPADM_GROUPNAME_H */
