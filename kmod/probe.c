// SPDX-License-Identifier: GPL-2.0
/*
 * When members are probed, and what follows from it. Each member has a prober
 * for each family, with a timer of its own. What a probe tells is judged in
 * judge.c; here the outcome goes into the commit.
 *
 * A timer is started only with the group's lock held, while its prober is in
 * the judge's list, and never by returning HRTIMER_RESTART: so it can be
 * started anew from anywhere. A prober is taken out of the list with the lock
 * held, and its timer is waited for before the device goes.
 */
#include <linux/netdevice.h>
#include <linux/random.h>

#include "compat/compat.h"
#include "event.h"
#include "group.h"
#include "log.h"
#include "member.h"
#include "probe.h"
#include "target.h"

static struct ipmp_group *group_of(const struct ipmp_prober *p)
{
	return p->member->group;
}

static void set_pace(struct ipmp_prober *p, u64 now)
{
	struct ipmp_group *g = group_of(p);

	ipmp_path_pace(&g->judge[p->family], &p->path,
		       g->detection_now[p->family], now);
}

static void arm(struct ipmp_prober *p)
{
	hrtimer_start(&p->timer, ns_to_ktime(ipmp_pace_next(&p->path.pace)),
		      HRTIMER_MODE_ABS_SOFT);
}

/* Give up what was not answered in time; whether there was any. */
static bool give_up(struct ipmp_prober *p, u64 now)
{
	struct ipmp_group *g = group_of(p);
	struct ipmp_target *t;
	struct ipmp_shot *shot;
	bool any = false;

	while ((shot = ipmp_pace_expired(&p->path.pace, now))) {
		any = true;
		ipmp_judge_lost(&g->judge[p->family], &p->path, shot, now);
		if (!shot->target)
			continue;
		t = ipmp_target_of(shot->target);
		ipmp_aim_lost(&t->aim, shot);
		ipmp_event_probe_done(p, shot, t, IPMP_PROBE_OUTCOME_LOST);
	}
	return any;
}

static struct sk_buff *next_probe(struct ipmp_prober *p, u64 now)
{
	struct ipmp_group *g = group_of(p);
	struct ipmp_target *t;
	struct ipmp_shot *shot;
	struct ipmp_aim *aim;
	struct sk_buff *skb;

	/* Members that begin together do not ask one target together. */
	aim = ipmp_aim_next(&g->targets[p->family], p->last, get_random_u32());
	if (!aim)
		return NULL;
	p->last = aim;
	t = ipmp_target_of(aim);
	shot = ipmp_pace_shoot(&p->path.pace, now);
	shot->target = aim;
	skb = ipmp_probe_build(p, t, shot);
	if (skb) {
		p->path.sent++;
		t->aim.sent++;
		p->unbuilt = 0;
	} else {
		shot->state = IPMP_SHOT_NONE;
		p->path.pace.not_sent++;
		if (++p->unbuilt >= IPMP_FAIL_LOSSES)
			ipmp_path_mute(&g->judge[p->family], &p->path);
	}
	return skb;
}

static bool is_silent(const struct ipmp_group *g)
{
	return g->judge[IPMP_V4].blind || g->judge[IPMP_V6].blind;
}

static bool is_news(const struct ipmp_prober *p)
{
	return p->path.state != p->told ||
	       ipmp_path_is_doubtful(&p->path) != p->doubted;
}

/**
 * ipmp_probe_news() - whether an answer calls for a commit
 * @p: who got it; no other path is judged by it
 *
 * Context: any; the caller holds the group's lock.
 */
bool ipmp_probe_news(const struct ipmp_prober *p)
{
	const struct ipmp_group *g = group_of(p);

	return is_news(p) || is_silent(g) != g->silent;
}

/* Whether a loss does: it may show others in another light. */
static bool any_news(const struct ipmp_group *g)
{
	const struct ipmp_member *m;

	list_for_each_entry(m, &g->members, list)
		if (is_news(&m->prober[IPMP_V4]) ||
		    is_news(&m->prober[IPMP_V6]))
			return true;
	return is_silent(g) != g->silent;
}

static struct sk_buff *act(struct ipmp_prober *p)
{
	u64 now = ktime_get_ns();
	struct sk_buff *skb = NULL;
	bool lost;

	ipmp_pace_wake(&p->path.pace, now);
	lost = give_up(p, now);
	set_pace(p, now);
	if (ipmp_pace_due(&p->path.pace, now, get_random_u32()))
		skb = next_probe(p, now);
	arm(p);
	if (is_news(p) || (lost && any_news(group_of(p))))
		ipmp_group_commit(group_of(p));
	return skb;
}

static enum hrtimer_restart tick(struct hrtimer *timer)
{
	struct ipmp_prober *p = container_of(timer, struct ipmp_prober, timer);
	struct ipmp_group *g = group_of(p);
	struct sk_buff *skb = NULL;

	/* The device of the probe lives until it is sent. */
	rcu_read_lock();
	spin_lock_bh(&g->lock);
	if (ipmp_path_is_probed(&p->path))
		skb = act(p);
	ipmp_group_unlock(g);
	if (skb)
		dev_queue_xmit(skb);
	rcu_read_unlock();
	return HRTIMER_NORESTART;
}

static void setup(struct ipmp_prober *p, struct ipmp_member *m,
		  enum ipmp_family f)
{
	p->member = m;
	p->family = f;
	p->ident = get_random_u32();
	hrtimer_setup(&p->timer, tick, CLOCK_MONOTONIC, HRTIMER_MODE_ABS_SOFT);
}

/**
 * ipmp_probe_setup() - prepare a new member
 * @m: the member, zeroed but for its group
 *
 * Context: process.
 */
void ipmp_probe_setup(struct ipmp_member *m)
{
	enum ipmp_family f;

	for (f = 0; f < IPMP_FAMILIES; f++)
		setup(&m->prober[f], m, f);
}

/**
 * ipmp_probe_pace() - let what says how often to probe take effect now
 * @g: the group
 *
 * Context: any; the caller holds the group's lock, or nobody knows it yet.
 */
void ipmp_probe_pace(struct ipmp_group *g)
{
	struct ipmp_member *m;
	struct ipmp_prober *p;
	enum ipmp_family f;

	list_for_each_entry(m, &g->members, list)
		for (f = 0; f < IPMP_FAMILIES; f++) {
			p = &m->prober[f];
			if (!ipmp_path_is_probed(&p->path))
				continue;
			set_pace(p, ktime_get_ns());
			arm(p);
		}
}

/**
 * ipmp_probe_set() - take in options
 * @g: the group; the caller commits
 * @options: the options
 *
 * Context: any; the caller holds the group's lock, or nobody knows it yet.
 */
void ipmp_probe_set(struct ipmp_group *g, const struct ipmp_options *options)
{
	enum ipmp_family f;

	g->probe = options->probe;
	for (f = 0; f < IPMP_FAMILIES; f++) {
		ipmp_judge_open(&g->judge[f], options->fail_open);
		if (g->detection_time != options->detection_time)
			g->detection_now[f] = options->detection_time;
	}
	g->detection_time = options->detection_time;
	ipmp_probe_pace(g);
}

static void begin(struct ipmp_prober *p, u64 now)
{
	struct ipmp_group *g = group_of(p);
	u64 wait = 0;

	if (!p->path.proven)
		ipmp_path_fresh(&p->path, now);
	ipmp_path_begin(&g->judge[p->family], &p->path);
	set_pace(p, now);
	/* Members that were made together are not probed together. */
	if (!p->path.awaiting)
		wait = (p->path.pace.interval >> 8) * (get_random_u32() & 0xff);
	ipmp_pace_start(&p->path.pace, now + wait, get_random_u32());
	arm(p);
}

static void end(struct ipmp_prober *p, bool remember)
{
	ipmp_path_end(&group_of(p)->judge[p->family], &p->path);
	p->path.proven &= remember;
	/* One that runs now finds that it is not needed. */
	hrtimer_try_to_cancel(&p->timer);
}

/**
 * ipmp_probe_adjust() - begin or end to probe a member
 * @m: the member
 * @present: it could carry traffic, as far as one can tell without probes
 * @now: the time
 *
 * Who lost its carrier has to prove itself later; who was taken away on
 * purpose is trusted anew. Who was blamed remains so while there is nobody to
 * probe.
 *
 * Context: any but hard interrupt; the caller holds the group's lock.
 */
void ipmp_probe_adjust(struct ipmp_member *m, bool present, u64 now)
{
	struct ipmp_group *g = m->group;
	struct ipmp_prober *p;
	enum ipmp_family f;
	bool want, is;

	for (f = 0; f < IPMP_FAMILIES; f++) {
		p = &m->prober[f];
		is = ipmp_path_is_probed(&p->path);
		want = present && g->probe == IPMP_PROBE_MODE_AUTO &&
		       (ipmp_aim_next(&g->targets[f], NULL, 0) ||
			ipmp_path_is_blamed(&g->judge[f], &p->path));
		if (want && !is)
			begin(p, now);
		else if (!want && is)
			end(p, m->link == IPMP_LINK_DOWN);
	}
}

/**
 * ipmp_probe_forget() - forget how a member did
 * @m: the member; not probed now
 *
 * Context: any; the caller holds the group's lock.
 */
void ipmp_probe_forget(struct ipmp_member *m)
{
	struct ipmp_path *path;
	enum ipmp_family f;

	for (f = 0; f < IPMP_FAMILIES; f++) {
		path = &m->prober[f].path;
		path->proven = false;
		memset(&path->damp, 0, sizeof(path->damp));
	}
}

/**
 * ipmp_probe_rate() - what probes mean for the work of a member
 * @m: the member
 *
 * One that is answered in one family is left by the other alone.
 *
 * Context: any but hard interrupt; the caller holds the group's lock.
 */
void ipmp_probe_rate(struct ipmp_member *m)
{
	bool ok = false, failed = false, doubtful = true;
	const struct ipmp_path *path;
	enum ipmp_family f;

	for (f = 0; f < IPMP_FAMILIES; f++) {
		path = &m->prober[f].path;
		ok |= path->state == IPMP_PROBE_STATE_OK;
		if (path->state != IPMP_PROBE_STATE_FAILED)
			continue;
		failed = true;
		doubtful &= ipmp_path_is_doubtful(path);
	}
	for (f = 0; f < IPMP_FAMILIES; f++)
		m->seat.unfit[f] = ok && m->prober[f].path.state ==
					 IPMP_PROBE_STATE_FAILED;
	m->seat.doubt = ok || !failed ? IPMP_TRUSTED :
			doubtful ? IPMP_HELD : IPMP_BLAMED;
	/* Who is only held back works while nobody else can, by either rule. */
	if (m->seat.doubt == IPMP_BLAMED &&
	    !m->group->judge[IPMP_V4].fail_open)
		m->seat.usable = false;
}

/**
 * ipmp_probe_why_held() - why a member that is answered does not work
 * @m: the member
 *
 * Context: any; the caller holds the group's lock.
 */
enum ipmp_reason ipmp_probe_why_held(const struct ipmp_member *m)
{
	enum ipmp_family f;

	for (f = 0; f < IPMP_FAMILIES; f++)
		if (ipmp_path_is_doubtful(&m->prober[f].path) &&
		    m->prober[f].path.awaiting)
			return IPMP_REASON_REPAIRING;
	return IPMP_REASON_HOLD;
}

static void report(struct ipmp_prober *p)
{
	bool was_failed = p->told == IPMP_PROBE_STATE_FAILED;
	struct ipmp_line line = {
		.kind = IPMP_LINE_PROBE,
		.family = p->family,
		.value = p->path.state,
	};

	p->doubted = ipmp_path_is_doubtful(&p->path);
	if (p->told == p->path.state)
		return;
	p->told = p->path.state;
	p->since = ktime_get_real_ns();
	ipmp_event_probe(p);
	/* Who has to prove itself was in the log when its link was lost. */
	if (p->path.awaiting || !(p->told == IPMP_PROBE_STATE_FAILED ||
				  (p->told == IPMP_PROBE_STATE_OK && was_failed)))
		return;
	strscpy(line.name, p->member->name, sizeof(line.name));
	ipmp_log(group_of(p), &line);
}

/**
 * ipmp_probe_report() - tell what probes have changed
 * @g: the group
 *
 * Context: any but hard interrupt; the caller holds the group's lock.
 */
void ipmp_probe_report(struct ipmp_group *g)
{
	struct ipmp_line line = { .kind = IPMP_LINE_SILENT };
	struct ipmp_member *m;
	enum ipmp_family f;

	list_for_each_entry(m, &g->members, list)
		for (f = 0; f < IPMP_FAMILIES; f++)
			report(&m->prober[f]);

	if (g->silent == is_silent(g))
		return;
	g->silent = !g->silent;
	line.value = g->silent;
	ipmp_log(g, &line);
	ipmp_event_group(g, IPMP_CHANGE_SET);
	ipmp_probe_pace(g);
	if (g->silent)
		ipmp_target_seek(g);
}

/**
 * ipmp_probe_cancel() - wait until nothing is sent for a member any more
 * @m: the member, after it was withdrawn
 *
 * Context: process; may sleep.
 */
void ipmp_probe_cancel(struct ipmp_member *m)
{
	enum ipmp_family f;

	for (f = 0; f < IPMP_FAMILIES; f++)
		hrtimer_cancel(&m->prober[f].timer);
}

/**
 * ipmp_probe_state() - what probes say of a member as a whole
 * @m: the member
 *
 * Context: any; the caller holds the group's lock.
 * Return: failed if it is in any family, else ok if it is in any, else unknown
 * if it is probed in any or works and has nobody to ask, else disabled.
 */
enum ipmp_probe_state ipmp_probe_state(const struct ipmp_member *m)
{
	bool asks = m->group->probe == IPMP_PROBE_MODE_AUTO &&
		    ipmp_member_works(m->state);

	/* The values are in this order. */
	return max3(m->prober[IPMP_V4].path.state,
		    m->prober[IPMP_V6].path.state,
		    asks ? IPMP_PROBE_STATE_UNKNOWN :
			   IPMP_PROBE_STATE_DISABLED);
}

/**
 * ipmp_probe_held_until() - until when a member that flaps is held back
 * @m: the member
 *
 * Context: any; the caller holds the group's lock.
 * Return: the time in nanoseconds since 1970, or 0 if it is not.
 */
u64 ipmp_probe_held_until(const struct ipmp_member *m)
{
	u64 until = m->damp.until, now = ktime_get_ns();
	const struct ipmp_path *path;
	enum ipmp_family f;

	for (f = 0; f < IPMP_FAMILIES; f++) {
		path = &m->prober[f].path;
		if (path->state == IPMP_PROBE_STATE_FAILED)
			until = max(until, path->damp.until);
	}
	return until > now ? ktime_get_real_ns() + (until - now) : 0;
}
