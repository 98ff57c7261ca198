/* SPDX-License-Identifier: GPL-2.0 */
/* Nobody looks on without a lock here. */
#ifndef _UNIT_LINUX_COMPILER_H
#define _UNIT_LINUX_COMPILER_H

#define WRITE_ONCE(x, value)	((x) = (value))

#endif /* _UNIT_LINUX_COMPILER_H */
