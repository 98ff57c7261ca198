/* SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause) */
/* Do not edit directly, auto-generated from: */
/*	Documentation/netlink/specs/ipmp.yaml */
/* YNL-GEN uapi header */

#ifndef _UAPI_LINUX_IPMP_H
#define _UAPI_LINUX_IPMP_H

#define IPMP_GENL_NAME		"ipmp"
#define IPMP_GENL_VERSION	1

#define IPMP_NAME_MAX		31
#define IPMP_DETECTION_TIME_MAX	3600000

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
	IPMP_REASON_LEFT,
	IPMP_REASON_LINK_UP,
	IPMP_REASON_LINK_DOWN,
	IPMP_REASON_ADMIN_DOWN,
	IPMP_REASON_REMOVED,
	IPMP_REASON_OFFLINE,
	IPMP_REASON_STANDBY,
	IPMP_REASON_CAPACITY,
	IPMP_REASON_FAILBACK,
	IPMP_REASON_FAILBACK_OFF,
	IPMP_REASON_HOME,
	IPMP_REASON_BALANCE,
	IPMP_REASON_ADDED,
	IPMP_REASON_DELETED,
	IPMP_REASON_ABSENT,
	IPMP_REASON_PROBE_FAILED,
	IPMP_REASON_REPAIRING,
	IPMP_REASON_HOLD,
	IPMP_REASON_DUPLICATE_MAC,
};

/**
 * enum ipmp_probe_mode - auto: members are probed as soon as there is a
 *   target; off: carrier alone tells whether a member works.
 */
enum ipmp_probe_mode {
	IPMP_PROBE_MODE_AUTO,
	IPMP_PROBE_MODE_OFF,
};

/**
 * enum ipmp_probe_state - What probes say of a member. disabled: it is not
 *   probed; unknown: there is no target, or none that answers; ok: targets
 *   answer; failed: they do not, while another member is answered, or not
 *   often enough yet.
 */
enum ipmp_probe_state {
	IPMP_PROBE_STATE_DISABLED,
	IPMP_PROBE_STATE_UNKNOWN,
	IPMP_PROBE_STATE_OK,
	IPMP_PROBE_STATE_FAILED,
};

/**
 * enum ipmp_probe_kind - echo: ICMP or ICMPv6 echo from a test address;
 *   neighbour: ARP requests or neighbour solicitations, which need no address.
 */
enum ipmp_probe_kind {
	IPMP_PROBE_KIND_NONE,
	IPMP_PROBE_KIND_ECHO,
	IPMP_PROBE_KIND_NEIGHBOUR,
};

enum ipmp_probe_outcome {
	IPMP_PROBE_OUTCOME_ANSWERED,
	IPMP_PROBE_OUTCOME_LOST,
};

/**
 * enum ipmp_target_source - given: by target-new; router: next hop of a
 *   default route of the group, for IPv6 also a neighbour that says that it
 *   routes; neighbour: somebody that the group knows to be reachable.
 */
enum ipmp_target_source {
	IPMP_TARGET_SOURCE_GIVEN,
	IPMP_TARGET_SOURCE_ROUTER,
	IPMP_TARGET_SOURCE_NEIGHBOUR,
};

/**
 * enum ipmp_target_state - spare: not needed now; active: probed; slow: set
 *   aside because the others answer much faster; silent: set aside because it
 *   does not answer while others do. Who is set aside is tried again later.
 */
enum ipmp_target_state {
	IPMP_TARGET_STATE_SPARE,
	IPMP_TARGET_STATE_ACTIVE,
	IPMP_TARGET_STATE_SLOW,
	IPMP_TARGET_STATE_SILENT,
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
	IPMP_A_DETECTION_TIME,
	IPMP_A_PROBE,
	IPMP_A_FAIL_OPEN,
	IPMP_A_DETECTION_NOW,
	IPMP_A_TARGETS_SILENT,
	IPMP_A_TARGET,
	IPMP_A_TARGET_SOURCE,
	IPMP_A_TARGET_STATE,
	IPMP_A_FAMILY,
	IPMP_A_PROBE_STATE,
	IPMP_A_PROBE_STATE4,
	IPMP_A_PROBE_STATE6,
	IPMP_A_PROBE_KIND,
	IPMP_A_PROBE_SOURCE,
	IPMP_A_SENT,
	IPMP_A_ANSWERED,
	IPMP_A_LOST,
	IPMP_A_NOT_SENT,
	IPMP_A_FAILURES,
	IPMP_A_REPAIRS,
	IPMP_A_RTT,
	IPMP_A_RTT_AVG,
	IPMP_A_RTT_DEV,
	IPMP_A_HOLD_UNTIL,
	IPMP_A_PROBE_ID,
	IPMP_A_PROBE_OUTCOME,
	IPMP_A_WAIT,
	IPMP_A_GENERATION,

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
	IPMP_CMD_TARGET_NEW,
	IPMP_CMD_TARGET_DEL,
	IPMP_CMD_TARGET_GET,
	IPMP_CMD_PROBE_GET,
	IPMP_CMD_PROBE_NTF,
	IPMP_CMD_PROBE_DONE,
	IPMP_CMD_GROUP_REBALANCE,

	__IPMP_CMD_MAX
};
#define IPMP_CMD_MAX (__IPMP_CMD_MAX - 1)

#define IPMP_MCGRP_EVENTS	"events"
#define IPMP_MCGRP_PROBES	"probes"

#endif /* _UAPI_LINUX_IPMP_H */
