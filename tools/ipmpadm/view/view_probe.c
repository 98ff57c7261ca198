// SPDX-License-Identifier: GPL-2.0
/* Text of what probes say. */
#include <inttypes.h>
#include <time.h>

#include "view.h"
#include "../lib/words.h"

/**
 * view_probe_colour() - Colour of what probes say.
 * @state: enum ipmp_probe_state
 */
enum text_colour view_probe_colour(uint32_t state)
{
	switch (state) {
	case IPMP_PROBE_STATE_OK:
		return GOOD;
	case IPMP_PROBE_STATE_DISABLED:
		return PLAIN;
	case IPMP_PROBE_STATE_UNKNOWN:
		return WARN;
	default:
		return BAD;
	}
}

static enum text_colour target_colour(uint32_t state)
{
	switch (state) {
	case IPMP_TARGET_STATE_ACTIVE:
		return GOOD;
	case IPMP_TARGET_STATE_SPARE:
		return PLAIN;
	case IPMP_TARGET_STATE_SLOW:
		return WARN;
	default:
		return BAD;
	}
}

static void add_since(struct text_table *t, uint64_t since)
{
	char text[TEXT_DURATION];
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	text_add(t, PLAIN, "%s",
		 text_duration(since, (uint64_t)ts.tv_sec * 1000000000 +
			       (uint64_t)ts.tv_nsec, text));
}

static void add_count(struct text_table *t, enum text_colour colour,
		      uint64_t n)
{
	text_add(t, n ? colour : PLAIN, "%" PRIu64, n);
}

static void add_rtt(struct text_table *t, const struct rtt *rtt)
{
	char text[TEXT_RTT];

	text_add(t, PLAIN, "%s", text_rtt(rtt->last, text));
	text_add(t, PLAIN, "%s", text_rtt(rtt->avg, text));
}

static void add_probe(struct text_table *t, const struct probe *p)
{
	char text[IPADDR_TEXT];

	text_add(t, BOLD, "%s", p->ifname);
	text_add(t, PLAIN, "%s", p->family == AF_INET ? "IPv4" : "IPv6");
	text_add(t, view_probe_colour(p->state), "%s",
		 words_name(&words_probe_state, p->state));
	add_since(t, p->since);
	if (p->from.family)
		text_add(t, PLAIN, "%s from %s",
			 words_name(&words_probe_kind, p->kind),
			 ipaddr_text(&p->from, text));
	else
		text_add(t, PLAIN, "%s", p->kind == IPMP_PROBE_KIND_NONE ? "" :
			 words_name(&words_probe_kind, p->kind));
	add_count(t, PLAIN, p->sent);
	add_count(t, PLAIN, p->answered);
	add_count(t, WARN, p->lost);
	add_count(t, WARN, p->not_sent);
	add_count(t, WARN, p->failures);
	add_count(t, PLAIN, p->repairs);
	add_rtt(t, &p->rtt);
}

/* One that never was probed has nothing to tell. */
static bool tells(const struct probe *p)
{
	return p->state != IPMP_PROBE_STATE_DISABLED || p->sent;
}

/**
 * view_probes_of() - Print what probes say of a group, if they say anything.
 * @out: where to
 * @st: the model
 * @group: interface index of the group
 * @indent: spaces before each line
 */
void view_probes_of(FILE *out, const struct state *st, uint32_t group,
		    int indent)
{
	static const char *const head[] = {
		"PROBED", "FAMILY", "STATE", "SINCE", "BY", "SENT", "ANSWERED",
		"LOST", "NOT SENT", "FAILURES", "REPAIRS", "RTT", "AVERAGE",
	};
	struct text_table t = { .head = head, .ncols = 13 };
	size_t i;

	for (i = 0; i < st->nprobes; i++)
		if (st->probes[i].group.ifindex == group &&
		    tells(&st->probes[i]))
			add_probe(&t, &st->probes[i]);
	if (t.ncells)
		text_table(&t, out, indent);
}

static void add_target(struct text_table *t, const struct probe_target *pt,
		       bool with_group)
{
	char text[IPADDR_TEXT];

	text_add(t, BOLD, "%s", ipaddr_text(&pt->addr, text));
	if (with_group)
		text_add(t, PLAIN, "%s", pt->group.name);
	text_add(t, PLAIN, "%s", words_name(&words_target_source, pt->source));
	text_add(t, target_colour(pt->state), "%s",
		 words_name(&words_target_state, pt->state));
	add_since(t, pt->since);
	add_count(t, PLAIN, pt->sent);
	add_count(t, PLAIN, pt->answered);
	add_count(t, WARN, pt->lost);
	add_rtt(t, &pt->rtt);
}

/**
 * view_targets_of() - Print the probe targets, if there are any.
 * @out: where to
 * @st: the model
 * @group: interface index of a group, or ALL_GROUPS
 * @indent: spaces before each line
 */
void view_targets_of(FILE *out, const struct state *st, uint32_t group,
		     int indent)
{
	static const char *const head[] = {
		"TARGET", "GROUP", "SOURCE", "STATE", "SINCE", "SENT",
		"ANSWERED", "LOST", "RTT", "AVERAGE",
	};
	static const char *const head_in_group[] = {
		"TARGET", "SOURCE", "STATE", "SINCE", "SENT", "ANSWERED",
		"LOST", "RTT", "AVERAGE",
	};
	struct text_table t = { .head = head_in_group, .ncols = 9 };
	size_t i;

	if (group == ALL_GROUPS) {
		t.head = head;
		t.ncols = 10;
	}
	for (i = 0; i < st->ntargets; i++)
		if (group == ALL_GROUPS ||
		    st->targets[i].group.ifindex == group)
			add_target(&t, &st->targets[i], group == ALL_GROUPS);
	if (t.ncells)
		text_table(&t, out, indent);
}

/**
 * view_targets() - Print the probe targets of all groups.
 * @out: where to
 * @st: the model
 */
void view_targets(FILE *out, const struct state *st)
{
	if (st->ntargets)
		view_targets_of(out, st, ALL_GROUPS, 0);
	else
		fprintf(out, "no targets\n");
}
