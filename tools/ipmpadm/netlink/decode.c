// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <netlink/attr.h>
#include <netlink/genl/genl.h>

#include "decode.h"

static struct nla_policy policy[IPMP_A_MAX + 1] = {
	[IPMP_A_GROUP_IFINDEX] = { .type = NLA_U32 },
	[IPMP_A_GROUP_IFNAME] = { .type = NLA_STRING },
	[IPMP_A_GROUP_NAME] = { .type = NLA_STRING },
	[IPMP_A_GROUP_STATE] = { .type = NLA_U32 },
	[IPMP_A_FAILBACK] = { .type = NLA_U8 },
	[IPMP_A_XMIT] = { .type = NLA_U32 },
	[IPMP_A_IFINDEX] = { .type = NLA_U32 },
	[IPMP_A_IFNAME] = { .type = NLA_STRING },
	[IPMP_A_STATE] = { .type = NLA_U32 },
	[IPMP_A_REASON] = { .type = NLA_U32 },
	[IPMP_A_SINCE] = { .type = NLA_U64 },
	[IPMP_A_STANDBY] = { .type = NLA_U8 },
	[IPMP_A_LINK] = { .type = NLA_U32 },
	[IPMP_A_CAST] = { .type = NLA_U8 },
	[IPMP_A_PATH] = { .type = NLA_STRING },
	[IPMP_A_PREFIX_LEN] = { .type = NLA_U8 },
	[IPMP_A_MEMBER] = { .type = NLA_STRING },
	[IPMP_A_HOME] = { .type = NLA_STRING },
	[IPMP_A_FROM] = { .type = NLA_STRING },
	[IPMP_A_TO] = { .type = NLA_STRING },
	[IPMP_A_CHANGE] = { .type = NLA_U32 },
	[IPMP_A_TIME] = { .type = NLA_U64 },
	[IPMP_A_SEQ] = { .type = NLA_U32 },
	[IPMP_A_DETECTION_TIME] = { .type = NLA_U32 },
	[IPMP_A_PROBE] = { .type = NLA_U32 },
	[IPMP_A_FAIL_OPEN] = { .type = NLA_U8 },
	[IPMP_A_DETECTION_NOW] = { .type = NLA_U32 },
	[IPMP_A_TARGETS_SILENT] = { .type = NLA_U8 },
	[IPMP_A_TARGET_SOURCE] = { .type = NLA_U32 },
	[IPMP_A_TARGET_STATE] = { .type = NLA_U32 },
	[IPMP_A_FAMILY] = { .type = NLA_U8 },
	[IPMP_A_PROBE_STATE] = { .type = NLA_U32 },
	[IPMP_A_PROBE_STATE4] = { .type = NLA_U32 },
	[IPMP_A_PROBE_STATE6] = { .type = NLA_U32 },
	[IPMP_A_PROBE_KIND] = { .type = NLA_U32 },
	[IPMP_A_SENT] = { .type = NLA_U64 },
	[IPMP_A_ANSWERED] = { .type = NLA_U64 },
	[IPMP_A_LOST] = { .type = NLA_U64 },
	[IPMP_A_NOT_SENT] = { .type = NLA_U64 },
	[IPMP_A_FAILURES] = { .type = NLA_U64 },
	[IPMP_A_REPAIRS] = { .type = NLA_U64 },
	[IPMP_A_RTT] = { .type = NLA_U32 },
	[IPMP_A_RTT_AVG] = { .type = NLA_U32 },
	[IPMP_A_RTT_DEV] = { .type = NLA_U32 },
	[IPMP_A_HOLD_UNTIL] = { .type = NLA_U64 },
	[IPMP_A_PROBE_ID] = { .type = NLA_U32 },
	[IPMP_A_PROBE_OUTCOME] = { .type = NLA_U32 },
	[IPMP_A_GENERATION] = { .type = NLA_U32 },
};

/* An attribute that a newer or older kernel leaves out reads as 0 or "". */
static uint32_t get_u32(struct nlattr *a)
{
	return a ? nla_get_u32(a) : 0;
}

static uint64_t get_u64(struct nlattr *a)
{
	return a ? nla_get_u64(a) : 0;
}

static uint8_t get_u8(struct nlattr *a)
{
	return a ? nla_get_u8(a) : 0;
}

static void get_string(char *to, size_t size, struct nlattr *a)
{
	to[0] = '\0';
	if (a)
		nla_strlcpy(to, a, size);
}

static bool get_ip(struct ipaddr *addr, struct nlattr *a)
{
	return a && ipaddr_set(addr, nla_data(a), (size_t)nla_len(a));
}

static uint32_t get_time(struct nlattr *a)
{
	return a ? nla_get_u32(a) : RTT_NONE;
}

static void get_rtt(struct rtt *rtt, struct nlattr **tb)
{
	rtt->last = get_time(tb[IPMP_A_RTT]);
	rtt->avg = get_time(tb[IPMP_A_RTT_AVG]);
	rtt->dev = get_time(tb[IPMP_A_RTT_DEV]);
}

static void get_group_id(struct group_id *id, struct nlattr **tb)
{
	id->ifindex = get_u32(tb[IPMP_A_GROUP_IFINDEX]);
	get_string(id->ifname, sizeof(id->ifname), tb[IPMP_A_GROUP_IFNAME]);
	get_string(id->name, sizeof(id->name), tb[IPMP_A_GROUP_NAME]);
}

static int get_group(struct group *g, struct nlattr **tb)
{
	get_group_id(&g->id, tb);
	g->state = get_u32(tb[IPMP_A_GROUP_STATE]);
	g->failback = get_u8(tb[IPMP_A_FAILBACK]);
	g->xmit = get_u32(tb[IPMP_A_XMIT]);
	g->detection_time = get_u32(tb[IPMP_A_DETECTION_TIME]);
	g->probe = get_u32(tb[IPMP_A_PROBE]);
	g->fail_open = get_u8(tb[IPMP_A_FAIL_OPEN]);
	g->detection_now = get_u32(tb[IPMP_A_DETECTION_NOW]);
	g->targets_silent = get_u8(tb[IPMP_A_TARGETS_SILENT]);
	g->generation = get_u32(tb[IPMP_A_GENERATION]);
	return 0;
}

static int add_test(struct member *m, struct nlattr *a)
{
	struct ipaddr *more, addr;

	if (!get_ip(&addr, a))
		return 0;
	more = reallocarray(m->test, m->ntest + 1, sizeof(*more));
	if (!more)
		return -ENOMEM;
	m->test = more;
	m->test[m->ntest++] = addr;
	return 0;
}

/* The parsed table holds only the last of an attribute that repeats. */
static int get_tests(struct member *m, struct nlmsghdr *nlh)
{
	struct genlmsghdr *ghdr = genlmsg_hdr(nlh);
	struct nlattr *a;
	int err = 0;
	int rem;

	nla_for_each_attr(a, genlmsg_attrdata(ghdr, 0),
			  genlmsg_attrlen(ghdr, 0), rem)
		if (!err && nla_type(a) == IPMP_A_TEST_ADDR)
			err = add_test(m, a);
	return err;
}

static int get_member(struct member *m, struct nlattr **tb,
		      struct nlmsghdr *nlh)
{
	struct nlattr *perm = tb[IPMP_A_PERM_ADDR];

	get_group_id(&m->group, tb);
	m->ifindex = get_u32(tb[IPMP_A_IFINDEX]);
	get_string(m->ifname, sizeof(m->ifname), tb[IPMP_A_IFNAME]);
	m->state = get_u32(tb[IPMP_A_STATE]);
	m->reason = get_u32(tb[IPMP_A_REASON]);
	m->since = get_u64(tb[IPMP_A_SINCE]);
	m->standby = get_u8(tb[IPMP_A_STANDBY]);
	m->link = get_u32(tb[IPMP_A_LINK]);
	m->cast = get_u8(tb[IPMP_A_CAST]);
	if (perm)
		m->perm_len = (uint8_t)nla_memcpy(m->perm_addr, perm,
						  sizeof(m->perm_addr));
	get_string(m->path, sizeof(m->path), tb[IPMP_A_PATH]);
	m->probe = get_u32(tb[IPMP_A_PROBE_STATE]);
	m->probe4 = get_u32(tb[IPMP_A_PROBE_STATE4]);
	m->probe6 = get_u32(tb[IPMP_A_PROBE_STATE6]);
	m->hold_until = get_u64(tb[IPMP_A_HOLD_UNTIL]);
	return get_tests(m, nlh);
}

static int get_address(struct address *a, struct nlattr **tb)
{
	if (!get_ip(&a->addr, tb[IPMP_A_ADDR]))
		return -EBADMSG;
	get_group_id(&a->group, tb);
	if (tb[IPMP_A_PREFIX_LEN])
		a->addr.prefix_len = get_u8(tb[IPMP_A_PREFIX_LEN]);
	get_string(a->member, sizeof(a->member), tb[IPMP_A_MEMBER]);
	get_string(a->home, sizeof(a->home), tb[IPMP_A_HOME]);
	return 0;
}

static int get_target(struct probe_target *t, struct nlattr **tb)
{
	if (!get_ip(&t->addr, tb[IPMP_A_TARGET]))
		return -EBADMSG;
	get_group_id(&t->group, tb);
	t->source = get_u32(tb[IPMP_A_TARGET_SOURCE]);
	t->state = get_u32(tb[IPMP_A_TARGET_STATE]);
	t->since = get_u64(tb[IPMP_A_SINCE]);
	t->sent = get_u64(tb[IPMP_A_SENT]);
	t->answered = get_u64(tb[IPMP_A_ANSWERED]);
	t->lost = get_u64(tb[IPMP_A_LOST]);
	get_rtt(&t->rtt, tb);
	return 0;
}

static int get_probe(struct probe *p, struct nlattr **tb)
{
	get_group_id(&p->group, tb);
	get_string(p->ifname, sizeof(p->ifname), tb[IPMP_A_IFNAME]);
	p->family = get_u8(tb[IPMP_A_FAMILY]);
	p->state = get_u32(tb[IPMP_A_PROBE_STATE]);
	p->since = get_u64(tb[IPMP_A_SINCE]);
	p->kind = get_u32(tb[IPMP_A_PROBE_KIND]);
	get_ip(&p->from, tb[IPMP_A_PROBE_SOURCE]);
	p->sent = get_u64(tb[IPMP_A_SENT]);
	p->answered = get_u64(tb[IPMP_A_ANSWERED]);
	p->lost = get_u64(tb[IPMP_A_LOST]);
	p->not_sent = get_u64(tb[IPMP_A_NOT_SENT]);
	p->failures = get_u64(tb[IPMP_A_FAILURES]);
	p->repairs = get_u64(tb[IPMP_A_REPAIRS]);
	get_rtt(&p->rtt, tb);
	return 0;
}

static int get_object(struct nlmsghdr *nlh, struct nlattr **tb,
		      struct object *o)
{
	memset(o, 0, sizeof(*o));
	switch (genlmsg_hdr(nlh)->cmd) {
	case IPMP_CMD_GROUP_GET:
	case IPMP_CMD_GROUP_NTF:
		o->type = OBJECT_GROUP;
		return get_group(&o->g, tb);
	case IPMP_CMD_MEMBER_GET:
	case IPMP_CMD_MEMBER_NTF:
		o->type = OBJECT_MEMBER;
		return get_member(&o->m, tb, nlh);
	case IPMP_CMD_ADDRESS_GET:
	case IPMP_CMD_ADDRESS_NTF:
		o->type = OBJECT_ADDRESS;
		return get_address(&o->a, tb);
	case IPMP_CMD_TARGET_GET:
		o->type = OBJECT_TARGET;
		return get_target(&o->t, tb);
	case IPMP_CMD_PROBE_GET:
	case IPMP_CMD_PROBE_NTF:
		o->type = OBJECT_PROBE;
		return get_probe(&o->p, tb);
	}
	return -EOPNOTSUPP;
}

static int parse(struct nlmsghdr *nlh, struct nlattr **tb)
{
	return genlmsg_parse(nlh, 0, tb, IPMP_A_MAX, policy) < 0 ? -EBADMSG : 0;
}

/**
 * decode_object() - Decode a message of a dump.
 * @nlh: the message
 * @o: where to; to be freed with object_free() even if this fails
 *
 * Return: 0 or a negative errno.
 */
int decode_object(struct nlmsghdr *nlh, struct object *o)
{
	struct nlattr *tb[IPMP_A_MAX + 1];
	int err;

	memset(o, 0, sizeof(*o));
	err = parse(nlh, tb);
	return err ? err : get_object(nlh, tb, o);
}

/**
 * decode_event() - Decode a notification.
 * @nlh: the message
 * @e: where to; its object is to be freed even if this fails
 *
 * Return: 0, also if it is of a kind that only a newer kernel has, or a
 * negative errno.
 */
int decode_event(struct nlmsghdr *nlh, struct event *e)
{
	struct nlattr *tb[IPMP_A_MAX + 1];
	int err;

	memset(e, 0, sizeof(*e));
	err = parse(nlh, tb);
	if (err)
		return err;
	e->seq = get_u32(tb[IPMP_A_SEQ]);
	e->time = get_u64(tb[IPMP_A_TIME]);
	e->change = get_u32(tb[IPMP_A_CHANGE]);
	e->reason = get_u32(tb[IPMP_A_REASON]);
	get_string(e->from, sizeof(e->from), tb[IPMP_A_FROM]);
	get_string(e->to, sizeof(e->to), tb[IPMP_A_TO]);
	err = get_object(nlh, tb, &e->o);
	e->known = !err;
	return err == -EOPNOTSUPP ? 0 : err;
}

/**
 * decode_done() - Decode a notification that a probe is done.
 * @nlh: the message
 * @d: where to
 *
 * Return: 0, -EOPNOTSUPP if it is of another kind, or another negative errno.
 */
int decode_done(struct nlmsghdr *nlh, struct probe_done *d)
{
	struct nlattr *tb[IPMP_A_MAX + 1];
	int err;

	memset(d, 0, sizeof(*d));
	if (genlmsg_hdr(nlh)->cmd != IPMP_CMD_PROBE_DONE)
		return -EOPNOTSUPP;
	err = parse(nlh, tb);
	if (err)
		return err;
	if (!get_ip(&d->target, tb[IPMP_A_TARGET]))
		return -EBADMSG;
	get_string(d->ifname, sizeof(d->ifname), tb[IPMP_A_IFNAME]);
	d->time = get_u64(tb[IPMP_A_TIME]);
	d->id = get_u32(tb[IPMP_A_PROBE_ID]);
	d->answered = get_u32(tb[IPMP_A_PROBE_OUTCOME]) ==
		      IPMP_PROBE_OUTCOME_ANSWERED;
	get_rtt(&d->rtt, tb);
	return 0;
}
