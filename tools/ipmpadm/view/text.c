// SPDX-License-Identifier: GPL-2.0
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../lib/err.h"
#include "../lib/utf8.h"
#include "../netlink/state.h"
#include "text.h"

static const char *const sequence[] = {
	[GOOD] = "\033[32m",
	[WARN] = "\033[33m",
	[BAD] = "\033[1;31m",
	[DIM] = "\033[2m",
	[BOLD] = "\033[1m",
};

/**
 * text_colour_on() - Whether colour is wanted: on a terminal, see no-color.org.
 * @out: where the text goes to
 */
bool text_colour_on(FILE *out)
{
	const char *no = getenv("NO_COLOR");
	const char *term = getenv("TERM");

	return !(no && *no) && term && strcmp(term, "dumb") &&
	       isatty(fileno(out));
}

/* Names come from other users of the host; a terminal must not obey them. */
static void put_safely(FILE *out, const char *text)
{
	bool control;
	size_t n;

	for (; *text; text += n) {
		n = utf8_char(text, &control);
		fwrite(control ? "?" : text, control ? 1 : n, 1, out);
	}
}

/**
 * text_print() - Print a text in a colour.
 * @out: where to
 * @colour: the colour
 * @text: the text
 */
void text_print(FILE *out, enum text_colour colour, const char *text)
{
	bool on = colour != PLAIN && text_colour_on(out);

	if (on)
		fputs(sequence[colour], out);
	put_safely(out, text);
	if (on)
		fputs("\033[0m", out);
}

/**
 * text_add() - Add the next cell to a table.
 * @t: the table
 * @colour: its colour
 * @fmt: as printf(); an empty cell is shown as "-"
 */
void text_add(struct text_table *t, enum text_colour colour,
	      const char *fmt, ...)
{
	struct text_cell *cell;
	va_list ap;

	cell = reallocarray(t->cells, t->ncells + 1, sizeof(*cell));
	if (!cell)
		err_no_memory();
	t->cells = cell;
	cell += t->ncells++;
	cell->colour = colour;
	va_start(ap, fmt);
	if (vasprintf(&cell->text, fmt, ap) < 0)
		err_no_memory();
	va_end(ap);
	if (!cell->text[0]) {
		free(cell->text);
		cell->text = strdup("-");
		if (!cell->text)
			err_no_memory();
	}
}

static size_t width(const struct text_table *t, size_t col)
{
	size_t most = strlen(t->head[col]);
	size_t i, len;

	for (i = col; i < t->ncells; i += t->ncols) {
		len = strlen(t->cells[i].text);
		if (len > most)
			most = len;
	}
	return most;
}

static void print_row(const struct text_table *t, FILE *out, int indent,
		      const size_t *wide, const struct text_cell *row)
{
	enum text_colour colour;
	const char *text;
	size_t col;

	fprintf(out, "%*s", indent, "");
	for (col = 0; col < t->ncols; col++) {
		text = row ? row[col].text : t->head[col];
		colour = row ? row[col].colour : DIM;
		text_print(out, colour, text);
		if (col + 1 < t->ncols)
			fprintf(out, "%*s", (int)(wide[col] - strlen(text) + 2),
				"");
	}
	putc('\n', out);
}

/**
 * text_table() - Print a table and free what it holds.
 * @t: the table
 * @out: where to
 * @indent: spaces before each line
 */
void text_table(struct text_table *t, FILE *out, int indent)
{
	size_t *wide = calloc(t->ncols, sizeof(*wide));
	size_t i;

	if (!wide)
		err_no_memory();
	for (i = 0; i < t->ncols; i++)
		wide[i] = width(t, i);
	print_row(t, out, indent, wide, NULL);
	for (i = 0; i < t->ncells; i += t->ncols)
		print_row(t, out, indent, wide, &t->cells[i]);
	for (i = 0; i < t->ncells; i++)
		free(t->cells[i].text);
	free(t->cells);
	free(wide);
	t->cells = NULL;
	t->ncells = 0;
}

/**
 * text_duration() - Write a duration, the two largest units of it.
 * @from_ns: its start
 * @to_ns: its end; a clock that was set back gives "0s"
 * @buf: where to
 *
 * Return: @buf.
 */
const char *text_duration(uint64_t from_ns, uint64_t to_ns,
			  char buf[TEXT_DURATION])
{
	uint64_t s = to_ns > from_ns ? (to_ns - from_ns) / 1000000000 : 0;
	unsigned long long d = s / 86400, h = s / 3600 % 24;
	unsigned long long m = s / 60 % 60;

	if (d)
		snprintf(buf, TEXT_DURATION, "%llud%lluh", d, h);
	else if (h)
		snprintf(buf, TEXT_DURATION, "%lluh%llum", h, m);
	else if (m)
		snprintf(buf, TEXT_DURATION, "%llum%llus", m,
			 (unsigned long long)s % 60);
	else
		snprintf(buf, TEXT_DURATION, "%llus", (unsigned long long)s);
	return buf;
}

/**
 * text_rtt() - Write a round-trip time.
 * @us: microseconds, or RTT_NONE, which gives an empty text
 * @buf: where to
 *
 * Return: @buf.
 */
const char *text_rtt(uint32_t us, char buf[TEXT_RTT])
{
	buf[0] = '\0';
	if (us != RTT_NONE)
		snprintf(buf, TEXT_RTT, "%.2fms", us / 1000.0);
	return buf;
}
