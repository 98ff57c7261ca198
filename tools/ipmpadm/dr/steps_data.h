/* SPDX-License-Identifier: GPL-2.0 */
/* What a step is recorded with, in JSON. What is not there reads as nothing. */
#ifndef IPMPADM_STEPS_DATA_H
#define IPMPADM_STEPS_DATA_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../netlink/rtcopy.h"

void data_add_str(struct json_object *j, const char *key, const char *value);
void data_add_u32(struct json_object *j, const char *key, uint32_t value);
void data_add_bool(struct json_object *j, const char *key, bool value);
void data_add_msgs(struct json_object *j, const char *key,
		   const struct rt_list *list);

const char *data_str(struct json_object *j, const char *key);
uint32_t data_u32(struct json_object *j, const char *key);
bool data_bool(struct json_object *j, const char *key);
size_t data_n(struct json_object *j, const char *key);
struct json_object *data_at(struct json_object *j, const char *key, size_t i);
const char *data_str_at(struct json_object *j, const char *key, size_t i);
int data_msgs(struct json_object *j, const char *key, struct rt_list *list);

#endif /* IPMPADM_STEPS_DATA_H */
