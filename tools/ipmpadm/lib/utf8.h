/* SPDX-License-Identifier: GPL-2.0 */
/* Text of others, a character at a time. */
#ifndef IPMPADM_UTF8_H
#define IPMPADM_UTF8_H

#include <stdbool.h>
#include <stddef.h>

size_t utf8_char(const char *text, bool *control);
bool utf8_broken(const char *text, size_t n);

#endif /* IPMPADM_UTF8_H */
