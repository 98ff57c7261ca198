/* SPDX-License-Identifier: GPL-2.0 */
/* As much of the kernel's types as kmod/balance.c uses. */
#ifndef _UNIT_LINUX_TYPES_H
#define _UNIT_LINUX_TYPES_H

#include <stdbool.h>

#endif /* _UNIT_LINUX_TYPES_H */
