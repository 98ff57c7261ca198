/* SPDX-License-Identifier: GPL-2.0 */
/* The netlink specification as tables, made from the YAML by spec.py. */
#ifndef TEST_SPEC_H
#define TEST_SPEC_H

#include <stddef.h>

#ifndef ARRAY_SIZE
#define ARRAY_SIZE(array)	(sizeof(array) / sizeof((array)[0]))
#endif

struct spec_attr {
	int value;
	const char *name;
	const char *type;
	const char *const *words;
	size_t nwords;
};

struct spec_cmd {
	int value;
	const char *name;
};

#include "spec.inc"

#endif /* TEST_SPEC_H */
