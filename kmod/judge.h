/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Whether it is a path that has failed, or those that it is probed by: pure
 * logic, no kernel types beyond lists, so that tests/unit can run it as it is.
 */
#ifndef _IPMP_JUDGE_H
#define _IPMP_JUDGE_H

#include <linux/list.h>
#include <linux/types.h>
#include <uapi/linux/ipmp.h>

#include "damp.h"
#include "pace.h"

/* So many lost in a row fail a path, so many answered in a row repair it. */
#define IPMP_FAIL_LOSSES	5
#define IPMP_REPAIR_ANSWERS	10

/* Those who do better must have been answered so often meanwhile. */
#define IPMP_BETTER_ANSWERS	3

/* A longer row tells no more, nor is it needed. */
#define IPMP_ROW_MAX		200

/* While nobody is answered all ask by broadcast: one such probe in that time. */
#define IPMP_BLIND_NS		20000000ULL

/* A switch may learn for so long before it lets the first frame through. */
#define IPMP_QUIET_NS		40000000000ULL

/**
 * struct ipmp_path - a member in one family, as far as probes tell
 * @list: in the judge's list while it is probed
 * @pace: its probes
 * @state: what they say
 * @proven: it has been answered since it joined
 * @awaiting: failed only in that it has to prove itself after a loss of
 *	carrier
 * @heard: it has been answered since it is probed
 * @first_id: number of the first probe that was answered then
 * @lost_row: probes lost since the last one that was answered
 * @answered_row: probes answered in a row
 * @row_from: number of the first of them
 * @lost_since: when the first of them was sent, or the one answered before it
 * @lost_at: when the last lost ones were sent, the latest first
 * @answered_id: number of the latest that was answered
 * @quiet_until: until then losses say nothing
 * @damp: how often it failed
 * @sent: probes sent
 * @answered: probes answered in time
 * @lost: probes lost
 * @failures: how often it failed
 * @repairs: how often it was repaired
 *
 * All fields are protected by the lock of the group.
 */
struct ipmp_path {
	struct list_head list;
	struct ipmp_pace pace;
	enum ipmp_probe_state state;
	bool proven;
	bool awaiting;
	bool heard;
	u32 first_id;
	unsigned int lost_row;
	unsigned int answered_row;
	u32 row_from;
	u64 lost_since;
	u64 lost_at[IPMP_FAIL_LOSSES];
	u32 answered_id;
	u64 quiet_until;
	struct ipmp_damp damp;
	u64 sent;
	u64 answered;
	u64 lost;
	u64 failures;
	u64 repairs;
};

/**
 * struct ipmp_judge - the paths of a group in one family
 * @paths: those that are probed
 * @fail_open: carry on by carrier when nobody is answered; else all fail
 * @blind: targets have answered nobody for so long that they are to blame
 *
 * All fields are protected by the lock of the group.
 */
struct ipmp_judge {
	struct list_head paths;
	bool fail_open;
	bool blind;
};

/**
 * ipmp_path_is_probed() - whether a path is in a judge's list
 * @p: the path
 *
 * Context: any; the caller holds the group's lock.
 */
static inline bool ipmp_path_is_probed(const struct ipmp_path *p)
{
	return p->state != IPMP_PROBE_STATE_DISABLED;
}

void ipmp_judge_open(struct ipmp_judge *j, bool fail_open);
void ipmp_path_begin(struct ipmp_judge *j, struct ipmp_path *p);
void ipmp_path_end(struct ipmp_judge *j, struct ipmp_path *p);
void ipmp_path_fresh(struct ipmp_path *p, u64 now);
void ipmp_path_pace(const struct ipmp_judge *j, struct ipmp_path *p,
		    unsigned int ms, u64 now);
void ipmp_path_mute(struct ipmp_judge *j, struct ipmp_path *p);
bool ipmp_path_is_doubtful(const struct ipmp_path *p);
bool ipmp_path_is_blamed(const struct ipmp_judge *j, const struct ipmp_path *p);
void ipmp_judge_lost(struct ipmp_judge *j, struct ipmp_path *p,
		     const struct ipmp_shot *shot, u64 now);
void ipmp_judge_answered(struct ipmp_judge *j, struct ipmp_path *p,
			 struct ipmp_shot *shot, u64 now);

#endif /* _IPMP_JUDGE_H */
