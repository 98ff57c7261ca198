// SPDX-License-Identifier: GPL-2.0
/* The output that the views of `stat` share. */
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "../lib/err.h"
#include "../lib/utf8.h"
#include "../view/text.h"
#include "stat.h"

/* What is shown without being asked for has to fit into a terminal. */
#define COLUMNS	80

/* Height of a terminal that does not tell. */
#define ROWS	24

static void add_column(struct stat_out *out, size_t field)
{
	size_t *more;

	more = reallocarray(out->column, out->ncolumns + 1, sizeof(*more));
	if (!more)
		err_no_memory();
	out->column = more;
	out->column[out->ncolumns++] = field;
}

static void choose_all(struct stat_out *out, size_t fit)
{
	const struct stat_field *fields = out->view->fields;
	size_t used = 0;
	size_t i;

	for (i = 0; fields[i].name; i++) {
		used += fields[i].width;
		if (used > fit)
			break;
		add_column(out, i);
	}
}

static int choose_one(struct stat_out *out, const char *name)
{
	const struct stat_field *fields = out->view->fields;
	size_t i;

	for (i = 0; fields[i].name; i++)
		if (!strcasecmp(fields[i].name, name)) {
			add_column(out, i);
			return STATUS_OK;
		}
	/* A script cannot cope with a field less, a person can. */
	if (out->parsable)
		return err_usage("unknown output field `%s'", name);
	err_say("warning: ignoring unknown output field `%s'", name);
	return STATUS_OK;
}

/**
 * stat_choose() - Choose the fields to show.
 * @out: the output
 * @fields: their names with commas between, "all", or NULL for what fits
 *
 * Return: STATUS_OK or, after a message, STATUS_USAGE.
 */
int stat_choose(struct stat_out *out, const char *fields)
{
	char *copy, *name, *save;
	int status = STATUS_OK;

	if (!fields || !strcasecmp(fields, "all")) {
		choose_all(out, fields ? SIZE_MAX : COLUMNS);
		return STATUS_OK;
	}
	copy = strdup(fields);
	if (!copy)
		err_no_memory();
	for (name = strtok_r(copy, ",", &save); name && !status;
	     name = strtok_r(NULL, ",", &save))
		status = choose_one(out, name);
	free(copy);
	if (!status && !out->ncolumns)
		status = err_usage("no valid output fields specified");
	return status;
}

/**
 * stat_cell() - Write to a cell of the row that is being made.
 * @out: the output
 * @field: which, by its number in the view
 *
 * Return: where to write to. A cell that nobody writes to has no value.
 */
FILE *stat_cell(struct stat_out *out, size_t field)
{
	struct stat_cell *cell = &out->cell[field];

	if (!cell->f)
		cell->f = open_memstream(&cell->text, &cell->size);
	if (!cell->f)
		err_no_memory();
	return cell->f;
}

/**
 * stat_host() - What a host is called in this output.
 * @out: the output
 * @a: an address of the host
 *
 * Return: its name or address, until the next call.
 */
const char *stat_host(struct stat_out *out, const struct ipaddr *a)
{
	static char text[IPADDR_TEXT];

	return out->numeric ? ipaddr_text(a, text) :
			      resolve(&out->names, a, text);
}

/* A value that is too wide shifts the rest only as far as it has to. */
static void print_line(const struct stat_out *out, bool header)
{
	size_t pos = 0, end = 0;
	const char *text;
	size_t i, field;

	for (i = 0; i < out->ncolumns; i++) {
		field = out->column[i];
		text = out->cell[field].text;
		if (header)
			text = out->view->fields[field].name;
		else if (!text || !*text)
			text = "--";
		text_print(stdout, PLAIN, text);
		if (i + 1 == out->ncolumns)
			break;
		pos += strlen(text);
		end += out->view->fields[field].width;
		do {
			putchar(' ');
		} while (++pos < end);
	}
	putchar('\n');
}

static unsigned int rows_of_terminal(void)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) || !size.ws_row)
		return ROWS;
	return size.ws_row;
}

static void print_for_people(struct stat_out *out)
{
	bool terminal = isatty(STDOUT_FILENO);

	if (!out->lines || (terminal && out->lines >= rows_of_terminal())) {
		print_line(out, true);
		out->lines = 1;
	}
	print_line(out, false);
	out->lines++;
}

/* The colon needs an escape only where one could be a separator. */
static void print_escaped(const char *text, bool escape)
{
	bool control;
	size_t n;

	for (; *text; text += n) {
		n = utf8_char(text, &control);
		if (escape && (*text == ':' || *text == '\\'))
			putchar('\\');
		fwrite(control ? "?" : text, control ? 1 : n, 1, stdout);
	}
}

static void print_for_scripts(const struct stat_out *out)
{
	const char *text;
	size_t i;

	for (i = 0; i < out->ncolumns; i++) {
		text = out->cell[out->column[i]].text;
		if (i)
			putchar(':');
		print_escaped(text ? text : "", out->ncolumns > 1);
	}
	putchar('\n');
}

static void free_cells(struct stat_out *out)
{
	size_t i;

	for (i = 0; i < STAT_FIELDS; i++)
		free(out->cell[i].text);
	memset(out->cell, 0, sizeof(out->cell));
}

/**
 * stat_row() - Print the row whose cells were written to.
 * @out: the output
 */
void stat_row(struct stat_out *out)
{
	size_t i;

	for (i = 0; i < STAT_FIELDS; i++)
		if (out->cell[i].f && fclose(out->cell[i].f))
			err_no_memory();
	if (out->parsable)
		print_for_scripts(out);
	else
		print_for_people(out);
	free_cells(out);
}

/**
 * stat_free() - Free what belongs to an output.
 * @out: the output
 */
void stat_free(struct stat_out *out)
{
	free(out->column);
	resolver_free(&out->names);
}
