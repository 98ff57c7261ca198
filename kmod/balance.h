/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Who works and who hosts what: pure logic, no kernel types beyond lists, so
 * that tests/unit can run it as it is.
 */
#ifndef _IPMP_BALANCE_H
#define _IPMP_BALANCE_H

#include <linux/list.h>
#include <linux/types.h>

/**
 * struct ipmp_seat - a member, as far as balancing is concerned
 * @list: in the group's list of seats, in the order of joining
 * @standby: only replaces others; set by the caller
 * @usable: could carry traffic now; set by the caller
 * @offline: taken out by the administrator, so it is not repaired but put
 *	back when it returns; set by the caller
 * @active: carries traffic
 * @lost: was active when it became unusable; also set by the caller, for who
 *	is missing: whether it returns after a crash, a detach or since boot, it
 *	is repaired
 * @waiting: repaired, but waits until it is needed (failback off)
 * @load: number of addresses bound to it
 * @loose: of those, how many are not at home
 * @give: how many of its addresses are to move away
 * @take: how many addresses are to move here
 * @slots: number of flow slots that it serves
 * @rank: place in the order of election
 *
 * All fields are protected by the lock of the group.
 */
struct ipmp_seat {
	struct list_head list;
	bool standby;
	bool usable;
	bool offline;
	bool active;
	bool lost;
	bool waiting;
	unsigned int load;
	unsigned int loose;
	unsigned int give;
	unsigned int take;
	unsigned int slots;
	unsigned int rank;
};

/**
 * struct ipmp_claim - a data address, as far as balancing is concerned
 * @list: in the group's list of claims, in the order of appearance
 * @seat: where it is bound; NULL while nothing is active
 * @home: where it belongs; NULL for anywhere
 *
 * All fields are protected by the lock of the group.
 */
struct ipmp_claim {
	struct list_head list;
	struct ipmp_seat *seat;
	struct ipmp_seat *home;
};

unsigned int ipmp_balance_elect(struct list_head *seats, bool failback);
struct ipmp_seat *ipmp_balance_cast(struct list_head *seats,
				    struct ipmp_seat *now);
void ipmp_balance_claims(struct list_head *seats, struct list_head *claims,
			 bool failback);
void ipmp_balance_slots(struct list_head *seats, struct ipmp_seat **slots,
			unsigned int n);

#endif /* _IPMP_BALANCE_H */
