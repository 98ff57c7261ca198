/* SPDX-License-Identifier: GPL-2.0 */
/* As much of the kernel's types as the module's pure logic uses. */
#ifndef _UNIT_LINUX_TYPES_H
#define _UNIT_LINUX_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint8_t u8;
typedef uint32_t u32;
typedef int32_t s32;
typedef uint64_t u64;

#endif /* _UNIT_LINUX_TYPES_H */
