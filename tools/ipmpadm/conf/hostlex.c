// SPDX-License-Identifier: GPL-2.0
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "hostlex.h"
#include "../lib/memory.h"

/**
 * struct cursor - A place in the text.
 * @p: the next byte
 * @end: after the last one
 * @line: of the next byte
 * @row: of the next word
 * @fresh: there is no word in this row yet
 */
struct cursor {
	const char *p;
	const char *end;
	unsigned int line;
	size_t row;
	bool fresh;
};

/* Files that went through other systems end their lines in two bytes. */
static size_t newline(const struct cursor *c, const char *p)
{
	if (p < c->end && *p == '\n')
		return 1;
	return c->end - p >= 2 && p[0] == '\r' && p[1] == '\n' ? 2 : 0;
}

/* A backslash before the end of a line joins it with the next one. */
static bool skip_join(struct cursor *c)
{
	size_t len = *c->p == '\\' ? newline(c, c->p + 1) : 0;

	if (!len)
		return false;
	c->p += 1 + len;
	c->line++;
	return true;
}

static void skip_line_end(struct cursor *c)
{
	c->p += newline(c, c->p);
	c->line++;
	c->row += !c->fresh;
	c->fresh = true;
}

static void skip_comment(struct cursor *c)
{
	while (c->p < c->end && !newline(c, c->p))
		c->p++;
}

static void skip_blanks(struct cursor *c)
{
	while (c->p < c->end) {
		if (newline(c, c->p))
			skip_line_end(c);
		else if (*c->p == ' ' || *c->p == '\t')
			c->p++;
		else if (*c->p == '#')
			skip_comment(c);
		else if (!skip_join(c))
			break;
	}
}

static bool at_word_end(const struct cursor *c)
{
	return c->p == c->end || *c->p == ' ' || *c->p == '\t' ||
	       newline(c, c->p);
}

/* @text has room for all that is left. */
static size_t take_word(struct cursor *c, char *text)
{
	size_t n = 0;

	while (!at_word_end(c)) {
		if (skip_join(c))
			continue;
		if (*c->p == '\\' && ++c->p == c->end)
			break;
		text[n++] = *c->p++;
	}
	return n;
}

/**
 * hostlex_split() - Split text into words, as the shell's read would.
 * @l: takes the words
 * @text: any bytes
 * @len: how many
 *
 * A backslash takes its meaning from the next character, or joins two lines.
 * A word that starts with # starts a comment, which ends with its line.
 */
void hostlex_split(struct hostlex *l, const char *text, size_t len)
{
	struct cursor c = { text, text + len, 1, 0, true };
	char *buf = memory_copy(text, len);
	struct hostlex_word *w;

	memset(l, 0, sizeof(*l));
	for (skip_blanks(&c); c.p < c.end; skip_blanks(&c)) {
		l->w = memory_grow(l->w, l->n, sizeof(*w));
		w = &l->w[l->n++];
		w->line = c.line;
		w->row = c.row;
		w->len = take_word(&c, buf);
		w->text = memory_copy(buf, w->len);
		c.fresh = false;
	}
	free(buf);
}

/**
 * hostlex_free() - Forget the words.
 * @l: empty afterwards
 */
void hostlex_free(struct hostlex *l)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		free(l->w[i].text);
	free(l->w);
	memset(l, 0, sizeof(*l));
}
