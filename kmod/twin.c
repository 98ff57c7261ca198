// SPDX-License-Identifier: GPL-2.0
/*
 * Two members with one MAC would fight for its switch port. Nobody can join
 * with a MAC that is taken, and nobody can set one; but a driver may change
 * the MAC by itself, and a VLAN follows the device that it is on. Who comes to
 * a taken MAC like that is kept out of service as long as it is taken. Who is
 * offline takes none; who comes back from there comes to its MAC anew.
 */
#include <linux/etherdevice.h>

#include "group.h"
#include "twin.h"

static bool is_taken(const struct ipmp_member *m)
{
	const struct ipmp_member *other;

	if (!m->dev)
		return false;
	list_for_each_entry(other, &m->group->members, list)
		if (other != m && other->dev && !other->twin &&
		    !other->seat.offline &&
		    ether_addr_equal(other->dev->dev_addr, m->dev->dev_addr))
			return true;
	return false;
}

/**
 * ipmp_twin_review() - see who may use which MAC
 * @g: the group; the caller commits
 * @m: a member that comes to its MAC now, or NULL
 *
 * Context: any; the caller holds RTNL and the group's lock.
 */
void ipmp_twin_review(struct ipmp_group *g, struct ipmp_member *m)
{
	struct ipmp_member *other;

	if (m)
		WRITE_ONCE(m->twin, is_taken(m));
	list_for_each_entry(other, &g->members, list)
		if (other->twin)
			WRITE_ONCE(other->twin, is_taken(other));
}

/**
 * ipmp_twin_check() - follow the MAC of a device
 * @m: a member whose MAC has changed, or whose device is gone
 *
 * Context: process; the caller holds RTNL.
 */
void ipmp_twin_check(struct ipmp_member *m)
{
	struct ipmp_group *g = m->group;

	spin_lock_bh(&g->lock);
	ipmp_twin_review(g, m);
	ipmp_group_commit(g);
	ipmp_group_unlock(g);
}
