/* SPDX-License-Identifier: GPL-2.0 */
/* Memory for what is read; without it there is nothing to do but to end. */
#ifndef IPMPADM_MEMORY_H
#define IPMPADM_MEMORY_H

#include <stddef.h>

#include "compiler.h"

void *memory_grow(void *list, size_t n, size_t size);
char *memory_copy(const char *text, size_t len);
char *memory_print(const char *fmt, ...) __printf(1, 2);

#endif /* IPMPADM_MEMORY_H */
