/* SPDX-License-Identifier: GPL-2.0 */
/* Arguments of the words of the hostname files. */
#ifndef IPMPADM_HOSTARG_H
#define IPMPADM_HOSTARG_H

#include <stdbool.h>

#include "hostfile.h"

/**
 * struct hostarg - An argument.
 * @text: the argument
 * @line: where it stands
 * @file: the file
 * @family: of the file
 * @errs: takes what is wrong
 */
struct hostarg {
	const char *text;
	unsigned int line;
	const char *file;
	int family;
	struct conf_errors *errs;
};

bool hostarg_read(const struct hostarg *a, struct hostfile_statement *s);

#endif /* IPMPADM_HOSTARG_H */
