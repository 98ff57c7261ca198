/* SPDX-License-Identifier: GPL-2.0 */
/* The vocabulary of the hostname files. */
#ifndef IPMPADM_HOSTWORD_H
#define IPMPADM_HOSTWORD_H

#include <stdbool.h>

#include "hostfile.h"

/**
 * enum hostword_use - What becomes of a word.
 * @WORD_TAKEN: it becomes a statement
 * @WORD_MEANT: it asks for what is so on Linux anyway
 * @WORD_IGNORED: it has no effect, which is said
 * @WORD_REFUSED: it asks for what cannot be had
 */
enum hostword_use { WORD_TAKEN, WORD_MEANT, WORD_IGNORED, WORD_REFUSED };

/* What follows a word; a MAC follows only if it looks like one. */
enum hostword_arg { ARG_NONE, ARG_ONE, ARG_MAC, ARG_REST };

/* Whose file a word belongs into. */
enum hostword_where { IN_ANY, IN_NIC, IN_GROUP };

/**
 * struct hostword - A word.
 * @word: the word
 * @use: what becomes of it
 * @arg: what follows it
 * @family: AF_INET or AF_INET6 if it is of one alone, else 0
 * @where: whose file it belongs into
 * @kind: the statement
 * @value: of a switch
 * @why: why it is ignored or refused
 */
struct hostword {
	const char *word;
	enum hostword_use use;
	enum hostword_arg arg;
	int family;
	enum hostword_where where;
	enum hostfile_kind kind;
	unsigned int value;
	const char *why;
};

const struct hostword *hostword_find(const char *word, bool is_group);

#endif /* IPMPADM_HOSTWORD_H */
