// SPDX-License-Identifier: GPL-2.0
/* When a path is probed, and when a probe counts as lost. */
#include <linux/math64.h>

#include "pace.h"

static struct ipmp_shot *slot(struct ipmp_pace *p, u32 id)
{
	return &p->shot[id % IPMP_SHOTS];
}

/* A random part of up to a quarter, so that hosts do not beat as one. */
static u64 jitter(const struct ipmp_pace *p, u32 random)
{
	return (p->interval >> 10) * (random & 0xff);
}

/**
 * ipmp_pace_start() - begin to probe
 * @p: the pace; interval and patience are set
 * @now: the time
 * @random: any number
 *
 * Context: any; the caller holds the group's lock.
 */
void ipmp_pace_start(struct ipmp_pace *p, u64 now, u32 random)
{
	unsigned int i;

	for (i = 0; i < IPMP_SHOTS; i++)
		p->shot[i].state = IPMP_SHOT_NONE;
	p->base = now;
	p->due = now + jitter(p, random);
	p->wake = p->due;
}

/**
 * ipmp_pace_set() - change the pace
 * @p: the pace
 * @now: the time
 * @interval: time between two probes
 * @patience: time after which a probe counts as lost
 *
 * Probes that are on their way keep their deadline. It is over before there is
 * no room to remember them.
 *
 * Context: any; the caller holds the group's lock.
 */
void ipmp_pace_set(struct ipmp_pace *p, u64 now, u64 interval, u64 patience)
{
	/* The next one is not to wait for what was a longer interval. */
	if (p->due > now + interval + interval / 4) {
		p->base = now + interval;
		p->due = p->base;
	}
	p->interval = interval;
	p->patience = patience;
	if (p->patience > interval * IPMP_SHOTS / 2)
		p->patience = interval * IPMP_SHOTS / 2;
}

/* The timer should have called long ago: the host does not keep up. */
static bool is_late(const struct ipmp_pace *p, u64 now)
{
	return now > p->wake + p->interval / 8;
}

/**
 * ipmp_pace_wake() - the timer called
 * @p: the pace
 * @now: the time
 *
 * Where the timer is late, so may be the answers that have arrived: those that
 * are awaited get as much more time.
 *
 * Context: any; the caller holds the group's lock.
 */
void ipmp_pace_wake(struct ipmp_pace *p, u64 now)
{
	struct ipmp_shot *s;
	unsigned int i;

	if (!is_late(p, now))
		return;
	for (i = 0; i < IPMP_SHOTS; i++) {
		s = &p->shot[i];
		if (s->state != IPMP_SHOT_OUT)
			continue;
		s->deadline += now - p->wake;
		s->late = true;
	}
}

/**
 * ipmp_pace_tells() - whether the time of an answer tells of the network
 * @p: the pace
 * @shot: the probe
 * @now: the time
 *
 * Context: any; the caller holds the group's lock.
 * Return: false if it tells how busy this host is.
 */
bool ipmp_pace_tells(const struct ipmp_pace *p, const struct ipmp_shot *shot,
		     u64 now)
{
	return !shot->late && !is_late(p, now);
}

/**
 * ipmp_pace_expired() - a probe that counts as lost now
 * @p: the pace
 * @now: the time
 *
 * Context: any; the caller holds the group's lock.
 * Return: the oldest such probe, lost now, or NULL.
 */
struct ipmp_shot *ipmp_pace_expired(struct ipmp_pace *p, u64 now)
{
	struct ipmp_shot *s;
	unsigned int i;

	for (i = 1; i <= IPMP_SHOTS; i++) {
		s = slot(p, p->last_id + i);
		if (s->state != IPMP_SHOT_OUT || s->deadline > now)
			continue;
		s->state = IPMP_SHOT_LOST;
		return s;
	}
	return NULL;
}

/**
 * ipmp_pace_due() - whether to send a probe now
 * @p: the pace
 * @now: the time
 * @random: any number
 *
 * Probes that should have been sent since are left out, and counted as that.
 *
 * Context: any; the caller holds the group's lock.
 */
bool ipmp_pace_due(struct ipmp_pace *p, u64 now, u32 random)
{
	u64 missed;

	if (now < p->due)
		return false;
	/* By the grid, so that the next one is never due already. */
	missed = div64_u64(now - p->base, p->interval);
	p->not_sent += missed;
	p->base += (missed + 1) * p->interval;
	p->due = p->base + jitter(p, random);
	return true;
}

/**
 * ipmp_pace_shoot() - note a probe that is sent
 * @p: the pace
 * @now: the time
 *
 * Context: any; the caller holds the group's lock.
 * Return: the probe; the caller fills in kind and target. Who could not send
 * it sets its state back to IPMP_SHOT_NONE.
 */
struct ipmp_shot *ipmp_pace_shoot(struct ipmp_pace *p, u64 now)
{
	struct ipmp_shot *s = slot(p, ++p->last_id);

	s->state = IPMP_SHOT_OUT;
	s->charged = false;
	s->late = false;
	s->id = p->last_id;
	s->sent = now;
	s->deadline = now + p->patience;
	return s;
}

/**
 * ipmp_pace_next() - when to call again
 * @p: the pace
 *
 * Context: any; the caller holds the group's lock.
 * Return: the time to set the timer for.
 */
u64 ipmp_pace_next(struct ipmp_pace *p)
{
	unsigned int i;

	p->wake = p->due;
	for (i = 0; i < IPMP_SHOTS; i++)
		if (p->shot[i].state == IPMP_SHOT_OUT &&
		    p->shot[i].deadline < p->wake)
			p->wake = p->shot[i].deadline;
	return p->wake;
}

static bool is_open(const struct ipmp_shot *s)
{
	return s->state == IPMP_SHOT_OUT || s->state == IPMP_SHOT_LOST;
}

/**
 * ipmp_pace_by_id() - find a probe that has no answer yet
 * @p: the pace
 * @id: the lower 16 bits of its number
 *
 * Context: any; the caller holds the group's lock.
 * Return: the probe, possibly lost, or NULL.
 */
struct ipmp_shot *ipmp_pace_by_id(struct ipmp_pace *p, u32 id)
{
	struct ipmp_shot *s = slot(p, id);

	return is_open(s) && !((s->id ^ id) & 0xffff) ? s : NULL;
}

static u64 distance(u64 a, u64 b)
{
	return a > b ? a - b : b - a;
}

/**
 * ipmp_pace_by_target() - find a probe that an answer without number is for
 * @p: the pace
 * @target: whom it was for
 * @kind: how it was asked
 * @rtt: how long its answers take; 0 if that is not known
 * @now: the time
 *
 * Several may be awaited, of which some are lost. Taking the oldest would have each
 * answer after a loss stand for the probe before it, and the row of losses that
 * fails a path begin with one that was answered.
 *
 * Context: any; the caller holds the group's lock.
 * Return: of those that are awaited the one whose age fits best, else the
 * latest that was lost, else NULL.
 */
struct ipmp_shot *ipmp_pace_by_target(struct ipmp_pace *p,
				      const struct ipmp_aim *target,
				      unsigned int kind, u64 rtt, u64 now)
{
	struct ipmp_shot *s, *best = NULL, *lost = NULL;
	u64 off, least = 0;
	unsigned int i;

	for (i = 1; i <= IPMP_SHOTS; i++) {
		s = slot(p, p->last_id + i);
		if (s->target != target || s->kind != kind)
			continue;
		if (s->state == IPMP_SHOT_LOST)
			lost = s;
		if (s->state != IPMP_SHOT_OUT)
			continue;
		off = distance(now - s->sent, rtt);
		if (best && off > least)
			continue;
		least = off;
		best = s;
	}
	return best ?: lost;
}

static bool is_unsettled(const struct ipmp_shot *s, u32 id)
{
	return s->state == IPMP_SHOT_LOST && !s->charged &&
	       (s32)(s->id - id) < 0;
}

/**
 * ipmp_pace_lost() - whether a target has a part in losses
 * @p: the pace
 * @target: the target
 * @id: number of a probe that was answered
 *
 * Context: any; the caller holds the group's lock.
 * Return: true if a probe to it is among those that ipmp_pace_charge() finds.
 */
bool ipmp_pace_lost(const struct ipmp_pace *p, const struct ipmp_aim *target,
		    u32 id)
{
	unsigned int i;

	for (i = 0; i < IPMP_SHOTS; i++)
		if (is_unsettled(&p->shot[i], id) &&
		    p->shot[i].target == target)
			return true;
	return false;
}

/**
 * ipmp_pace_charge() - a loss that an answer tells more of
 * @p: the pace
 * @id: number of a probe that was answered
 *
 * Context: any; the caller holds the group's lock.
 * Return: a probe before that one that was lost and not looked at so yet, or
 * NULL.
 */
struct ipmp_shot *ipmp_pace_charge(struct ipmp_pace *p, u32 id)
{
	struct ipmp_shot *s;
	unsigned int i;

	for (i = 0; i < IPMP_SHOTS; i++) {
		s = &p->shot[i];
		if (!is_unsettled(s, id))
			continue;
		s->charged = true;
		return s;
	}
	return NULL;
}

/**
 * ipmp_pace_forget() - a target is no more
 * @p: the pace
 * @target: the target
 *
 * Probes to it that are awaited are as if they had not been sent.
 *
 * Context: any; the caller holds the group's lock.
 */
void ipmp_pace_forget(struct ipmp_pace *p, const struct ipmp_aim *target)
{
	unsigned int i;

	for (i = 0; i < IPMP_SHOTS; i++) {
		if (p->shot[i].target != target)
			continue;
		p->shot[i].target = NULL;
		if (p->shot[i].state == IPMP_SHOT_OUT)
			p->shot[i].state = IPMP_SHOT_NONE;
	}
}
