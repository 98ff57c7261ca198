/* SPDX-License-Identifier: GPL-2.0 */
/* What each step of a detach is recorded with. */
#ifndef IPMPADM_DETACH_PLAN_H
#define IPMPADM_DETACH_PLAN_H

#include <json-c/json.h>

#include "../component/component.h"
#include "../netlink/nlsock.h"
#include "../netlink/state.h"

struct json_object *plan_groups(const struct state *st,
				const struct component *c, size_t n);
struct json_object *plan_offline(const struct state *st,
				 const struct component *c, size_t n,
				 bool force);
int plan_addresses(struct nlsock *rt, const struct component_nic *nic,
		   struct json_object **data);
struct json_object *plan_leave(const struct member *m);
struct json_object *plan_remove(const struct component *c);
struct json_object *plan_power(const struct component *c);
struct json_object *plan_hook(const char *path, const struct component *c,
			      size_t n, bool force);

#endif /* IPMPADM_DETACH_PLAN_H */
