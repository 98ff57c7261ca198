/* SPDX-License-Identifier: GPL-2.0 */
/* Whether components may be detached: a decision, without side effects. */
#ifndef IPMPADM_DETACH_CHECK_H
#define IPMPADM_DETACH_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include "../component/component.h"
#include "../netlink/state.h"

/**
 * struct detach_reason - Why not.
 * @text: in words
 * @firm: also with -f
 */
struct detach_reason {
	char *text;
	bool firm;
};

/**
 * struct detach_check - The decision.
 * @reason: all that speaks against it
 * @nreasons: how many
 * @lost: what is lost if it is done all the same, in words
 * @nlost: how many
 */
struct detach_check {
	struct detach_reason *reason;
	size_t nreasons;
	char **lost;
	size_t nlost;
};

void detach_check(const struct state *st, const struct component *c, size_t n,
		  struct detach_check *k);
void detach_check_free(struct detach_check *k);
void detach_check_add(struct detach_check *k, bool firm, const char *fmt, ...)
	__printf(3, 4);
bool detach_check_allows(const struct detach_check *k, bool force);
const struct member *detach_member(const struct state *st,
				   const struct component_nic *nic);

#endif /* IPMPADM_DETACH_CHECK_H */
