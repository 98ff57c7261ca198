/* SPDX-License-Identifier: GPL-2.0 */
/* What block devices are mounted or swapped on, for the component model. */
#ifndef IPMPADM_COMPONENT_MOUNT_H
#define IPMPADM_COMPONENT_MOUNT_H

#include "component.h"

/**
 * struct mount - A mounted file system, or swap space.
 * @number: "major:minor", of no device at all with some file systems
 * @source: the device as it was named
 * @where: where it is mounted, empty for swap space
 */
struct mount {
	char number[24];
	char *source;
	char *where;
};

/**
 * struct mounts - All of them.
 * @mount: mounts and swap spaces
 * @n: how many
 */
struct mounts {
	struct mount *mount;
	size_t n;
};

int mounts_read(const struct component_roots *r, struct mounts *m);
void mounts_free(struct mounts *m);
bool mount_is_on(const struct mount *m, const char *number, const char *node);

#endif /* IPMPADM_COMPONENT_MOUNT_H */
