// SPDX-License-Identifier: GPL-2.0
/* A simulated network, with simulated time, for what judges probes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "world.h"

u32 chance(struct world *w)
{
	/* Marsaglia's xorshift. */
	w->seed ^= w->seed << 13;
	w->seed ^= w->seed >> 17;
	w->seed ^= w->seed << 5;
	return w->seed;
}

void set_up(struct world *w, unsigned int paths, unsigned int targets,
	    unsigned int ms)
{
	unsigned int i;

	memset(w, 0, sizeof(*w));
	INIT_LIST_HEAD(&w->judge.paths);
	INIT_LIST_HEAD(&w->aims);
	w->judge.fail_open = true;
	w->now = START;
	w->paths = paths;
	w->targets = targets;
	w->ms = ms;
	w->seed = 1;
	for (i = 0; i < targets; i++) {
		w->rtt[i] = MS / 2;
		list_add_tail(&w->aim[i].list, &w->aims);
	}
	ipmp_aim_review(&w->aims, IPMP_PATIENCE_NS(ms), w->now);
	for (i = 0; i < paths; i++) {
		ipmp_path_fresh(&w->path[i], w->now);
		ipmp_pace_set(&w->path[i].pace, w->now, IPMP_INTERVAL_NS(ms),
			      IPMP_PATIENCE_NS(ms));
		ipmp_pace_start(&w->path[i].pace,
				w->now + chance(w) % IPMP_INTERVAL_NS(ms),
				chance(w));
		ipmp_path_begin(&w->judge, &w->path[i]);
	}
}

static void pace_all(struct world *w)
{
	unsigned int i;

	for (i = 0; i < w->paths; i++) {
		if (!ipmp_path_is_probed(&w->path[i]))
			continue;
		ipmp_path_pace(&w->judge, &w->path[i], w->ms, w->now);
		ipmp_pace_next(&w->path[i].pace);
	}
}

/* Answers of neighbours have no number. */
static struct ipmp_shot *shot_of(struct world *w, const struct answer *a)
{
	struct ipmp_pace *p = &w->path[a->path].pace;

	if (a->kind == IPMP_PROBE_KIND_NEIGHBOUR)
		return ipmp_pace_by_target(p, a->from, a->kind,
					   a->from->rtt.avg, w->now);
	return ipmp_pace_by_id(p, a->id & 0xffff);
}

static void deliver(struct world *w, struct answer *a)
{
	struct ipmp_path *p = &w->path[a->path];
	struct ipmp_shot *shot = shot_of(w, a);
	bool blind = w->judge.blind;

	a->at = 0;
	if (!shot || !ipmp_path_is_probed(p))
		return;
	if (ipmp_pace_tells(&p->pace, shot, w->now))
		ipmp_rtt_add(&a->from->rtt, w->now - shot->sent);
	ipmp_aim_charge(&w->aims, p, shot, w->now);
	ipmp_aim_answered(a->from, shot, w->now);
	a->from->located = true;
	w->told[a->from - w->aim] = w->place[a->from - w->aim];
	ipmp_judge_answered(&w->judge, p, shot, w->now);
	if (blind != w->judge.blind)
		pace_all(w);
}

static void transmit(struct world *w, unsigned int i, struct ipmp_shot *shot)
{
	struct ipmp_aim *aim = shot->target;
	unsigned int k, t = (unsigned int)(aim - w->aim);

	if (ipmp_aim_is_located(aim, &w->path[i]) && w->told[t] != w->place[t])
		return;
	if (shot->kind == IPMP_PROBE_KIND_ECHO && w->no_echo[t])
		return;
	if (w->dead[i] || w->mute[t] || chance(w) % 1000 < w->loss[i])
		return;
	for (k = 0; k < ANSWERS && w->answer[k].at; k++)
		;
	assert_true(k < ANSWERS);
	w->answer[k].at = w->now + w->rtt[t];
	w->answer[k].id = shot->id;
	w->answer[k].kind = shot->kind;
	w->answer[k].path = i;
	w->answer[k].from = aim;
}

static void shoot(struct world *w, unsigned int i)
{
	struct ipmp_aim *aim = ipmp_aim_next(&w->aims, w->last[i], chance(w));
	struct ipmp_path *p = &w->path[i];
	struct ipmp_shot *shot;

	if (!aim)
		return;
	w->last[i] = aim;
	shot = ipmp_pace_shoot(&p->pace, w->now);
	shot->target = aim;
	shot->kind = !w->no_tests && ipmp_aim_echoes(aim, p, w->now) ?
		     IPMP_PROBE_KIND_ECHO : IPMP_PROBE_KIND_NEIGHBOUR;
	w->echoes += shot->kind == IPMP_PROBE_KIND_ECHO;
	p->sent++;
	transmit(w, i, shot);
}

static void tick(struct world *w, unsigned int i)
{
	struct ipmp_path *p = &w->path[i];
	struct ipmp_shot *shot;

	ipmp_pace_wake(&p->pace, w->now);
	while ((shot = ipmp_pace_expired(&p->pace, w->now))) {
		ipmp_judge_lost(&w->judge, p, shot, w->now);
		ipmp_aim_lost(shot->target, shot);
	}
	ipmp_path_pace(&w->judge, p, w->ms, w->now);
	if (ipmp_pace_due(&p->pace, w->now, chance(w)))
		shoot(w, i);
	ipmp_pace_next(&p->pace);
}

bool step(struct world *w, u64 until)
{
	struct answer *first = NULL;
	unsigned int i, path = PATHS;
	u64 at = until;

	for (i = 0; i < ANSWERS; i++) {
		if (w->answer[i].at && w->answer[i].at < at) {
			first = &w->answer[i];
			at = first->at;
		}
	}
	for (i = 0; i < w->paths; i++) {
		if (ipmp_path_is_probed(&w->path[i]) &&
		    w->path[i].pace.wake + w->stall < at) {
			path = i;
			at = w->path[i].pace.wake + w->stall;
		}
	}
	w->now = at;
	if (path < PATHS)
		tick(w, path);
	else if (first)
		deliver(w, first);
	return at < until;
}

void run(struct world *w, u64 ns)
{
	u64 until = w->now + ns;

	while (step(w, until))
		;
}

u64 run_to(struct world *w, unsigned int i, enum ipmp_probe_state state,
	   u64 limit)
{
	u64 begin = w->now;

	while (w->path[i].state != state)
		if (!step(w, begin + limit))
			fail_msg("path %u is not in state %d in time", i, state);
	return w->now - begin;
}

void assert_states(const struct world *w, const char *expected)
{
	static const char word[] = "-?ox";
	unsigned int i;

	for (i = 0; i < w->paths; i++)
		assert_int_equal(word[w->path[i].state], expected[i]);
}

u64 detection(const struct world *w)
{
	return w->ms * MS;
}

void freeze(struct world *w, u64 ns)
{
	unsigned int i;

	w->now += ns;
	for (i = 0; i < w->paths; i++)
		if (w->path[i].pace.wake <= w->now)
			tick(w, i);
	for (i = 0; i < ANSWERS; i++)
		if (w->answer[i].at && w->answer[i].at <= w->now)
			deliver(w, &w->answer[i]);
}
