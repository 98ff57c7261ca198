/* SPDX-License-Identifier: GPL-2.0 */
/* The model: all that the kernel told of, as it told it. */
#ifndef IPMPADM_STATE_H
#define IPMPADM_STATE_H

#include <net/if.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <linux/ipmp.h>

#include "../lib/ipaddr.h"

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
 * @detection_time: in milliseconds, 0 if this kernel module has no probes
 * @probe: enum ipmp_probe_mode
 * @fail_open: whether it carries on when no target answers any member
 * @detection_now: what can be kept now, 0 while nothing is probed
 * @targets_silent: whether no target answers any member
 * @generation: of the namespace when it was told of, 0 if this kernel module
 *	has none
 * @counted: whether @moves is known, which takes another question
 * @moves: how often a data address moved from member to member
 */
struct group {
	struct group_id id;
	uint32_t state;
	bool failback;
	uint32_t xmit;
	uint32_t detection_time;
	uint32_t probe;
	bool fail_open;
	uint32_t detection_now;
	bool targets_silent;
	uint32_t generation;
	bool counted;
	uint64_t moves;
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
 * @probe: enum ipmp_probe_state of its families together
 * @probe4: that of IPv4
 * @probe6: that of IPv6
 * @hold_until: until when it is kept from its work, nanoseconds since 1970,
 *	or 0
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
	uint32_t probe;
	uint32_t probe4;
	uint32_t probe6;
	uint64_t hold_until;
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

/* A round-trip time that is not known. */
#define RTT_NONE	UINT32_MAX

/**
 * struct rtt - Round-trip times in microseconds, or RTT_NONE.
 * @last: that of the last answer
 * @avg: smoothed
 * @dev: smoothed deviation
 */
struct rtt {
	uint32_t last;
	uint32_t avg;
	uint32_t dev;
};

/**
 * struct probe_target - Somebody that members of a group are probed with.
 * @group: the group
 * @addr: its address
 * @source: enum ipmp_target_source
 * @state: enum ipmp_target_state
 * @since: when @state was entered, nanoseconds since 1970
 * @sent: probes sent to it
 * @answered: of those, answered in time
 * @lost: of those, not answered in time
 * @rtt: how long it takes
 */
struct probe_target {
	struct group_id group;
	struct ipaddr addr;
	uint32_t source;
	uint32_t state;
	uint64_t since;
	uint64_t sent;
	uint64_t answered;
	uint64_t lost;
	struct rtt rtt;
};

/**
 * struct probe - What probes say of a member in one family.
 * @group: its group
 * @ifname: the member
 * @family: AF_INET or AF_INET6
 * @state: enum ipmp_probe_state
 * @since: when @state was entered, nanoseconds since 1970
 * @kind: enum ipmp_probe_kind
 * @from: address that it is probed from, of family 0 if it needs none
 * @sent: probes sent
 * @answered: of those, answered in time
 * @lost: of those, not answered in time
 * @not_sent: probes that were due, but that the host was too late for
 * @failures: how often they made the member fail
 * @repairs: how often they repaired it
 * @rtt: how long answers take
 */
struct probe {
	struct group_id group;
	char ifname[IFNAMSIZ];
	uint8_t family;
	uint32_t state;
	uint64_t since;
	uint32_t kind;
	struct ipaddr from;
	uint64_t sent;
	uint64_t answered;
	uint64_t lost;
	uint64_t not_sent;
	uint64_t failures;
	uint64_t repairs;
	struct rtt rtt;
};

enum object_type {
	OBJECT_GROUP,
	OBJECT_MEMBER,
	OBJECT_ADDRESS,
	OBJECT_TARGET,
	OBJECT_PROBE,
};

/**
 * struct object - Any of them.
 * @type: which
 * @group: its group, which each begins with
 * @g: with OBJECT_GROUP
 * @m: with OBJECT_MEMBER
 * @a: with OBJECT_ADDRESS
 * @t: with OBJECT_TARGET
 * @p: with OBJECT_PROBE
 */
struct object {
	enum object_type type;
	union {
		struct group_id group;
		struct group g;
		struct member m;
		struct address a;
		struct probe_target t;
		struct probe p;
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
 * @targets: probe targets, of a group in the order in which they are probed
 * @ntargets: how many
 * @probes: what probes say of each member and family
 * @nprobes: how many
 */
struct state {
	struct group *groups;
	size_t ngroups;
	struct member *members;
	size_t nmembers;
	struct address *addresses;
	size_t naddresses;
	struct probe_target *targets;
	size_t ntargets;
	struct probe *probes;
	size_t nprobes;
};

void state_free(struct state *st);
void state_clear(struct state *st, enum object_type type);
int state_put(struct state *st, struct object *o);
void state_drop(struct state *st, const struct object *o);
void state_keep_group(struct state *st, uint32_t ifindex);
const struct group *state_find_group(const struct state *st, const char *name);
const struct group *state_group(const struct state *st, uint32_t ifindex);
const struct member *state_member(const struct state *st, uint32_t ifindex,
				  const char *ifname);
bool member_waits(const struct member *m);
const struct address *state_address(const struct state *st, uint32_t ifindex,
				    const struct ipaddr *addr);
const struct probe_target *state_target(const struct state *st,
					uint32_t ifindex,
					const struct ipaddr *addr);
const struct probe *state_probe(const struct state *st, uint32_t ifindex,
				const char *ifname, uint8_t family);
const void *state_item(const struct state *st, enum object_type type, size_t i);
void object_free(struct object *o);

#endif /* IPMPADM_STATE_H */
