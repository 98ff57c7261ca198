// SPDX-License-Identifier: GPL-2.0
/*
 * Who works and who hosts what.
 *
 * Each function computes a complete new assignment from the old one, moving as
 * little as it can. Nothing here allocates, sleeps or looks at the clock.
 */
#include "balance.h"

#define for_each_seat(s, seats) list_for_each_entry(s, seats, list)
#define for_each_claim(c, claims) list_for_each_entry(c, claims, list)

/* The order in which seats are elected. */
enum {
	RANK_STAYS,
	RANK_MEMBER,
	RANK_ACTIVE_STANDBY,
	RANK_STANDBY,
	RANK_WAITING,
	RANK_NONE,
};

/* Remember who was lost, and let who returns from a loss wait its turn. */
static void note_losses(struct list_head *seats, bool failback)
{
	struct ipmp_seat *s;

	for_each_seat(s, seats) {
		if (!s->usable) {
			s->lost = !s->offline && (s->active || s->lost);
			s->waiting = false;
		} else {
			s->waiting = !failback && (s->lost || s->waiting) &&
				     !s->standby;
			s->lost = false;
		}
	}
}

/* How many are to be active: as many as are no standbys. */
static unsigned int capacity(struct list_head *seats)
{
	unsigned int n = 0;
	struct ipmp_seat *s;

	for_each_seat(s, seats)
		n += !s->standby;
	return n ? n : 1;
}

static unsigned int count_active(struct list_head *seats)
{
	unsigned int n = 0;
	struct ipmp_seat *s;

	for_each_seat(s, seats)
		n += s->active;
	return n;
}

static unsigned int rank(const struct ipmp_seat *s, bool failback)
{
	if (s->waiting)
		return RANK_WAITING;
	if (!failback && s->active)
		return RANK_STAYS;
	if (!s->standby)
		return RANK_MEMBER;
	return s->active ? RANK_ACTIVE_STANDBY : RANK_STANDBY;
}

/* Elect the seats of a rank until there are @want; the new number elected. */
static unsigned int elect_rank(struct list_head *seats, unsigned int rank,
			       unsigned int n, unsigned int want)
{
	struct ipmp_seat *s;

	for_each_seat(s, seats) {
		if (s->rank != rank || n >= want)
			continue;
		s->active = true;
		s->waiting = false;
		n++;
	}
	return n;
}

/**
 * ipmp_balance_elect() - choose the active seats
 * @seats: all seats of the group
 * @failback: a repaired seat takes its work back
 *
 * As many seats become active as are no standbys, and one at least while any
 * is usable. Standbys only fill what is missing. A seat that waits is elected
 * only in place of one that was active until now.
 *
 * Context: any; the caller holds the group's lock.
 * Return: the number of active seats.
 */
unsigned int ipmp_balance_elect(struct list_head *seats, bool failback)
{
	unsigned int want, before, n = 0, r;
	struct ipmp_seat *s;

	before = count_active(seats);
	note_losses(seats, failback);
	want = capacity(seats);

	for_each_seat(s, seats) {
		s->rank = s->usable ? rank(s, failback) : RANK_NONE;
		s->active = false;
	}
	for (r = RANK_STAYS; r < RANK_WAITING; r++)
		n = elect_rank(seats, r, n, want);
	if (before > want)
		before = want;
	return elect_rank(seats, RANK_WAITING, n, before ? before : 1);
}

/**
 * ipmp_balance_cast() - choose the seat that hears broadcast and multicast
 * @seats: all seats of the group
 * @now: the seat that has the role now, or NULL
 *
 * Context: any; the caller holds the group's lock.
 * Return: @now while it is active, else the first active seat, else NULL.
 */
struct ipmp_seat *ipmp_balance_cast(struct list_head *seats,
				    struct ipmp_seat *now)
{
	struct ipmp_seat *s;

	if (now && now->active)
		return now;
	for_each_seat(s, seats)
		if (s->active)
			return s;
	return NULL;
}

/* The active seat with the fewest addresses; the first of equals. */
static struct ipmp_seat *least_loaded(struct list_head *seats)
{
	struct ipmp_seat *s, *best = NULL;

	for_each_seat(s, seats)
		if (s->active && (!best || s->load < best->load))
			best = s;
	return best;
}

/* Where a claim is before any balancing: at home, where it was, or nowhere. */
static struct ipmp_seat *settle(const struct ipmp_claim *c, bool failback)
{
	struct ipmp_seat *now = c->seat && c->seat->active ? c->seat : NULL;

	if (c->home && c->home->active && (failback || !now))
		return c->home;
	return now;
}

/*
 * Settle with counts alone who gives and who takes, always from the seat with
 * the most to that with the fewest: that is the fewest moves.
 */
static void plan_moves(struct list_head *seats)
{
	struct ipmp_seat *s, *from, *to;

	for (;;) {
		to = least_loaded(seats);
		from = NULL;
		for_each_seat(s, seats)
			if (s->loose && (!from || s->load > from->load))
				from = s;
		if (!from || from->load <= to->load + 1)
			return;
		from->load--;
		from->loose--;
		from->give++;
		to->load++;
		to->take++;
	}
}

static struct ipmp_seat *next_taker(struct list_head *seats)
{
	struct ipmp_seat *s;

	for_each_seat(s, seats) {
		if (s->take) {
			s->take--;
			return s;
		}
	}
	return NULL;
}

/* Level the loads by claims that are not at home. */
static void level(struct list_head *seats, struct list_head *claims)
{
	struct ipmp_claim *c;
	struct ipmp_seat *s;

	for_each_seat(s, seats) {
		s->loose = 0;
		s->give = 0;
		s->take = 0;
	}
	for_each_claim(c, claims)
		if (c->seat && c->seat != c->home)
			c->seat->loose++;

	plan_moves(seats);

	for_each_claim(c, claims) {
		if (!c->seat || c->seat == c->home || !c->seat->give)
			continue;
		c->seat->give--;
		c->seat = next_taker(seats);
	}
}

/**
 * ipmp_balance_claims() - bind the addresses to the active seats
 * @seats: all seats of the group, after ipmp_balance_elect()
 * @claims: all addresses of the group
 * @failback: addresses return home, and repaired seats get their share
 *
 * An address with a home is bound there while that is active; any other stays
 * where it is while that is active, else it goes to the seat with the fewest.
 * With @failback the loads are then levelled with the fewest moves.
 *
 * Context: any; the caller holds the group's lock.
 */
void ipmp_balance_claims(struct list_head *seats, struct list_head *claims,
			 bool failback)
{
	struct ipmp_claim *c;
	struct ipmp_seat *s;

	for_each_seat(s, seats)
		s->load = 0;
	for_each_claim(c, claims) {
		c->seat = settle(c, failback);
		if (c->seat)
			c->seat->load++;
	}
	for_each_claim(c, claims) {
		if (c->seat)
			continue;
		c->seat = least_loaded(seats);
		if (c->seat)
			c->seat->load++;
	}
	if (failback)
		level(seats, claims);
}

static struct ipmp_seat *fewest_slots(struct list_head *seats)
{
	struct ipmp_seat *s, *best = NULL;

	for_each_seat(s, seats)
		if (s->active && (!best || s->slots < best->slots))
			best = s;
	return best;
}

/**
 * ipmp_balance_slots() - share the flow slots among the active seats
 * @seats: all seats of the group, after ipmp_balance_elect()
 * @slots: the slots; NULL where nobody serves
 * @n: number of slots
 *
 * Slots of active seats move only as far as a newly active seat needs its
 * share, so that flows stay on their path.
 *
 * Context: any; the caller holds the group's lock.
 */
void ipmp_balance_slots(struct list_head *seats, struct ipmp_seat **slots,
			unsigned int n)
{
	unsigned int i, active = 0, share;
	struct ipmp_seat *s;

	for_each_seat(s, seats) {
		s->slots = 0;
		active += s->active;
	}
	/* Rounded up, so that nothing moves where it cannot be even. */
	share = active ? (n + active - 1) / active : 0;

	for (i = 0; i < n; i++) {
		s = slots[i];
		if (!s)
			continue;
		if (s->active && s->slots < share)
			s->slots++;
		else
			slots[i] = NULL;
	}
	for (i = 0; i < n; i++) {
		if (slots[i])
			continue;
		s = fewest_slots(seats);
		if (!s)
			return;
		slots[i] = s;
		s->slots++;
	}
}
