// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>

#include "../lib/err.h"
#include "../view/json.h"
#include "../view/view.h"
#include "cmd.h"

static int show(const struct options *opt, struct args *args)
{
	const char *group = NULL;
	const struct keyword kw[] = { { "group", "NAME", &group, NULL, false } };
	struct state st;
	int status;

	status = args_keywords(args, kw, ARRAY_SIZE(kw));
	if (status)
		return status;
	status = common_read(&st, group);
	if (!status && opt->json)
		json_print(stdout, json_tree(&st), opt->pretty);
	else if (!status)
		view_tree(stdout, &st);
	state_free(&st);
	return status;
}

static const struct verb verbs[] = {
	{ NULL, show, "[group NAME]",
	  "groups, their members and data addresses, as a tree" },
	{ 0 }
};

const struct object_cmd cmd_show = { "show", verbs };
