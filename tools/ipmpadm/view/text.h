/* SPDX-License-Identifier: GPL-2.0 */
/* Text for people: aligned tables, colour on a terminal. */
#ifndef IPMPADM_TEXT_H
#define IPMPADM_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "../lib/compiler.h"

enum text_colour { PLAIN, GOOD, WARN, BAD, DIM, BOLD };

struct text_cell {
	char *text;
	enum text_colour colour;
};

/**
 * struct text_table - A table that is aligned when it is printed.
 * @head: the headings
 * @ncols: how many
 * @cells: row after row
 * @ncells: how many
 */
struct text_table {
	const char *const *head;
	size_t ncols;
	struct text_cell *cells;
	size_t ncells;
};

/* Room for the longest duration. */
#define TEXT_DURATION	32

/* Room for the longest round-trip time. */
#define TEXT_RTT	24

bool text_colour_on(FILE *out);
void text_print(FILE *out, enum text_colour colour, const char *text);
void text_add(struct text_table *t, enum text_colour colour,
	      const char *fmt, ...) __printf(3, 4);
void text_table(struct text_table *t, FILE *out, int indent);
const char *text_duration(uint64_t from_ns, uint64_t to_ns,
			  char buf[TEXT_DURATION]);
const char *text_rtt(uint32_t us, char buf[TEXT_RTT]);

#endif /* IPMPADM_TEXT_H */
