// SPDX-License-Identifier: GPL-2.0
/*
 * A reader may start at any time and lose events; so what it gets is always a
 * snapshot (`exists` for each object), a `sync`, and what changed since. After
 * a loss the same comes again: at each `sync`, what the snapshot just before
 * it named is all that there is.
 *
 * Subscribed first and read afterwards, no change falls between the two; an
 * event may only tell what the snapshot already has.
 *
 * What is not probed has no `exists`. A probe event of a member that is not
 * there (any more) is left out.
 *
 * NICs in no group, if they are watched, are told of by rtnetlink. That does not
 * number what it tells.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "../conf/defaults.h"
#include "../lib/err.h"
#include "../netlink/ungrouped.h"
#include "../view/json.h"
#include "../view/view.h"
#include "cmd.h"
#include "stream.h"

/**
 * struct monitor - A running monitor.
 * @opt: the options
 * @c: the connection for requests
 * @out: the events, and where they go
 * @st: all there is, for what an object was before
 * @nics: NICs in no group, likewise
 * @seq: number of the last event
 * @counted: whether @seq is known
 * @lost: an event is missing
 */
struct monitor {
	const struct options *opt;
	struct ipmp c;
	struct stream out;
	struct state st;
	struct state nics;
	uint32_t seq;
	bool counted;
	bool lost;
};

/**
 * struct record - One line of output.
 * @event: the word for it
 * @time: nanoseconds since 1970
 * @o: the object, NULL with `sync`
 * @e: the event, NULL in a snapshot
 * @from: what it was, empty for nothing
 * @to: what it is, empty for nothing
 */
struct record {
	const char *event;
	uint64_t time;
	const struct object *o;
	const struct event *e;
	char from[IFNAMSIZ];
	char to[IFNAMSIZ];
};

static const char *const object_names[] = {
	[OBJECT_GROUP] = "group",
	[OBJECT_MEMBER] = "member",
	[OBJECT_ADDRESS] = "address",
	[OBJECT_TARGET] = "target",
	[OBJECT_PROBE] = "probe",
};

/* Whether it is a NIC in no group, which only looks like a member. */
static bool is_nic(const struct object *o)
{
	return o->type == OBJECT_MEMBER && !o->group.ifindex;
}

static const char *object_name(const struct object *o)
{
	return is_nic(o) ? "link" : object_names[o->type];
}

static uint64_t now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	return (uint64_t)ts.tv_sec * 1000000000 + (uint64_t)ts.tv_nsec;
}

static void add_event(struct json_object *j, const struct record *r)
{
	uint32_t why = r->e->reason;

	json_string(j, "change", words_name(&words_change, r->e->change));
	json_name(j, "from", r->from);
	json_name(j, "to", r->to);
	json_string(j, "reason", why == IPMP_REASON_NONE ? "" :
				 words_name(&words_reason, why));
}

static void print_json(const struct record *r, uint32_t seq)
{
	struct json_object *j = json_object_new_object();
	char when[JSON_TIME];

	json_string(j, "event", r->event);
	json_string(j, "time", json_time(r->time, 9, when));
	json_object_object_add(j, "seq", json_object_new_int64(seq));
	if (r->e)
		add_event(j, r);
	else if (r->o)
		json_string(j, "object", object_name(r->o));
	if (r->o && is_nic(r->o)) {
		json_name(j, "group", "");
		json_nic(j, &r->o->m);
	} else if (r->o) {
		json_item(j, r->o->type, &r->o->group);
	}
	json_print(stdout, j, false);
}

/* What a person has in mind when speaking of the object. */
static const char *object_text(const struct object *o, char text[IPADDR_TEXT])
{
	switch (o->type) {
	case OBJECT_GROUP:
		return o->g.id.name;
	case OBJECT_MEMBER:
		return o->m.ifname;
	case OBJECT_ADDRESS:
		return ipaddr_text_len(&o->a.addr, text);
	case OBJECT_TARGET:
		return ipaddr_text(&o->t.addr, text);
	case OBJECT_PROBE:
		snprintf(text, IPADDR_TEXT, "%s %s", o->p.ifname,
			 o->p.family == AF_INET ? "IPv4" : "IPv6");
		return text;
	}
	return "";
}

static const char *group_text(const struct object *o)
{
	if (is_nic(o))
		return "no group";
	return o->type == OBJECT_GROUP ? o->group.ifname : o->group.name;
}

/*
 * What changes of an object: a state, or the member that an address is on. A NIC
 * in no group has no state but that of its link.
 */
static const char *object_value(const struct object *o)
{
	if (is_nic(o))
		return words_name(&words_link, o->m.link);
	switch (o->type) {
	case OBJECT_GROUP:
		return words_name(&words_group_state, o->g.state);
	case OBJECT_MEMBER:
		return words_name(&words_member_state, o->m.state);
	case OBJECT_ADDRESS:
		return o->a.member;
	case OBJECT_TARGET:
		return words_name(&words_target_state, o->t.state);
	case OBJECT_PROBE:
		return words_name(&words_probe_state, o->p.state);
	}
	return "";
}

static enum text_colour colour(const struct object *o)
{
	switch (o->type) {
	case OBJECT_GROUP:
		return view_group_colour(o->g.state);
	case OBJECT_MEMBER:
		return view_member_colour(o->m.state);
	case OBJECT_PROBE:
		return view_probe_colour(o->p.state);
	default:
		return *object_value(o) ? PLAIN : BAD;
	}
}

static void print_value(const char *value, enum text_colour c)
{
	text_print(stdout, *value ? c : PLAIN, *value ? value : "none");
}

static void print_change(const struct record *r)
{
	bool del = r->e->change == IPMP_CHANGE_DEL;

	printf("%-4s", words_name(&words_change, r->e->change));
	if (strcmp(r->from, r->to)) {
		print_value(r->from, PLAIN);
		printf(" -> ");
	}
	print_value(r->to, del ? PLAIN : colour(r->o));
	if (r->e->reason != IPMP_REASON_NONE)
		printf(" (%s)", words_name(&words_reason, r->e->reason));
	/* It may be all that has changed. */
	if (r->o->type == OBJECT_MEMBER && !is_nic(r->o) && !del &&
	    !strcmp(r->from, r->to))
		printf(", link %s", words_name(&words_link, r->o->m.link));
	if (r->o->type == OBJECT_GROUP && r->o->g.targets_silent)
		printf(" (no target answers)");
}

static void print_text(const struct record *r)
{
	time_t s = (time_t)(r->time / 1000000000);
	char when[16] = "", text[IPADDR_TEXT];
	struct tm tm;

	if (localtime_r(&s, &tm))
		strftime(when, sizeof(when), "%H:%M:%S", &tm);
	printf("%s.%03u  %-*s", when,
	       (unsigned int)(r->time / 1000000 % 1000), r->o ? 8 : 0,
	       r->event);
	if (r->o && !r->e)
		printf("%-8s", object_name(r->o));
	if (r->o) {
		text_print(stdout, BOLD, object_text(r->o, text));
		printf(" (");
		text_print(stdout, PLAIN, group_text(r->o));
		printf(")  ");
	}
	if (r->e)
		print_change(r);
	else if (r->o)
		print_value(object_value(r->o), colour(r->o));
	putchar('\n');
}

static void print(struct monitor *mo, const struct record *r)
{
	if (mo->out.ended)
		return;
	if (mo->opt->json)
		print_json(r, mo->seq);
	else
		print_text(r);
	stream_flush(&mo->out);
}

static void print_exists(struct monitor *mo, const struct object *o)
{
	struct record r = { .event = "exists", .time = now_ns(), .o = o };

	print(mo, &r);
}

static void print_nics(struct monitor *mo)
{
	struct object o = { .type = OBJECT_MEMBER };
	struct record r = { .event = "exists", .o = &o };
	size_t i;

	for (i = 0; i < mo->nics.nmembers; i++) {
		o.m = mo->nics.members[i];
		r.time = now_ns();
		print(mo, &r);
	}
}

static void print_snapshot(struct monitor *mo)
{
	const struct state *st = &mo->st;
	struct record sync = { .event = "sync" };
	struct object o;
	size_t i;

	o.type = OBJECT_GROUP;
	for (i = 0; i < st->ngroups; i++) {
		o.g = st->groups[i];
		print_exists(mo, &o);
	}
	o.type = OBJECT_MEMBER;
	for (i = 0; i < st->nmembers; i++) {
		o.m = st->members[i];
		print_exists(mo, &o);
	}
	o.type = OBJECT_ADDRESS;
	for (i = 0; i < st->naddresses; i++) {
		o.a = st->addresses[i];
		print_exists(mo, &o);
	}
	o.type = OBJECT_PROBE;
	for (i = 0; i < st->nprobes; i++) {
		o.p = st->probes[i];
		if (o.p.state != IPMP_PROBE_STATE_DISABLED)
			print_exists(mo, &o);
	}
	print_nics(mo);
	sync.time = now_ns();
	print(mo, &sync);
}

static int read_nics(struct monitor *mo)
{
	state_free(&mo->nics);
	return mo->out.links.sk ? common_ungrouped(mo->opt, &mo->nics) :
				  STATUS_OK;
}

static int snapshot(struct monitor *mo)
{
	int status = STATUS_OK;
	struct state st;

	if (ipmp_read(&mo->c, &st)) {
		status = nlsock_fail(&mo->c.s, "cannot read the groups");
		state_free(&st);
		return status;
	}
	state_free(&mo->st);
	mo->st = st;
	status = read_nics(mo);
	if (!status)
		print_snapshot(mo);
	return status;
}

/* What the object was, as far as the events and the snapshot tell. */
static void before(const struct monitor *mo, const struct object *o,
		   char from[IFNAMSIZ])
{
	const struct member *m;
	const struct probe *p;
	const struct group *g;
	const char *word = "";

	if (o->type == OBJECT_GROUP) {
		g = state_group(&mo->st, o->g.id.ifindex);
		if (g)
			word = words_name(&words_group_state, g->state);
	} else if (o->type == OBJECT_MEMBER) {
		m = state_member(&mo->st, o->group.ifindex, o->m.ifname);
		if (m)
			word = words_name(&words_member_state, m->state);
	} else if (o->type == OBJECT_PROBE) {
		p = state_probe(&mo->st, o->group.ifindex, o->p.ifname,
				o->p.family);
		if (p)
			word = words_name(&words_probe_state, p->state);
	}
	snprintf(from, IFNAMSIZ, "%s", word);
}

static void set_from_to(const struct monitor *mo, struct record *r)
{
	bool del = r->e->change == IPMP_CHANGE_DEL;

	if (r->o->type == OBJECT_ADDRESS) {
		memcpy(r->from, r->e->from, sizeof(r->from));
		memcpy(r->to, r->e->to, sizeof(r->to));
		return;
	}
	before(mo, r->o, r->from);
	if (!del)
		snprintf(r->to, sizeof(r->to), "%s", object_value(r->o));
}

static bool remember(struct monitor *mo, struct event *e)
{
	if (e->change != IPMP_CHANGE_DEL)
		return !state_put(&mo->st, &e->o);
	state_drop(&mo->st, &e->o);
	object_free(&e->o);
	return true;
}

/* An event may be of a kind that only a newer kernel module has. */
static bool understood(const struct monitor *mo, const struct event *e)
{
	if (!e->known)
		return false;
	return e->o.type != OBJECT_PROBE ||
	       state_member(&mo->st, e->o.group.ifindex, e->o.p.ifname);
}

/* Its addresses name it as well, and no event tells of them. */
static bool is_renamed(const struct monitor *mo, const struct object *o)
{
	const struct member *m = mo->st.members;
	const struct member *end = m + mo->st.nmembers;

	if (o->type != OBJECT_MEMBER || !o->m.ifindex)
		return false;
	while (m < end && m->ifindex != o->m.ifindex)
		m++;
	return m < end && strcmp(m->ifname, o->m.ifname);
}

static void on_event(struct event *e, void *arg)
{
	struct record r = { .time = e->time, .o = &e->o, .e = e };
	struct monitor *mo = arg;

	mo->lost |= mo->counted && e->seq != mo->seq + 1;
	mo->seq = e->seq;
	mo->counted = true;
	mo->lost |= e->known && is_renamed(mo, &e->o);
	/* Then the snapshot to come tells what this event told. */
	if (mo->lost || !understood(mo, e)) {
		object_free(&e->o);
		return;
	}
	r.event = object_name(&e->o);
	set_from_to(mo, &r);
	print(mo, &r);
	if (!remember(mo, e))
		err_no_memory();
}

/* By its index: it may have got another name. */
static const struct member *find_nic(const struct monitor *mo, uint32_t ifindex)
{
	size_t i;

	for (i = 0; i < mo->nics.nmembers; i++)
		if (mo->nics.members[i].ifindex == ifindex)
			return &mo->nics.members[i];
	return NULL;
}

static void print_nic(struct monitor *mo, enum ipmp_change change,
		      const struct member *from, const struct member *to)
{
	struct object o = { .type = OBJECT_MEMBER, .m = to ? *to : *from };
	struct event e = { .change = change, .reason = IPMP_REASON_NONE };
	struct record r = {
		.event = "link", .time = now_ns(), .o = &o, .e = &e,
	};

	if (from)
		snprintf(r.from, sizeof(r.from), "%s",
			 words_name(&words_link, from->link));
	if (to)
		snprintf(r.to, sizeof(r.to), "%s",
			 words_name(&words_link, to->link));
	print(mo, &r);
}

static void drop_nic(struct monitor *mo, const struct member *old)
{
	const struct object o = { .type = OBJECT_MEMBER, .m = *old };

	print_nic(mo, IPMP_CHANGE_DEL, old, NULL);
	state_drop(&mo->nics, &o);
}

static void on_link(const struct member *m, bool counts, void *arg)
{
	struct object o = { .type = OBJECT_MEMBER, .m = *m };
	struct monitor *mo = arg;
	const struct member *old = find_nic(mo, m->ifindex);

	if (old && (!counts || strcmp(old->ifname, m->ifname))) {
		drop_nic(mo, old);
		old = NULL;
	}
	if (!counts || (old && old->link == m->link))
		return;
	print_nic(mo, old ? IPMP_CHANGE_SET : IPMP_CHANGE_NEW, old, m);
	if (state_put(&mo->nics, &o))
		err_no_memory();
}

static int take_groups(struct monitor *mo)
{
	struct ipmp *events = &mo->out.events;
	int err;

	while ((err = ipmp_receive(events, on_event, mo)) == -ENOBUFS)
		mo->lost = true;
	return err ? nlsock_fail(&events->s, "cannot receive events") :
		     STATUS_OK;
}

static int take_links(struct monitor *mo)
{
	struct nlsock *links = &mo->out.links;
	int err = 0;

	while (links->sk &&
	       (err = ungrouped_receive(links, on_link, mo)) == -ENOBUFS)
		mo->lost = true;
	return err ? nlsock_fail(links, "cannot receive changes of links") :
		     STATUS_OK;
}

static int take_events(void *arg)
{
	struct monitor *mo = arg;
	int status;

	status = take_groups(mo);
	if (!status)
		status = take_links(mo);
	if (status)
		return status;
	if (!mo->lost)
		return STATUS_OK;
	mo->lost = false;
	mo->counted = false;
	return snapshot(mo);
}

static int watch_links(struct monitor *mo)
{
	struct nlsock *links = &mo->out.links;

	if (!defaults_watch_all(mo->opt->root) || !ungrouped_subscribe(links))
		return STATUS_OK;
	return nlsock_fail(links, "cannot watch links");
}

static int start(struct monitor *mo)
{
	int status;

	status = ipmp_open(&mo->c);
	if (status)
		return status;
	status = stream_open(&mo->out, IPMP_MCGRP_EVENTS);
	if (!status)
		status = watch_links(mo);
	if (!status)
		status = snapshot(mo);
	if (!status)
		status = stream_follow(&mo->out, take_events, mo);
	stream_close(&mo->out);
	return status;
}

static int monitor(const struct options *opt, struct args *args)
{
	struct monitor mo = { .opt = opt };
	int status;

	status = args_end(args);
	if (status)
		return status;
	status = start(&mo);
	ipmp_close(&mo.c);
	state_free(&mo.st);
	state_free(&mo.nics);
	return status;
}

static const struct verb verbs[] = {
	{ NULL, monitor, "",
	  "all that exists, a sync, then every change, until interrupted" },
	{ 0 }
};

const struct object_cmd cmd_monitor = { "monitor", verbs };
