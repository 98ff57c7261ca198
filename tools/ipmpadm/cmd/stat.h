/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The views of Solaris' ipmpstat, for eyes and scripts that know it. Columns,
 * their order and widths, the positions of the flags and the parsable form are
 * as there and never change; what is new is in `show`.
 */
#ifndef IPMPADM_STAT_H
#define IPMPADM_STAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "../lib/resolve.h"
#include "../netlink/state.h"

/* More than any view has. */
#define STAT_FIELDS	8

/**
 * struct stat_field - A column that a view can have.
 * @name: its heading, and what it is asked for by
 * @width: with the space behind it
 */
struct stat_field {
	const char *name;
	size_t width;
};

struct options;
struct stat_out;

/**
 * struct stat_view - A view.
 * @option: the letter for it
 * @what: what it shows, for the help
 * @fields: all that it can show, up to one without name
 * @run: prints it, returns the exit status
 */
struct stat_view {
	char option;
	const char *what;
	struct stat_field fields[STAT_FIELDS + 1];
	int (*run)(struct stat_out *out);
};

/**
 * struct stat_cell - A cell of the row that is being made.
 * @f: writes to @text; NULL while nothing was written
 * @text: what was written
 * @size: how long that is
 */
struct stat_cell {
	FILE *f;
	char *text;
	size_t size;
};

/**
 * struct stat_out - A view that is being printed.
 * @view: which
 * @opt: the options of the tool
 * @numeric: addresses instead of names
 * @parsable: for scripts
 * @column: the fields that are shown, by number
 * @ncolumns: how many
 * @cell: the row, by field
 * @lines: how many lines were printed since the last header, with it
 * @names: of hosts
 */
struct stat_out {
	const struct stat_view *view;
	const struct options *opt;
	bool numeric;
	bool parsable;
	size_t *column;
	size_t ncolumns;
	struct stat_cell cell[STAT_FIELDS];
	unsigned int lines;
	struct resolver names;
};

extern const struct stat_view stat_addresses;
extern const struct stat_view stat_groups;
extern const struct stat_view stat_interfaces;
extern const struct stat_view stat_probes;
extern const struct stat_view stat_targets;

int stat_choose(struct stat_out *out, const char *fields);
FILE *stat_cell(struct stat_out *out, size_t field);
const char *stat_host(struct stat_out *out, const struct ipaddr *a);
void stat_row(struct stat_out *out);
void stat_free(struct stat_out *out);

#endif /* IPMPADM_STAT_H */
