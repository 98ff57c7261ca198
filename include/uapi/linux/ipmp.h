/* SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause) */
/* Do not edit directly, auto-generated from: */
/*	Documentation/netlink/specs/ipmp.yaml */
/* YNL-GEN uapi header */

#ifndef _UAPI_LINUX_IPMP_H
#define _UAPI_LINUX_IPMP_H

#define IPMP_GENL_NAME		"ipmp"
#define IPMP_GENL_VERSION	1

#define IPMP_NAME_MAX	31

/**
 * enum ipmp_group_state - ok: every member is usable; degraded: some are;
 *   failed: none is.
 */
enum ipmp_group_state {
	IPMP_GROUP_STATE_OK,
	IPMP_GROUP_STATE_DEGRADED,
	IPMP_GROUP_STATE_FAILED,
};

/**
 * enum ipmp_member_state - active: carries traffic; inactive: could, but waits
 *   (a standby, or a repaired member with failback off); failed: cannot;
 *   offline: taken out by the administrator; missing: its device is gone, its
 *   place is kept.
 */
enum ipmp_member_state {
	IPMP_MEMBER_STATE_ACTIVE,
	IPMP_MEMBER_STATE_INACTIVE,
	IPMP_MEMBER_STATE_FAILED,
	IPMP_MEMBER_STATE_OFFLINE,
	IPMP_MEMBER_STATE_MISSING,
};

/**
 * enum ipmp_link - Carrier of a member; unknown while its device is missing or
 *   down.
 */
enum ipmp_link {
	IPMP_LINK_UNKNOWN,
	IPMP_LINK_UP,
	IPMP_LINK_DOWN,
};

/**
 * enum ipmp_xmit - How a member is chosen for an outgoing packet. flow: by a
 *   hash of the flow over the active members; source: the member that the
 *   source address is bound to.
 */
enum ipmp_xmit {
	IPMP_XMIT_FLOW,
	IPMP_XMIT_SOURCE,
};

/**
 * enum ipmp_change - What an event reports about its object.
 */
enum ipmp_change {
	IPMP_CHANGE_NEW,
	IPMP_CHANGE_SET,
	IPMP_CHANGE_DEL,
};

/**
 * enum ipmp_reason - Why an object is in its state, or why an address moved.
 */
enum ipmp_reason {
	IPMP_REASON_NONE,
	IPMP_REASON_JOINED,
	IPMP_REASON_LEFT,
	IPMP_REASON_LINK_UP,
	IPMP_REASON_LINK_DOWN,
	IPMP_REASON_ADMIN_DOWN,
	IPMP_REASON_REMOVED,
	IPMP_REASON_OFFLINE,
	IPMP_REASON_ONLINE,
	IPMP_REASON_STANDBY,
	IPMP_REASON_CAPACITY,
	IPMP_REASON_FAILBACK,
	IPMP_REASON_FAILBACK_OFF,
	IPMP_REASON_HOME,
	IPMP_REASON_BALANCE,
	IPMP_REASON_ADDED,
	IPMP_REASON_DELETED,
	IPMP_REASON_ABSENT,
};

enum {
	IPMP_A_PAD = 1,
	IPMP_A_GROUP_IFINDEX,
	IPMP_A_GROUP_IFNAME,
	IPMP_A_GROUP_NAME,
	IPMP_A_GROUP_STATE,
	IPMP_A_FAILBACK,
	IPMP_A_XMIT,
	IPMP_A_IFINDEX,
	IPMP_A_IFNAME,
	IPMP_A_STATE,
	IPMP_A_REASON,
	IPMP_A_SINCE,
	IPMP_A_STANDBY,
	IPMP_A_LINK,
	IPMP_A_CAST,
	IPMP_A_PERM_ADDR,
	IPMP_A_PATH,
	IPMP_A_TEST_ADDR,
	IPMP_A_FORCE,
	IPMP_A_ADDR,
	IPMP_A_PREFIX_LEN,
	IPMP_A_MEMBER,
	IPMP_A_HOME,
	IPMP_A_FROM,
	IPMP_A_TO,
	IPMP_A_CHANGE,
	IPMP_A_TIME,
	IPMP_A_SEQ,
	IPMP_A_PLACE,
	IPMP_A_ALSO,

	__IPMP_A_MAX
};
#define IPMP_A_MAX (__IPMP_A_MAX - 1)

enum {
	IPMP_CMD_UNSPEC,
	IPMP_CMD_GROUP_NEW,
	IPMP_CMD_GROUP_SET,
	IPMP_CMD_GROUP_DEL,
	IPMP_CMD_GROUP_GET,
	IPMP_CMD_MEMBER_NEW,
	IPMP_CMD_MEMBER_SET,
	IPMP_CMD_MEMBER_DEL,
	IPMP_CMD_MEMBER_OFFLINE,
	IPMP_CMD_MEMBER_ONLINE,
	IPMP_CMD_MEMBER_GET,
	IPMP_CMD_ADDRESS_SET,
	IPMP_CMD_ADDRESS_GET,
	IPMP_CMD_GROUP_NTF,
	IPMP_CMD_MEMBER_NTF,
	IPMP_CMD_ADDRESS_NTF,

	__IPMP_CMD_MAX
};
#define IPMP_CMD_MAX (__IPMP_CMD_MAX - 1)

#define IPMP_MCGRP_EVENTS	"events"

#endif /* _UAPI_LINUX_IPMP_H */
