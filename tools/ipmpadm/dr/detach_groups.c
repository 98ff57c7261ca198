// SPDX-License-Identifier: GPL-2.0
/*
 * What the groups were like before a detach, and that they are so again after
 * an undo. Members that are back do not by themselves host what they hosted:
 * an address without a home stays where it is, and with failback off so does
 * every other, and a standby or who waited goes on in their place.
 */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "detach_steps.h"
#include "../lib/err.h"
#include "../lib/journal.h"
#include "steps_data.h"
#include "../lib/words.h"

/* A NIC that was brought up again needs time to find its carrier. */
#define LOOKS	50
#define LOOK_MS	200

/**
 * detach_record_groups() - Step: nothing but the record.
 * @arg: struct detaching
 * @data: "groups", "members" and "addresses" of the groups concerned
 */
int detach_record_groups(void *arg __always_unused,
			 struct json_object *data __always_unused)
{
	return STATUS_OK;
}

static bool is_member(const struct member *m, struct json_object *rec)
{
	return m->group.ifindex == data_u32(rec, "group") &&
	       !strcmp(m->ifname, data_str(rec, "ifname"));
}

static const struct member *member_of(const struct state *st,
				      struct json_object *rec)
{
	size_t i;

	for (i = 0; i < st->nmembers; i++)
		if (is_member(&st->members[i], rec))
			return &st->members[i];
	return NULL;
}

static bool member_is(const struct state *st, struct json_object *rec)
{
	const struct member *m = member_of(st, rec);

	return m && m->state == data_u32(rec, "state") &&
	       (member_waits(m) || !data_bool(rec, "waiting"));
}

static const struct address *address_of(const struct state *st,
					struct json_object *rec)
{
	struct ipaddr a;

	if (!ipaddr_parse(&a, data_str(rec, "addr")))
		return NULL;
	return state_address(st, data_u32(rec, "group"), &a);
}

/* An address that somebody deleted meanwhile is not ours to bring back. */
static bool address_is(const struct state *st, struct json_object *rec)
{
	const struct address *a = address_of(st, rec);

	return !a || (!strcmp(a->member, data_str(rec, "member")) &&
		      !strcmp(a->home, data_str(rec, "home")));
}

static bool group_is(const struct state *st, struct json_object *rec)
{
	const struct group *g = state_group(st, data_u32(rec, "ifindex"));

	return g && g->failback == data_bool(rec, "failback");
}

/* Homes and failback are what an undo itself changes for a moment. */
static bool all_as_before(const struct state *st, struct json_object *data)
{
	size_t i;

	for (i = 0; i < data_n(data, "groups"); i++)
		if (!group_is(st, data_at(data, "groups", i)))
			return false;
	for (i = 0; i < data_n(data, "members"); i++)
		if (!member_is(st, data_at(data, "members", i)))
			return false;
	for (i = 0; i < data_n(data, "addresses"); i++)
		if (!address_is(st, data_at(data, "addresses", i)))
			return false;
	return true;
}

/* Whether those that worked do so again; until then nothing goes there. */
static bool working(const struct state *st, struct json_object *data)
{
	const struct member *m;
	struct json_object *rec;
	size_t i;

	for (i = 0; i < data_n(data, "members"); i++) {
		rec = data_at(data, "members", i);
		m = member_of(st, rec);
		if (data_u32(rec, "state") <= IPMP_MEMBER_STATE_INACTIVE &&
		    (!m || m->state > IPMP_MEMBER_STATE_INACTIVE))
			return false;
	}
	return true;
}

static int read_again(struct detaching *d, struct state *st)
{
	state_free(st);
	if (!ipmp_read(&d->c, st))
		return STATUS_OK;
	return nlsock_fail(&d->c.s, "cannot read the groups");
}

static int wait_for_members(struct detaching *d, struct json_object *data,
			    struct state *st)
{
	int looks = LOOKS;
	int status;

	while (!(status = read_again(d, st)) && !working(st, data) && looks--)
		poll(NULL, 0, LOOK_MS);
	return status;
}

static int set_home(struct detaching *d, struct json_object *rec,
		    const char *home)
{
	struct ipaddr a;

	if (!ipaddr_parse(&a, data_str(rec, "addr")))
		return STATUS_OK;
	if (!ipmp_address_set(&d->c, data_u32(rec, "group"), &a, home))
		return STATUS_OK;
	return nlsock_fail(&d->c.s, "cannot set the home of %s",
			   data_str(rec, "addr"));
}

/*
 * With its member as home an address goes there, and nothing else moves it
 * away again before the homes are what they were. Then it stays, as the loads
 * are those that the kernel had levelled before.
 */
static int set_homes(struct detaching *d, struct json_object *data,
		     const struct state *st, uint32_t group, bool pin)
{
	struct json_object *rec;
	int status = STATUS_OK;
	const char *member;
	size_t i;

	for (i = 0; !status && i < data_n(data, "addresses"); i++) {
		rec = data_at(data, "addresses", i);
		member = data_str(rec, "member");
		if (data_u32(rec, "group") != group || !*member ||
		    !strcmp(member, data_str(rec, "home")) ||
		    !address_of(st, rec))
			continue;
		status = set_home(d, rec, pin ? member :
				  data_str(rec, "home"));
	}
	return status;
}

static int set_failback(struct detaching *d, struct json_object *group, bool on)
{
	struct ipmp_policy p = IPMP_KEEP_ALL;

	p.failback = on;
	if (!ipmp_group_set(&d->c, data_u32(group, "ifindex"), &p))
		return STATUS_OK;
	return nlsock_fail(&d->c.s, "cannot change group %s",
			   data_str(group, "name"));
}

static int put_aside(struct detaching *d, const char *ifname)
{
	if (!ipmp_member_offline(&d->c, &ifname, 1, false))
		return STATUS_OK;
	return nlsock_fail(&d->c.s, "cannot take %s offline", ifname);
}

static int let_wait(struct detaching *d, const char *ifname)
{
	if (ipmp_member_online(&d->c, ifname))
		return nlsock_fail(&d->c.s, "cannot put %s online", ifname);
	if (ipmp_member_wait(&d->c, ifname))
		return nlsock_fail(&d->c.s, "%s cannot wait", ifname);
	return STATUS_OK;
}

/* For each of them, also after a failure: nobody is left offline. */
static int for_waiting(struct detaching *d, struct json_object *data,
		       uint32_t group,
		       int (*fn)(struct detaching *d, const char *ifname))
{
	int one, status = STATUS_OK;
	struct json_object *rec;
	size_t i;

	for (i = 0; i < data_n(data, "members"); i++) {
		rec = data_at(data, "members", i);
		if (data_u32(rec, "group") != group ||
		    !data_bool(rec, "waiting"))
			continue;
		one = fn(d, data_str(rec, "ifname"));
		status = status ? status : one;
	}
	return status;
}

/*
 * Failback is what moves addresses, so it is on for this moment. Who waits
 * would take its work back then too, and whoever does that in its place would
 * lose its addresses; so it is put aside.
 */
static int fail_back(struct detaching *d, struct json_object *data,
		     struct json_object *group)
{
	uint32_t ifindex = data_u32(group, "ifindex");
	int status, end;

	status = for_waiting(d, data, ifindex, put_aside);
	if (!status)
		status = set_failback(d, group, true);
	end = set_failback(d, group, false);
	status = status ? status : end;
	end = for_waiting(d, data, ifindex, let_wait);
	return status ? status : end;
}

static int restore_group(struct detaching *d, struct json_object *data,
			 const struct state *st, struct json_object *group)
{
	uint32_t ifindex = data_u32(group, "ifindex");
	int status, end;

	status = set_homes(d, data, st, ifindex, true);
	if (!status && !data_bool(group, "failback"))
		status = fail_back(d, data, group);
	end = set_homes(d, data, st, ifindex, false);
	return status ? status : end;
}

static const char *or_none(const char *name)
{
	return *name ? name : "none";
}

static void say_member(const struct state *st, struct json_object *rec)
{
	const struct member *m = member_of(st, rec);

	if (!member_is(st, rec))
		err_say("%s was %s and is %s", data_str(rec, "ifname"),
			words_name(&words_member_state,
				   data_u32(rec, "state")),
			m ? words_name(&words_member_state, m->state) :
			"no member");
}

static void say_address(const struct state *st, struct json_object *rec)
{
	const struct address *a = address_of(st, rec);

	if (!address_is(st, rec))
		err_say("%s was on %s (home %s) and is on %s (home %s)",
			data_str(rec, "addr"),
			or_none(data_str(rec, "member")),
			or_none(data_str(rec, "home")), or_none(a->member),
			or_none(a->home));
}

static int say_difference(const struct state *st, struct json_object *data)
{
	size_t i;

	for (i = 0; i < data_n(data, "members"); i++)
		say_member(st, data_at(data, "members", i));
	for (i = 0; i < data_n(data, "addresses"); i++)
		say_address(st, data_at(data, "addresses", i));
	return STATUS_FAILED;
}

/**
 * detach_restore_groups() - Undo of all that was done to groups.
 * @arg: struct detaching
 * @data: as for detach_record_groups()
 */
int detach_restore_groups(void *arg, struct json_object *data)
{
	struct detaching *d = arg;
	struct state st = { 0 };
	int status;
	size_t i;

	status = wait_for_members(d, data, &st);
	if (!status && !all_as_before(&st, data)) {
		for (i = 0; !status && i < data_n(data, "groups"); i++)
			status = restore_group(d, data, &st,
					       data_at(data, "groups", i));
		if (!status)
			status = read_again(d, &st);
		if (!status && !all_as_before(&st, data))
			status = say_difference(&st, data);
	}
	state_free(&st);
	return status;
}
