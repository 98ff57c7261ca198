// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>

#include "../lib/err.h"
#include "../view/json.h"
#include "../view/view.h"
#include "cmd.h"

static void print_json(const struct state *st, const struct state *nics,
		       bool pretty)
{
	struct json_object *list = json_tree(st);

	if (nics->nmembers)
		json_object_array_add(list, json_ungrouped(nics));
	json_print(stdout, list, pretty);
}

static void print_text(const struct state *st, const struct state *nics)
{
	view_tree(stdout, st);
	if (nics->nmembers)
		view_ungrouped(stdout, nics);
}

static int show(const struct options *opt, struct args *args)
{
	const char *group = NULL;
	const struct keyword kw[] = { { "group", "NAME", &group, NULL, false } };
	struct state st, nics = { 0 };
	int status;

	status = args_keywords(args, kw, ARRAY_SIZE(kw));
	if (status)
		return status;
	status = common_read(&st, group);
	if (!status && !group)
		status = common_ungrouped(opt, &nics);
	if (!status && opt->json)
		print_json(&st, &nics, opt->pretty);
	else if (!status)
		print_text(&st, &nics);
	state_free(&nics);
	state_free(&st);
	return status;
}

static const struct verb verbs[] = {
	{ NULL, show, "[group NAME]",
	  "groups, their members and data addresses, as a tree" },
	{ 0 }
};

const struct object_cmd cmd_show = { "show", verbs };
