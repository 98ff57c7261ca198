/* SPDX-License-Identifier: GPL-2.0 */
/* Whole files of text. */
#ifndef IPMPADM_TEXTFILE_H
#define IPMPADM_TEXTFILE_H

#include <stddef.h>

char *textfile_read(const char *path, size_t max, size_t *len);

#endif /* IPMPADM_TEXTFILE_H */
