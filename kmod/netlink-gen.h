/* SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause) */
/* Do not edit directly, auto-generated from: */
/*	Documentation/netlink/specs/ipmp.yaml */
/* YNL-GEN kernel header */

#ifndef _LINUX_IPMP_GEN_H
#define _LINUX_IPMP_GEN_H

#include <net/netlink.h>
#include <net/genetlink.h>

#include <uapi/linux/ipmp.h>

extern const struct nla_policy ipmp_group_new_nl_policy[IPMP_A_FAIL_OPEN + 1];

extern const struct nla_policy ipmp_group_set_nl_policy[IPMP_A_FAIL_OPEN + 1];

extern const struct nla_policy ipmp_group_del_nl_policy[IPMP_A_GROUP_NAME + 1];

extern const struct nla_policy ipmp_group_get_nl_policy[IPMP_A_GROUP_NAME + 1];

extern const struct nla_policy ipmp_member_new_nl_policy[IPMP_A_PLACE + 1];

extern const struct nla_policy ipmp_member_set_nl_policy[IPMP_A_WAIT + 1];

extern const struct nla_policy ipmp_member_del_nl_policy[IPMP_A_PLACE + 1];

extern const struct nla_policy ipmp_member_offline_nl_policy[IPMP_A_ALSO + 1];

extern const struct nla_policy ipmp_member_online_nl_policy[IPMP_A_IFNAME + 1];

extern const struct nla_policy ipmp_member_get_nl_policy[IPMP_A_IFNAME + 1];

extern const struct nla_policy ipmp_address_set_nl_policy[IPMP_A_HOME + 1];

extern const struct nla_policy ipmp_address_get_nl_policy[IPMP_A_ADDR + 1];

extern const struct nla_policy ipmp_target_new_nl_policy[IPMP_A_TARGET + 1];

extern const struct nla_policy ipmp_target_del_nl_policy[IPMP_A_TARGET + 1];

extern const struct nla_policy ipmp_target_get_nl_policy[IPMP_A_TARGET + 1];

extern const struct nla_policy ipmp_probe_get_nl_policy[IPMP_A_FAMILY + 1];

extern const struct nla_policy ipmp_group_rebalance_nl_policy[IPMP_A_GROUP_NAME + 1];

/* Ops table for ipmp */
extern const struct genl_ops ipmp_nl_ops[17];

int ipmp_nl_group_new_doit(struct sk_buff *skb, struct genl_info *info);
int ipmp_nl_group_set_doit(struct sk_buff *skb, struct genl_info *info);
int ipmp_nl_group_del_doit(struct sk_buff *skb, struct genl_info *info);
int ipmp_nl_group_get_doit(struct sk_buff *skb, struct genl_info *info);
int ipmp_nl_group_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int ipmp_nl_member_new_doit(struct sk_buff *skb, struct genl_info *info);
int ipmp_nl_member_set_doit(struct sk_buff *skb, struct genl_info *info);
int ipmp_nl_member_del_doit(struct sk_buff *skb, struct genl_info *info);
int ipmp_nl_member_offline_doit(struct sk_buff *skb, struct genl_info *info);
int ipmp_nl_member_online_doit(struct sk_buff *skb, struct genl_info *info);
int ipmp_nl_member_get_doit(struct sk_buff *skb, struct genl_info *info);
int ipmp_nl_member_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int ipmp_nl_address_set_doit(struct sk_buff *skb, struct genl_info *info);
int ipmp_nl_address_get_doit(struct sk_buff *skb, struct genl_info *info);
int ipmp_nl_address_get_dumpit(struct sk_buff *skb,
			       struct netlink_callback *cb);
int ipmp_nl_target_new_doit(struct sk_buff *skb, struct genl_info *info);
int ipmp_nl_target_del_doit(struct sk_buff *skb, struct genl_info *info);
int ipmp_nl_target_get_doit(struct sk_buff *skb, struct genl_info *info);
int ipmp_nl_target_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int ipmp_nl_probe_get_doit(struct sk_buff *skb, struct genl_info *info);
int ipmp_nl_probe_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int ipmp_nl_group_rebalance_doit(struct sk_buff *skb, struct genl_info *info);

enum {
	IPMP_NLGRP_EVENTS,
	IPMP_NLGRP_PROBES,
};

#endif /* _LINUX_IPMP_GEN_H */
