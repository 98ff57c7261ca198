// SPDX-License-Identifier: GPL-2.0
/* Names, labels and types are public, see Documentation/metrics.rst. */
#include <stdio.h>
#include <string.h>

#include "../lib/err.h"
#include "../view/metrics.h"
#include "cmd.h"

static uint64_t count_members(const struct state *st, const struct group *g,
			      bool (*is)(const struct member *m))
{
	size_t i, n = 0;

	for (i = 0; i < st->nmembers; i++)
		n += st->members[i].group.ifindex == g->id.ifindex &&
		     is(&st->members[i]);
	return n;
}

static bool any(const struct member *m __always_unused)
{
	return true;
}

static bool is_active(const struct member *m)
{
	return m->state == IPMP_MEMBER_STATE_ACTIVE;
}

static bool is_standby(const struct member *m)
{
	return m->standby;
}

static uint64_t members(const struct state *st, const void *g)
{
	return count_members(st, g, any);
}

static uint64_t active_members(const struct state *st, const void *g)
{
	return count_members(st, g, is_active);
}

static uint64_t standby_members(const struct state *st, const void *g)
{
	return count_members(st, g, is_standby);
}

/* Those of a group on a member, empty for on none, NULL for all. */
static uint64_t count_addresses(const struct state *st, uint32_t group,
				const char *member)
{
	const struct address *a;
	size_t i, n = 0;

	for (i = 0; i < st->naddresses; i++) {
		a = &st->addresses[i];
		n += a->group.ifindex == group &&
		     (!member || !strcmp(a->member, member));
	}
	return n;
}

static uint64_t addresses(const struct state *st, const void *item)
{
	const struct group *g = item;

	return count_addresses(st, g->id.ifindex, NULL);
}

static uint64_t unbound_addresses(const struct state *st, const void *item)
{
	const struct group *g = item;

	return count_addresses(st, g->id.ifindex, "");
}

static uint64_t hosted_addresses(const struct state *st, const void *item)
{
	const struct member *m = item;

	return count_addresses(st, m->group.ifindex, m->ifname);
}

#define INFO(of, metric, text)						\
	{ .type = of, .value = METRIC_INFO, .name = metric, .help = text }
#define FIELD(of, in, field, how, metric, text)				\
	{ .type = of, .value = how, .offset = offsetof(in, field),	\
	  .name = metric, .help = text }
#define STATE(of, in, field, list, metric, text)			\
	{ .type = of, .value = METRIC_STATE,				\
	  .offset = offsetof(in, field), .words = &(list),		\
	  .name = metric, .help = text }
#define COUNTER(what, metric, text)					\
	{ .type = OBJECT_GROUP, .value = METRIC_COUNTER,		\
	  .counter = what, .name = metric, .help = text }
#define CALL(of, fn, metric, text)					\
	{ .type = of, .value = METRIC_CALL, .call = fn,			\
	  .name = metric, .help = text }

static const struct metric metrics[] = {
	INFO(OBJECT_GROUP, "ipmp_group_info",
	     "A group, always 1."),
	STATE(OBJECT_GROUP, struct group, state, words_group_state, "ipmp_group_state",
	      "State of a group."),
	CALL(OBJECT_GROUP, members, "ipmp_group_members",
	     "Members of a group, with those that are missing."),
	CALL(OBJECT_GROUP, active_members, "ipmp_group_active_members",
	     "Members that carry traffic."),
	CALL(OBJECT_GROUP, standby_members, "ipmp_group_standby_members",
	     "Members that only replace others."),
	CALL(OBJECT_GROUP, addresses, "ipmp_group_addresses",
	     "Data addresses of a group."),
	CALL(OBJECT_GROUP, unbound_addresses, "ipmp_group_unbound_addresses",
	     "Data addresses that no member hosts."),
	FIELD(OBJECT_GROUP, struct group, failback, METRIC_BOOL,
	      "ipmp_group_failback",
	      "Whether a repaired member takes its work back."),
	FIELD(OBJECT_GROUP, struct group, detection_time, METRIC_MS,
	      "ipmp_group_detection_time_seconds",
	      "A path that goes silent is left within this time."),
	FIELD(OBJECT_GROUP, struct group, detection_now, METRIC_MS,
	      "ipmp_group_detection_now_seconds",
	      "The detection time that can be kept now, while probing."),
	FIELD(OBJECT_GROUP, struct group, targets_silent, METRIC_BOOL,
	      "ipmp_group_targets_silent",
	      "Whether no target answers any member."),
	COUNTER("address_moves", "ipmp_group_address_moves_total",
		"Moves of data addresses from member to member."),
	COUNTER("member_failures", "ipmp_group_member_failures_total",
		"Failures of members."),
	COUNTER("member_repairs", "ipmp_group_member_repairs_total",
		"Repairs of members."),
	COUNTER("announcements", "ipmp_group_announcements_total",
		"Announcements of data addresses to neighbours."),
	COUNTER("tx_rerouted", "ipmp_group_rerouted_packets_total",
		"Packets that another member than the chosen one took."),
	COUNTER("probes_sent", "ipmp_group_probes_sent_total",
		"Probes sent by members, those that left included."),
	COUNTER("probes_answered", "ipmp_group_probes_answered_total",
		"Of those, answered in time."),
	COUNTER("probes_lost", "ipmp_group_probes_lost_total",
		"Of those, not answered in time."),
	COUNTER("probes_not_sent", "ipmp_group_probes_not_sent_total",
		"Probes that were due, but that the host was too late for."),
	COUNTER("probe_failures", "ipmp_group_probe_failures_total",
		"How often probes made a member fail in a family."),
	COUNTER("probe_repairs", "ipmp_group_probe_repairs_total",
		"How often probes repaired a member in a family."),
	INFO(OBJECT_ADDRESS, "ipmp_address_info",
	     "A data address, the member that hosts it and its home, always 1."),
	INFO(OBJECT_MEMBER, "ipmp_member_info",
	     "A member, always 1."),
	STATE(OBJECT_MEMBER, struct member, state, words_member_state, "ipmp_member_state",
	      "State of a member."),
	FIELD(OBJECT_MEMBER, struct member, since, METRIC_NS,
	      "ipmp_member_state_since_timestamp_seconds",
	      "When the state was entered."),
	STATE(OBJECT_MEMBER, struct member, link, words_link, "ipmp_member_link",
	      "Link of a member."),
	FIELD(OBJECT_MEMBER, struct member, standby, METRIC_BOOL,
	      "ipmp_member_standby",
	      "Whether a member only replaces others."),
	FIELD(OBJECT_MEMBER, struct member, cast, METRIC_BOOL,
	      "ipmp_member_cast",
	      "Whether a member hears broadcast and multicast."),
	CALL(OBJECT_MEMBER, hosted_addresses, "ipmp_member_addresses",
	     "Data addresses that a member hosts."),
	FIELD(OBJECT_MEMBER, struct member, hold_until, METRIC_NS,
	      "ipmp_member_hold_until_timestamp_seconds",
	      "Until when a member that flaps is kept from its work."),
	STATE(OBJECT_PROBE, struct probe, state, words_probe_state, "ipmp_probe_state",
	      "What probes say of a member in one family."),
	FIELD(OBJECT_PROBE, struct probe, since, METRIC_NS,
	      "ipmp_probe_state_since_timestamp_seconds",
	      "When the probe state was entered."),
	FIELD(OBJECT_PROBE, struct probe, sent, METRIC_U64,
	      "ipmp_probe_sent_total",
	      "Probes sent."),
	FIELD(OBJECT_PROBE, struct probe, answered, METRIC_U64,
	      "ipmp_probe_answered_total",
	      "Probes answered in time."),
	FIELD(OBJECT_PROBE, struct probe, lost, METRIC_U64,
	      "ipmp_probe_lost_total",
	      "Probes not answered in time."),
	FIELD(OBJECT_PROBE, struct probe, not_sent, METRIC_U64,
	      "ipmp_probe_not_sent_total",
	      "Probes that the host was too late for, never counted as lost."),
	FIELD(OBJECT_PROBE, struct probe, failures, METRIC_U64,
	      "ipmp_probe_failures_total",
	      "How often probes made a member fail."),
	FIELD(OBJECT_PROBE, struct probe, repairs, METRIC_U64,
	      "ipmp_probe_repairs_total",
	      "How often probes repaired a member."),
	FIELD(OBJECT_PROBE, struct probe, rtt.last, METRIC_RTT,
	      "ipmp_probe_rtt_seconds",
	      "Last round-trip time."),
	FIELD(OBJECT_PROBE, struct probe, rtt.avg, METRIC_RTT,
	      "ipmp_probe_rtt_average_seconds",
	      "Smoothed round-trip time."),
	FIELD(OBJECT_PROBE, struct probe, rtt.dev, METRIC_RTT,
	      "ipmp_probe_rtt_deviation_seconds",
	      "Smoothed deviation of the round-trip time."),
	INFO(OBJECT_TARGET, "ipmp_target_info",
	     "A probe target, always 1."),
	STATE(OBJECT_TARGET, struct probe_target, state, words_target_state, "ipmp_target_state",
	      "State of a probe target."),
	FIELD(OBJECT_TARGET, struct probe_target, since, METRIC_NS,
	      "ipmp_target_state_since_timestamp_seconds",
	      "When the state was entered."),
	FIELD(OBJECT_TARGET, struct probe_target, sent, METRIC_U64,
	      "ipmp_target_sent_total",
	      "Probes sent to a target."),
	FIELD(OBJECT_TARGET, struct probe_target, answered, METRIC_U64,
	      "ipmp_target_answered_total",
	      "Probes that a target answered in time."),
	FIELD(OBJECT_TARGET, struct probe_target, lost, METRIC_U64,
	      "ipmp_target_lost_total",
	      "Probes that a target did not answer in time."),
	FIELD(OBJECT_TARGET, struct probe_target, rtt.last, METRIC_RTT,
	      "ipmp_target_rtt_seconds",
	      "Last round-trip time of a target."),
	FIELD(OBJECT_TARGET, struct probe_target, rtt.avg, METRIC_RTT,
	      "ipmp_target_rtt_average_seconds",
	      "Smoothed round-trip time of a target."),
	FIELD(OBJECT_TARGET, struct probe_target, rtt.dev, METRIC_RTT,
	      "ipmp_target_rtt_deviation_seconds",
	      "Smoothed deviation of it."),
};

static int run(const struct options *opt, struct args *args)
{
	struct state st;
	int status;

	if (opt->json)
		return err_usage("metrics: there is no JSON of it (try ipmpadm -j show)");
	status = args_end(args);
	if (status)
		return status;
	status = common_read(&st, NULL);
	if (!status)
		metrics_print(stdout, &st, metrics, ARRAY_SIZE(metrics));
	state_free(&st);
	return status;
}

static const struct verb verbs[] = {
	{ NULL, run, "",
	  "all counters and states in the text format of Prometheus" },
	{ 0 }
};

const struct object_cmd cmd_metrics = { "metrics", verbs };
