/* SPDX-License-Identifier: GPL-2.0 */
/* The kernel's short words for what the compiler knows. */
#ifndef IPMPADM_COMPILER_H
#define IPMPADM_COMPILER_H

#define __printf(fmt, args)	__attribute__((format(printf, fmt, args)))
#define __noreturn		__attribute__((noreturn))
#define __always_unused		__attribute__((unused))

#define ARRAY_SIZE(array)	(sizeof(array) / sizeof((array)[0]))

#endif /* IPMPADM_COMPILER_H */
