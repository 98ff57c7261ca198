// SPDX-License-Identifier: GPL-2.0
#include "../dr/detach.h"
#include "../lib/err.h"
#include "cmd.h"

static int run(const struct options *opt __always_unused, struct args *args)
{
	int status = args_end(args);

	return status ? status : detach_recover();
}

static const struct verb verbs[] = {
	{ NULL, run, "", "undo a detach that was interrupted" },
	{ 0 }
};

const struct object_cmd cmd_recover = { "recover", verbs };
