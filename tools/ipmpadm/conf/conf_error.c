// SPDX-License-Identifier: GPL-2.0
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conf.h"
#include "../lib/err.h"
#include "../lib/memory.h"

/* More of a word tells nobody more, and would push the reason off the line. */
#define WORD_SHOWN	64

static char *shown(const char *word)
{
	size_t len;

	if (!word)
		return NULL;
	len = strnlen(word, WORD_SHOWN + 1);
	return len > WORD_SHOWN ? memory_print("%.*s...", WORD_SHOWN, word) :
				  memory_copy(word, len);
}

static void __printf(6, 0) add(struct conf_errors *errs, bool warning,
			       const char *file, unsigned int line,
			       const char *word, const char *fmt, va_list ap)
{
	struct conf_error *e;

	errs->e = memory_grow(errs->e, errs->n, sizeof(*e));
	e = &errs->e[errs->n];
	e->seq = errs->n++;
	e->file = memory_copy(file, strlen(file));
	e->line = line;
	e->word = shown(word);
	e->warning = warning;
	if (vasprintf(&e->text, fmt, ap) < 0)
		err_no_memory();
}

/**
 * conf_error_add() - Note what is wrong; it has not been applied.
 * @errs: where to
 * @file: the file
 * @line: the line there, 0 if it is about the whole file
 * @word: the word, or NULL
 * @fmt: what is wrong with it, as printf()
 */
void conf_error_add(struct conf_errors *errs, const char *file,
		    unsigned int line, const char *word, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add(errs, false, file, line, word, fmt, ap);
	va_end(ap);
}

/**
 * conf_warning_add() - Note what is legal, but hardly meant.
 * @errs: where to
 * @file: the file
 * @line: the line there, 0 if it is about the whole file
 * @word: the word, or NULL
 * @fmt: what it does, as printf()
 */
void conf_warning_add(struct conf_errors *errs, const char *file,
		      unsigned int line, const char *word, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add(errs, true, file, line, word, fmt, ap);
	va_end(ap);
}

static int compare(const void *a, const void *b)
{
	const struct conf_error *x = a, *y = b;
	int order = strcmp(x->file, y->file);

	if (!order)
		order = (x->line > y->line) - (x->line < y->line);
	return order ? order : (x->seq > y->seq) - (x->seq < y->seq);
}

/**
 * conf_errors_sort() - Bring what is wrong into the order of the files.
 * @errs: some of it is only found when all has been read
 */
void conf_errors_sort(struct conf_errors *errs)
{
	if (errs->n)
		qsort(errs->e, errs->n, sizeof(*errs->e), compare);
}

/**
 * conf_errors_free() - Forget all that was wrong.
 * @errs: empty afterwards
 */
void conf_errors_free(struct conf_errors *errs)
{
	size_t i;

	for (i = 0; i < errs->n; i++) {
		free(errs->e[i].file);
		free(errs->e[i].word);
		free(errs->e[i].text);
	}
	free(errs->e);
	memset(errs, 0, sizeof(*errs));
}

static void say(const struct conf_error *e)
{
	char where[16] = "";

	if (e->line)
		snprintf(where, sizeof(where), "%u: ", e->line);
	err_say("%s:%s%s%s%s%s%s", e->file, where, e->line ? "" : " ",
		e->word ? e->word : "", e->word ? ": " : "",
		e->warning ? "warning: " : "", e->text);
}

/**
 * conf_errors_say() - Print all that is wrong, a line each.
 * @errs: errors, and warnings, which are marked as such
 *
 * Return: how many errors there are.
 */
size_t conf_errors_say(const struct conf_errors *errs)
{
	size_t i, n = 0;

	for (i = 0; i < errs->n; i++) {
		say(&errs->e[i]);
		n += !errs->e[i].warning;
	}
	return n;
}
