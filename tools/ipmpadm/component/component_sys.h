/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Reading sysfs and proc, and writing to the former. Paths are given as printf()
 * formats. Not by libudev, which can look at nothing but /sys.
 */
#ifndef IPMPADM_COMPONENT_SYS_H
#define IPMPADM_COMPONENT_SYS_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

#include "../lib/compiler.h"

/**
 * struct sys_list - The names in a directory, in the order of versions.
 * @name: the names
 * @n: how many
 */
struct sys_list {
	char **name;
	size_t n;
};

bool sys_exists(const char *fmt, ...) __printf(1, 2);
bool sys_read(char *buf, size_t size, const char *fmt, ...) __printf(3, 4);
int sys_write(const char *text, const char *fmt, ...) __printf(2, 3);
bool sys_link(char *buf, size_t size, const char *fmt, ...) __printf(3, 4);
bool sys_real(char path[PATH_MAX], const char *fmt, ...) __printf(2, 3);
void sys_list(struct sys_list *l, const char *fmt, ...) __printf(2, 3);
void sys_list_free(struct sys_list *l);
void sys_unescape(char *text);

#endif /* IPMPADM_COMPONENT_SYS_H */
