// SPDX-License-Identifier: GPL-2.0
#include "../configure/replay.h"
#include "cmd.h"

static int run(const struct options *opt, struct args *args)
{
	const char *ifname;
	int status;

	status = args_next_ifname(args, &ifname);
	if (!status)
		status = args_end(args);
	return status ? status : replay_nic(opt->root, ifname);
}

static const struct verb verbs[] = {
	{ NULL, run, "IF [--root DIR]", "configure IF as its files say" },
	{ 0 }
};

const struct object_cmd cmd_replay = { "replay", verbs };
