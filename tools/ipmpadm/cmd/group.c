// SPDX-License-Identifier: GPL-2.0
#include <string.h>

#include "../conf/defaults.h"
#include "../lib/err.h"
#include "../netlink/rtnl.h"
#include "../view/view.h"
#include "cmd.h"

/* The words of the policy as they were typed, NULL where nothing was said. */
struct policy_words {
	const char *failback;
	const char *xmit;
	const char *detection_time;
	const char *probe;
	const char *all_silent;
};

#define POLICY_WORDS	5

static void policy_keywords(struct policy_words *w,
			    struct keyword kw[POLICY_WORDS])
{
	const struct keyword list[POLICY_WORDS] = {
		{ "failback", "on or off", &w->failback, NULL, false },
		{ "xmit", "flow or source", &w->xmit, NULL, false },
		{ "detection-time", "MS", &w->detection_time, NULL, false },
		{ "probe", "auto or off", &w->probe, NULL, false },
		{ "all-silent", "carry-on or fail", &w->all_silent, NULL,
		  false },
	};

	memcpy(kw, list, sizeof(list));
}

static int read_policy(const struct args *args, const struct policy_words *w,
		       struct ipmp_policy *p)
{
	int status = STATUS_OK;

	if (w->failback)
		status = args_onoff(args, "failback", w->failback,
				    &p->failback);
	if (!status && w->xmit)
		status = args_word(args, "xmit", w->xmit, &words_xmit,
				   &p->xmit);
	if (!status && w->detection_time)
		status = args_number(args, "detection-time", w->detection_time,
				     DETECTION_TIME_MIN,
				     IPMP_DETECTION_TIME_MAX,
				     &p->detection_time);
	if (!status && w->probe)
		status = args_word(args, "probe", w->probe, &words_probe_mode,
				   &p->probe);
	if (!status && w->all_silent)
		status = args_word(args, "all-silent", w->all_silent,
				   &words_all_silent, &p->fail_open);
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
		  const struct ipmp_policy *p)
{
	struct group g;
	int status;

	if (ipmp_group_new(c, name, dev, p))
		return nlsock_fail(&c->s, "cannot add group %s", name);
	status = common_group(c, name, &g);
	if (!status)
		status = set_up(g.id.ifindex, name);
	if (status && ipmp_group_del_named(c, name))
		nlsock_fail(&c->s, "undo failed: cannot delete group %s", name);
	return status;
}

/* What is not said is as /etc/default/mpathd has it. */
static void use_defaults(struct ipmp_policy *p)
{
	struct defaults def;

	defaults_read("", &def);
	if (p->failback == IPMP_KEEP)
		p->failback = def.failback;
	if (p->detection_time == IPMP_KEEP && def.detection_ms)
		p->detection_time = (int)def.detection_ms;
}

static int group_add(const struct options *opt __always_unused,
		     struct args *args)
{
	struct keyword kw[1 + POLICY_WORDS] = { 0 };
	struct ipmp_policy p = IPMP_KEEP_ALL;
	const char *name, *dev = NULL;
	struct policy_words w = { 0 };
	struct ipmp c;
	int status;

	kw[0] = (struct keyword){ "dev", "IF", &dev, NULL, false };
	policy_keywords(&w, kw + 1);
	status = args_next(args, "NAME", &name);
	if (!status)
		status = args_group(args, name);
	if (!status)
		status = args_keywords(args, kw, ARRAY_SIZE(kw));
	if (!status && dev)
		status = args_ifname(args, dev);
	if (!status)
		status = read_policy(args, &w, &p);
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
	struct ipmp_policy p = IPMP_KEEP_ALL;
	struct keyword kw[POLICY_WORDS];
	struct policy_words w = { 0 };
	const char *name;
	struct group g;
	struct ipmp c;
	int status;

	policy_keywords(&w, kw);
	status = args_next(args, "NAME", &name);
	if (!status && !*args->argv)
		return err_usage("%s: nothing to set (possible: failback, xmit, detection-time, probe, all-silent)",
				 args->command);
	if (!status)
		status = args_keywords(args, kw, ARRAY_SIZE(kw));
	if (!status)
		status = read_policy(args, &w, &p);
	if (status)
		return status;
	status = ipmp_open(&c);
	if (!status)
		status = common_group(&c, name, &g);
	if (!status && ipmp_group_set(&c, g.id.ifindex, &p))
		status = nlsock_fail(&c.s, "cannot change group %s", name);
	ipmp_close(&c);
	return status;
}

/* Does something to a group that is only named. */
static int with_group(struct args *args, const char *what,
		      int (*request)(struct ipmp *c, uint32_t group))
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
	if (!status && request(&c, g.id.ifindex))
		status = nlsock_fail(&c.s, "cannot %s group %s", what, name);
	ipmp_close(&c);
	return status;
}

static int group_del(const struct options *opt __always_unused,
		     struct args *args)
{
	return with_group(args, "delete", ipmp_group_del);
}

static int group_rebalance(const struct options *opt __always_unused,
			   struct args *args)
{
	return with_group(args, "rebalance", ipmp_group_rebalance);
}

static int group_show(const struct options *opt, struct args *args)
{
	const char *name = NULL;
	int status;

	if (*args->argv)
		name = *args->argv++;
	status = args_end(args);
	return status ? status :
			common_list(opt, name, OBJECT_GROUP, view_groups);
}

static const struct verb verbs[] = {
	{ "show", group_show, "[NAME]", "list the groups" },
	{ "add", group_add,
	  "NAME [dev IF] [failback on|off] [xmit flow|source]\n"
	  "        [detection-time MS] [probe auto|off] [all-silent carry-on|fail]",
	  "make a group; its interface is IF, or else the next free ipmpN" },
	{ "set", group_set,
	  "NAME [failback on|off] [xmit flow|source]\n"
	  "        [detection-time MS] [probe auto|off] [all-silent carry-on|fail]",
	  "change a group" },
	{ "rebalance", group_rebalance, "NAME",
	  "give work and addresses back now, with the fewest moves" },
	{ "del", group_del, "NAME", "delete a group, its members stay" },
	{ 0 }
};

const struct object_cmd cmd_group = { "group", verbs };
