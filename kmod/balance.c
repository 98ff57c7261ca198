// SPDX-License-Identifier: GPL-2.0
/*
 * Who works and who hosts what.
 *
 * Each function computes a complete new assignment from the old one, moving as
 * little as it can. Nothing here allocates, sleeps or looks at the clock.
 */
#include <linux/compiler.h>

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
	RANK_HELD,
	RANK_BLAMED,
	RANK_NONE,
};

/* Remember who was lost, and let who returns from a loss wait its turn. */
static void note_losses(struct list_head *seats, bool failback)
{
	struct ipmp_seat *s;

	for_each_seat(s, seats) {
		if (!s->usable || s->doubt) {
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

static unsigned int rank(const struct ipmp_seat *s, enum ipmp_family f,
			 bool failback)
{
	if (s->doubt)
		return s->doubt == IPMP_HELD ? RANK_HELD : RANK_BLAMED;
	if (s->waiting)
		return RANK_WAITING;
	if (!failback && s->serves[f])
		return RANK_STAYS;
	if (!s->standby)
		return RANK_MEMBER;
	return s->active ? RANK_ACTIVE_STANDBY : RANK_STANDBY;
}

/* Where none is fit for a family, nothing is gained by leaving any out. */
static bool any_is_fit(struct list_head *seats, enum ipmp_family f)
{
	struct ipmp_seat *s;

	for_each_seat(s, seats)
		if (s->usable && !s->unfit[f])
			return true;
	return false;
}

/* Elect the seats of a rank until there are @want; the new number elected. */
static unsigned int elect_rank(struct list_head *seats, enum ipmp_family f,
			       unsigned int rank, unsigned int n,
			       unsigned int want)
{
	struct ipmp_seat *s;

	for_each_seat(s, seats) {
		if (s->rank != rank || n >= want)
			continue;
		s->serves[f] = true;
		n++;
	}
	return n;
}

static void elect_family(struct list_head *seats, enum ipmp_family f,
			 bool failback, unsigned int want)
{
	unsigned int before = 0, n = 0, r;
	bool choosy = any_is_fit(seats, f);
	struct ipmp_seat *s;

	for_each_seat(s, seats) {
		before += s->serves[f];
		s->rank = s->usable && !(choosy && s->unfit[f]) ?
			  rank(s, f, failback) : RANK_NONE;
		s->serves[f] = false;
	}
	for (r = RANK_STAYS; r < RANK_WAITING; r++)
		n = elect_rank(seats, f, r, n, want);
	if (before > want)
		before = want;
	n = elect_rank(seats, f, RANK_WAITING, n, before ? before : 1);
	for (r = RANK_HELD; r < RANK_NONE; r++)
		n = elect_rank(seats, f, r, n, n ? n : 1);
}

/**
 * ipmp_balance_elect() - choose the active seats
 * @seats: all seats of the group
 * @failback: a repaired seat takes its work back
 *
 * As many seats become active as are no standbys, and one at least while any
 * is usable. Standbys only fill what is missing. A seat that waits is elected
 * only in place of one that was active until now, and one that is doubted only
 * when there is no other. Each family is elected for by itself; they differ
 * only while a seat is unfit for one of them.
 *
 * Context: any; the caller holds the group's lock.
 * Return: the number of active seats.
 */
unsigned int ipmp_balance_elect(struct list_head *seats, bool failback)
{
	unsigned int want = capacity(seats);
	enum ipmp_family f;
	struct ipmp_seat *s;

	note_losses(seats, failback);
	for (f = 0; f < IPMP_FAMILIES; f++)
		elect_family(seats, f, failback, want);

	for_each_seat(s, seats) {
		WRITE_ONCE(s->active,
			   s->serves[IPMP_V4] || s->serves[IPMP_V6]);
		s->waiting &= !s->active;
	}
	return count_active(seats);
}

/**
 * ipmp_balance_retire() - a seat is not among the others any more
 * @s: the seat
 *
 * Context: any; the caller holds the group's lock.
 */
void ipmp_balance_retire(struct ipmp_seat *s)
{
	WRITE_ONCE(s->active, false);
	s->serves[IPMP_V4] = false;
	s->serves[IPMP_V6] = false;
}

/* Whether someone else would be elected for a family. */
static bool has_deputy(struct list_head *seats, const struct ipmp_seat *but,
		       enum ipmp_family f)
{
	struct ipmp_seat *s;

	for_each_seat(s, seats)
		if (s != but && s->usable && !s->doubt && !s->waiting &&
		    (s->serves[f] || !s->unfit[f]))
			return true;
	return false;
}

/**
 * ipmp_balance_wait() - let a seat wait until it is needed
 * @seats: all seats of the group
 * @s: one that is usable and no standby, without failback
 *
 * Context: any; the caller holds the group's lock, and elects then.
 * Return: false, with nothing changed, if it is needed now.
 */
bool ipmp_balance_wait(struct list_head *seats, struct ipmp_seat *s)
{
	enum ipmp_family f;

	for (f = 0; f < IPMP_FAMILIES; f++)
		if (s->serves[f] && !has_deputy(seats, s, f))
			return false;
	ipmp_balance_retire(s);
	s->waiting = true;
	return true;
}

static bool is_fit_for_all(const struct ipmp_seat *s)
{
	return !s->unfit[IPMP_V4] && !s->unfit[IPMP_V6];
}

/**
 * ipmp_balance_cast() - choose the seat that hears broadcast and multicast
 * @seats: all seats of the group
 * @now: the seat that has the role now, or NULL
 *
 * Context: any; the caller holds the group's lock.
 * Return: @now while it is active and fit for all families, else the first
 * such seat, else any active one, @now before others; or NULL.
 */
struct ipmp_seat *ipmp_balance_cast(struct list_head *seats,
				    struct ipmp_seat *now)
{
	struct ipmp_seat *s, *second = NULL;

	if (now && now->active) {
		if (is_fit_for_all(now))
			return now;
		second = now;
	}
	for_each_seat(s, seats) {
		if (!s->active)
			continue;
		if (is_fit_for_all(s))
			return s;
		if (!second)
			second = s;
	}
	return second;
}

/* The seat of a family with the fewest addresses; the first of equals. */
static struct ipmp_seat *least_loaded(struct list_head *seats,
				      enum ipmp_family f)
{
	struct ipmp_seat *s, *best = NULL;

	for_each_seat(s, seats)
		if (s->serves[f] && (!best || s->load < best->load))
			best = s;
	return best;
}

/* Where a claim is before any balancing: at home, where it was, or nowhere. */
static struct ipmp_seat *settle(const struct ipmp_claim *c, bool failback)
{
	struct ipmp_seat *now = c->seat;

	if (now && !now->serves[c->family])
		now = NULL;
	if (c->home && c->home->serves[c->family] && (failback || !now))
		return c->home;
	return now;
}

/*
 * The seat with the most addresses, of those that could give one of @f. Who is
 * not fit for all families neither gives nor takes: only what it has lost moves.
 */
static struct ipmp_seat *giver(struct list_head *seats, enum ipmp_family f)
{
	struct ipmp_seat *s, *most = NULL;

	for_each_seat(s, seats)
		if (is_fit_for_all(s) && s->loose[f] && (!most || s->load > most->load))
			most = s;
	return most;
}

static struct ipmp_seat *taker(struct list_head *seats, enum ipmp_family f)
{
	struct ipmp_seat *s, *least = NULL;

	for_each_seat(s, seats)
		if (is_fit_for_all(s) && s->serves[f] &&
		    (!least || s->load < least->load))
			least = s;
	return least;
}

/* Settle one move of a family; false if none would make loads more level. */
static bool plan_move(struct list_head *seats, enum ipmp_family f)
{
	struct ipmp_seat *from = giver(seats, f), *to = taker(seats, f);

	if (!from || !to || from->load <= to->load + 1)
		return false;
	from->load--;
	from->loose[f]--;
	from->give[f]++;
	to->load++;
	to->take[f]++;
	return true;
}

/* Settle one move, of the family of which there is more to give. */
static bool plan_any_move(struct list_head *seats)
{
	struct ipmp_seat *v4 = giver(seats, IPMP_V4);
	struct ipmp_seat *v6 = giver(seats, IPMP_V6);

	if (v6 && (!v4 || v6->loose[IPMP_V6] > v4->loose[IPMP_V4]))
		return plan_move(seats, IPMP_V6) || plan_move(seats, IPMP_V4);
	return plan_move(seats, IPMP_V4) || plan_move(seats, IPMP_V6);
}

static struct ipmp_seat *next_taker(struct list_head *seats, enum ipmp_family f)
{
	struct ipmp_seat *s;

	for_each_seat(s, seats) {
		if (s->take[f]) {
			s->take[f]--;
			return s;
		}
	}
	return NULL;
}

static void clear_plan(struct list_head *seats)
{
	enum ipmp_family f;
	struct ipmp_seat *s;

	for_each_seat(s, seats) {
		for (f = 0; f < IPMP_FAMILIES; f++) {
			s->loose[f] = 0;
			s->give[f] = 0;
			s->take[f] = 0;
		}
	}
}

/*
 * Level the loads by claims that are not at home. Counts alone settle who
 * gives and who takes, always from the seat with the most to that with the
 * fewest: that is the fewest moves.
 */
static void level(struct list_head *seats, struct list_head *claims)
{
	struct ipmp_claim *c;

	clear_plan(seats);
	for_each_claim(c, claims)
		if (c->seat && c->seat != c->home)
			c->seat->loose[c->family]++;

	while (plan_any_move(seats))
		;

	for_each_claim(c, claims) {
		if (!c->seat || c->seat == c->home ||
		    !c->seat->give[c->family])
			continue;
		c->seat->give[c->family]--;
		c->seat = next_taker(seats, c->family);
	}
}

/**
 * ipmp_balance_claims() - bind the addresses to the active seats
 * @seats: all seats of the group, after ipmp_balance_elect()
 * @claims: all addresses of the group
 * @failback: addresses return home, and repaired seats get their share
 *
 * An address with a home is bound there while that serves its family; any other
 * stays where it is while that does, else it goes to the seat with the fewest.
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
		c->seat = least_loaded(seats, c->family);
		if (c->seat)
			c->seat->load++;
	}
	if (failback)
		level(seats, claims);
}

static struct ipmp_seat *fewest_slots(struct list_head *seats,
				      enum ipmp_family f)
{
	struct ipmp_seat *s, *best = NULL;

	for_each_seat(s, seats)
		if (s->serves[f] && (!best || s->slots < best->slots))
			best = s;
	return best;
}

/**
 * ipmp_balance_slots() - share the flow slots among the active seats
 * @seats: all seats of the group, after ipmp_balance_elect()
 * @f: the family whose flows they are
 * @slots: the slots; NULL where nobody serves
 * @n: number of slots
 *
 * Slots of active seats move only as far as a newly active seat needs its
 * share, so that flows stay on their path.
 *
 * Context: any; the caller holds the group's lock.
 */
void ipmp_balance_slots(struct list_head *seats, enum ipmp_family f,
			struct ipmp_seat **slots, unsigned int n)
{
	unsigned int i, active = 0, share;
	struct ipmp_seat *s;

	for_each_seat(s, seats) {
		s->slots = 0;
		active += s->serves[f];
	}
	/* Rounded up, so that nothing moves where it cannot be even. */
	share = active ? (n + active - 1) / active : 0;

	for (i = 0; i < n; i++) {
		s = slots[i];
		if (!s)
			continue;
		if (s->serves[f] && s->slots < share)
			s->slots++;
		else
			slots[i] = NULL;
	}
	for (i = 0; i < n; i++) {
		if (slots[i])
			continue;
		s = fewest_slots(seats, f);
		if (!s)
			return;
		slots[i] = s;
		s->slots++;
	}
}
