// SPDX-License-Identifier: GPL-2.0
/* Which targets are worth asking, and how fast they answer. */
#include <linux/math64.h>
#include <linux/string.h>

#include "aim.h"
#include "judge.h"	/* how many losses are too many */

#define for_each_aim(a, aims) list_for_each_entry(a, aims, list)

static bool is_active(const struct ipmp_aim *a)
{
	return a->state == IPMP_TARGET_STATE_ACTIVE;
}

/* The time within which most answers come. */
static u64 expected(const struct ipmp_aim *a)
{
	return a->rtt.avg + 2 * a->rtt.dev;
}

/**
 * ipmp_aim_is_overdue() - whether an answer will hardly come any more
 * @a: the target
 * @age: for how long it has been awaited
 *
 * As TCP does (RFC 6298).
 *
 * Context: any; the caller holds the group's lock.
 */
bool ipmp_aim_is_overdue(const struct ipmp_aim *a, u64 age)
{
	return a->rtt.measured && age > a->rtt.avg + 4 * a->rtt.dev;
}

/**
 * ipmp_rtt_add() - take in a round-trip time
 * @r: those so far
 * @rtt: the time, in nanoseconds
 *
 * Smoothed as TCP does (RFC 6298).
 *
 * Context: any; the caller holds the group's lock.
 */
void ipmp_rtt_add(struct ipmp_rtt *r, u64 rtt)
{
	u64 off;

	r->last = rtt;
	if (!r->measured) {
		r->measured = true;
		r->avg = rtt;
		r->dev = rtt / 2;
		return;
	}
	off = rtt > r->avg ? rtt - r->avg : r->avg - rtt;
	r->dev = r->dev - r->dev / 4 + off / 4;
	r->avg = r->avg - r->avg / 8 + rtt / 8;
}

/**
 * ipmp_aim_lost() - a target did not answer in time
 * @a: the target
 * @shot: the probe
 *
 * Whoever is to blame for that.
 *
 * Context: any; the caller holds the group's lock.
 */
void ipmp_aim_lost(struct ipmp_aim *a, const struct ipmp_shot *shot)
{
	a->lost++;
	a->echoes_lost += shot->kind == IPMP_PROBE_KIND_ECHO;
}

/*
 * In an outage echoes are lost as well, but after it they are answered again.
 * One that was mute already is so still if the first try is in vain.
 */
static void learn_to_ask(struct ipmp_aim *a, unsigned int kind, u64 now)
{
	if (kind == IPMP_PROBE_KIND_ECHO)
		a->mute_rounds = 0;
	else if (a->echoes_lost && ++a->mute_rounds >= IPMP_MUTE_ROUNDS)
		a->mute_until = now + IPMP_RETRY_NS;
	a->echoes_lost = 0;
}

/**
 * ipmp_aim_answered() - a target answered
 * @a: the target
 * @shot: the probe that it answered
 * @now: the time
 *
 * Context: any; the caller holds the group's lock.
 */
void ipmp_aim_answered(struct ipmp_aim *a, const struct ipmp_shot *shot,
		       u64 now)
{
	learn_to_ask(a, shot->kind, now);
	a->silent = false;
	a->lost_row = 0;
	if (shot->sent > a->row_from)
		a->row_from = shot->sent;
}

/**
 * ipmp_aim_is_located() - whether a target is where it said
 * @a: the target
 * @p: the path on which it is to be asked
 *
 * It is asked by all means again where either is in trouble: perhaps it moved.
 *
 * Context: any; the caller holds the group's lock.
 */
bool ipmp_aim_is_located(const struct ipmp_aim *a, const struct ipmp_path *p)
{
	return a->located && a->lost_row < IPMP_LOSSES_MOVED &&
	       p->lost_row < IPMP_LOSSES_MOVED;
}

/**
 * ipmp_aim_echoes() - whether to ask a target for an echo
 * @a: the target
 * @p: the path on which it is to be asked
 * @now: the time
 *
 * Context: any; the caller holds the group's lock.
 * Return: false if it is to be asked where it is.
 */
bool ipmp_aim_echoes(const struct ipmp_aim *a, const struct ipmp_path *p,
		     u64 now)
{
	return ipmp_aim_is_located(a, p) && now >= a->mute_until;
}

static void set_aside(struct ipmp_aim *a, enum ipmp_target_state state, u64 now)
{
	a->state = state;
	a->located = false;
	a->since = now;
	a->retry_at = now + IPMP_RETRY_NS;
}

static bool is_last(struct list_head *aims, const struct ipmp_aim *a)
{
	const struct ipmp_aim *b;

	for_each_aim(b, aims)
		if (b != a && is_active(b))
			return false;
	return true;
}

/* However many members there are, it is not lost for a moment's silence. */
static void lose(struct ipmp_aim *a, const struct ipmp_shot *lost, u64 interval)
{
	if (lost->sent < a->row_from)
		return;
	a->lost_row++;
	a->row_from = lost->sent + interval;
}

static bool is_silent(struct list_head *aims, const struct ipmp_aim *a)
{
	return is_active(a) && a->lost_row >= IPMP_FAIL_LOSSES &&
	       !is_last(aims, a);
}

static bool charge(struct list_head *aims, const struct ipmp_shot *lost,
		   u64 interval, u64 now)
{
	struct ipmp_aim *a = lost->target;

	lose(a, lost, interval);
	if (!is_silent(aims, a))
		return false;
	set_aside(a, IPMP_TARGET_STATE_SILENT, now);
	a->silent = true;
	return true;
}

/**
 * ipmp_aim_charge() - that a path works shows who has not answered on it
 * @aims: all targets
 * @p: the path, which has not been told of the answer yet
 * @shot: the probe that was answered
 * @now: the time
 *
 * A target is charged with a loss only when another one has answered on that
 * path since. So one that alone is silent is set aside. What a path lost while
 * it was out itself, or never worked yet, is charged to nobody; nor is what it
 * lost together with a probe to the one that answers now. Losses at about the
 * same time count once, those before an answer not at all.
 *
 * Context: any; the caller holds the group's lock.
 * Return: true if a target was set aside.
 */
bool ipmp_aim_charge(struct list_head *aims, struct ipmp_path *p,
		     const struct ipmp_shot *shot, u64 now)
{
	bool works = p->proven && p->lost_row < IPMP_FAIL_LOSSES &&
		     !ipmp_pace_lost(&p->pace, shot->target, shot->id);
	const struct ipmp_shot *lost;
	bool aside = false;

	while ((lost = ipmp_pace_charge(&p->pace, shot->id)))
		if (works && lost->target && lost->target != shot->target)
			aside |= charge(aims, lost, p->pace.patience / 2, now);
	return aside;
}

/**
 * ipmp_aim_doubt_all() - nobody is answered any more
 * @aims: all targets
 *
 * Context: any; the caller holds the group's lock.
 */
void ipmp_aim_doubt_all(struct list_head *aims)
{
	struct ipmp_aim *a;

	for_each_aim(a, aims)
		a->silent = true;
}

/* Whether another target answers so much faster that @a can be spared. */
static bool is_outrun(struct list_head *aims, const struct ipmp_aim *a,
		      u64 patience)
{
	const struct ipmp_aim *b;

	if (!a->rtt.measured || expected(a) <= patience)
		return false;
	for_each_aim(b, aims)
		if (b != a && is_active(b) && b->rtt.measured && !b->lost_row &&
		    expected(b) <= patience / 2)
			return true;
	return false;
}

static bool is_aside(const struct ipmp_aim *a, u64 now)
{
	return (a->state == IPMP_TARGET_STATE_SLOW ||
		a->state == IPMP_TARGET_STATE_SILENT) && now < a->retry_at;
}

/* Forget how slow and silent it was. */
static void give_another_chance(struct ipmp_aim *a)
{
	a->lost_row = 0;
	memset(&a->rtt, 0, sizeof(a->rtt));
}

static void assign(struct ipmp_aim *a, enum ipmp_target_state state, u64 now)
{
	if (a->state == state)
		return;
	if (a->state == IPMP_TARGET_STATE_SLOW ||
	    a->state == IPMP_TARGET_STATE_SILENT)
		give_another_chance(a);
	a->state = state;
	a->since = now;
}

/**
 * ipmp_aim_review() - choose the targets to ask
 * @aims: all targets
 * @patience: the time after which a probe counts as lost
 * @now: the time
 *
 * Those that answer too slowly are set aside while others are fast; of the
 * rest that are fit the first five are asked.
 *
 * Context: any; the caller holds the group's lock.
 */
void ipmp_aim_review(struct list_head *aims, u64 patience, u64 now)
{
	unsigned int n = 0;
	struct ipmp_aim *a;

	for_each_aim(a, aims) {
		if (is_active(a) && is_outrun(aims, a, patience))
			set_aside(a, IPMP_TARGET_STATE_SLOW, now);
		if (a->unfit)
			assign(a, IPMP_TARGET_STATE_SPARE, now);
		else if (!is_aside(a, now))
			assign(a, n++ < IPMP_TARGETS_ACTIVE ?
				  IPMP_TARGET_STATE_ACTIVE :
				  IPMP_TARGET_STATE_SPARE, now);
	}
}

static struct ipmp_aim *any_active(struct list_head *aims, u32 random)
{
	struct ipmp_aim *a;
	unsigned int n = 0;

	for_each_aim(a, aims)
		n += is_active(a);
	if (!n)
		return NULL;
	random %= n;
	for_each_aim(a, aims)
		if (is_active(a) && !random--)
			return a;
	return NULL;
}

/**
 * ipmp_aim_next() - whose turn it is
 * @aims: all targets
 * @last: whose it was last, NULL for nobody's
 * @random: any number, which says where to begin
 *
 * Context: any; the caller holds the group's lock.
 * Return: the target, or NULL if there is none.
 */
struct ipmp_aim *ipmp_aim_next(struct list_head *aims,
			       const struct ipmp_aim *last, u32 random)
{
	struct ipmp_aim *a, *first = NULL;
	bool passed = false;

	if (!last)
		return any_active(aims, random);
	for_each_aim(a, aims) {
		if (is_active(a) && passed)
			return a;
		if (is_active(a) && !first)
			first = a;
		passed |= a == last;
	}
	return first;
}

/**
 * ipmp_aim_detection() - the detection time that can be kept
 * @aims: all targets
 * @want: the one that is asked for, in milliseconds
 * @now_ms: the one that is kept now
 *
 * It grows only when even the fastest target is too slow for it, up to a
 * limit; and it shrinks again when half of it would do, or three quarters of
 * what is asked for.
 *
 * Context: any; the caller holds the group's lock.
 * Return: the time, in milliseconds.
 */
unsigned int ipmp_aim_detection(struct list_head *aims, unsigned int want,
				unsigned int now_ms)
{
	u64 best = 0, need;
	struct ipmp_aim *a;

	for_each_aim(a, aims)
		if (is_active(a) && a->rtt.measured && !a->lost_row &&
		    (!best || expected(a) < best))
			best = expected(a);
	if (!best)
		return now_ms > want ? now_ms : want;
	need = div64_u64(best, IPMP_PATIENCE_NS(1)) + 1;
	if (need > (u64)want * IPMP_SLOW_MAX)
		need = (u64)want * IPMP_SLOW_MAX;
	if (need < now_ms && need > now_ms / 2 && need * 4 > (u64)want * 3)
		return now_ms;
	return need > want ? need : want;
}
