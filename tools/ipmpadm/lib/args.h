/* SPDX-License-Identifier: GPL-2.0 */
/* Arguments: words, and what can be wrong with them. */
#ifndef IPMPADM_ARGS_H
#define IPMPADM_ARGS_H

#include <stdbool.h>
#include <stddef.h>

#include "ipaddr.h"
#include "words.h"

/**
 * struct args - What is left of the command line.
 * @argv: the next word, NULL after the last
 * @command: the words of the command, for messages
 */
struct args {
	char **argv;
	char command[64];
};

/**
 * struct keyword - A word of a command that may come in any order.
 * @word: the word
 * @what: what has to follow it, NULL if nothing
 * @value: takes that
 * @flag: takes that the word was there, if nothing follows
 * @required: whether it has to be there
 */
struct keyword {
	const char *word;
	const char *what;
	const char **value;
	bool *flag;
	bool required;
};

/* Whether an address has to have a prefix length. */
enum args_prefix { PREFIX_NEVER, PREFIX_MAY, PREFIX_MUST };

/**
 * struct args_address - An address on the command line.
 * @addr: the address
 * @has_prefix: whether it has a prefix length
 */
struct args_address {
	struct ipaddr addr;
	bool has_prefix;
};

/* All return STATUS_OK or, after a message, STATUS_USAGE. */
int args_next(struct args *args, const char *what, const char **word);
int args_end(const struct args *args);
int args_keywords(struct args *args, const struct keyword *kw, size_t n);
int args_onoff(const struct args *args, const char *word, const char *text,
	       int *value);
int args_word(const struct args *args, const char *word, const char *text,
	      const struct words *w, int *value);
int args_number(const struct args *args, const char *word, const char *text,
		int min, int max, int *value);
int args_group(const struct args *args, const char *name);
int args_ifname(const struct args *args, const char *name);
int args_next_ifname(struct args *args, const char **ifname);
int args_address(const struct args *args, const char *text,
		 enum args_prefix prefix, struct args_address *a);

#endif /* IPMPADM_ARGS_H */
