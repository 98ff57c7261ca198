// SPDX-License-Identifier: GPL-2.0
#include "../lib/err.h"
#include "../view/view.h"
#include "cmd.h"

static int request(struct ipmp *c, const struct group *g,
		   const struct args_address *a, const char *text, bool add)
{
	if (add && ipmp_target_new(c, g->id.ifindex, &a->addr))
		return nlsock_fail(&c->s, "cannot add target %s to group %s",
				   text, g->id.name);
	if (!add && ipmp_target_del(c, g->id.ifindex, &a->addr))
		return nlsock_fail(&c->s,
				   "cannot delete target %s from group %s",
				   text, g->id.name);
	return STATUS_OK;
}

static int change(struct args *args, bool add)
{
	const char *text, *group = NULL;
	const struct keyword kw[] = { { "group", "NAME", &group, NULL, true } };
	struct args_address a;
	struct group g;
	struct ipmp c;
	int status;

	status = args_next(args, "ADDR", &text);
	if (!status)
		status = args_address(args, text, PREFIX_NEVER, &a);
	if (!status)
		status = args_keywords(args, kw, ARRAY_SIZE(kw));
	if (status)
		return status;
	status = ipmp_open(&c);
	if (!status)
		status = common_group(&c, group, &g);
	if (!status)
		status = request(&c, &g, &a, text, add);
	ipmp_close(&c);
	return status;
}

static int target_add(const struct options *opt __always_unused,
		      struct args *args)
{
	return change(args, true);
}

static int target_del(const struct options *opt __always_unused,
		      struct args *args)
{
	return change(args, false);
}

static int show(const struct options *opt, struct args *args)
{
	return common_show(opt, args, OBJECT_TARGET, view_targets);
}

static const struct verb verbs[] = {
	{ "show", show, "[group NAME]", "list the probe targets" },
	{ "add", target_add, "ADDR group NAME",
	  "give a target; no others are sought for its family" },
	{ "del", target_del, "ADDR group NAME",
	  "take a given target away again" },
	{ 0 }
};

const struct object_cmd cmd_target = { "target", verbs };
