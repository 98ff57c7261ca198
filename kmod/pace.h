/* SPDX-License-Identifier: GPL-2.0 */
/*
 * When a path is probed, and when a probe counts as lost: pure logic, no
 * kernel types beyond lists, so that tests/unit can run it as it is.
 *
 * Probes leave on a fixed grid, each a little late at random. A path that goes
 * silent right after an answered probe loses the five that follow; the last of
 * them leaves after 5 1/4 intervals at most and counts as lost after two more.
 * So with a tenth of the detection time as the interval a quarter of it is left
 * for the host to act.
 */
#ifndef _IPMP_PACE_H
#define _IPMP_PACE_H

#include <linux/types.h>

struct ipmp_aim;

/* By the detection time, in milliseconds; the results are nanoseconds. */
#define IPMP_INTERVAL_NS(ms)	((u64)(ms) * 100000)
#define IPMP_PATIENCE_NS(ms)	((u64)(ms) * 200000)

/* Who has to prove that the path works again after a loss of carrier. */
#define IPMP_PROVE_NS		100000000ULL

/* Probes that are remembered; a late answer tells how slow a target is. */
#define IPMP_SHOTS		32

/**
 * enum ipmp_shot_state - what became of a probe
 * @IPMP_SHOT_NONE: there is none
 * @IPMP_SHOT_OUT: an answer is awaited
 * @IPMP_SHOT_ANSWERED: answered, in time or later
 * @IPMP_SHOT_LOST: not answered in time
 */
enum ipmp_shot_state {
	IPMP_SHOT_NONE,
	IPMP_SHOT_OUT,
	IPMP_SHOT_ANSWERED,
	IPMP_SHOT_LOST,
};

/**
 * struct ipmp_shot - a probe
 * @state: what became of it
 * @late: the host did not keep up while it was on its way
 * @charged: it is settled whether the loss is held against the target
 * @id: its number
 * @kind: how it was asked, for the caller
 * @target: whom; set by the caller, NULL when the target is no more
 * @sent: when, in nanoseconds as all times here
 * @deadline: when it counts as lost
 */
struct ipmp_shot {
	enum ipmp_shot_state state;
	bool late;
	bool charged;
	u32 id;
	unsigned int kind;
	struct ipmp_aim *target;
	u64 sent;
	u64 deadline;
};

/**
 * struct ipmp_pace - the probes of a path
 * @interval: time between two probes
 * @patience: time after which a probe counts as lost, at most 16 intervals
 * @base: the grid: when the next is due, but for the random part
 * @due: when the next is due
 * @wake: for when the caller's timer is set
 * @last_id: number of the last probe
 * @not_sent: probes that were due while the host was busy elsewhere
 * @shot: the last probes, by number
 *
 * All fields are protected by the lock of the group.
 */
struct ipmp_pace {
	u64 interval;
	u64 patience;
	u64 base;
	u64 due;
	u64 wake;
	u32 last_id;
	u64 not_sent;
	struct ipmp_shot shot[IPMP_SHOTS];
};

void ipmp_pace_start(struct ipmp_pace *p, u64 now, u32 random);
void ipmp_pace_set(struct ipmp_pace *p, u64 now, u64 interval, u64 patience);
void ipmp_pace_wake(struct ipmp_pace *p, u64 now);
struct ipmp_shot *ipmp_pace_expired(struct ipmp_pace *p, u64 now);
bool ipmp_pace_due(struct ipmp_pace *p, u64 now, u32 random);
struct ipmp_shot *ipmp_pace_shoot(struct ipmp_pace *p, u64 now);
u64 ipmp_pace_next(struct ipmp_pace *p);
struct ipmp_shot *ipmp_pace_by_id(struct ipmp_pace *p, u32 id);
struct ipmp_shot *ipmp_pace_by_target(struct ipmp_pace *p,
				      const struct ipmp_aim *target,
				      unsigned int kind, u64 rtt, u64 now);
bool ipmp_pace_lost(const struct ipmp_pace *p, const struct ipmp_aim *target,
		    u32 id);
struct ipmp_shot *ipmp_pace_charge(struct ipmp_pace *p, u32 id);
void ipmp_pace_forget(struct ipmp_pace *p, const struct ipmp_aim *target);
bool ipmp_pace_tells(const struct ipmp_pace *p, const struct ipmp_shot *shot,
		     u64 now);

#endif /* _IPMP_PACE_H */
