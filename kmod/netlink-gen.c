// SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause)
/* Do not edit directly, auto-generated from: */
/*	Documentation/netlink/specs/ipmp.yaml */
/* YNL-GEN kernel source */

#include <net/netlink.h>
#include <net/genetlink.h>

#include "netlink-gen.h"

#include <uapi/linux/ipmp.h>

/* IPMP_CMD_GROUP_NEW - do */
const struct nla_policy ipmp_group_new_nl_policy[IPMP_A_FAIL_OPEN + 1] = {
	[IPMP_A_GROUP_IFNAME] = { .type = NLA_NUL_STRING, .len = 15, },
	[IPMP_A_GROUP_NAME] = { .type = NLA_NUL_STRING, .len = IPMP_NAME_MAX, },
	[IPMP_A_FAILBACK] = NLA_POLICY_MAX(NLA_U8, 1),
	[IPMP_A_XMIT] = NLA_POLICY_MAX(NLA_U32, 1),
	[IPMP_A_DETECTION_TIME] = NLA_POLICY_MIN(NLA_U32, 100),
	[IPMP_A_PROBE] = NLA_POLICY_MAX(NLA_U32, 1),
	[IPMP_A_FAIL_OPEN] = NLA_POLICY_MAX(NLA_U8, 1),
};

/* IPMP_CMD_GROUP_SET - do */
const struct nla_policy ipmp_group_set_nl_policy[IPMP_A_FAIL_OPEN + 1] = {
	[IPMP_A_GROUP_IFINDEX] = { .type = NLA_U32, },
	[IPMP_A_GROUP_NAME] = { .type = NLA_NUL_STRING, .len = IPMP_NAME_MAX, },
	[IPMP_A_FAILBACK] = NLA_POLICY_MAX(NLA_U8, 1),
	[IPMP_A_XMIT] = NLA_POLICY_MAX(NLA_U32, 1),
	[IPMP_A_DETECTION_TIME] = NLA_POLICY_MIN(NLA_U32, 100),
	[IPMP_A_PROBE] = NLA_POLICY_MAX(NLA_U32, 1),
	[IPMP_A_FAIL_OPEN] = NLA_POLICY_MAX(NLA_U8, 1),
};

/* IPMP_CMD_GROUP_DEL - do */
const struct nla_policy ipmp_group_del_nl_policy[IPMP_A_GROUP_NAME + 1] = {
	[IPMP_A_GROUP_IFINDEX] = { .type = NLA_U32, },
	[IPMP_A_GROUP_NAME] = { .type = NLA_NUL_STRING, .len = IPMP_NAME_MAX, },
};

/* IPMP_CMD_GROUP_GET - do */
const struct nla_policy ipmp_group_get_nl_policy[IPMP_A_GROUP_NAME + 1] = {
	[IPMP_A_GROUP_IFINDEX] = { .type = NLA_U32, },
	[IPMP_A_GROUP_NAME] = { .type = NLA_NUL_STRING, .len = IPMP_NAME_MAX, },
};

/* IPMP_CMD_MEMBER_NEW - do */
const struct nla_policy ipmp_member_new_nl_policy[IPMP_A_PLACE + 1] = {
	[IPMP_A_GROUP_IFINDEX] = { .type = NLA_U32, },
	[IPMP_A_GROUP_NAME] = { .type = NLA_NUL_STRING, .len = IPMP_NAME_MAX, },
	[IPMP_A_IFNAME] = { .type = NLA_NUL_STRING, .len = 15, },
	[IPMP_A_STANDBY] = NLA_POLICY_MAX(NLA_U8, 1),
	[IPMP_A_PLACE] = { .type = NLA_FLAG, },
};

/* IPMP_CMD_MEMBER_SET - do */
const struct nla_policy ipmp_member_set_nl_policy[IPMP_A_WAIT + 1] = {
	[IPMP_A_IFNAME] = { .type = NLA_NUL_STRING, .len = 15, },
	[IPMP_A_STANDBY] = NLA_POLICY_MAX(NLA_U8, 1),
	[IPMP_A_WAIT] = { .type = NLA_FLAG, },
};

/* IPMP_CMD_MEMBER_DEL - do */
const struct nla_policy ipmp_member_del_nl_policy[IPMP_A_PLACE + 1] = {
	[IPMP_A_IFNAME] = { .type = NLA_NUL_STRING, .len = 15, },
	[IPMP_A_PLACE] = { .type = NLA_FLAG, },
};

/* IPMP_CMD_MEMBER_OFFLINE - do */
const struct nla_policy ipmp_member_offline_nl_policy[IPMP_A_ALSO + 1] = {
	[IPMP_A_IFNAME] = { .type = NLA_NUL_STRING, .len = 15, },
	[IPMP_A_ALSO] = { .type = NLA_STRING, .len = 15, },
	[IPMP_A_FORCE] = { .type = NLA_FLAG, },
};

/* IPMP_CMD_MEMBER_ONLINE - do */
const struct nla_policy ipmp_member_online_nl_policy[IPMP_A_IFNAME + 1] = {
	[IPMP_A_IFNAME] = { .type = NLA_NUL_STRING, .len = 15, },
};

/* IPMP_CMD_MEMBER_GET - do */
const struct nla_policy ipmp_member_get_nl_policy[IPMP_A_IFNAME + 1] = {
	[IPMP_A_GROUP_IFINDEX] = { .type = NLA_U32, },
	[IPMP_A_IFNAME] = { .type = NLA_NUL_STRING, .len = 15, },
};

/* IPMP_CMD_ADDRESS_SET - do */
const struct nla_policy ipmp_address_set_nl_policy[IPMP_A_HOME + 1] = {
	[IPMP_A_GROUP_IFINDEX] = { .type = NLA_U32, },
	[IPMP_A_GROUP_NAME] = { .type = NLA_NUL_STRING, .len = IPMP_NAME_MAX, },
	[IPMP_A_ADDR] = { .type = NLA_BINARY, },
	[IPMP_A_HOME] = { .type = NLA_NUL_STRING, .len = 15, },
};

/* IPMP_CMD_ADDRESS_GET - do */
const struct nla_policy ipmp_address_get_nl_policy[IPMP_A_ADDR + 1] = {
	[IPMP_A_GROUP_IFINDEX] = { .type = NLA_U32, },
	[IPMP_A_GROUP_NAME] = { .type = NLA_NUL_STRING, .len = IPMP_NAME_MAX, },
	[IPMP_A_ADDR] = { .type = NLA_BINARY, },
};

/* IPMP_CMD_TARGET_NEW - do */
const struct nla_policy ipmp_target_new_nl_policy[IPMP_A_TARGET + 1] = {
	[IPMP_A_GROUP_IFINDEX] = { .type = NLA_U32, },
	[IPMP_A_GROUP_NAME] = { .type = NLA_NUL_STRING, .len = IPMP_NAME_MAX, },
	[IPMP_A_TARGET] = { .type = NLA_BINARY, },
};

/* IPMP_CMD_TARGET_DEL - do */
const struct nla_policy ipmp_target_del_nl_policy[IPMP_A_TARGET + 1] = {
	[IPMP_A_GROUP_IFINDEX] = { .type = NLA_U32, },
	[IPMP_A_GROUP_NAME] = { .type = NLA_NUL_STRING, .len = IPMP_NAME_MAX, },
	[IPMP_A_TARGET] = { .type = NLA_BINARY, },
};

/* IPMP_CMD_TARGET_GET - do */
const struct nla_policy ipmp_target_get_nl_policy[IPMP_A_TARGET + 1] = {
	[IPMP_A_GROUP_IFINDEX] = { .type = NLA_U32, },
	[IPMP_A_GROUP_NAME] = { .type = NLA_NUL_STRING, .len = IPMP_NAME_MAX, },
	[IPMP_A_TARGET] = { .type = NLA_BINARY, },
};

/* IPMP_CMD_PROBE_GET - do */
const struct nla_policy ipmp_probe_get_nl_policy[IPMP_A_FAMILY + 1] = {
	[IPMP_A_GROUP_IFINDEX] = { .type = NLA_U32, },
	[IPMP_A_IFNAME] = { .type = NLA_NUL_STRING, .len = 15, },
	[IPMP_A_FAMILY] = { .type = NLA_U8, },
};

/* IPMP_CMD_GROUP_REBALANCE - do */
const struct nla_policy ipmp_group_rebalance_nl_policy[IPMP_A_GROUP_NAME + 1] = {
	[IPMP_A_GROUP_IFINDEX] = { .type = NLA_U32, },
	[IPMP_A_GROUP_NAME] = { .type = NLA_NUL_STRING, .len = IPMP_NAME_MAX, },
};

/* Ops table for ipmp */
const struct genl_ops ipmp_nl_ops[17] = {
	{
		.cmd		= IPMP_CMD_GROUP_NEW,
		.doit		= ipmp_nl_group_new_doit,
		.policy		= ipmp_group_new_nl_policy,
		.maxattr	= IPMP_A_FAIL_OPEN,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= IPMP_CMD_GROUP_SET,
		.doit		= ipmp_nl_group_set_doit,
		.policy		= ipmp_group_set_nl_policy,
		.maxattr	= IPMP_A_FAIL_OPEN,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= IPMP_CMD_GROUP_DEL,
		.doit		= ipmp_nl_group_del_doit,
		.policy		= ipmp_group_del_nl_policy,
		.maxattr	= IPMP_A_GROUP_NAME,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= IPMP_CMD_GROUP_GET,
		.doit		= ipmp_nl_group_get_doit,
		.dumpit		= ipmp_nl_group_get_dumpit,
		.policy		= ipmp_group_get_nl_policy,
		.maxattr	= IPMP_A_GROUP_NAME,
	},
	{
		.cmd		= IPMP_CMD_MEMBER_NEW,
		.doit		= ipmp_nl_member_new_doit,
		.policy		= ipmp_member_new_nl_policy,
		.maxattr	= IPMP_A_PLACE,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= IPMP_CMD_MEMBER_SET,
		.doit		= ipmp_nl_member_set_doit,
		.policy		= ipmp_member_set_nl_policy,
		.maxattr	= IPMP_A_WAIT,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= IPMP_CMD_MEMBER_DEL,
		.doit		= ipmp_nl_member_del_doit,
		.policy		= ipmp_member_del_nl_policy,
		.maxattr	= IPMP_A_PLACE,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= IPMP_CMD_MEMBER_OFFLINE,
		.doit		= ipmp_nl_member_offline_doit,
		.policy		= ipmp_member_offline_nl_policy,
		.maxattr	= IPMP_A_ALSO,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= IPMP_CMD_MEMBER_ONLINE,
		.doit		= ipmp_nl_member_online_doit,
		.policy		= ipmp_member_online_nl_policy,
		.maxattr	= IPMP_A_IFNAME,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= IPMP_CMD_MEMBER_GET,
		.doit		= ipmp_nl_member_get_doit,
		.dumpit		= ipmp_nl_member_get_dumpit,
		.policy		= ipmp_member_get_nl_policy,
		.maxattr	= IPMP_A_IFNAME,
	},
	{
		.cmd		= IPMP_CMD_ADDRESS_SET,
		.doit		= ipmp_nl_address_set_doit,
		.policy		= ipmp_address_set_nl_policy,
		.maxattr	= IPMP_A_HOME,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= IPMP_CMD_ADDRESS_GET,
		.doit		= ipmp_nl_address_get_doit,
		.dumpit		= ipmp_nl_address_get_dumpit,
		.policy		= ipmp_address_get_nl_policy,
		.maxattr	= IPMP_A_ADDR,
	},
	{
		.cmd		= IPMP_CMD_TARGET_NEW,
		.doit		= ipmp_nl_target_new_doit,
		.policy		= ipmp_target_new_nl_policy,
		.maxattr	= IPMP_A_TARGET,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= IPMP_CMD_TARGET_DEL,
		.doit		= ipmp_nl_target_del_doit,
		.policy		= ipmp_target_del_nl_policy,
		.maxattr	= IPMP_A_TARGET,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= IPMP_CMD_TARGET_GET,
		.doit		= ipmp_nl_target_get_doit,
		.dumpit		= ipmp_nl_target_get_dumpit,
		.policy		= ipmp_target_get_nl_policy,
		.maxattr	= IPMP_A_TARGET,
	},
	{
		.cmd		= IPMP_CMD_PROBE_GET,
		.doit		= ipmp_nl_probe_get_doit,
		.dumpit		= ipmp_nl_probe_get_dumpit,
		.policy		= ipmp_probe_get_nl_policy,
		.maxattr	= IPMP_A_FAMILY,
	},
	{
		.cmd		= IPMP_CMD_GROUP_REBALANCE,
		.doit		= ipmp_nl_group_rebalance_doit,
		.policy		= ipmp_group_rebalance_nl_policy,
		.maxattr	= IPMP_A_GROUP_NAME,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
};

static const struct genl_multicast_group ipmp_nl_mcgrps[] = {
	[IPMP_NLGRP_EVENTS] = { "events", },
	[IPMP_NLGRP_PROBES] = { "probes", },
};
