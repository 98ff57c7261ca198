// SPDX-License-Identifier: GPL-2.0
#include <string.h>

#include "../configure/adopt.h"
#include "../lib/err.h"
#include "../view/view.h"
#include "cmd.h"

static int add(const char *ifname, const char *group, bool standby, bool adopt)
{
	struct group g;
	struct ipmp c;
	int status;

	status = ipmp_open(&c);
	if (!status)
		status = common_group(&c, group, &g);
	if (!status && adopt)
		status = adopt_member(&c, &g, ifname, standby);
	else if (!status &&
		 ipmp_member_new(&c, g.id.ifindex, ifname, standby, false))
		status = nlsock_fail(&c.s, "%s cannot join group %s", ifname,
				     group);
	ipmp_close(&c);
	return status;
}

static int member_add(const struct options *opt __always_unused,
		      struct args *args)
{
	bool standby = false, adopt = false;
	const char *ifname, *group = NULL;
	const struct keyword kw[] = {
		{ "group", "NAME", &group, NULL, true },
		{ "standby", NULL, NULL, &standby, false },
		{ "adopt", NULL, NULL, &adopt, false },
	};
	int status;

	status = args_next_ifname(args, &ifname);
	if (!status)
		status = args_keywords(args, kw, ARRAY_SIZE(kw));
	return status ? status : add(ifname, group, standby, adopt);
}

static int member_set(const struct options *opt __always_unused,
		      struct args *args)
{
	const char *ifname, *text = NULL;
	const struct keyword kw[] = {
		{ "standby", "on or off", &text, NULL, true },
	};
	int standby = 0;
	struct ipmp c;
	int status;

	status = args_next_ifname(args, &ifname);
	if (!status)
		status = args_keywords(args, kw, ARRAY_SIZE(kw));
	if (!status)
		status = args_onoff(args, "standby", text, &standby);
	if (status)
		return status;
	status = ipmp_open(&c);
	if (!status && ipmp_member_set(&c, ifname, standby))
		status = nlsock_fail(&c.s, "cannot change member %s", ifname);
	ipmp_close(&c);
	return status;
}

static int member_del(const struct options *opt __always_unused,
		      struct args *args)
{
	const char *ifname;
	struct ipmp c;
	int status;

	status = args_next_ifname(args, &ifname);
	if (!status)
		status = args_end(args);
	if (status)
		return status;
	status = ipmp_open(&c);
	if (!status && ipmp_member_del(&c, ifname, false))
		status = nlsock_fail(&c.s, "cannot take %s out of its group",
				     ifname);
	ipmp_close(&c);
	return status;
}

/**
 * member_offline() - Take a member out of use.
 * @ifname: the member
 * @force: also if it is the last usable one of its group
 *
 * Return: the exit status.
 */
int member_offline(const char *ifname, bool force)
{
	struct ipmp c;
	int status;

	status = ipmp_open(&c);
	if (!status && ipmp_member_offline(&c, &ifname, 1, force))
		status = nlsock_fail(&c.s, "cannot take %s offline", ifname);
	ipmp_close(&c);
	return status;
}

/**
 * member_online() - Put a member back into use.
 * @ifname: the member
 *
 * Return: the exit status.
 */
int member_online(const char *ifname)
{
	struct ipmp c;
	int status;

	status = ipmp_open(&c);
	if (!status && ipmp_member_online(&c, ifname))
		status = nlsock_fail(&c.s, "cannot put %s online", ifname);
	ipmp_close(&c);
	return status;
}

/**
 * member_must_be() - Refuse what has been done already, as Solaris does.
 * @ifname: the name of an interface; it is for others to find that it is no
 *	member
 * @offline: whether it must be offline, or must not
 *
 * Return: the exit status.
 */
int member_must_be(const char *ifname, bool offline)
{
	const struct member *m;
	struct state st;
	int status;
	bool is;

	status = common_read(&st, NULL);
	m = state_member(&st, 0, ifname);
	is = m && m->state == IPMP_MEMBER_STATE_OFFLINE;
	if (!status && m && is != offline)
		status = err_fail("interface %s is %s offline", ifname,
				  offline ? "not" : "already");
	state_free(&st);
	return status;
}

static int offline(const struct options *opt __always_unused,
		   struct args *args)
{
	bool force = false;
	const struct keyword kw[] = { { "-f", NULL, NULL, &force, false } };
	const char *ifname;
	int status;

	/* It may come first, as with detach. */
	if (*args->argv && !strcmp(*args->argv, "-f")) {
		force = true;
		args->argv++;
	}
	status = args_next_ifname(args, &ifname);
	if (!status)
		status = args_keywords(args, kw, ARRAY_SIZE(kw));
	return status ? status : member_offline(ifname, force);
}

static int online(const struct options *opt __always_unused,
		  struct args *args)
{
	const char *ifname;
	int status;

	status = args_next_ifname(args, &ifname);
	if (!status)
		status = args_end(args);
	return status ? status : member_online(ifname);
}

static int show(const struct options *opt, struct args *args)
{
	return common_show(opt, args, OBJECT_MEMBER, view_members);
}

static const struct verb verbs[] = {
	{ "show", show, "[group NAME]", "list the members" },
	{ "add", member_add, "IF group NAME [standby] [adopt]",
	  "let IF join; with adopt its addresses and routes move to the group" },
	{ "set", member_set, "IF standby on|off", "change a member's role" },
	{ "del", member_del, "IF", "let IF leave; forget a missing member" },
	{ "offline", offline, "IF [-f]",
	  "take IF out of use; -f also the last usable one" },
	{ "online", online, "IF", "put IF back into use" },
	{ 0 }
};

const struct object_cmd cmd_member = { "member", verbs };
