/* SPDX-License-Identifier: GPL-2.0 */
/* As much of the kernel's strings as the module's pure logic uses. */
#ifndef _UNIT_LINUX_STRING_H
#define _UNIT_LINUX_STRING_H

#include <string.h>

#endif /* _UNIT_LINUX_STRING_H */
