// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>

#include "../lib/defaults.h"
#include "../lib/err.h"
#include "../lib/json.h"
#include "../lib/rtnl.h"
#include "../lib/view.h"
#include "cmd.h"

/* What can be set on a group; IPMP_KEEP where nothing was said. */
struct policy {
	int failback;
	int xmit;
};

static int read_policy(const struct args *args, const char *failback,
		       const char *xmit, struct policy *p)
{
	int status = STATUS_OK;

	p->failback = IPMP_KEEP;
	p->xmit = IPMP_KEEP;
	if (failback)
		status = args_onoff(args, "failback", failback, &p->failback);
	if (!status && xmit)
		status = args_word(args, "xmit", xmit, &words_xmit, &p->xmit);
	return status;
}

/* A group is made to carry addresses, which needs it to be up. */
static int set_up(uint32_t ifindex, const char *name)
{
	int status = STATUS_OK;
	struct nlsock rt;

	if (rt_open(&rt) || rt_link_up(&rt, ifindex))
		status = nlsock_fail(&rt, "cannot set the interface of group %s up",
				     name);
	nlsock_close(&rt);
	return status;
}

static int create(struct ipmp *c, const char *name, const char *dev,
		  const struct policy *p)
{
	struct group g;
	int status;

	if (ipmp_group_new(c, name, dev, p->failback, p->xmit))
		return nlsock_fail(&c->s, "cannot add group %s", name);
	status = common_group(c, name, &g);
	if (status)
		return status;
	status = set_up(g.id.ifindex, name);
	if (status && ipmp_group_del(c, g.id.ifindex))
		nlsock_fail(&c->s, "undo failed: cannot delete group %s", name);
	return status;
}

/* What is not said is as /etc/default/mpathd has it. */
static void use_defaults(struct policy *p)
{
	struct defaults def;

	defaults_read("", &def);
	if (p->failback == IPMP_KEEP)
		p->failback = def.failback;
}

static int group_add(const struct options *opt __always_unused,
		     struct args *args)
{
	const char *name, *dev = NULL, *failback = NULL, *xmit = NULL;
	const struct keyword kw[] = {
		{ "dev", "IF", &dev, NULL, false },
		{ "failback", "on or off", &failback, NULL, false },
		{ "xmit", "flow or source", &xmit, NULL, false },
	};
	struct policy p;
	struct ipmp c;
	int status;

	status = args_next(args, "NAME", &name);
	if (!status)
		status = args_group(args, name);
	if (!status)
		status = args_keywords(args, kw, ARRAY_SIZE(kw));
	if (!status && dev)
		status = args_ifname(args, dev);
	if (!status)
		status = read_policy(args, failback, xmit, &p);
	if (status)
		return status;
	use_defaults(&p);
	status = ipmp_open(&c);
	if (!status)
		status = create(&c, name, dev, &p);
	ipmp_close(&c);
	return status;
}

static int group_set(const struct options *opt __always_unused,
		     struct args *args)
{
	const char *name, *failback = NULL, *xmit = NULL;
	const struct keyword kw[] = {
		{ "failback", "on or off", &failback, NULL, false },
		{ "xmit", "flow or source", &xmit, NULL, false },
	};
	struct policy p;
	struct group g;
	struct ipmp c;
	int status;

	status = args_next(args, "NAME", &name);
	if (!status)
		status = args_keywords(args, kw, ARRAY_SIZE(kw));
	if (!status)
		status = read_policy(args, failback, xmit, &p);
	if (!status && !failback && !xmit)
		status = err_usage("%s: nothing to set (possible: failback, xmit)",
				   args->command);
	if (status)
		return status;
	status = ipmp_open(&c);
	if (!status)
		status = common_group(&c, name, &g);
	if (!status && ipmp_group_set(&c, g.id.ifindex, p.failback, p.xmit))
		status = nlsock_fail(&c.s, "cannot change group %s", name);
	ipmp_close(&c);
	return status;
}

static int group_del(const struct options *opt __always_unused,
		     struct args *args)
{
	const char *name;
	struct group g;
	struct ipmp c;
	int status;

	status = args_next(args, "NAME", &name);
	if (!status)
		status = args_end(args);
	if (status)
		return status;
	status = ipmp_open(&c);
	if (!status)
		status = common_group(&c, name, &g);
	if (!status && ipmp_group_del(&c, g.id.ifindex))
		status = nlsock_fail(&c.s, "cannot delete group %s", name);
	ipmp_close(&c);
	return status;
}

static void print_json(const struct state *st, bool pretty)
{
	struct json_object *list = json_object_new_array();
	struct json_object *j;
	size_t i;

	for (i = 0; i < st->ngroups; i++) {
		j = json_object_new_object();
		json_group(j, &st->groups[i]);
		json_object_array_add(list, j);
	}
	json_print(stdout, list, pretty);
}

static int group_show(const struct options *opt, struct args *args)
{
	const char *name = NULL;
	struct state st;
	int status;

	if (*args->argv)
		name = *args->argv++;
	status = args_end(args);
	if (status)
		return status;
	status = common_read(&st, name);
	if (!status && opt->json)
		print_json(&st, opt->pretty);
	else if (!status)
		view_groups(stdout, &st);
	state_free(&st);
	return status;
}

static const struct verb verbs[] = {
	{ "show", group_show, "[NAME]", "list the groups" },
	{ "add", group_add,
	  "NAME [dev IF] [failback on|off] [xmit flow|source]",
	  "make a group; its interface is IF, or else the next free ipmpN" },
	{ "set", group_set, "NAME [failback on|off] [xmit flow|source]",
	  "change a group" },
	{ "del", group_del, "NAME", "delete a group, its members stay" },
	{ 0 }
};

const struct object_cmd cmd_group = { "group", verbs };
