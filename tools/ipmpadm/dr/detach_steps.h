/* SPDX-License-Identifier: GPL-2.0 */
/* The steps of which a detach is made, each with its undo. */
#ifndef IPMPADM_DETACH_STEPS_H
#define IPMPADM_DETACH_STEPS_H

#include "../component/component.h"
#include "../netlink/genl.h"
#include "hooks.h"
#include "steps.h"

/**
 * struct detaching - What the steps need.
 * @c: the connection to the module
 * @rt: the connection to rtnetlink
 * @roots: where the system is looked at
 * @refusal: why a hook refused, NULL if none did
 */
struct detaching {
	struct ipmp c;
	struct nlsock rt;
	const struct component_roots *roots;
	char *refusal;
};

/* The kinds of steps, in the order of a detach. */
#define STEP_GROUPS	"groups"
#define STEP_QUERY	"queryremove"
#define STEP_OFFLINE	"offline"
#define STEP_PRE	"preremove"
#define STEP_ADDRESSES	"addresses"
#define STEP_LEAVE	"leave"
#define STEP_REMOVE	"remove"
#define STEP_POWER	"power"

extern const struct step_kind detach_kinds[];

int detaching_open(struct detaching *d);
void detaching_close(struct detaching *d);

enum hook_answer detach_call_hook(struct json_object *data, const char *verb,
				  char reason[HOOK_REASON]);

/* Of the files that they are spread over. */
int detach_record_groups(void *arg, struct json_object *data);
int detach_restore_groups(void *arg, struct json_object *data);
int detach_offline(void *arg, struct json_object *data);
int detach_online(void *arg, struct json_object *data);
int detach_leave(void *arg, struct json_object *data);
int detach_rejoin(void *arg, struct json_object *data);
int detach_take_addresses(void *arg, struct json_object *data);
int detach_give_addresses(void *arg, struct json_object *data);
int detach_remove(void *arg, struct json_object *data);
int detach_find_again(void *arg, struct json_object *data);
int detach_power_off(void *arg, struct json_object *data);
int detach_power_on(void *arg, struct json_object *data);

#endif /* IPMPADM_DETACH_STEPS_H */
