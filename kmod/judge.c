// SPDX-License-Identifier: GPL-2.0
/*
 * Whether it is a path that has failed, or those that it is probed by.
 *
 * A path that loses five probes in a row is suspect. It is blamed only if
 * the others did better at the same time: if at least three probes on them were
 * answered which were sent since the first of these losses, and so many more than
 * were lost that the row cannot be chance. When targets go
 * silent or return, at once or one by one, all paths lose and recover almost in
 * step. Then the targets are blamed. When all paths lose a part of their
 * probes, the row has to be the longer, the more they lose: by what they lost
 * meanwhile, and by what they lost before.
 */
#include <linux/compiler.h>

#include "aim.h"
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

/* Where answers arrive it is looked at without the lock. */
static void enter(struct ipmp_path *p, enum ipmp_probe_state state)
{
	WRITE_ONCE(p->state, state);
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
	p->heard = false;
	p->awaiting = p->proven && anybody_is_ok(j);
	enter(p, p->awaiting ? IPMP_PROBE_STATE_FAILED :
			       IPMP_PROBE_STATE_UNKNOWN);
	list_add_tail(&p->list, &j->paths);
}

/* So that however many paths are blind, they flood no network. */
static u64 blind_interval(const struct ipmp_judge *j)
{
	const struct ipmp_path *p;
	u64 interval = 0;

	for_each_path(p, j)
		interval += IPMP_BLIND_NS;
	return interval;
}

/**
 * ipmp_path_pace() - set how often a path is probed
 * @j: its judge
 * @p: the path
 * @ms: the detection time, in milliseconds
 * @now: the time
 *
 * Context: any; the caller holds the group's lock.
 */
void ipmp_path_pace(const struct ipmp_judge *j, struct ipmp_path *p,
		    unsigned int ms, u64 now)
{
	u64 interval = IPMP_INTERVAL_NS(ms);

	if (p->awaiting && interval > IPMP_PROVE_NS)
		interval = IPMP_PROVE_NS;
	if (j->blind && interval < blind_interval(j))
		interval = blind_interval(j);
	ipmp_pace_set(&p->pace, now, interval, IPMP_PATIENCE_NS(ms));
}

static bool is_suspect(const struct ipmp_path *p)
{
	return p->lost_row >= IPMP_FAIL_LOSSES;
}

/**
 * struct tally - what became of probes
 * @answered: how many were answered
 * @lost: how many were lost
 */
struct tally {
	unsigned int answered;
	unsigned int lost;
};

static bool is_gone(const struct ipmp_shot *s, u64 now)
{
	return s->state == IPMP_SHOT_LOST ||
	       (s->state == IPMP_SHOT_OUT && s->target &&
		ipmp_aim_is_overdue(s->target, now - s->sent));
}

static void count_since(struct tally *t, const struct ipmp_path *p, u64 from,
			u64 now)
{
	const struct ipmp_shot *s;
	unsigned int i;

	for (i = 0; i < IPMP_SHOTS; i++) {
		s = &p->pace.shot[i];
		if (s->sent <= from)
			continue;
		t->answered += s->state == IPMP_SHOT_ANSWERED;
		t->lost += is_gone(s, now);
	}
}

/*
 * Of losses, only those that are no outage of the path, nor of the target, nor
 * were before it was answered first.
 */
static void count_last(struct tally *t, const struct ipmp_path *p,
		       unsigned int n)
{
	const struct ipmp_shot *s;
	unsigned int row = 0;

	if (!p->heard)
		return;
	for (n = p->pace.last_id - n + 1; n != p->pace.last_id + 1; n++) {
		s = &p->pace.shot[n % IPMP_SHOTS];
		if ((s32)(s->id - p->first_id) < 0 ||
		    (s->target && s->target->silent))
			continue;
		row += s->state == IPMP_SHOT_LOST;
		if (s->state != IPMP_SHOT_ANSWERED)
			continue;
		t->answered++;
		t->lost += row < IPMP_FAIL_LOSSES ? row : 0;
		row = 0;
	}
	t->lost += row < IPMP_FAIL_LOSSES ? row : 0;
}

/*
 * Whether a row of losses is longer than the loss rate of a tally explains. Up
 * to a rate of one in nine five are enough, at 20, 30, 40 or 50 % it takes 8,
 * 13, 24 or 50. So it is by chance in one of 100 000 cases or fewer, for rates
 * that are measured in a few probes as well.
 */
static bool is_beyond(unsigned int row, const struct tally *t)
{
	unsigned int all = t->answered + t->lost;
	u64 rate;

	if (!all)
		return true;
	if (row > IPMP_ROW_MAX)
		row = IPMP_ROW_MAX;
	rate = 1024 * t->answered / all;
	return 10 * row * rate * rate * rate * rate >= 31ULL << 40;
}

/* Who can tell whether @p does worse: nobody who is in trouble himself. */
static bool may_tell(const struct ipmp_path *q, const struct ipmp_path *p,
		     bool failed)
{
	return q != p && !is_suspect(q) &&
	       (q->state == IPMP_PROBE_STATE_FAILED) == failed;
}

static void count_others(struct tally *t, const struct ipmp_judge *j,
			 const struct ipmp_path *p, bool failed, u64 now)
{
	u64 from = p->lost_at[IPMP_FAIL_LOSSES - 1];
	const struct ipmp_path *q;

	/* It is probed so fast that the others were not meanwhile. */
	if (p->awaiting)
		from = p->lost_since;
	for_each_path(q, j)
		if (may_tell(q, p, failed))
			count_since(t, q, from, now);
}

/* Whether others were answered since the first of the last losses of @p. */
static bool others_do_better(const struct ipmp_judge *j,
			     const struct ipmp_path *p, u64 now)
{
	struct tally t = {};

	count_others(&t, j, p, false, now);
	if (!t.answered)
		count_others(&t, j, p, true, now);
	return t.answered >= IPMP_BETTER_ANSWERS && t.answered >= t.lost &&
	       is_beyond(p->lost_row, &t);
}

/* Whether the row of @p is too long for what all lost among the last @n. */
static bool is_exceptional(const struct ipmp_judge *j,
			   const struct ipmp_path *p, unsigned int n)
{
	const struct ipmp_path *q;
	struct tally t = {};

	for_each_path(q, j)
		if (q == p || q->state != IPMP_PROBE_STATE_FAILED)
			count_last(&t, q, n);
	return is_beyond(p->lost_row, &t);
}

/* A loss rate shows soon in the last few probes, and for long in more. */
static bool is_to_blame(const struct ipmp_judge *j, const struct ipmp_path *p,
			u64 now)
{
	return others_do_better(j, p, now) &&
	       is_exceptional(j, p, IPMP_SHOTS / 4) &&
	       is_exceptional(j, p, IPMP_SHOTS / 2) &&
	       is_exceptional(j, p, IPMP_SHOTS);
}

static void fail(struct ipmp_path *p, u64 now)
{
	if (p->state != IPMP_PROBE_STATE_FAILED) {
		p->failures++;
		ipmp_damp_hit(&p->damp, now);
	}
	enter(p, IPMP_PROBE_STATE_FAILED);
	p->awaiting = false;
}

/* Judge a suspect. One that is blamed already remains so. */
static void judge(struct ipmp_judge *j, struct ipmp_path *p, u64 now)
{
	if (p->state == IPMP_PROBE_STATE_FAILED && !p->awaiting)
		return;
	if (is_to_blame(j, p, now) || !j->fail_open) {
		fail(p, now);
	} else if (!p->awaiting || !anybody_is_ok(j)) {
		enter(p, IPMP_PROBE_STATE_UNKNOWN);
		p->awaiting = false;
	}
}

static void judge_all(struct ipmp_judge *j, u64 now)
{
	struct ipmp_path *p;

	for_each_path(p, j)
		if (is_suspect(p))
			judge(j, p, now);
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
 * ipmp_judge_open() - say what is to be when nobody is answered
 * @j: the judge
 * @fail_open: carry on; else all fail
 *
 * Who failed because nobody was answered, or may have, is judged anew.
 *
 * Context: any; the caller holds the group's lock, or nobody knows it yet.
 */
void ipmp_judge_open(struct ipmp_judge *j, bool fail_open)
{
	struct ipmp_path *p;

	if (fail_open && !j->fail_open && j->blind)
		for_each_path(p, j)
			if (p->state == IPMP_PROBE_STATE_FAILED && !p->awaiting)
				enter(p, IPMP_PROBE_STATE_UNKNOWN);
	j->fail_open = fail_open;
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
	enter(p, IPMP_PROBE_STATE_DISABLED);
	p->awaiting = false;
	look_for_blindness(j);
}

/**
 * ipmp_path_mute() - nothing can be asked on a path
 * @j: its judge
 * @p: the path, probed
 *
 * As without a source address. What it was known for is no longer known; but who
 * was blamed remains so.
 *
 * Context: any; the caller holds the group's lock.
 */
void ipmp_path_mute(struct ipmp_judge *j, struct ipmp_path *p)
{
	if (p->state == IPMP_PROBE_STATE_FAILED && !p->awaiting)
		return;
	clear_rows(p);
	enter(p, IPMP_PROBE_STATE_UNKNOWN);
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
 * @j: its judge
 * @p: the path
 *
 * That remains so when there is nobody to probe any more; but not what failed
 * only because nobody was answered at all.
 *
 * Context: any; the caller holds the group's lock.
 */
bool ipmp_path_is_blamed(const struct ipmp_judge *j, const struct ipmp_path *p)
{
	return p->state == IPMP_PROBE_STATE_FAILED &&
	       !ipmp_path_is_doubtful(p) && !j->blind;
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
	if (!p->lost_row++)
		p->lost_since = shot->sent;
	for (i = IPMP_FAIL_LOSSES - 1; i; i--)
		p->lost_at[i] = p->lost_at[i - 1];
	p->lost_at[0] = shot->sent;
	/* One suspect more changes how it looks for the others. */
	if (p->lost_row == IPMP_FAIL_LOSSES)
		judge_all(j, now);
	else if (is_suspect(p))
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
		enter(p, IPMP_PROBE_STATE_OK);
	if (p->state != IPMP_PROBE_STATE_FAILED ||
	    p->answered_row < IPMP_REPAIR_ANSWERS ||
	    ipmp_damp_held(&p->damp, now))
		return;
	p->repairs += !p->awaiting;
	p->awaiting = false;
	enter(p, IPMP_PROBE_STATE_OK);
}

/**
 * ipmp_judge_answered() - a probe was answered, in time or later
 * @j: the judge
 * @p: the path by which the answer came
 * @shot: the probe, awaited or lost; answered afterwards
 * @now: the time
 *
 * A late answer shows no less that the path works; only towards a repair it
 * does not count. Others are not judged anew: that is too much for where answers
 * arrive, and each is with its next loss.
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
	p->lost_since = shot->sent;
	p->quiet_until = 0;
	p->proven = true;
	if (!p->heard)
		p->first_id = shot->id;
	p->heard = true;
	if (in_time) {
		p->answered++;
		if (!p->answered_row++)
			p->row_from = shot->id;
	}
	consider_repair(p, now);
	look_for_blindness(j);
}
