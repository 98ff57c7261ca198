// SPDX-License-Identifier: GPL-2.0
/* The generic netlink family; its form is in netlink-gen.c. */
#include <linux/ctype.h>
#include <linux/rtnetlink.h>

#include "address.h"
#include "device.h"
#include "group.h"
#include "join.h"
#include "member.h"
#include "netlink.h"
#include "netlink-gen.c"	/* its multicast groups are static */
#include "rtnl.h"
#include "target.h"

/* How many members one request takes offline: more than a card has. */
#define IPMP_OFFLINE_MAX	32

/**
 * ipmp_nl_find_group() - the group that a request names
 * @info: the request; told what is wrong with it
 *
 * Context: the caller holds RTNL or the RCU read lock.
 * Return: the group, or an error pointer.
 */
struct ipmp_group *ipmp_nl_find_group(struct genl_info *info)
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

/**
 * ipmp_nl_find_member() - the member that a request names
 * @info: the request; told what is wrong with it
 *
 * Context: the caller holds RTNL.
 * Return: the member, or an error pointer.
 */
struct ipmp_member *ipmp_nl_find_member(struct genl_info *info)
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

/**
 * ipmp_nl_read_ip() - an address in a request
 * @info: the request; told what is wrong with it
 * @type: the attribute
 * @ip: where to write it, IPv4 as ::ffff:a.b.c.d
 *
 * Context: any.
 * Return: 0 or -EINVAL.
 */
int ipmp_nl_read_ip(struct genl_info *info, unsigned int type,
		    struct in6_addr *ip)
{
	struct nlattr *attr = info->attrs[type];

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

/* Do something with the group that a request names, under RTNL. */
static int with_group(struct genl_info *info,
		      int (*fn)(struct genl_info *info, struct ipmp_group *g))
{
	struct ipmp_group *g;
	int err;

	rtnl_lock();
	g = ipmp_nl_find_group(info);
	err = IS_ERR(g) ? PTR_ERR(g) : fn(info, g);
	rtnl_unlock();
	return err;
}

/* Likewise with the member. */
static int with_member(struct genl_info *info,
		       int (*fn)(struct genl_info *info, struct ipmp_member *m))
{
	struct ipmp_member *m;
	int err;

	rtnl_lock();
	m = ipmp_nl_find_member(info);
	err = IS_ERR(m) ? PTR_ERR(m) : fn(info, m);
	rtnl_unlock();
	return err;
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

/* What a request says of a group; the rest stays as it is. */
static int read_options(struct genl_info *info, struct ipmp_options *o)
{
	struct nlattr **tb = info->attrs;

	if (tb[IPMP_A_FAILBACK])
		o->failback = nla_get_u8(tb[IPMP_A_FAILBACK]);
	if (tb[IPMP_A_XMIT])
		o->xmit = nla_get_u32(tb[IPMP_A_XMIT]);
	if (tb[IPMP_A_DETECTION_TIME])
		o->detection_time = nla_get_u32(tb[IPMP_A_DETECTION_TIME]);
	if (tb[IPMP_A_PROBE])
		o->probe = nla_get_u32(tb[IPMP_A_PROBE]);
	if (tb[IPMP_A_FAIL_OPEN])
		o->fail_open = nla_get_u8(tb[IPMP_A_FAIL_OPEN]);
	if (o->detection_time <= IPMP_DETECTION_TIME_MAX)
		return 0;
	NL_SET_ERR_MSG_ATTR(info->extack, tb[IPMP_A_DETECTION_TIME],
			    "the longest detection time is one hour");
	return -ERANGE;
}

int ipmp_nl_group_new_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ipmp_config config = { .options = IPMP_OPTIONS_DEFAULT };
	struct nlattr **tb = info->attrs;
	int err;

	if (tb[IPMP_A_GROUP_IFNAME])
		config.ifname = nla_data(tb[IPMP_A_GROUP_IFNAME]);
	if (tb[IPMP_A_GROUP_NAME])
		config.name = nla_data(tb[IPMP_A_GROUP_NAME]);
	err = read_options(info, &config.options);
	if (err)
		return err;
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

static int set_group(struct genl_info *info, struct ipmp_group *g)
{
	struct ipmp_options options;
	int err;

	ipmp_group_options(g, &options);
	err = read_options(info, &options);
	if (!err)
		ipmp_group_set(g, &options);
	return err;
}

int ipmp_nl_group_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	return with_group(info, set_group);
}

static int rebalance(struct genl_info *info, struct ipmp_group *g)
{
	ipmp_group_rebalance(g);
	return 0;
}

int ipmp_nl_group_rebalance_doit(struct sk_buff *skb, struct genl_info *info)
{
	return with_group(info, rebalance);
}

static int delete_group(struct genl_info *info, struct ipmp_group *g)
{
	unregister_netdevice(g->dev);
	return 0;
}

int ipmp_nl_group_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	return with_group(info, delete_group);
}

static int new_member(struct genl_info *info, struct ipmp_group *g)
{
	struct nlattr *role = info->attrs[IPMP_A_STANDBY];
	struct nlattr *attr = info->attrs[IPMP_A_IFNAME];
	bool standby = role && nla_get_u8(role);
	const bool *as = role ? &standby : NULL;
	const char *name = nla_data(attr);
	struct net_device *dev;

	dev = __dev_get_by_name(genl_info_net(info), name);
	if (dev)
		return ipmp_member_join(g, dev, as, info->extack);
	if (!nla_get_flag(info->attrs[IPMP_A_PLACE])) {
		NL_SET_ERR_MSG_ATTR(info->extack, attr, "no such device");
		return -ENODEV;
	}
	if (!dev_valid_name(name)) {
		NL_SET_ERR_MSG_ATTR(info->extack, attr,
				    "not a valid interface name");
		return -EINVAL;
	}
	return ipmp_member_keep_place(g, name, as);
}

int ipmp_nl_member_new_doit(struct sk_buff *skb, struct genl_info *info)
{
	return member_name(info) ? with_group(info, new_member) : -EINVAL;
}

static int set_member(struct genl_info *info, struct ipmp_member *m)
{
	struct nlattr *standby = info->attrs[IPMP_A_STANDBY];

	if (standby)
		ipmp_member_set_standby(m, nla_get_u8(standby));
	if (nla_get_flag(info->attrs[IPMP_A_WAIT]))
		return ipmp_member_wait(m, info->extack);
	return 0;
}

int ipmp_nl_member_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	return with_member(info, set_member);
}

static int delete_member(struct genl_info *info, struct ipmp_member *m)
{
	if (!nla_get_flag(info->attrs[IPMP_A_PLACE]))
		ipmp_member_leave(m, true);
	else if (m->dev)
		ipmp_member_step_out(m);
	return 0;
}

int ipmp_nl_member_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	return with_member(info, delete_member);
}

/* The members that a request names, each by an attribute of its own. */
static int find_members(struct genl_info *info, struct ipmp_member **set,
			unsigned int *n)
{
	const struct nlattr *attr;
	char name[IFNAMSIZ];
	int rem;

	set[0] = ipmp_nl_find_member(info);
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
		/* Of attributes that may be repeated the end is not checked. */
		nla_strscpy(name, attr, sizeof(name));
		set[*n] = ipmp_member_by_name(genl_info_net(info), name);
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

static int put_online(struct genl_info *info, struct ipmp_member *m)
{
	return ipmp_member_online(m, info->extack);
}

int ipmp_nl_member_online_doit(struct sk_buff *skb, struct genl_info *info)
{
	return with_member(info, put_online);
}

static int set_home(struct genl_info *info, struct ipmp_group *g)
{
	struct nlattr *home = info->attrs[IPMP_A_HOME];
	struct in6_addr ip;
	int err;

	err = ipmp_nl_read_ip(info, IPMP_A_ADDR, &ip);
	if (err)
		return err;
	if (home)
		return ipmp_address_set_home(g, &ip, nla_data(home));
	NL_SET_ERR_MSG_MOD(info->extack, "no home is given");
	return -EINVAL;
}

int ipmp_nl_address_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	return with_group(info, set_home);
}

static int add_target(struct genl_info *info, struct ipmp_group *g)
{
	struct in6_addr ip;

	return ipmp_nl_read_ip(info, IPMP_A_TARGET, &ip) ?:
	       ipmp_target_add(g, &ip, info->extack);
}

int ipmp_nl_target_new_doit(struct sk_buff *skb, struct genl_info *info)
{
	return with_group(info, add_target);
}

static int delete_target(struct genl_info *info, struct ipmp_group *g)
{
	struct in6_addr ip;
	int err;

	err = ipmp_nl_read_ip(info, IPMP_A_TARGET, &ip) ?:
	      ipmp_target_del(g, &ip);
	if (err == -ENOENT)
		NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[IPMP_A_TARGET],
				    "not a target that was given to the group");
	return err;
}

int ipmp_nl_target_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	return with_group(info, delete_target);
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
