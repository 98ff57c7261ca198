/* SPDX-License-Identifier: GPL-2.0 */
/* The model: groups, members and data addresses as the kernel told them. */
#ifndef IPMPADM_STATE_H
#define IPMPADM_STATE_H

#include <net/if.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <linux/ipmp.h>

#include "ipaddr.h"

/* Longest hardware address, MAX_ADDR_LEN of the kernel. */
#define PERM_ADDR_MAX	32

/**
 * struct group_id - What names a group; part of every object.
 * @ifindex: of the group device
 * @ifname: of the group device
 * @name: of the group
 */
struct group_id {
	uint32_t ifindex;
	char ifname[IFNAMSIZ];
	char name[IPMP_NAME_MAX + 1];
};

/**
 * struct group - A group.
 * @id: its names
 * @state: enum ipmp_group_state
 * @failback: whether a repaired member takes its work back
 * @xmit: enum ipmp_xmit
 */
struct group {
	struct group_id id;
	uint32_t state;
	bool failback;
	uint32_t xmit;
};

/**
 * struct member - A member of a group.
 * @group: its group
 * @ifindex: 0 while it is missing
 * @ifname: its name
 * @state: enum ipmp_member_state
 * @reason: enum ipmp_reason
 * @since: when @state was entered, nanoseconds since 1970
 * @standby: whether it only replaces others
 * @link: enum ipmp_link
 * @cast: whether it hears the group's broadcast and multicast
 * @perm_addr: permanent hardware address
 * @perm_len: its length
 * @path: bus address, or empty
 * @test: its own addresses
 * @ntest: how many
 */
struct member {
	struct group_id group;
	uint32_t ifindex;
	char ifname[IFNAMSIZ];
	uint32_t state;
	uint32_t reason;
	uint64_t since;
	bool standby;
	uint32_t link;
	bool cast;
	uint8_t perm_addr[PERM_ADDR_MAX];
	uint8_t perm_len;
	char path[64];
	struct ipaddr *test;
	size_t ntest;
};

/**
 * struct address - A data address of a group.
 * @group: its group
 * @addr: the address
 * @member: name of the member that it is bound to, or empty
 * @home: name of the member that it returns to, or empty
 */
struct address {
	struct group_id group;
	struct ipaddr addr;
	char member[IFNAMSIZ];
	char home[IFNAMSIZ];
};

enum object_type { OBJECT_GROUP, OBJECT_MEMBER, OBJECT_ADDRESS };

/**
 * struct object - Any of the three.
 * @type: which
 * @g: with OBJECT_GROUP
 * @m: with OBJECT_MEMBER
 * @a: with OBJECT_ADDRESS
 */
struct object {
	enum object_type type;
	union {
		struct group g;
		struct member m;
		struct address a;
	};
};

/**
 * struct state - All objects, each kind in the kernel's order.
 * @groups: groups
 * @ngroups: how many
 * @members: members
 * @nmembers: how many
 * @addresses: data addresses
 * @naddresses: how many
 */
struct state {
	struct group *groups;
	size_t ngroups;
	struct member *members;
	size_t nmembers;
	struct address *addresses;
	size_t naddresses;
};

void state_free(struct state *st);
int state_put(struct state *st, struct object *o);
void state_drop(struct state *st, const struct object *o);
void state_keep_group(struct state *st, uint32_t ifindex);
const struct group *state_find_group(const struct state *st, const char *name);
const struct group *state_group(const struct state *st, uint32_t ifindex);
const struct member *state_member(const struct state *st, const char *ifname);
const struct address *state_address(const struct state *st, uint32_t ifindex,
				    const struct ipaddr *addr);
void object_free(struct object *o);

#endif /* IPMPADM_STATE_H */
