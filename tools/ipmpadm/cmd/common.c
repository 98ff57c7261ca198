// SPDX-License-Identifier: GPL-2.0
#include "../conf/defaults.h"
#include "../lib/err.h"
#include "../netlink/ethtool.h"
#include "../netlink/rtnl.h"
#include "../netlink/ungrouped.h"
#include "../view/json.h"
#include "cmd.h"

/**
 * common_group() - Find the group that a command names.
 * @c: the connection
 * @name: of the group or of its interface
 * @g: takes the group
 *
 * Return: STATUS_OK or, after a message, another exit status.
 */
int common_group(struct ipmp *c, const char *name, struct group *g)
{
	const struct group *found;
	int status = STATUS_OK;
	struct state st;

	if (ipmp_read_groups(c, &st))
		status = nlsock_fail(&c->s, "cannot read the groups");
	found = state_find_group(&st, name);
	if (found)
		*g = *found;
	else if (!status)
		status = err_fail("group %s does not exist", name);
	state_free(&st);
	return status;
}

static int keep_group(struct state *st, const char *name)
{
	const struct group *g = state_find_group(st, name);

	if (!g)
		return err_fail("group %s does not exist", name);
	state_keep_group(st, g->id.ifindex);
	return STATUS_OK;
}

static void read_moves(struct state *st)
{
	struct counters c;
	struct group *g;
	size_t i;

	for (i = 0; i < st->ngroups; i++) {
		g = &st->groups[i];
		counters_read(&c, g->id.ifname);
		g->counted = counters_get(&c, "address_moves", &g->moves);
		counters_free(&c);
	}
}

/**
 * common_read() - Read what a command shows.
 * @st: where to; to be freed even if this fails
 * @group: a group's or its interface's name to read that alone, or NULL
 *
 * Return: STATUS_OK or, after a message, another exit status.
 */
int common_read(struct state *st, const char *group)
{
	struct ipmp c;
	int status;

	*st = (struct state){ 0 };
	status = ipmp_open(&c);
	if (!status && ipmp_read(&c, st))
		status = nlsock_fail(&c.s, "cannot read the groups");
	if (!status && group)
		status = keep_group(st, group);
	if (!status)
		read_moves(st);
	ipmp_close(&c);
	return status;
}

/**
 * common_ungrouped() - Read the NICs in no group, if these are watched too.
 * @opt: the options
 * @st: takes them, as members; to be freed even if this fails
 *
 * Return: STATUS_OK or, after a message, another exit status.
 */
int common_ungrouped(const struct options *opt, struct state *st)
{
	int status = STATUS_OK;
	struct nlsock rt;

	*st = (struct state){ 0 };
	if (!defaults_watch_all(opt->root))
		return STATUS_OK;
	if (rt_open(&rt) || ungrouped_read(&rt, st))
		status = nlsock_fail(&rt, "cannot read the interfaces");
	nlsock_close(&rt);
	return status;
}

/**
 * common_list() - List all objects of a kind.
 * @opt: the options
 * @group: a group's or its interface's name for those of that alone, or NULL
 * @type: which kind
 * @text: prints them for people
 *
 * Return: the exit status.
 */
int common_list(const struct options *opt, const char *group,
		enum object_type type, view_fn text)
{
	struct state st;
	int status;

	status = common_read(&st, group);
	if (!status && opt->json)
		json_print(stdout, json_list(&st, type), opt->pretty);
	else if (!status)
		text(stdout, &st);
	state_free(&st);
	return status;
}

/**
 * common_show() - Do the verb show of objects that are in groups.
 * @opt: the options
 * @args: the arguments
 * @type: which kind of them
 * @text: prints them for people
 *
 * Return: the exit status.
 */
int common_show(const struct options *opt, struct args *args,
		enum object_type type, view_fn text)
{
	const char *group = NULL;
	const struct keyword kw[] = { { "group", "NAME", &group, NULL, false } };
	int status;

	status = args_keywords(args, kw, ARRAY_SIZE(kw));
	return status ? status : common_list(opt, group, type, text);
}
