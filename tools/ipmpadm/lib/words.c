// SPDX-License-Identifier: GPL-2.0
#include <string.h>

#include <linux/ipmp.h>

#include "compiler.h"
#include "words.h"

static const char *const group_state_words[] = {
	[IPMP_GROUP_STATE_OK] = "ok",
	[IPMP_GROUP_STATE_DEGRADED] = "degraded",
	[IPMP_GROUP_STATE_FAILED] = "failed",
};

const struct words words_group_state = {
	group_state_words, ARRAY_SIZE(group_state_words)
};

static const char *const member_state_words[] = {
	[IPMP_MEMBER_STATE_ACTIVE] = "active",
	[IPMP_MEMBER_STATE_INACTIVE] = "inactive",
	[IPMP_MEMBER_STATE_FAILED] = "failed",
	[IPMP_MEMBER_STATE_OFFLINE] = "offline",
	[IPMP_MEMBER_STATE_MISSING] = "missing",
};

const struct words words_member_state = {
	member_state_words, ARRAY_SIZE(member_state_words)
};

static const char *const link_words[] = {
	[IPMP_LINK_UNKNOWN] = "unknown",
	[IPMP_LINK_UP] = "up",
	[IPMP_LINK_DOWN] = "down",
};

const struct words words_link = { link_words, ARRAY_SIZE(link_words) };

static const char *const xmit_words[] = {
	[IPMP_XMIT_FLOW] = "flow",
	[IPMP_XMIT_SOURCE] = "source",
};

const struct words words_xmit = { xmit_words, ARRAY_SIZE(xmit_words) };

static const char *const change_words[] = {
	[IPMP_CHANGE_NEW] = "new",
	[IPMP_CHANGE_SET] = "set",
	[IPMP_CHANGE_DEL] = "del",
};

const struct words words_change = { change_words, ARRAY_SIZE(change_words) };

static const char *const reason_words[] = {
	[IPMP_REASON_NONE] = "none",
	[IPMP_REASON_LEFT] = "left",
	[IPMP_REASON_LINK_UP] = "link-up",
	[IPMP_REASON_LINK_DOWN] = "link-down",
	[IPMP_REASON_ADMIN_DOWN] = "admin-down",
	[IPMP_REASON_REMOVED] = "removed",
	[IPMP_REASON_OFFLINE] = "offline",
	[IPMP_REASON_STANDBY] = "standby",
	[IPMP_REASON_CAPACITY] = "capacity",
	[IPMP_REASON_FAILBACK] = "failback",
	[IPMP_REASON_FAILBACK_OFF] = "failback-off",
	[IPMP_REASON_HOME] = "home",
	[IPMP_REASON_BALANCE] = "balance",
	[IPMP_REASON_ADDED] = "added",
	[IPMP_REASON_DELETED] = "deleted",
	[IPMP_REASON_ABSENT] = "absent",
	[IPMP_REASON_PROBE_FAILED] = "probe-failed",
	[IPMP_REASON_REPAIRING] = "repairing",
	[IPMP_REASON_HOLD] = "hold",
	[IPMP_REASON_DUPLICATE_MAC] = "duplicate-mac",
};

const struct words words_reason = { reason_words, ARRAY_SIZE(reason_words) };

static const char *const probe_mode_words[] = {
	[IPMP_PROBE_MODE_AUTO] = "auto",
	[IPMP_PROBE_MODE_OFF] = "off",
};

const struct words words_probe_mode = {
	probe_mode_words, ARRAY_SIZE(probe_mode_words)
};

static const char *const probe_state_words[] = {
	[IPMP_PROBE_STATE_DISABLED] = "disabled",
	[IPMP_PROBE_STATE_UNKNOWN] = "unknown",
	[IPMP_PROBE_STATE_OK] = "ok",
	[IPMP_PROBE_STATE_FAILED] = "failed",
};

const struct words words_probe_state = {
	probe_state_words, ARRAY_SIZE(probe_state_words)
};

static const char *const probe_kind_words[] = {
	[IPMP_PROBE_KIND_NONE] = "none",
	[IPMP_PROBE_KIND_ECHO] = "echo",
	[IPMP_PROBE_KIND_NEIGHBOUR] = "neighbour",
};

const struct words words_probe_kind = {
	probe_kind_words, ARRAY_SIZE(probe_kind_words)
};

static const char *const target_source_words[] = {
	[IPMP_TARGET_SOURCE_GIVEN] = "given",
	[IPMP_TARGET_SOURCE_ROUTER] = "router",
	[IPMP_TARGET_SOURCE_NEIGHBOUR] = "neighbour",
};

const struct words words_target_source = {
	target_source_words, ARRAY_SIZE(target_source_words)
};

static const char *const target_state_words[] = {
	[IPMP_TARGET_STATE_SPARE] = "spare",
	[IPMP_TARGET_STATE_ACTIVE] = "active",
	[IPMP_TARGET_STATE_SLOW] = "slow",
	[IPMP_TARGET_STATE_SILENT] = "silent",
};

const struct words words_target_state = {
	target_state_words, ARRAY_SIZE(target_state_words)
};

static const char *const onoff_words[] = { "off", "on" };

const struct words words_onoff = { onoff_words, ARRAY_SIZE(onoff_words) };

/* Words of the tool's own, for the values of the flag fail-open. */
static const char *const all_silent_words[] = { "fail", "carry-on" };

const struct words words_all_silent = {
	all_silent_words, ARRAY_SIZE(all_silent_words)
};

/**
 * words_name() - The word for a value.
 * @w: the vocabulary
 * @value: from the kernel, which may be newer than this tool
 *
 * Return: the word, "unknown" for a value without one.
 */
const char *words_name(const struct words *w, uint32_t value)
{
	return value < w->n ? w->word[value] : "unknown";
}

/**
 * words_value() - The value of a word.
 * @w: the vocabulary
 * @word: an exact word
 *
 * Return: the value, -1 if there is no such word.
 */
int words_value(const struct words *w, const char *word)
{
	size_t i;

	for (i = 0; i < w->n; i++)
		if (!strcmp(w->word[i], word))
			return (int)i;
	return -1;
}
