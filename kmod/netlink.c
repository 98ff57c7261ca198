// SPDX-License-Identifier: GPL-2.0
/* The generic netlink family; its form is in netlink-gen.c. */
#include <linux/ctype.h>
#include <linux/rtnetlink.h>

#include "address.h"
#include "compat/compat.h"
#include "device.h"
#include "event.h"
#include "group.h"
#include "join.h"
#include "member.h"
#include "netlink.h"
#include "netlink-gen.c"	/* its multicast groups are static */
#include "rtnl.h"

/* How many members one request takes offline: more than a card has. */
#define IPMP_OFFLINE_MAX	32

/* The group that a request names; RTNL or RCU. */
static struct ipmp_group *find_group(struct genl_info *info)
{
	struct nlattr *index = info->attrs[IPMP_A_GROUP_IFINDEX];
	struct nlattr *name = info->attrs[IPMP_A_GROUP_NAME];
	struct ipmp_group *g;

	if (!index && !name) {
		NL_SET_ERR_MSG_MOD(info->extack, "no group is named");
		return ERR_PTR(-EINVAL);
	}
	ipmp_for_each_group(g) {
		if (!net_eq(dev_net(g->dev), genl_info_net(info)))
			continue;
		if (index && g->dev->ifindex != nla_get_u32(index))
			continue;
		if (!index && nla_strcmp(name, g->name))
			continue;
		return g;
	}
	NL_SET_ERR_MSG_ATTR(info->extack, index ?: name,
			    "no such group");
	return ERR_PTR(-ENOENT);
}

/* The name of the member that a request is about. */
static const char *member_name(struct genl_info *info)
{
	if (!info->attrs[IPMP_A_IFNAME]) {
		NL_SET_ERR_MSG_MOD(info->extack, "no member is named");
		return NULL;
	}
	return nla_data(info->attrs[IPMP_A_IFNAME]);
}

static struct ipmp_member *find_member(struct genl_info *info)
{
	const char *name = member_name(info);
	struct ipmp_member *m;

	if (!name)
		return ERR_PTR(-EINVAL);
	m = ipmp_member_by_name(genl_info_net(info), name);
	if (m)
		return m;
	NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[IPMP_A_IFNAME],
			    "not a member of any group");
	return ERR_PTR(-ENOENT);
}

static int read_ip(struct genl_info *info, struct in6_addr *ip)
{
	struct nlattr *attr = info->attrs[IPMP_A_ADDR];

	if (attr && nla_len(attr) == sizeof(__be32))
		ipmp_v4_key(ip, nla_get_in_addr(attr));
	else if (attr && nla_len(attr) == sizeof(*ip))
		*ip = nla_get_in6_addr(attr);
	else
		goto bad;
	return 0;
bad:
	NL_SET_ERR_MSG_ATTR(info->extack, attr,
			    "an address has 4 or 16 bytes");
	return -EINVAL;
}

/* What can be shown on a terminal, in a log and in JSON as it is. */
static bool is_name(const char *name)
{
	const char *p;

	for (p = name; *p; p++)
		if (!isascii(*p) || !isgraph(*p))
			return false;
	return p != name;
}

int ipmp_nl_group_new_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ipmp_config config = { .failback = true };
	struct nlattr **tb = info->attrs;
	int err;

	if (tb[IPMP_A_GROUP_IFNAME])
		config.ifname = nla_data(tb[IPMP_A_GROUP_IFNAME]);
	if (tb[IPMP_A_GROUP_NAME])
		config.name = nla_data(tb[IPMP_A_GROUP_NAME]);
	if (tb[IPMP_A_FAILBACK])
		config.failback = nla_get_u8(tb[IPMP_A_FAILBACK]);
	if (tb[IPMP_A_XMIT])
		config.xmit = nla_get_u32(tb[IPMP_A_XMIT]);
	if (config.ifname && !dev_valid_name(config.ifname)) {
		NL_SET_ERR_MSG_ATTR(info->extack, tb[IPMP_A_GROUP_IFNAME],
				    "not a valid interface name");
		return -EINVAL;
	}
	if (config.name && !is_name(config.name)) {
		NL_SET_ERR_MSG_ATTR(info->extack, tb[IPMP_A_GROUP_NAME],
				    "a name is made of printable ASCII characters without spaces");
		return -EINVAL;
	}

	rtnl_lock();
	err = ipmp_rtnl_create(genl_info_net(info), &config, info->extack);
	rtnl_unlock();
	return err;
}

int ipmp_nl_group_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *failback = info->attrs[IPMP_A_FAILBACK];
	struct nlattr *policy = info->attrs[IPMP_A_XMIT];
	bool on = failback && nla_get_u8(failback);
	enum ipmp_xmit xmit = policy ? nla_get_u32(policy) : 0;
	struct ipmp_group *g;

	rtnl_lock();
	g = find_group(info);
	if (!IS_ERR(g))
		ipmp_group_set(g, failback ? &on : NULL,
			       policy ? &xmit : NULL);
	rtnl_unlock();
	return PTR_ERR_OR_ZERO(g);
}

int ipmp_nl_group_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ipmp_group *g;

	rtnl_lock();
	g = find_group(info);
	if (!IS_ERR(g))
		unregister_netdevice(g->dev);
	rtnl_unlock();
	return PTR_ERR_OR_ZERO(g);
}

static int new_member(struct genl_info *info, struct ipmp_group *g,
		      const char *name, const bool *standby)
{
	struct net_device *dev = __dev_get_by_name(genl_info_net(info), name);
	struct nlattr *attr = info->attrs[IPMP_A_IFNAME];

	if (dev)
		return ipmp_member_join(g, dev, standby, info->extack);
	if (!nla_get_flag(info->attrs[IPMP_A_PLACE])) {
		NL_SET_ERR_MSG_ATTR(info->extack, attr, "no such device");
		return -ENODEV;
	}
	if (!dev_valid_name(name)) {
		NL_SET_ERR_MSG_ATTR(info->extack, attr,
				    "not a valid interface name");
		return -EINVAL;
	}
	return ipmp_member_keep_place(g, name, standby);
}

int ipmp_nl_member_new_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *attr = info->attrs[IPMP_A_STANDBY];
	bool standby = attr && nla_get_u8(attr);
	const char *name = member_name(info);
	struct ipmp_group *g;
	int err;

	if (!name)
		return -EINVAL;
	rtnl_lock();
	g = find_group(info);
	err = IS_ERR(g) ? PTR_ERR(g) :
			  new_member(info, g, name, attr ? &standby : NULL);
	rtnl_unlock();
	return err;
}

int ipmp_nl_member_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *attr = info->attrs[IPMP_A_STANDBY];
	struct ipmp_member *m;

	rtnl_lock();
	m = find_member(info);
	if (!IS_ERR(m) && attr)
		ipmp_member_set_standby(m, nla_get_u8(attr));
	rtnl_unlock();
	return PTR_ERR_OR_ZERO(m);
}

int ipmp_nl_member_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	bool place = nla_get_flag(info->attrs[IPMP_A_PLACE]);
	struct ipmp_member *m;
	int err;

	rtnl_lock();
	m = find_member(info);
	err = PTR_ERR_OR_ZERO(m);
	if (!err && !place)
		ipmp_member_leave(m, true);
	else if (!err && m->dev)
		ipmp_member_step_out(m);
	rtnl_unlock();
	return err;
}

/* The members that a request names, each by an attribute of its own. */
static int find_members(struct genl_info *info, struct ipmp_member **set,
			unsigned int *n)
{
	const struct nlattr *attr;
	int rem;

	set[0] = find_member(info);
	if (IS_ERR(set[0]))
		return PTR_ERR(set[0]);
	*n = 1;
	nlmsg_for_each_attr(attr, info->nlhdr, GENL_HDRLEN, rem) {
		if (nla_type(attr) != IPMP_A_ALSO)
			continue;
		if (*n == IPMP_OFFLINE_MAX) {
			NL_SET_ERR_MSG_ATTR(info->extack, attr,
					    "too many members at once");
			return -E2BIG;
		}
		set[*n] = ipmp_member_by_name(genl_info_net(info),
					      nla_data(attr));
		if (!set[*n]) {
			NL_SET_ERR_MSG_ATTR(info->extack, attr,
					    "not a member of any group");
			return -ENOENT;
		}
		(*n)++;
	}
	return 0;
}

int ipmp_nl_member_offline_doit(struct sk_buff *skb, struct genl_info *info)
{
	bool force = nla_get_flag(info->attrs[IPMP_A_FORCE]);
	struct ipmp_member *set[IPMP_OFFLINE_MAX];
	unsigned int n;
	int err;

	rtnl_lock();
	err = find_members(info, set, &n) ?:
	      ipmp_member_offline(set, n, force, info->extack);
	rtnl_unlock();
	return err;
}

int ipmp_nl_member_online_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ipmp_member *m;
	int err;

	rtnl_lock();
	m = find_member(info);
	err = IS_ERR(m) ? PTR_ERR(m) : ipmp_member_online(m, info->extack);
	rtnl_unlock();
	return err;
}

int ipmp_nl_address_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *home = info->attrs[IPMP_A_HOME];
	struct ipmp_group *g;
	struct in6_addr ip;
	int err;

	err = read_ip(info, &ip);
	if (err)
		return err;
	if (!home) {
		NL_SET_ERR_MSG_MOD(info->extack, "no home is given");
		return -EINVAL;
	}
	rtnl_lock();
	g = find_group(info);
	err = IS_ERR(g) ? PTR_ERR(g) :
			  ipmp_address_set_home(g, &ip, nla_data(home));
	rtnl_unlock();
	return err;
}

/* What a reply or one message of a dump is made from. */
union object {
	const struct ipmp_group *group;
	const struct ipmp_member *member;
	struct {
		const struct ipmp_group *of;
		const struct ipmp_address *address;
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

int ipmp_nl_group_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct sk_buff *msg = NULL;
	struct ipmp_group *g;
	int err;

	rcu_read_lock();
	g = find_group(info);
	err = PTR_ERR_OR_ZERO(g);
	if (!err) {
		spin_lock_bh(&g->lock);
		err = reply(info, IPMP_CMD_GROUP_GET,
			    &(union object){ .group = g }, &msg);
		spin_unlock_bh(&g->lock);
	}
	rcu_read_unlock();
	return send_reply(info, msg, err);
}

int ipmp_nl_member_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct sk_buff *msg = NULL;
	struct ipmp_member *m;
	int err;

	rtnl_lock();
	m = find_member(info);
	err = PTR_ERR_OR_ZERO(m);
	if (!err) {
		spin_lock_bh(&m->group->lock);
		err = reply(info, IPMP_CMD_MEMBER_GET,
			    &(union object){ .member = m }, &msg);
		spin_unlock_bh(&m->group->lock);
	}
	rtnl_unlock();
	return send_reply(info, msg, err);
}

static int reply_address(struct genl_info *info, struct ipmp_group *g,
			 const struct in6_addr *ip, struct sk_buff **msg)
{
	const struct ipmp_address *a = ipmp_address_find(g, ip);

	if (!a || !a->refs) {
		NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[IPMP_A_ADDR],
				    "not an address of the group");
		return -ENOENT;
	}
	return reply(info, IPMP_CMD_ADDRESS_GET,
		     &(union object){ .of = g, .address = a }, msg);
}

int ipmp_nl_address_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct sk_buff *msg = NULL;
	struct ipmp_group *g;
	struct in6_addr ip;
	int err;

	err = read_ip(info, &ip);
	if (err)
		return err;
	rcu_read_lock();
	g = find_group(info);
	err = PTR_ERR_OR_ZERO(g);
	if (!err) {
		spin_lock_bh(&g->lock);
		err = reply_address(info, g, &ip, &msg);
		spin_unlock_bh(&g->lock);
	}
	rcu_read_unlock();
	return send_reply(info, msg, err);
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
	default:
		err = dump_addresses(d, g);
		break;
	}
	spin_unlock_bh(&g->lock);
	return err;
}

static int dump(struct sk_buff *skb, struct netlink_callback *cb, u8 cmd)
{
	struct nlattr *only = ipmp_dump_attrs(cb)[IPMP_A_GROUP_IFINDEX];
	struct dump d = { .skb = skb, .cb = cb, .cmd = cmd };
	struct ipmp_group *g;
	int err = 0;
	long n = 0;

	cb->seq = ipmp_event_generation();
	rcu_read_lock();
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

struct genl_family ipmp_nl_family __ro_after_init = {
	.name		= IPMP_GENL_NAME,
	.version	= IPMP_GENL_VERSION,
	.netnsok	= true,
	.parallel_ops	= true,
	.module		= THIS_MODULE,
	.ops		= ipmp_nl_ops,
	.n_ops		= ARRAY_SIZE(ipmp_nl_ops),
	.mcgrps		= ipmp_nl_mcgrps,
	.n_mcgrps	= ARRAY_SIZE(ipmp_nl_mcgrps),
};
