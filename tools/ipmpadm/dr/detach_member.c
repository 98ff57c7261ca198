// SPDX-License-Identifier: GPL-2.0
/* Steps of a detach that are about members: offline, and out of the group. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "detach_steps.h"
#include "../lib/err.h"
#include "../lib/journal.h"
#include "../configure/replay.h"
#include "steps_data.h"

static int read_state(struct detaching *d, struct state *st)
{
	if (!ipmp_read(&d->c, st))
		return STATUS_OK;
	return nlsock_fail(&d->c.s, "cannot read the groups");
}

/* More addresses than fit are not listed; monitor shows each. */
static void list_moves(const struct state *before, const struct state *after,
		       const char *ifname, char *text, size_t size)
{
	const struct address *a, *now;
	char addr[IPADDR_TEXT];
	size_t i, used = 0;

	text[0] = '\0';
	for (i = 0; i < before->naddresses && used < size; i++) {
		a = &before->addresses[i];
		if (strcmp(a->member, ifname))
			continue;
		now = state_address(after, a->group.ifindex, &a->addr);
		ipaddr_text(&a->addr, addr);
		if (now && *now->member)
			used += (size_t)snprintf(text + used, size - used,
						 ", %s moved to %s", addr,
						 now->member);
		else
			used += (size_t)snprintf(text + used, size - used,
						 ", %s has no member left",
						 addr);
	}
}

/* As many as the kernel takes at once. */
#define MEMBERS	32

static int take_offline(struct detaching *d, struct json_object *data)
{
	const char *name[MEMBERS];
	size_t i, n = data_n(data, "members");

	if (n > ARRAY_SIZE(name))
		return err_fail("too many members at once");
	for (i = 0; i < n; i++)
		name[i] = data_str_at(data, "members", i);
	if (ipmp_member_offline(&d->c, name, n, data_bool(data, "force")))
		return nlsock_fail(&d->c.s, "cannot take %s%s offline", name[0],
				   n > 1 ? " and others" : "");
	return STATUS_OK;
}

/**
 * detach_offline() - Step: move all work away from members, all at once.
 * @arg: struct detaching
 * @data: "members": their names; "force": also if nobody is left
 */
int detach_offline(void *arg, struct json_object *data)
{
	struct state before = { 0 }, after = { 0 };
	struct detaching *d = arg;
	const char *ifname;
	char text[768];
	int status;
	size_t i;

	status = read_state(d, &before);
	if (!status)
		status = take_offline(d, data);
	if (!status)
		status = read_state(d, &after);
	for (i = 0; !status && i < data_n(data, "members"); i++) {
		ifname = data_str_at(data, "members", i);
		list_moves(&before, &after, ifname, text, sizeof(text));
		journal_say("%s: offline%s", ifname, text);
	}
	state_free(&before);
	state_free(&after);
	return status;
}

/**
 * detach_online() - Undo of detach_offline().
 * @arg: struct detaching
 * @data: "members": their names
 */
int detach_online(void *arg, struct json_object *data)
{
	struct detaching *d = arg;
	int status = STATUS_OK;
	const char *ifname;
	size_t i;

	for (i = 0; i < data_n(data, "members"); i++) {
		ifname = data_str_at(data, "members", i);
		if (ipmp_member_online(&d->c, ifname))
			status = nlsock_fail(&d->c.s, "cannot put %s online",
					     ifname);
		else
			journal_say("%s: online", ifname);
	}
	return status;
}

/**
 * detach_leave() - Step: let a member leave, and keep its place.
 * @arg: struct detaching
 * @data: "ifname", "group" and "name": the member, its group and that's name;
 *	the rest is for the undo
 */
int detach_leave(void *arg, struct json_object *data)
{
	const char *ifname = data_str(data, "ifname");
	struct detaching *d = arg;

	if (ipmp_member_del(&d->c, ifname, true))
		return nlsock_fail(&d->c.s, "cannot take %s out of group %s",
				   ifname, data_str(data, "name"));
	journal_say("%s: left group %s, its place is kept", ifname,
		    data_str(data, "name"));
	return STATUS_OK;
}

static bool is_present(const struct state *st, struct json_object *data)
{
	const struct member *m;
	size_t i;

	for (i = 0; i < st->nmembers; i++) {
		m = &st->members[i];
		if (m->ifindex &&
		    m->group.ifindex == data_u32(data, "group") &&
		    !strcmp(m->ifname, data_str(data, "ifname")))
			return true;
	}
	return false;
}

static int rejoin(struct detaching *d, struct json_object *data)
{
	const char *ifname = data_str(data, "ifname");

	if (ipmp_member_new(&d->c, data_u32(data, "group"), ifname,
			    data_bool(data, "standby"), false))
		return nlsock_fail(&d->c.s, "%s cannot join group %s", ifname,
				   data_str(data, "name"));
	journal_say("%s: back in group %s", ifname, data_str(data, "name"));
	return STATUS_OK;
}

/* Who joins is online, which this one was not. */
static int stay_offline(struct detaching *d, struct json_object *data)
{
	const char *ifname = data_str(data, "ifname");

	if (!data_bool(data, "offline") ||
	    !ipmp_member_offline(&d->c, &ifname, 1, true))
		return STATUS_OK;
	return nlsock_fail(&d->c.s, "cannot take %s offline", ifname);
}

/**
 * detach_rejoin() - Undo of detach_leave().
 * @arg: struct detaching
 * @data: also "standby": its role; "offline": it was offline before all
 */
int detach_rejoin(void *arg, struct json_object *data)
{
	struct detaching *d = arg;
	struct state st = { 0 };
	int status, lock;
	bool there;

	/* udev may just be handing it over to be configured from its file. */
	lock = replay_lock();
	status = read_state(d, &st);
	there = !status && is_present(&st, data);
	if (!status && !there)
		status = rejoin(d, data);
	replay_unlock(lock);
	state_free(&st);
	return status ? status : stay_offline(d, data);
}
