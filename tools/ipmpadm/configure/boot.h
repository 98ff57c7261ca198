/* SPDX-License-Identifier: GPL-2.0 */
/* All interfaces that have files, and those that should be there. */
#ifndef IPMPADM_BOOT_H
#define IPMPADM_BOOT_H

int boot(const char *root, unsigned int seconds);

#endif /* IPMPADM_BOOT_H */
