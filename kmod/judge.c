// SPDX-License-Identifier: GPL-2.0
/*
 * Whether it is a path that has failed, or those that it is probed by.
 *
 * A path that loses five probes in a row is suspect. It is blamed only if
 * another path did better at the same time: if three probes on that were
 * answered which were sent between the first and the last of these losses.
 * When targets go silent or return, at once or one by one, all paths lose and
 * recover almost in step, and none has so many. Then the targets are blamed.
 */
#include "judge.h"

#define for_each_path(p, j) list_for_each_entry(p, &(j)->paths, list)

/**
 * ipmp_path_fresh() - a path begins anew, without a past
 * @p: the path; not probed
 * @now: the time
 *
 * It is trusted, and for a while losses do not count.
 *
 * Context: any; the caller holds the group's lock.
 */
void ipmp_path_fresh(struct ipmp_path *p, u64 now)
{
	p->proven = false;
	p->quiet_until = now + IPMP_QUIET_NS;
}

static void clear_rows(struct ipmp_path *p)
{
	unsigned int i;

	p->lost_row = 0;
	p->answered_row = 0;
	for (i = 0; i < IPMP_FAIL_LOSSES; i++)
		p->lost_at[i] = 0;
}

static bool anybody_is_ok(const struct ipmp_judge *j)
{
	const struct ipmp_path *p;

	for_each_path(p, j)
		if (p->state == IPMP_PROBE_STATE_OK)
			return true;
	return false;
}

/**
 * ipmp_path_begin() - probe a path
 * @j: its judge
 * @p: the path, not probed yet; its pace has been started
 *
 * One that has worked before, and whose carrier is back, has to prove itself
 * where others are answered.
 *
 * Context: any; the caller holds the group's lock.
 */
void ipmp_path_begin(struct ipmp_judge *j, struct ipmp_path *p)
{
	clear_rows(p);
	p->answered_id = p->pace.last_id;
	p->row_from = p->pace.last_id;
	p->awaiting = p->proven && anybody_is_ok(j);
	p->state = p->awaiting ? IPMP_PROBE_STATE_FAILED :
				 IPMP_PROBE_STATE_UNKNOWN;
	list_add_tail(&p->list, &j->paths);
}

static bool is_suspect(const struct ipmp_path *p)
{
	return p->lost_row >= IPMP_FAIL_LOSSES;
}

static unsigned int answered_between(const struct ipmp_path *p, u64 from,
				     u64 to)
{
	const struct ipmp_shot *s;
	unsigned int i, n = 0;

	for (i = 0; i < IPMP_SHOTS; i++) {
		s = &p->pace.shot[i];
		n += s->state == IPMP_SHOT_ANSWERED && s->sent > from &&
		     s->sent < to;
	}
	return n;
}

/* Whether somebody was answered while @p lost its last probes. */
static bool another_does_better(const struct ipmp_judge *j,
				const struct ipmp_path *p)
{
	u64 from = p->lost_at[IPMP_FAIL_LOSSES - 1], to = p->lost_at[0];
	const struct ipmp_path *q;

	for_each_path(q, j)
		if (q != p &&
		    answered_between(q, from, to) >= IPMP_BETTER_ANSWERS)
			return true;
	return false;
}

static void fail(struct ipmp_path *p, u64 now)
{
	if (p->state != IPMP_PROBE_STATE_FAILED) {
		p->failures++;
		ipmp_damp_hit(&p->damp, now);
	}
	p->state = IPMP_PROBE_STATE_FAILED;
	p->awaiting = false;
}

/* Judge a suspect. One that is blamed already remains so. */
static void judge(struct ipmp_judge *j, struct ipmp_path *p, u64 now)
{
	if (p->state == IPMP_PROBE_STATE_FAILED && !p->awaiting)
		return;
	if (another_does_better(j, p) || !j->fail_open) {
		fail(p, now);
	} else if (!p->awaiting || !anybody_is_ok(j)) {
		p->state = IPMP_PROBE_STATE_UNKNOWN;
		p->awaiting = false;
	}
}

static void look_for_blindness(struct ipmp_judge *j)
{
	const struct ipmp_path *p;
	bool suspect = false;

	for_each_path(p, j) {
		if (p->state == IPMP_PROBE_STATE_OK ||
		    p->answered_row) {
			j->blind = false;
			return;
		}
		/* Who is blamed by itself says nothing of the targets. */
		suspect |= is_suspect(p) &&
			   (p->state == IPMP_PROBE_STATE_UNKNOWN ||
			    !j->fail_open);
	}
	j->blind = suspect;
}

/**
 * ipmp_path_end() - probe a path no more
 * @j: its judge
 * @p: the path, probed or not
 *
 * Context: any; the caller holds the group's lock.
 */
void ipmp_path_end(struct ipmp_judge *j, struct ipmp_path *p)
{
	if (!ipmp_path_is_probed(p))
		return;
	list_del(&p->list);
	p->state = IPMP_PROBE_STATE_DISABLED;
	p->awaiting = false;
	look_for_blindness(j);
}

/**
 * ipmp_path_is_doubtful() - failed, but not known to be dead
 * @p: the path
 *
 * Context: any; the caller holds the group's lock.
 * Return: true for one that has to prove itself, or is held back although it
 * is answered.
 */
bool ipmp_path_is_doubtful(const struct ipmp_path *p)
{
	return p->state == IPMP_PROBE_STATE_FAILED &&
	       (p->awaiting || p->answered_row >= IPMP_REPAIR_ANSWERS);
}

/**
 * ipmp_path_is_blamed() - failed, and nothing has shown since that it works
 * @p: the path
 *
 * That remains so when there is nobody to probe any more.
 *
 * Context: any; the caller holds the group's lock.
 */
bool ipmp_path_is_blamed(const struct ipmp_path *p)
{
	return p->state == IPMP_PROBE_STATE_FAILED && !ipmp_path_is_doubtful(p);
}

/**
 * ipmp_judge_lost() - a probe was not answered in time
 * @j: the judge
 * @p: the path that lost it
 * @shot: the probe
 * @now: the time
 *
 * Context: any; the caller holds the group's lock.
 */
void ipmp_judge_lost(struct ipmp_judge *j, struct ipmp_path *p,
		     const struct ipmp_shot *shot, u64 now)
{
	unsigned int i;

	p->lost++;
	if ((s32)(shot->id - p->row_from) > 0)
		p->answered_row = 0;
	if (now < p->quiet_until || (s32)(shot->id - p->answered_id) <= 0)
		return;
	p->lost_row++;
	for (i = IPMP_FAIL_LOSSES - 1; i; i--)
		p->lost_at[i] = p->lost_at[i - 1];
	p->lost_at[0] = shot->sent;
	if (is_suspect(p))
		judge(j, p, now);
	look_for_blindness(j);
}

/* How many of the probes after the last answered one are lost already. */
static unsigned int lost_since_answer(const struct ipmp_path *p)
{
	const struct ipmp_shot *s;
	unsigned int i, n = 0;

	for (i = 0; i < IPMP_SHOTS; i++) {
		s = &p->pace.shot[i];
		n += s->state == IPMP_SHOT_LOST &&
		     (s32)(s->id - p->answered_id) > 0;
	}
	return n;
}

static void consider_repair(struct ipmp_path *p, u64 now)
{
	if (p->state == IPMP_PROBE_STATE_UNKNOWN)
		p->state = IPMP_PROBE_STATE_OK;
	if (p->state != IPMP_PROBE_STATE_FAILED ||
	    p->answered_row < IPMP_REPAIR_ANSWERS ||
	    ipmp_damp_held(&p->damp, now))
		return;
	p->repairs += !p->awaiting;
	p->awaiting = false;
	p->state = IPMP_PROBE_STATE_OK;
}

/**
 * ipmp_judge_answered() - a probe was answered, in time or later
 * @j: the judge
 * @p: the path by which the answer came
 * @shot: the probe, awaited or lost; answered afterwards
 * @now: the time
 *
 * A late answer shows no less that the path works; only towards a repair it
 * does not count.
 *
 * Context: any; the caller holds the group's lock.
 */
void ipmp_judge_answered(struct ipmp_judge *j, struct ipmp_path *p,
			 struct ipmp_shot *shot, u64 now)
{
	bool in_time = shot->state == IPMP_SHOT_OUT;

	shot->state = IPMP_SHOT_ANSWERED;
	if ((s32)(shot->id - p->answered_id) > 0)
		p->answered_id = shot->id;
	p->lost_row = lost_since_answer(p);
	p->quiet_until = 0;
	p->proven = true;
	if (in_time) {
		p->answered++;
		if (!p->answered_row++)
			p->row_from = shot->id;
	}
	consider_repair(p, now);
	ipmp_judge_review(j, now);
}

/**
 * ipmp_judge_review() - judge all suspects again
 * @j: the judge
 * @now: the time
 *
 * Context: any; the caller holds the group's lock.
 */
void ipmp_judge_review(struct ipmp_judge *j, u64 now)
{
	struct ipmp_path *p;

	for_each_path(p, j)
		if (is_suspect(p))
			judge(j, p, now);
	look_for_blindness(j);
}
