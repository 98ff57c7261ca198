// SPDX-License-Identifier: GPL-2.0
#include "utf8.h"

/* How many bytes begin as this one does, or 0 if none do. */
static size_t length(unsigned char lead)
{
	if (lead < 0xc2 || lead > 0xf4)
		return 0;
	return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

/* Too long for what it is, half of a UTF-16 pair, or beyond the last. */
static bool is_forbidden(unsigned char lead, unsigned char second)
{
	return (lead == 0xe0 && second < 0xa0) ||
	       (lead == 0xed && second >= 0xa0) ||
	       (lead == 0xf0 && second < 0x90) ||
	       (lead == 0xf4 && second >= 0x90);
}

/* Return: the bytes of a character outside ASCII, 0 if there is none. */
static size_t valid(const unsigned char *c)
{
	size_t i, n = length(*c);

	for (i = 1; i < n; i++)
		if ((c[i] & 0xc0) != 0x80)
			return 0;
	return n && is_forbidden(c[0], c[1]) ? 0 : n;
}

static bool is_c1(unsigned char c)
{
	return c >= 0x80 && c < 0xa0;
}

/**
 * utf8_char() - Look at the next character of a text.
 * @text: the text, not at its end; UTF-8, or what is taken for that
 * @control: takes whether a terminal would obey it. One that does not know
 *	UTF-8 obeys bytes, so one that is part of no character counts too.
 *
 * Return: how many bytes it has; 1 for a byte that is part of no character.
 */
size_t utf8_char(const char *text, bool *control)
{
	const unsigned char *c = (const unsigned char *)text;
	size_t n = valid(c);

	if (n)
		*control = *c == 0xc2 && is_c1(c[1]);
	else
		*control = *c < ' ' || *c == 0x7f || is_c1(*c);
	return n ? n : 1;
}

/**
 * utf8_broken() - Whether what utf8_char() found is no character.
 * @text: where it looked
 * @n: how many bytes it found
 */
bool utf8_broken(const char *text, size_t n)
{
	return n == 1 && (unsigned char)*text >= 0x80;
}
