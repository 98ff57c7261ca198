// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>
#include <string.h>

#include "../dr/detach.h"
#include "../lib/err.h"
#include "cmd.h"

/* Options may stand before, between and behind what is detached. */
static int take_word(struct detach_options *opt, char *word, char **dev,
		     size_t *n)
{
	if (!strcmp(word, "-f"))
		opt->force = true;
	else if (!strcmp(word, "-c"))
		opt->check = true;
	else if (!strcmp(word, "--power-off"))
		opt->power_off = true;
	else if (*word == '-' || !*word)
		return err_usage("detach: unknown word '%s' (possible: DEV, -f, -c, --power-off)",
				 word);
	else
		dev[(*n)++] = word;
	return STATUS_OK;
}

static int run(const struct options *opt, struct args *args)
{
	struct detach_options how = {
		.json = opt->json, .pretty = opt->pretty,
	};
	int status = STATUS_OK;
	size_t n = 0, i;
	char **dev;

	for (i = 0; args->argv[i]; i++)
		;
	dev = calloc(i + 1, sizeof(*dev));
	if (!dev)
		err_no_memory();
	for (i = 0; !status && args->argv[i]; i++)
		status = take_word(&how, args->argv[i], dev, &n);
	if (!status && !n)
		status = err_usage("detach: DEV is missing");
	if (!status)
		status = detach(&how, dev);
	free(dev);
	return status;
}

static const struct verb verbs[] = {
	{ NULL, run, "DEV... [-f] [-c] [--power-off]",
	  "remove the card of DEV (IF, PCI address, slot:NAME); -c only checks" },
	{ 0 }
};

const struct object_cmd cmd_detach = { "detach", verbs };
