// SPDX-License-Identifier: GPL-2.0
#include <string.h>

#include "../lib/err.h"
#include "../conf/save.h"
#include "cmd.h"

static int run(const struct options *opt, struct args *args)
{
	const char *ifname = NULL;
	bool force = false;
	const struct keyword kw[] = { { "-f", NULL, NULL, &force, false } };
	int status = STATUS_OK;

	if (*args->argv && **args->argv != '-')
		ifname = *args->argv++;
	if (ifname)
		status = args_ifname(args, ifname);
	if (!status)
		status = args_keywords(args, kw, ARRAY_SIZE(kw));
	return status ? status : save(opt->root, ifname, force);
}

static const struct verb verbs[] = {
	{ NULL, run, "[IF] [-f] [--root DIR]",
	  "write the files of IF, or of all groups and members, as they are now" },
	{ 0 }
};

const struct object_cmd cmd_save = { "save", verbs };
