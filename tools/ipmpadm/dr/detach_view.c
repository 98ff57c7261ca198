// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>

#include "detach_view.h"
#include "../lib/err.h"
#include "../view/json.h"

/**
 * view_refusal() - Say why components cannot be detached, and what uses them.
 * @c: the components
 * @n: how many
 * @k: the decision
 */
void view_refusal(const struct component *c, size_t n,
		  const struct detach_check *k)
{
	bool firm = false;
	size_t i;

	for (i = 0; i < k->nreasons; i++) {
		firm |= k->reason[i].firm;
		err_say("%s", k->reason[i].text);
	}
	err_say("not detached, nothing is changed%s",
		firm ? "" : " (-f detaches all the same)");
	component_print_table(stdout, c, n);
}

static struct json_object *reasons_json(const struct detach_check *k)
{
	struct json_object *list = json_object_new_array();
	struct json_object *j, *yields;
	size_t i;

	for (i = 0; i < k->nreasons; i++) {
		j = json_object_new_object();
		yields = json_object_new_boolean(!k->reason[i].firm);
		json_string(j, "reason", k->reason[i].text);
		json_object_object_add(j, "force_overrides", yields);
		json_object_array_add(list, j);
	}
	return list;
}

/**
 * view_json() - Tell what became of a detach as JSON.
 * @c: the components
 * @n: how many
 * @k: the decision
 * @result: possible, refused, detached or failed
 * @pretty: over several lines
 */
void view_json(const struct component *c, size_t n,
	       const struct detach_check *k, const char *result, bool pretty)
{
	struct json_object *components = json_object_new_array();
	struct json_object *lost = json_object_new_array();
	struct json_object *j = json_object_new_object();
	size_t i;

	for (i = 0; i < n; i++)
		json_object_array_add(components, component_json(&c[i]));
	for (i = 0; i < k->nlost; i++)
		json_object_array_add(lost, json_object_new_string(k->lost[i]));
	json_string(j, "result", result);
	json_object_object_add(j, "reasons", reasons_json(k));
	json_object_object_add(j, "lost", lost);
	json_object_object_add(j, "components", components);
	json_print(stdout, j, pretty);
}
