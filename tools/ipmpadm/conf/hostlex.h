/* SPDX-License-Identifier: GPL-2.0 */
/* The text of one hostname file as words. */
#ifndef IPMPADM_HOSTLEX_H
#define IPMPADM_HOSTLEX_H

#include <stddef.h>

/**
 * struct hostlex_word - A word.
 * @text: without the backslashes
 * @len: its length, which is more than strlen() says if it holds a NUL
 * @line: where it starts
 * @row: which line of content that is, counted from 0
 */
struct hostlex_word {
	char *text;
	size_t len;
	unsigned int line;
	size_t row;
};

/**
 * struct hostlex - The words of a file.
 * @w: the words
 * @n: how many
 */
struct hostlex {
	struct hostlex_word *w;
	size_t n;
};

void hostlex_split(struct hostlex *l, const char *text, size_t len);
void hostlex_free(struct hostlex *l);

#endif /* IPMPADM_HOSTLEX_H */
