// SPDX-License-Identifier: GPL-2.0
/* The words of the specification, for the kernel log. */
#include "words.h"

static const char * const member_state_words[] = {
	[IPMP_MEMBER_STATE_ACTIVE]	= "active",
	[IPMP_MEMBER_STATE_INACTIVE]	= "inactive",
	[IPMP_MEMBER_STATE_FAILED]	= "failed",
	[IPMP_MEMBER_STATE_OFFLINE]	= "offline",
	[IPMP_MEMBER_STATE_MISSING]	= "missing",
};

static const char * const reason_words[] = {
	[IPMP_REASON_NONE]		= "",
	[IPMP_REASON_LEFT]		= "left",
	[IPMP_REASON_LINK_UP]		= "link-up",
	[IPMP_REASON_LINK_DOWN]		= "link-down",
	[IPMP_REASON_ADMIN_DOWN]	= "admin-down",
	[IPMP_REASON_REMOVED]		= "removed",
	[IPMP_REASON_OFFLINE]		= "offline",
	[IPMP_REASON_STANDBY]		= "standby",
	[IPMP_REASON_CAPACITY]		= "capacity",
	[IPMP_REASON_FAILBACK]		= "failback",
	[IPMP_REASON_FAILBACK_OFF]	= "failback-off",
	[IPMP_REASON_HOME]		= "home",
	[IPMP_REASON_BALANCE]		= "balance",
	[IPMP_REASON_ADDED]		= "added",
	[IPMP_REASON_DELETED]		= "deleted",
	[IPMP_REASON_ABSENT]		= "absent",
	[IPMP_REASON_PROBE_FAILED]	= "probe-failed",
	[IPMP_REASON_REPAIRING]		= "repairing",
	[IPMP_REASON_HOLD]		= "hold",
	[IPMP_REASON_DUPLICATE_MAC]	= "duplicate-mac",
};

/**
 * ipmp_member_state_word() - the public word for a state
 * @state: the state
 *
 * Context: any.
 */
const char *ipmp_member_state_word(enum ipmp_member_state state)
{
	return member_state_words[state];
}

/**
 * ipmp_reason_word() - the public word for a reason
 * @reason: the reason
 *
 * Context: any.
 * Return: the word; empty for no reason.
 */
const char *ipmp_reason_word(enum ipmp_reason reason)
{
	return reason_words[reason];
}
