// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <string.h>

#include "../lib/err.h"
#include "../netlink/rtnl.h"
#include "../view/view.h"
#include "cmd.h"

/**
 * struct target - What an address command works on.
 * @c: the connection
 * @st: all there is
 * @g: the group, in @st
 * @a: the data address in the group, NULL if it is not there
 * @text: the address as it was typed, without its prefix length
 */
struct target {
	struct ipmp c;
	struct state st;
	const struct group *g;
	const struct address *a;
	char text[IPADDR_TEXT];
};

static int target_open(struct target *t, const char *group,
		       const struct ipaddr *addr)
{
	int status;

	memset(t, 0, sizeof(*t));
	ipaddr_text(addr, t->text);
	status = ipmp_open(&t->c);
	if (status)
		return status;
	if (ipmp_read(&t->c, &t->st))
		return nlsock_fail(&t->c.s, "cannot read the groups");
	t->g = state_find_group(&t->st, group);
	if (!t->g)
		return err_fail("group %s does not exist", group);
	t->a = state_address(&t->st, t->g->id.ifindex, addr);
	return STATUS_OK;
}

static void target_close(struct target *t)
{
	state_free(&t->st);
	ipmp_close(&t->c);
}

static int set_home(struct target *t, const struct ipaddr *addr,
		    const char *home)
{
	if (ipmp_address_set(&t->c, t->g->id.ifindex, addr, home))
		return nlsock_fail(&t->c.s, "cannot set the home of %s",
				   t->text);
	return STATUS_OK;
}

/* No interface of that name can be one. */
static const char *home_of(const char *word)
{
	return strcmp(word, "none") ? word : "";
}

static int add_to_group(struct target *t, const struct ipaddr *addr)
{
	int status = STATUS_OK;
	struct nlsock rt;
	int err;

	err = rt_open(&rt);
	if (!err)
		err = rt_address_add(&rt, t->g->id.ifindex, addr);
	if (err == -EEXIST)
		status = err_fail("address %s already is in group %s", t->text,
				  t->g->id.name);
	else if (err)
		status = nlsock_fail(&rt, "cannot add %s to group %s", t->text,
				     t->g->id.name);
	nlsock_close(&rt);
	return status;
}

/* The home comes first, so that the address is bound there from the start. */
static int add(struct target *t, const struct ipaddr *addr, const char *home)
{
	const struct address *other = state_address(&t->st, 0, addr);
	int status = STATUS_OK;

	if (other)
		return err_fail("address %s already is in group %s", t->text,
				other->group.name);
	if (home)
		status = set_home(t, addr, home);
	if (status)
		return status;
	status = add_to_group(t, addr);
	if (status && home &&
	    ipmp_address_set(&t->c, t->g->id.ifindex, addr, ""))
		nlsock_fail(&t->c.s, "undo failed: cannot reset the home of %s",
			    t->text);
	return status;
}

/* One that the kernel would not list, nor move. */
static int no_link_local(const struct args *args, const char *text,
			 const struct ipaddr *addr)
{
	if (addr->family != AF_INET6 || !ipaddr_link_local(addr))
		return STATUS_OK;
	return err_usage("%s: '%s' is a link-local address, which the kernel sets",
			 args->command, text);
}

static int address_add(const struct options *opt __always_unused,
		       struct args *args)
{
	const char *text, *group = NULL, *home = NULL;
	const struct keyword kw[] = {
		{ "group", "NAME", &group, NULL, true },
		{ "home", "IF or none", &home, NULL, false },
	};
	struct args_address a;
	struct target t;
	int status;

	status = args_next(args, "ADDR/LEN", &text);
	if (!status)
		status = args_address(args, text, PREFIX_MUST, &a);
	if (!status)
		status = no_link_local(args, text, &a.addr);
	if (!status)
		status = args_keywords(args, kw, ARRAY_SIZE(kw));
	if (!status && home)
		status = args_ifname(args, home);
	if (status)
		return status;
	status = target_open(&t, group, &a.addr);
	if (!status)
		status = add(&t, &a.addr, home ? home_of(home) : NULL);
	target_close(&t);
	return status;
}

static int must_be_there(const struct target *t)
{
	if (t->a)
		return STATUS_OK;
	return err_fail("address %s is not in group %s", t->text,
			t->g->id.name);
}

static int address_set(const struct options *opt __always_unused,
		       struct args *args)
{
	const char *text, *group = NULL, *home = NULL;
	const struct keyword kw[] = {
		{ "group", "NAME", &group, NULL, true },
		{ "home", "IF or none", &home, NULL, true },
	};
	struct args_address a;
	struct target t;
	int status;

	status = args_next(args, "ADDR", &text);
	if (!status)
		status = args_address(args, text, PREFIX_NEVER, &a);
	if (!status)
		status = args_keywords(args, kw, ARRAY_SIZE(kw));
	if (!status)
		status = args_ifname(args, home);
	if (status)
		return status;
	status = target_open(&t, group, &a.addr);
	if (!status)
		status = must_be_there(&t);
	if (!status)
		status = set_home(&t, &a.addr, home_of(home));
	target_close(&t);
	return status;
}

static int del(struct target *t, const struct args_address *a)
{
	int status = must_be_there(t);
	struct nlsock rt;

	if (status)
		return status;
	if (a->has_prefix && a->addr.prefix_len != t->a->addr.prefix_len)
		return err_fail("address %s in group %s has prefix length %u, not %u",
				t->text, t->g->id.name, t->a->addr.prefix_len,
				a->addr.prefix_len);
	if (rt_open(&rt) ||
	    rt_address_del(&rt, t->g->id.ifindex, &t->a->addr))
		status = nlsock_fail(&rt, "cannot delete %s from group %s",
				     t->text, t->g->id.name);
	nlsock_close(&rt);
	return status;
}

static int address_del(const struct options *opt __always_unused,
		       struct args *args)
{
	const char *text, *group = NULL;
	const struct keyword kw[] = { { "group", "NAME", &group, NULL, true } };
	struct args_address a;
	struct target t;
	int status;

	status = args_next(args, "ADDR", &text);
	if (!status)
		status = args_address(args, text, PREFIX_MAY, &a);
	if (!status)
		status = args_keywords(args, kw, ARRAY_SIZE(kw));
	if (status)
		return status;
	status = target_open(&t, group, &a.addr);
	if (!status)
		status = del(&t, &a);
	target_close(&t);
	return status;
}

static int show(const struct options *opt, struct args *args)
{
	return common_show(opt, args, OBJECT_ADDRESS, view_addresses);
}

static const struct verb verbs[] = {
	{ "show", show, "[group NAME]", "list the data addresses" },
	{ "add", address_add, "ADDR/LEN group NAME [home IF|none]",
	  "add a data address; it returns to IF whenever IF is usable" },
	{ "set", address_set, "ADDR group NAME home IF|none",
	  "change where an address returns to" },
	{ "del", address_del, "ADDR[/LEN] group NAME",
	  "delete a data address" },
	{ 0 }
};

const struct object_cmd cmd_address = { "address", verbs };
