// SPDX-License-Identifier: GPL-2.0
#include "../dr/attach.h"
#include "../lib/err.h"
#include "cmd.h"

static int run(const struct options *opt __always_unused, struct args *args)
{
	const char *dev;
	int status;

	status = args_next(args, "DEV", &dev);
	if (!status)
		status = args_end(args);
	return status ? status : attach(dev);
}

static const struct verb verbs[] = {
	{ NULL, run, "DEV",
	  "find the card at DEV (PCI address, slot:NAME, missing member)" },
	{ 0 }
};

const struct object_cmd cmd_attach = { "attach", verbs };
