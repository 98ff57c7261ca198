// SPDX-License-Identifier: GPL-2.0
/* What fails again and again is held back for longer and longer. */
#include "damp.h"

/* For how long a failure counts: twice the hold that it caused, if any. */
static u64 memory(const struct ipmp_damp *d)
{
	u64 hold = d->until > d->last ? d->until - d->last : 0;

	return 2 * hold > IPMP_DAMP_MEMORY_NS ? 2 * hold : IPMP_DAMP_MEMORY_NS;
}

/**
 * ipmp_damp_hit() - note a failure
 * @d: the failures so far
 * @now: the time
 *
 * The first failures cost nothing; each further one that follows too soon
 * doubles the hold.
 *
 * Context: any; the caller holds the group's lock.
 */
void ipmp_damp_hit(struct ipmp_damp *d, u64 now)
{
	unsigned int n;

	if (d->hits && now - d->last > memory(d))
		d->hits = 0;
	d->hits++;
	d->last = now;
	if (d->hits <= IPMP_DAMP_FREE)
		return;
	n = d->hits - IPMP_DAMP_FREE - 1;
	if (n > IPMP_DAMP_DOUBLINGS)
		n = IPMP_DAMP_DOUBLINGS;
	d->until = now + (IPMP_DAMP_HOLD_NS << n);
}
