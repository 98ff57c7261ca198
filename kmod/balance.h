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
 * enum ipmp_family - what a seat may be fit for and a claim needs
 * @IPMP_V4: IPv4
 * @IPMP_V6: IPv6
 * @IPMP_FAMILIES: number of families
 */
enum ipmp_family {
	IPMP_V4,
	IPMP_V6,
	IPMP_FAMILIES,
};

/**
 * enum ipmp_doubt - how far a usable seat is to be trusted
 * @IPMP_TRUSTED: it is as good as any
 * @IPMP_HELD: it has to wait before it works again
 * @IPMP_BLAMED: it does not seem to work
 */
enum ipmp_doubt {
	IPMP_TRUSTED,
	IPMP_HELD,
	IPMP_BLAMED,
};

/**
 * struct ipmp_seat - a member, as far as balancing is concerned
 * @list: in the group's list of seats, in the order of joining
 * @standby: only replaces others; set by the caller
 * @usable: could carry traffic now; set by the caller
 * @offline: taken out by the administrator, so it is not repaired but put
 *	back when it returns; set by the caller
 * @unfit: for which families it is not fit while it is for others; set by
 *	the caller
 * @doubt: who is doubted works only while nobody else can; set by the caller
 * @active: carries traffic, of any family
 * @serves: of which families
 * @lost: was active when it became unusable; also set by the caller, for who
 *	is missing: whether it returns after a crash, a detach or since boot, it
 *	is repaired
 * @waiting: repaired, but waits until it is needed (failback off), or told to
 * @load: number of addresses bound to it
 * @loose: of those, how many are not at home, by family
 * @give: how many of its addresses are to move away, by family
 * @take: how many addresses are to move here, by family
 * @slots: number of flow slots of a family that it serves
 * @rank: place in the order of election
 *
 * All fields are protected by the lock of the group.
 */
struct ipmp_seat {
	struct list_head list;
	bool standby;
	bool usable;
	bool offline;
	bool unfit[IPMP_FAMILIES];
	enum ipmp_doubt doubt;
	bool active;
	bool serves[IPMP_FAMILIES];
	bool lost;
	bool waiting;
	unsigned int load;
	unsigned int loose[IPMP_FAMILIES];
	unsigned int give[IPMP_FAMILIES];
	unsigned int take[IPMP_FAMILIES];
	unsigned int slots;
	unsigned int rank;
};

/**
 * struct ipmp_claim - a data address, as far as balancing is concerned
 * @list: in the group's list of claims, in the order of appearance
 * @family: what it is an address of; never changes
 * @seat: where it is bound; NULL while nothing is active
 * @home: where it belongs; NULL for anywhere
 *
 * All fields are protected by the lock of the group.
 */
struct ipmp_claim {
	struct list_head list;
	enum ipmp_family family;
	struct ipmp_seat *seat;
	struct ipmp_seat *home;
};

void ipmp_balance_retire(struct ipmp_seat *s);
bool ipmp_balance_wait(struct list_head *seats, struct ipmp_seat *s);
unsigned int ipmp_balance_elect(struct list_head *seats, bool failback);
struct ipmp_seat *ipmp_balance_cast(struct list_head *seats,
				    struct ipmp_seat *now);
void ipmp_balance_claims(struct list_head *seats, struct list_head *claims,
			 bool failback);
void ipmp_balance_slots(struct list_head *seats, enum ipmp_family f,
			struct ipmp_seat **slots, unsigned int n);

#endif /* _IPMP_BALANCE_H */
