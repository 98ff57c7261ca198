// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>

#include "component.h"
#include "../view/json.h"
#include "../view/text.h"

static const char *const kind_word[] = {
	[USE_ADDRESS] = "interface",
	[USE_STACK] = "stack",
	[USE_NETNS] = "netns",
	[USE_HARDWARE] = "hardware",
};

static void add_functions(struct text_table *t, const struct component *c)
{
	const struct component_nic *nic;
	size_t i;

	for (i = 0; i < c->nnics; i++) {
		nic = &c->nics[i];
		if (*nic->lower)
			continue;
		text_add(t, BOLD, "%s", nic->pci);
		text_add(t, PLAIN, "%snetwork interface %s",
			 nic->vf ? "virtual function, " : "", nic->ifname);
	}
}

static void add_uses(struct text_table *t, const struct component *c)
{
	size_t i;

	for (i = 0; i < c->nuses; i++) {
		text_add(t, BOLD, "%s", c->uses[i].resource);
		text_add(t, PLAIN, "%s", c->uses[i].information);
	}
}

/**
 * component_print_table() - Print what components have and what uses them.
 * @out: where to
 * @c: the components
 * @n: how many
 */
void component_print_table(FILE *out, const struct component *c, size_t n)
{
	static const char *const head[] = { "RESOURCE", "INFORMATION" };
	struct text_table t = { .head = head, .ncols = 2 };

	for (; n--; c++) {
		add_functions(&t, c);
		add_uses(&t, c);
	}
	text_table(&t, out, 0);
}

static struct json_object *strings(char (*list)[COMPONENT_PCI], size_t n)
{
	struct json_object *array = json_object_new_array();
	size_t i;

	for (i = 0; i < n; i++)
		json_object_array_add(array, json_object_new_string(list[i]));
	return array;
}

static struct json_object *nic_json(const struct component_nic *nic)
{
	struct json_object *j = json_object_new_object();

	json_string(j, "ifname", nic->ifname);
	json_string(j, "pci", nic->pci);
	json_string(j, "perm_mac", nic->mac);
	json_name(j, "netns", nic->netns);
	json_name(j, "master", nic->master);
	json_name(j, "lower", nic->lower);
	json_object_object_add(j, "virtual_function",
			       json_object_new_boolean(nic->vf));
	return j;
}

static struct json_object *use_json(const struct component_use *use)
{
	struct json_object *j = json_object_new_object();

	json_string(j, "resource", use->resource);
	json_string(j, "information", use->information);
	json_string(j, "kind", kind_word[use->kind]);
	json_name(j, "nic", use->nic);
	return j;
}

/**
 * component_json() - Tell a component as JSON.
 * @c: the component
 *
 * Return: an object, to be freed.
 */
struct json_object *component_json(const struct component *c)
{
	struct json_object *nics = json_object_new_array();
	struct json_object *uses = json_object_new_array();
	struct json_object *j = json_object_new_object();
	size_t i;

	for (i = 0; i < c->nnics; i++)
		json_object_array_add(nics, nic_json(&c->nics[i]));
	for (i = 0; i < c->nuses; i++)
		json_object_array_add(uses, use_json(&c->uses[i]));
	json_string(j, "component", c->name);
	json_name(j, "slot", c->place.slot);
	json_name(j, "port", c->place.port);
	json_object_object_add(j, "functions",
			       strings(c->function, c->nfunctions));
	json_object_object_add(j, "interfaces", nics);
	json_object_object_add(j, "resources", uses);
	return j;
}
