// SPDX-License-Identifier: GPL-2.0
/*
 * A reader may start at any time and lose events; so what it gets is always a
 * snapshot (`exists` for each object), a `sync`, and what changed since. After
 * a loss the same comes again: at each `sync`, what the snapshot just before
 * it named is all that there is.
 *
 * Subscribed first and read afterwards, no change falls between the two; an
 * event may only tell what the snapshot already has.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../lib/err.h"
#include "../lib/json.h"
#include "../lib/view.h"
#include "cmd.h"

/**
 * struct monitor - A running monitor.
 * @opt: the options
 * @c: the connection for requests
 * @events: the connection for events
 * @st: all there is, for what an object was before
 * @seq: number of the last event
 * @counted: whether @seq is known
 * @lost: an event is missing
 * @ended: nobody takes the output any more
 * @status: the exit status that this makes
 */
struct monitor {
	const struct options *opt;
	struct ipmp c;
	struct ipmp events;
	struct state st;
	uint32_t seq;
	bool counted;
	bool lost;
	bool ended;
	int status;
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
};

static uint64_t now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	return (uint64_t)ts.tv_sec * 1000000000 + (uint64_t)ts.tv_nsec;
}

static void add_object(struct json_object *j, const struct object *o)
{
	switch (o->type) {
	case OBJECT_GROUP:
		json_group(j, &o->g);
		break;
	case OBJECT_MEMBER:
		json_string(j, "group", o->m.group.name);
		json_member(j, &o->m);
		break;
	case OBJECT_ADDRESS:
		json_string(j, "group", o->a.group.name);
		json_address(j, &o->a);
		break;
	}
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
		json_string(j, "object", object_names[r->o->type]);
	if (r->o)
		add_object(j, r->o);
	json_print(stdout, j, false);
}

/* What a person has in mind when speaking of the object. */
static const char *object_text(const struct object *o, char text[IPADDR_TEXT])
{
	if (o->type == OBJECT_GROUP)
		return o->g.id.name;
	if (o->type == OBJECT_MEMBER)
		return o->m.ifname;
	return ipaddr_text_len(&o->a.addr, text);
}

static const char *group_text(const struct object *o)
{
	if (o->type == OBJECT_GROUP)
		return o->g.id.ifname;
	return o->type == OBJECT_MEMBER ? o->m.group.name : o->a.group.name;
}

/* What changes of an object: a state, or the member that an address is on. */
static const char *object_value(const struct object *o)
{
	if (o->type == OBJECT_GROUP)
		return words_name(&words_group_state, o->g.state);
	if (o->type == OBJECT_MEMBER)
		return words_name(&words_member_state, o->m.state);
	return o->a.member;
}

static enum text_colour colour(const struct object *o)
{
	if (o->type == OBJECT_GROUP)
		return view_group_colour(o->g.state);
	if (o->type == OBJECT_MEMBER)
		return view_member_colour(o->m.state);
	return *o->a.member ? PLAIN : BAD;
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
		printf("%-8s", object_names[r->o->type]);
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

/* A reader that goes away is no failure of a stream without an end. */
static void print(struct monitor *mo, const struct record *r)
{
	if (mo->ended)
		return;
	if (mo->opt->json)
		print_json(r, mo->seq);
	else
		print_text(r);
	if (!fflush(stdout))
		return;
	mo->ended = true;
	if (errno != EPIPE)
		mo->status = err_fail("cannot write the output: %s",
				      strerror(errno));
	/* That was all about it; main has nothing to add. */
	__fpurge(stdout);
	clearerr(stdout);
}

static void print_exists(struct monitor *mo, const struct object *o)
{
	struct record r = { .event = "exists", .time = now_ns(), .o = o };

	print(mo, &r);
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
	sync.time = now_ns();
	print(mo, &sync);
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
	print_snapshot(mo);
	return status;
}

/* What the object was, as far as the events and the snapshot tell. */
static void before(const struct monitor *mo, const struct object *o,
		   char from[IFNAMSIZ])
{
	const char *word = "";
	const struct member *m;
	const struct group *g;

	if (o->type == OBJECT_GROUP) {
		g = state_group(&mo->st, o->g.id.ifindex);
		if (g)
			word = words_name(&words_group_state, g->state);
	} else if (o->type == OBJECT_MEMBER) {
		m = state_member(&mo->st, o->m.ifname);
		if (m)
			word = words_name(&words_member_state, m->state);
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

static void on_event(struct event *e, void *arg)
{
	struct record r = { .time = e->time, .o = &e->o, .e = e };
	struct monitor *mo = arg;

	mo->lost |= mo->counted && e->seq != mo->seq + 1;
	mo->seq = e->seq;
	mo->counted = true;
	/* After a loss the snapshot to come tells what this event told. */
	if (mo->lost || !e->known) {
		object_free(&e->o);
		return;
	}
	r.event = object_names[e->o.type];
	set_from_to(mo, &r);
	print(mo, &r);
	if (!remember(mo, e))
		err_no_memory();
}

static int take_events(struct monitor *mo)
{
	int err;

	err = ipmp_receive(&mo->events, on_event, mo);
	while (err == -ENOBUFS) {
		mo->lost = true;
		err = ipmp_receive(&mo->events, on_event, mo);
	}
	if (err)
		return nlsock_fail(&mo->events.s, "cannot receive events");
	if (!mo->lost)
		return STATUS_OK;
	mo->lost = false;
	mo->counted = false;
	return snapshot(mo);
}

/* Also asks for the output, to end with the reader and not an event later. */
static int follow(struct monitor *mo)
{
	struct pollfd fds[] = {
		{ .fd = nl_socket_get_fd(mo->events.s.sk), .events = POLLIN },
		{ .fd = STDOUT_FILENO },
	};
	int status = STATUS_OK;

	while (!status && !mo->ended) {
		if (poll(fds, ARRAY_SIZE(fds), -1) < 0 && errno != EINTR)
			return err_fail("cannot wait for events: %s",
					strerror(errno));
		if (fds[1].revents & (POLLERR | POLLHUP | POLLNVAL))
			return STATUS_OK;
		status = take_events(mo);
	}
	return status ? status : mo->status;
}

static int start(struct monitor *mo)
{
	int status;

	status = ipmp_open(&mo->c);
	if (status)
		return status;
	status = ipmp_open(&mo->events);
	if (!status && ipmp_subscribe(&mo->events))
		status = nlsock_fail(&mo->events.s, "cannot subscribe");
	if (!status)
		status = snapshot(mo);
	if (!status)
		status = follow(mo);
	ipmp_close(&mo->events);
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
	return status;
}

static const struct verb verbs[] = {
	{ NULL, monitor, "",
	  "all that exists, a sync, then every change, until interrupted" },
	{ 0 }
};

const struct object_cmd cmd_monitor = { "monitor", verbs };
