/* SPDX-License-Identifier: GPL-2.0 */
/* A simulated network, with simulated time, for what judges probes. */
#ifndef _UNIT_WORLD_H
#define _UNIT_WORLD_H

#include "aim.h"
#include "judge.h"

#define MS		1000000ULL
#define SEC		(1000 * MS)
#define START		(1000 * SEC)
#define PATHS		4
#define TARGETS		6
#define ANSWERS		64

/* An answer on its way. */
struct answer {
	u64 at;
	u32 id;
	unsigned int kind;
	unsigned int path;
	struct ipmp_aim *from;
};

/* A group with its network. Losses are of 1000. */
struct world {
	struct ipmp_judge judge;
	struct list_head aims;
	struct ipmp_path path[PATHS];
	struct ipmp_aim aim[TARGETS];
	struct ipmp_aim *last[PATHS];
	unsigned int paths;
	unsigned int targets;
	unsigned int ms;	/* detection time */
	u64 now;
	u64 stall;		/* timers come so much late */
	bool dead[PATHS];
	bool mute[TARGETS];
	bool no_tests;		/* nor, so, echo requests */
	bool no_echo[TARGETS];
	unsigned int place[TARGETS];	/* where a target is */
	unsigned int told[TARGETS];	/* where it said that it was */
	u64 rtt[TARGETS];
	unsigned int echoes;	/* probes sent as such */
	unsigned int loss[PATHS];
	struct answer answer[ANSWERS];
	u32 seed;
};

/* A random number, the same in every run. */
u32 chance(struct world *w);

void set_up(struct world *w, unsigned int paths, unsigned int targets,
	    unsigned int ms);
/* The next thing that happens; false when nothing does before @until. */
bool step(struct world *w, u64 until);
void run(struct world *w, u64 ns);

/* How long until this path has that state; fails after @limit. */
u64 run_to(struct world *w, unsigned int i, enum ipmp_probe_state state,
	   u64 limit);

/* The host stands still; then timers come first, and what has arrived after. */
void freeze(struct world *w, u64 ns);

/* A letter a path: - disabled, ? unknown, o ok, x failed. */
void assert_states(const struct world *w, const char *expected);
u64 detection(const struct world *w);

#endif /* _UNIT_WORLD_H */
