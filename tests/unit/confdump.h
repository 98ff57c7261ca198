/* SPDX-License-Identifier: GPL-2.0 */
/* What hostname files ask for, as text. */
#ifndef TEST_CONFDUMP_H
#define TEST_CONFDUMP_H

#include <stdbool.h>
#include <stdio.h>

#include "conf/conf.h"

/* @where: with the file and line of each address. */
void confdump(FILE *f, const struct conf *c, bool where);
void confdump_errors(FILE *f, const struct conf_errors *errs);

#endif /* TEST_CONFDUMP_H */
