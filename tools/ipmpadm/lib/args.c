// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/ipmp.h>

#include "args.h"
#include "err.h"
#include "groupname.h"

/**
 * args_next() - Take the next word.
 * @args: the arguments
 * @what: what it is, for the message if there is none
 * @word: takes the word
 */
int args_next(struct args *args, const char *what, const char **word)
{
	if (!*args->argv)
		return err_usage("%s: %s is missing", args->command, what);
	*word = *args->argv++;
	return STATUS_OK;
}

/**
 * args_end() - Check that nothing is left.
 * @args: the arguments
 */
int args_end(const struct args *args)
{
	if (!*args->argv)
		return STATUS_OK;
	return err_usage("%s: nothing can follow here: '%s'", args->command,
			 *args->argv);
}

static int unknown_word(const struct args *args, const struct keyword *kw,
			size_t n, const char *word)
{
	char list[128] = "";
	size_t i, used = 0;

	for (i = 0; i < n && used < sizeof(list); i++)
		used += (size_t)snprintf(list + used, sizeof(list) - used,
					 "%s%s", i ? ", " : "", kw[i].word);
	return err_usage("%s: unknown word '%s' (possible: %s)", args->command,
			 word, list);
}

static int take(struct args *args, const struct keyword *kw)
{
	if (kw->what ? !!*kw->value : *kw->flag)
		return err_usage("%s: '%s' is there twice", args->command,
				 kw->word);
	if (!kw->what) {
		*kw->flag = true;
		return STATUS_OK;
	}
	if (!*args->argv)
		return err_usage("%s: %s is missing after '%s'", args->command,
				 kw->what, kw->word);
	*kw->value = *args->argv++;
	return STATUS_OK;
}

/**
 * args_keywords() - Take all words that are left.
 * @args: the arguments
 * @kw: the possible words; values and flags are unset before
 * @n: how many
 */
int args_keywords(struct args *args, const struct keyword *kw, size_t n)
{
	const char *word;
	int status;
	size_t i;

	while ((word = *args->argv)) {
		for (i = 0; i < n && strcmp(kw[i].word, word); i++)
			;
		if (i == n)
			return unknown_word(args, kw, n, word);
		args->argv++;
		status = take(args, &kw[i]);
		if (status)
			return status;
	}
	for (i = 0; i < n; i++)
		if (kw[i].required && !*kw[i].value)
			return err_usage("%s: '%s %s' is missing",
					 args->command, kw[i].word,
					 kw[i].what);
	return STATUS_OK;
}

/**
 * args_onoff() - Read a switch.
 * @args: the arguments, for the message
 * @word: the word before it
 * @text: the switch
 * @value: takes 0 or 1
 */
int args_onoff(const struct args *args, const char *word, const char *text,
	       int *value)
{
	return args_word(args, word, text, &words_onoff, value);
}

/**
 * args_word() - Read a word out of a vocabulary.
 * @args: the arguments, for the message
 * @word: the word before it
 * @text: the word
 * @w: the vocabulary, of two words
 * @value: takes the value
 */
int args_word(const struct args *args, const char *word, const char *text,
	      const struct words *w, int *value)
{
	*value = words_value(w, text);
	if (*value >= 0)
		return STATUS_OK;
	return err_usage("%s: '%s' after '%s' must be %s or %s", args->command,
			 text, word, w->word[0], w->word[1]);
}

/**
 * args_number() - Read a number.
 * @args: the arguments, for the message
 * @word: the word before it
 * @text: the number
 * @min: the least that it can be, 1 or more
 * @max: the most
 * @value: takes the number
 */
int args_number(const struct args *args, const char *word, const char *text,
		int min, int max, int *value)
{
	unsigned long number;

	errno = 0;
	number = strtoul(text, NULL, 10);
	/* strtoul() would let blanks and signs pass. */
	if (strspn(text, "0123456789") != strlen(text) || errno ||
	    number < (unsigned long)min || number > (unsigned long)max)
		return err_usage("%s: '%s' after '%s' must be a number from %d to %d",
				 args->command, text, word, min, max);
	*value = (int)number;
	return STATUS_OK;
}

static int check_length(const struct args *args, const char *what,
			const char *name, size_t max)
{
	if (!*name)
		return err_usage("%s: the %s name is empty",
				 args->command, what);
	if (strlen(name) > max)
		return err_usage("%s: the %s name '%s' is longer than %zu bytes",
				 args->command, what, name, max);
	return STATUS_OK;
}

/**
 * args_group() - Check the name of a group.
 * @args: the arguments, for the message
 * @name: the name
 */
int args_group(const struct args *args, const char *name)
{
	int status = check_length(args, "group", name, IPMP_NAME_MAX);

	if (!status && !groupname_printable(name))
		status = err_usage("%s: the group name '%s' must be printable ASCII without blanks and slashes",
				   args->command, name);
	return status;
}

static bool printable(const char *name)
{
	for (; *name; name++)
		if ((unsigned char)*name <= ' ' || *name == 0x7f ||
		    *name == '/')
			return false;
	return true;
}

/**
 * args_ifname() - Check the name of an interface.
 * @args: the arguments, for the message
 * @name: the name
 */
int args_ifname(const struct args *args, const char *name)
{
	int status = check_length(args, "interface", name, IFNAMSIZ - 1);

	if (!status && !printable(name))
		status = err_usage("%s: the interface name '%s' has a space, slash or control character",
				   args->command, name);
	/* What the kernel would not take either; Solaris has eth0:1. */
	if (!status && (strchr(name, ':') || !strcmp(name, ".") ||
			!strcmp(name, "..")))
		status = err_usage("%s: '%s' cannot be the name of an interface",
				   args->command, name);
	return status;
}

/**
 * args_next_ifname() - Take the name of an interface, and check it.
 * @args: the arguments
 * @ifname: takes the name
 */
int args_next_ifname(struct args *args, const char **ifname)
{
	int status = args_next(args, "IF", ifname);

	return status ? status : args_ifname(args, *ifname);
}

static int read_prefix(const struct args *args, const char *text,
		       const char *digits, struct ipaddr *a)
{
	unsigned long len;
	char *end;

	errno = 0;
	len = strtoul(digits, &end, 10);
	/* strtoul() would let blanks and signs pass. */
	if (strspn(digits, "0123456789") != strlen(digits) || end == digits ||
	    errno || len < 1 || len > ipaddr_max_len(a))
		return err_usage("%s: the prefix length of '%s' must be from 1 to %u",
				 args->command, text, ipaddr_max_len(a));
	a->prefix_len = (uint8_t)len;
	return STATUS_OK;
}

static int check_prefix(const struct args *args, const char *text,
			enum args_prefix prefix, const struct args_address *a)
{
	if (prefix == PREFIX_MUST && !a->has_prefix)
		return err_usage("%s: '%s' lacks its prefix length (such as %s/%d)",
				 args->command, text, text,
				 a->addr.family == AF_INET ? 24 : 64);
	if (prefix == PREFIX_NEVER && a->has_prefix)
		return err_usage("%s: give '%s' without its prefix length",
				 args->command, text);
	return STATUS_OK;
}

/**
 * args_address() - Read the address of a host.
 * @args: the arguments, for the message
 * @text: the address, perhaps with a slash and a prefix length
 * @prefix: whether it has to have one
 * @a: takes the address
 */
int args_address(const struct args *args, const char *text,
		 enum args_prefix prefix, struct args_address *a)
{
	const char *slash = strchr(text, '/');
	size_t len = slash ? (size_t)(slash - text) : strlen(text);
	char host[IPADDR_TEXT];
	const char *unfit;
	int status;

	snprintf(host, sizeof(host), "%.*s", (int)len, text);
	if (len >= sizeof(host) || !ipaddr_parse(&a->addr, host))
		return err_usage("%s: '%s' is not an IPv4 or IPv6 address",
				 args->command, text);
	a->has_prefix = slash;
	status = check_prefix(args, text, prefix, a);
	if (!status && slash)
		status = read_prefix(args, text, slash + 1, &a->addr);
	unfit = ipaddr_unfit(&a->addr);
	if (!status && unfit)
		status = err_usage("%s: '%s' is %s, not the address of a host",
				   args->command, text, unfit);
	return status;
}
