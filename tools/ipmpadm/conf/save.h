/* SPDX-License-Identifier: GPL-2.0 */
/* Hostname files from what is in effect. */
#ifndef IPMPADM_SAVE_H
#define IPMPADM_SAVE_H

#include <stdbool.h>

int save(const char *root, const char *ifname, bool force);

#endif /* IPMPADM_SAVE_H */
