// SPDX-License-Identifier: GPL-2.0
/* Replies and dumps of the generic netlink family. */
#include <linux/rtnetlink.h>
#include <linux/socket.h>

#include "address.h"
#include "compat/compat.h"
#include "event.h"
#include "group.h"
#include "netlink.h"
#include "netlink-gen.h"
#include "target.h"

/* What a reply or one message of a dump is made from. */
union object {
	const struct ipmp_group *group;
	const struct ipmp_member *member;
	const struct ipmp_prober *prober;
	struct {
		const struct ipmp_group *of;
		union {
			const struct ipmp_address *address;
			const struct ipmp_target *target;
		};
	};
};

/* For a dump @cb says where it stands, for a reply it is NULL. */
static int put_object(struct sk_buff *skb, u32 portid, u32 seq,
		      struct netlink_callback *cb, u8 cmd,
		      const union object *o)
{
	void *hdr = genlmsg_put(skb, portid, seq, &ipmp_nl_family,
				cb ? NLM_F_MULTI : 0, cmd);
	int err;

	if (!hdr)
		return -EMSGSIZE;
	if (cb)
		genl_dump_check_consistent(cb, hdr);
	switch (cmd) {
	case IPMP_CMD_GROUP_GET:
		err = ipmp_nl_put_group(skb, o->group);
		break;
	case IPMP_CMD_MEMBER_GET:
		err = ipmp_nl_put_member(skb, o->member);
		break;
	case IPMP_CMD_TARGET_GET:
		err = ipmp_nl_put_target(skb, o->of, o->target);
		break;
	case IPMP_CMD_PROBE_GET:
		err = ipmp_nl_put_probe(skb, o->prober);
		break;
	default:
		err = ipmp_nl_put_address(skb, o->of, o->address);
		break;
	}
	if (err)
		genlmsg_cancel(skb, hdr);
	else
		genlmsg_end(skb, hdr);
	return err;
}

/* The lock of the group is held around this; it does not sleep. */
static int reply(struct genl_info *info, u8 cmd, const union object *o,
		 struct sk_buff **msg)
{
	size_t size = cmd == IPMP_CMD_MEMBER_GET ?
		      ipmp_nl_member_size(o->member) : IPMP_NL_SIZE;

	*msg = genlmsg_new(size, GFP_ATOMIC);
	if (!*msg)
		return -ENOMEM;
	return put_object(*msg, info->snd_portid, info->snd_seq, NULL, cmd, o);
}

static int send_reply(struct genl_info *info, struct sk_buff *msg, int err)
{
	if (!err)
		return genlmsg_reply(msg, info);
	nlmsg_free(msg);
	return err;
}

/* Answer by what @put writes of the group, with its lock held. */
static int answer_group(struct genl_info *info,
			int (*put)(struct genl_info *info, struct ipmp_group *g,
				   struct sk_buff **msg))
{
	struct sk_buff *msg = NULL;
	struct ipmp_group *g;
	int err;

	rcu_read_lock();
	g = ipmp_nl_find_group(info);
	err = PTR_ERR_OR_ZERO(g);
	if (!err) {
		spin_lock_bh(&g->lock);
		err = put(info, g, &msg);
		spin_unlock_bh(&g->lock);
	}
	rcu_read_unlock();
	return send_reply(info, msg, err);
}

/* Likewise for a member. */
static int answer_member(struct genl_info *info,
			 int (*put)(struct genl_info *info,
				    const struct ipmp_member *m,
				    struct sk_buff **msg))
{
	struct sk_buff *msg = NULL;
	struct ipmp_member *m;
	int err;

	rtnl_lock();
	m = ipmp_nl_find_member(info);
	err = PTR_ERR_OR_ZERO(m);
	if (!err) {
		spin_lock_bh(&m->group->lock);
		err = put(info, m, &msg);
		spin_unlock_bh(&m->group->lock);
	}
	rtnl_unlock();
	return send_reply(info, msg, err);
}

static int put_group(struct genl_info *info, struct ipmp_group *g,
		     struct sk_buff **msg)
{
	ipmp_event_look_at_targets(g);
	return reply(info, IPMP_CMD_GROUP_GET, &(union object){ .group = g },
		     msg);
}

int ipmp_nl_group_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	return answer_group(info, put_group);
}

static int put_member(struct genl_info *info, const struct ipmp_member *m,
		      struct sk_buff **msg)
{
	return reply(info, IPMP_CMD_MEMBER_GET, &(union object){ .member = m },
		     msg);
}

int ipmp_nl_member_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	return answer_member(info, put_member);
}

static int put_address(struct genl_info *info, struct ipmp_group *g,
		       struct sk_buff **msg)
{
	union object o = { .of = g };
	struct in6_addr ip;
	int err;

	err = ipmp_nl_read_ip(info, IPMP_A_ADDR, &ip);
	if (err)
		return err;
	o.address = ipmp_address_find(g, &ip);
	if (o.address && o.address->assigned)
		return reply(info, IPMP_CMD_ADDRESS_GET, &o, msg);
	NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[IPMP_A_ADDR],
			    "not an address of the group");
	return -ENOENT;
}

int ipmp_nl_address_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	return answer_group(info, put_address);
}

static int put_target(struct genl_info *info, struct ipmp_group *g,
		      struct sk_buff **msg)
{
	union object o = { .of = g };
	struct in6_addr ip;
	int err;

	err = ipmp_nl_read_ip(info, IPMP_A_TARGET, &ip);
	if (err)
		return err;
	o.target = ipmp_target_find(g, &ip);
	if (o.target)
		return reply(info, IPMP_CMD_TARGET_GET, &o, msg);
	NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[IPMP_A_TARGET],
			    "not a target of the group");
	return -ENOENT;
}

int ipmp_nl_target_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	return answer_group(info, put_target);
}

/* What probes say in one family, that of IPv4 if none is named. */
static int put_prober(struct genl_info *info, const struct ipmp_member *m,
		      struct sk_buff **msg)
{
	struct nlattr *attr = info->attrs[IPMP_A_FAMILY];
	u8 family = attr ? nla_get_u8(attr) : AF_INET;
	union object o = {};

	if (family == AF_INET6) {
		o.prober = &m->prober[IPMP_V6];
	} else if (family == AF_INET) {
		o.prober = &m->prober[IPMP_V4];
	} else {
		NL_SET_ERR_MSG_ATTR(info->extack, attr,
				    "neither AF_INET nor AF_INET6");
		return -EAFNOSUPPORT;
	}
	return reply(info, IPMP_CMD_PROBE_GET, &o, msg);
}

int ipmp_nl_probe_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	return answer_member(info, put_prober);
}

/**
 * struct dump - where a dump stands
 * @skb: the message under way
 * @cb: args[0] counts groups, args[1] objects within the group
 * @cmd: what is dumped
 * @at: objects of the group passed so far in this call
 */
struct dump {
	struct sk_buff *skb;
	struct netlink_callback *cb;
	u8 cmd;
	long at;
};

static int dump_object(struct dump *d, const union object *o)
{
	int err;

	if (d->at++ < d->cb->args[1])
		return 0;
	err = put_object(d->skb, NETLINK_CB(d->cb->skb).portid,
			 d->cb->nlh->nlmsg_seq, d->cb, d->cmd, o);
	if (!err)
		d->cb->args[1]++;
	return err;
}

static int dump_members(struct dump *d, const struct ipmp_group *g)
{
	const struct ipmp_member *m;
	int err;

	list_for_each_entry(m, &g->members, list) {
		err = dump_object(d, &(union object){ .member = m });
		if (err)
			return err;
	}
	return 0;
}

static int dump_addresses(struct dump *d, const struct ipmp_group *g)
{
	const struct ipmp_address *a;
	int err;

	list_for_each_entry(a, &g->claims, claim.list) {
		err = dump_object(d, &(union object){ .of = g, .address = a });
		if (err)
			return err;
	}
	return 0;
}

static int dump_targets(struct dump *d, const struct ipmp_group *g)
{
	const struct ipmp_target *t;
	enum ipmp_family f;
	int err;

	for (f = 0; f < IPMP_FAMILIES; f++) {
		list_for_each_entry(t, &g->targets[f], aim.list) {
			const union object o = { .of = g, .target = t };

			err = dump_object(d, &o);
			if (err)
				return err;
		}
	}
	return 0;
}

static int dump_probes(struct dump *d, const struct ipmp_group *g)
{
	const struct ipmp_member *m;
	enum ipmp_family f;
	int err;

	list_for_each_entry(m, &g->members, list) {
		for (f = 0; f < IPMP_FAMILIES; f++) {
			const union object o = { .prober = &m->prober[f] };

			err = dump_object(d, &o);
			if (err)
				return err;
		}
	}
	return 0;
}

static int dump_group(struct dump *d, struct ipmp_group *g)
{
	int err;

	d->at = 0;
	spin_lock_bh(&g->lock);
	switch (d->cmd) {
	case IPMP_CMD_GROUP_GET:
		err = dump_object(d, &(union object){ .group = g });
		break;
	case IPMP_CMD_MEMBER_GET:
		err = dump_members(d, g);
		break;
	case IPMP_CMD_TARGET_GET:
		err = dump_targets(d, g);
		break;
	case IPMP_CMD_PROBE_GET:
		err = dump_probes(d, g);
		break;
	default:
		err = dump_addresses(d, g);
		break;
	}
	spin_unlock_bh(&g->lock);
	return err;
}

/* What came or went since the last message of the dump. */
static unsigned int generation(const struct net *net)
{
	struct ipmp_group *g;

	ipmp_for_each_group(g) {
		if (!net_eq(dev_net(g->dev), net))
			continue;
		spin_lock_bh(&g->lock);
		ipmp_event_look_at_targets(g);
		spin_unlock_bh(&g->lock);
	}
	return ipmp_event_generation();
}

static int dump(struct sk_buff *skb, struct netlink_callback *cb, u8 cmd)
{
	struct nlattr *only = ipmp_dump_attrs(cb)[IPMP_A_GROUP_IFINDEX];
	struct dump d = { .skb = skb, .cb = cb, .cmd = cmd };
	struct ipmp_group *g;
	int err = 0;
	long n = 0;

	rcu_read_lock();
	cb->seq = generation(sock_net(skb->sk));
	ipmp_for_each_group(g) {
		if (n++ < cb->args[0])
			continue;
		if (!net_eq(dev_net(g->dev), sock_net(skb->sk)))
			continue;
		if (only && nla_get_u32(only) != g->dev->ifindex)
			continue;
		err = dump_group(&d, g);
		if (err)
			break;		/* the message is full */
		cb->args[0] = n;
		cb->args[1] = 0;
	}
	rcu_read_unlock();
	/* What does not fit into an empty message never will. */
	return skb->len ?: err;
}

int ipmp_nl_group_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return dump(skb, cb, IPMP_CMD_GROUP_GET);
}

int ipmp_nl_member_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return dump(skb, cb, IPMP_CMD_MEMBER_GET);
}

int ipmp_nl_address_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return dump(skb, cb, IPMP_CMD_ADDRESS_GET);
}

int ipmp_nl_target_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return dump(skb, cb, IPMP_CMD_TARGET_GET);
}

int ipmp_nl_probe_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return dump(skb, cb, IPMP_CMD_PROBE_GET);
}
