/* SPDX-License-Identifier: GPL-2.0 */
/* Files that are there as a whole, or as they were. */
#ifndef IPMPADM_FILEWRITE_H
#define IPMPADM_FILEWRITE_H

int filewrite(const char *path, const char *text);

#endif /* IPMPADM_FILEWRITE_H */
