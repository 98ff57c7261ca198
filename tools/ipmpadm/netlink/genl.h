/* SPDX-License-Identifier: GPL-2.0 */
/* Client of the generic netlink family `ipmp`. */
#ifndef IPMPADM_GENL_H
#define IPMPADM_GENL_H

#include "nlsock.h"
#include "policy.h"
#include "state.h"

/**
 * struct ipmp - A connection to the kernel module.
 * @s: the socket, for nlsock_fail()
 * @family: the number that the kernel gave to the family
 */
struct ipmp {
	struct nlsock s;
	int family;
};

/**
 * struct event - What changed.
 * @seq: its number in this namespace
 * @time: nanoseconds since 1970
 * @change: enum ipmp_change
 * @reason: enum ipmp_reason
 * @from: member that an address was bound to, or empty
 * @to: member that an address is bound to, or empty
 * @known: whether its kind is, and so @o is set
 * @o: the object as it is now
 */
struct event {
	uint32_t seq;
	uint64_t time;
	uint32_t change;
	uint32_t reason;
	char from[IFNAMSIZ];
	char to[IFNAMSIZ];
	bool known;
	struct object o;
};

/**
 * struct probe_done - A probe that was answered or lost.
 * @time: when it was sent, nanoseconds since 1970
 * @ifname: the member that it was sent through
 * @id: its number, counted by member and family
 * @target: whom it was sent to
 * @answered: whether it was, in time
 * @rtt: how long it took, and what it takes with this target
 */
struct probe_done {
	uint64_t time;
	char ifname[IFNAMSIZ];
	uint32_t id;
	struct ipaddr target;
	bool answered;
	struct rtt rtt;
};

/* Takes an event; what belongs to its object is the function's. */
typedef void (*ipmp_event_fn)(struct event *e, void *arg);
typedef void (*ipmp_done_fn)(const struct probe_done *d, void *arg);

int ipmp_open(struct ipmp *c);
void ipmp_close(struct ipmp *c);
int ipmp_group_new(struct ipmp *c, const char *name, const char *ifname,
		   const struct ipmp_policy *p);
int ipmp_group_set(struct ipmp *c, uint32_t group,
		   const struct ipmp_policy *p);
int ipmp_group_rebalance(struct ipmp *c, uint32_t group);
int ipmp_group_del(struct ipmp *c, uint32_t group);
int ipmp_group_del_named(struct ipmp *c, const char *name);
int ipmp_member_new(struct ipmp *c, uint32_t group, const char *ifname,
		    bool standby, bool place);
int ipmp_member_set(struct ipmp *c, const char *ifname, bool standby);
int ipmp_member_wait(struct ipmp *c, const char *ifname);
int ipmp_member_del(struct ipmp *c, const char *ifname, bool place);
int ipmp_member_offline(struct ipmp *c, const char *const *ifname, size_t n,
			bool force);
int ipmp_member_online(struct ipmp *c, const char *ifname);
int ipmp_address_set(struct ipmp *c, uint32_t group, const struct ipaddr *addr,
		     const char *home);
int ipmp_target_new(struct ipmp *c, uint32_t group, const struct ipaddr *addr);
int ipmp_target_del(struct ipmp *c, uint32_t group, const struct ipaddr *addr);
int ipmp_read_groups(struct ipmp *c, struct state *st);
int ipmp_read(struct ipmp *c, struct state *st);
int ipmp_subscribe(struct ipmp *c, const char *mcgrp);
int ipmp_receive(struct ipmp *c, ipmp_event_fn fn, void *arg);
int ipmp_receive_done(struct ipmp *c, ipmp_done_fn fn, void *arg);

/* Between the files of the client. */
struct nl_msg *ipmp_message(const struct ipmp *c, uint8_t cmd);

#endif /* IPMPADM_GENL_H */
