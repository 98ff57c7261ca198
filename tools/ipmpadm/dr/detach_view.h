/* SPDX-License-Identifier: GPL-2.0 */
/* What a check found, for people and for programs. */
#ifndef IPMPADM_DETACH_VIEW_H
#define IPMPADM_DETACH_VIEW_H

#include "../component/component.h"
#include "detach_check.h"

void view_refusal(const struct component *c, size_t n,
		  const struct detach_check *k);
void view_json(const struct component *c, size_t n,
	       const struct detach_check *k, const char *result, bool pretty);

#endif /* IPMPADM_DETACH_VIEW_H */
