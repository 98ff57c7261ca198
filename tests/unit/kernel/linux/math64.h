/* SPDX-License-Identifier: GPL-2.0 */
/* As much of the kernel's arithmetic as the module's pure logic uses. */
#ifndef _UNIT_LINUX_MATH64_H
#define _UNIT_LINUX_MATH64_H

#include <linux/types.h>

static inline u64 div64_u64(u64 dividend, u64 divisor)
{
	return dividend / divisor;
}

#endif /* _UNIT_LINUX_MATH64_H */
