/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Which targets are worth asking, and how fast they answer: pure logic, no
 * kernel types beyond lists, so that tests/unit can run it as it is.
 */
#ifndef _IPMP_AIM_H
#define _IPMP_AIM_H

#include <linux/list.h>
#include <linux/types.h>
#include <uapi/linux/ipmp.h>

/* As long as one of them answers, no path loses five probes in a row. */
#define IPMP_TARGETS_ACTIVE	5

/* From so many losses on it may not be any more where it said. */
#define IPMP_LOSSES_MOVED	2

/* So often it answers where it is but no echo, until no echo is asked for. */
#define IPMP_MUTE_ROUNDS	3

/* Who is set aside, or asked for no echo, is tried again after that. */
#define IPMP_RETRY_NS		60000000000ULL

/* The detection time grows so many times for slow targets, and no more. */
#define IPMP_SLOW_MAX		4

struct ipmp_path;
struct ipmp_shot;

/**
 * struct ipmp_rtt - round-trip times, in nanoseconds
 * @measured: there are any
 * @last: the last one
 * @avg: smoothed
 * @dev: smoothed deviation
 */
struct ipmp_rtt {
	bool measured;
	u64 last;
	u64 avg;
	u64 dev;
};

/**
 * struct ipmp_aim - a target, as far as judging is concerned
 * @list: in the group's list of targets of its family, in order of preference
 * @state: what it is good for
 * @since: when it entered that, in nanoseconds as all times here
 * @unfit: it is not to be asked; set by the caller
 * @silent: it was set aside for its silence, or nobody was answered by anybody;
 *	until it answers
 * @located: it has told where it is, since it is asked; set by the caller
 * @lost_row: probes that it has not answered in a row, on paths that work
 * @row_from: losses of probes that were sent before do not count any more
 * @retry_at: when it is tried again after it was set aside
 * @echoes_lost: echo requests that were lost since it answered anything
 * @mute_rounds: how often it told where it is after that, and answered no echo
 * @mute_until: until then it is asked for no echo
 * @rtt: how fast it answers
 * @sent: probes sent to it
 * @answered: of those, answered in time
 * @lost: of those, lost
 *
 * All fields are protected by the lock of the group.
 */
struct ipmp_aim {
	struct list_head list;
	enum ipmp_target_state state;
	u64 since;
	bool unfit;
	bool silent;
	bool located;
	unsigned int lost_row;
	u64 row_from;
	u64 retry_at;
	unsigned int echoes_lost;
	unsigned int mute_rounds;
	u64 mute_until;
	struct ipmp_rtt rtt;
	u64 sent;
	u64 answered;
	u64 lost;
};

void ipmp_rtt_add(struct ipmp_rtt *r, u64 rtt);
void ipmp_aim_lost(struct ipmp_aim *a, const struct ipmp_shot *shot);
void ipmp_aim_answered(struct ipmp_aim *a, const struct ipmp_shot *shot,
		       u64 now);
bool ipmp_aim_is_overdue(const struct ipmp_aim *a, u64 age);
bool ipmp_aim_is_located(const struct ipmp_aim *a, const struct ipmp_path *p);
bool ipmp_aim_echoes(const struct ipmp_aim *a, const struct ipmp_path *p,
		     u64 now);
bool ipmp_aim_charge(struct list_head *aims, struct ipmp_path *p,
		     const struct ipmp_shot *shot, u64 now);
void ipmp_aim_doubt_all(struct list_head *aims);
void ipmp_aim_review(struct list_head *aims, u64 patience, u64 now);
struct ipmp_aim *ipmp_aim_next(struct list_head *aims,
			       const struct ipmp_aim *last, u32 random);
unsigned int ipmp_aim_detection(struct list_head *aims, unsigned int want,
				unsigned int now_ms);

#endif /* _IPMP_AIM_H */
