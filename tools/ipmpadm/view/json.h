/* SPDX-License-Identifier: GPL-2.0 */
/* JSON of the objects; its keys are public, see interface.md. */
#ifndef IPMPADM_JSON_H
#define IPMPADM_JSON_H

#include <json-c/json.h>
#include <stdio.h>

#include "../netlink/state.h"

/* Room for an RFC 3339 time with nanoseconds. */
#define JSON_TIME	40

void json_group(struct json_object *j, const struct group *g);
void json_member(struct json_object *j, const struct member *m);
void json_address(struct json_object *j, const struct address *a);
void json_target(struct json_object *j, const struct probe_target *t);
void json_probe(struct json_object *j, const struct probe *p);
void json_item(struct json_object *j, enum object_type type, const void *item);
struct json_object *json_list(const struct state *st, enum object_type type);
struct json_object *json_tree(const struct state *st);
void json_nic(struct json_object *j, const struct member *m);
struct json_object *json_ungrouped(const struct state *nics);
void json_string(struct json_object *j, const char *key, const char *value);
void json_number(struct json_object *j, const char *key, uint64_t value);
void json_name(struct json_object *j, const char *key, const char *name);
const char *json_time(uint64_t ns, int digits, char buf[JSON_TIME]);
void json_print(FILE *out, struct json_object *j, bool pretty);

#endif /* IPMPADM_JSON_H */
