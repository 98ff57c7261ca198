/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A machine for the tests of the component model: a directory with what sysfs,
 * proc and /run/netns would hold, made from a description. Its lines:
 *
 *   root 0000:00			a root bus
 *   port 0000:00:1c.0 01-03		a bridge on it, to buses 01 to 03
 *   port 0000:01:00.0 02-03 on 0000:00:1c.0
 *   func 0000:02:00.0 on 0000:01:00.0 [class=0x020000] [driver=e1000e] [ari]
 *   vf 0000:02:10.0 of 0000:02:00.0 [driver=vfio-pci]
 *   slot NAME 0000:02:00		a slot and the address of its file
 *   bus virtio virtio0 on 0000:02:00.0	a device of another bus on a function
 *   disk vda 254:0 on 0000:02:00.0	a disk on a function, or on no device
 *   part vda1 254:1 of vda
 *   holder dm-0 of vda1
 *   file PATH TEXT			a file, such as proc/swaps
 *   more PATH TEXT			a further line of it
 *   link PATH TARGET			a link, to another place in the tree
 */
#ifndef TEST_COMPONENT_TREE_H
#define TEST_COMPONENT_TREE_H

#include "component/component.h"

/* Make the machine; ends the test if a line is wrong. */
const struct component_roots *tree_make(const char *const *lines);
/* Add to it. */
void tree_add(const char *line);
/* Remove a device from it, with all that is in its directory. */
void tree_remove(const char *addr);
/* A path in it. */
const char *tree_path(const char *path);
/* Remove it all. */
void tree_drop(void);

#endif /* TEST_COMPONENT_TREE_H */
