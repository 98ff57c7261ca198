/* SPDX-License-Identifier: GPL-2.0 */
/* Which files there are, and what their names say. */
#ifndef IPMPADM_CONF_FILE_H
#define IPMPADM_CONF_FILE_H

#include <net/if.h>
#include <stdbool.h>
#include <stddef.h>

/**
 * struct conf_file - A file.
 * @path: where it is
 * @ifname: the interface that it is about
 * @family: AF_INET or AF_INET6
 * @number: of a logical file, what comes after the colon, else 0
 * @logical: it has such a number
 */
struct conf_file {
	char *path;
	char ifname[IFNAMSIZ];
	int family;
	unsigned int number;
	bool logical;
};

/**
 * struct conf_files - Files, by interface, IPv4 first, and number.
 * @f: the files
 * @n: how many
 */
struct conf_files {
	struct conf_file *f;
	size_t n;
};

bool conf_is_ifname(const char *name);
bool conf_file_name(const char *name, struct conf_file *f);
int conf_files_scan(const char *root, struct conf_files *files);
bool conf_files_add(struct conf_files *files, const char *path);
void conf_files_sort(struct conf_files *files);
void conf_files_free(struct conf_files *files);

#endif /* IPMPADM_CONF_FILE_H */
