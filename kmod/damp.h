/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What fails again and again is held back for longer and longer: pure logic,
 * no kernel types but integers, so that tests/unit can run it as it is.
 */
#ifndef _IPMP_DAMP_H
#define _IPMP_DAMP_H

#include <linux/types.h>

/* Failures that are free, and the shortest time that they count. */
#define IPMP_DAMP_FREE		2
#define IPMP_DAMP_MEMORY_NS	60000000000ULL

/* The first hold; each further one is twice as long, up to 640 seconds. */
#define IPMP_DAMP_HOLD_NS	10000000000ULL
#define IPMP_DAMP_DOUBLINGS	6

/**
 * struct ipmp_damp - the failures of a link or of a path
 * @hits: how many there were without a long enough calm between them
 * @last: time of the last one, in nanoseconds as all times here
 * @until: until when it is held
 */
struct ipmp_damp {
	unsigned int hits;
	u64 last;
	u64 until;
};

void ipmp_damp_hit(struct ipmp_damp *d, u64 now);

/**
 * ipmp_damp_held() - whether it is held still
 * @d: the failures
 * @now: the time
 *
 * Context: any; the caller holds the group's lock.
 */
static inline bool ipmp_damp_held(const struct ipmp_damp *d, u64 now)
{
	return now < d->until;
}

#endif /* _IPMP_DAMP_H */
