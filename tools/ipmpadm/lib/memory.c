// SPDX-License-Identifier: GPL-2.0
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "memory.h"

/**
 * memory_grow() - Make room for one more in a list.
 * @list: the list, NULL if it is empty
 * @n: how many there are
 * @size: of one
 *
 * Return: the list, the new place zeroed.
 */
void *memory_grow(void *list, size_t n, size_t size)
{
	char *grown = list;

	/* Doubled, not to copy a long list once an entry. */
	if (!(n & (n - 1)))
		grown = reallocarray(list, n ? 2 * n : 1, size);
	if (!grown)
		err_no_memory();
	memset(grown + n * size, 0, size);
	return grown;
}

/**
 * memory_copy() - Copy text.
 * @text: the text, which may hold any byte
 * @len: its length
 *
 * Return: the copy, with a NUL after it.
 */
char *memory_copy(const char *text, size_t len)
{
	char *copy = malloc(len + 1);

	if (!copy)
		err_no_memory();
	if (len)
		memcpy(copy, text, len);
	copy[len] = '\0';
	return copy;
}

/**
 * memory_print() - printf() into memory of its own.
 * @fmt: as printf()
 *
 * Return: the text.
 */
char *memory_print(const char *fmt, ...)
{
	char *text;
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&text, fmt, ap) < 0)
		err_no_memory();
	va_end(ap);
	return text;
}
