// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/rtnetlink.h>

#include "../configure/adopt_plan.h"
#include "detach_check.h"
#include "detach_plan.h"
#include "detach_steps.h"
#include "../lib/err.h"
#include "../lib/memory.h"
#include "../netlink/rtnl.h"
#include "steps_data.h"

/* Whether a group has a member that goes. */
static bool concerns(const struct state *st, const struct component *c,
		     size_t n, uint32_t group)
{
	const struct member *m;
	size_t i, k;

	for (i = 0; i < n; i++)
		for (k = 0; k < c[i].nnics; k++) {
			m = detach_member(st, &c[i].nics[k]);
			if (m && m->group.ifindex == group)
				return true;
		}
	return false;
}

static void add_group(struct json_object *list, const struct group *g)
{
	struct json_object *j = json_object_new_object();

	data_add_u32(j, "ifindex", g->id.ifindex);
	data_add_str(j, "name", g->id.name);
	data_add_bool(j, "failback", g->failback);
	json_object_array_add(list, j);
}

static void add_member(struct json_object *list, const struct member *m)
{
	struct json_object *j = json_object_new_object();

	data_add_u32(j, "group", m->group.ifindex);
	data_add_str(j, "ifname", m->ifname);
	data_add_u32(j, "state", m->state);
	data_add_bool(j, "waiting", member_waits(m));
	json_object_array_add(list, j);
}

static void add_address(struct json_object *list, const struct address *a)
{
	struct json_object *j = json_object_new_object();
	char text[IPADDR_TEXT];

	data_add_u32(j, "group", a->group.ifindex);
	data_add_str(j, "addr", ipaddr_text(&a->addr, text));
	data_add_str(j, "member", a->member);
	data_add_str(j, "home", a->home);
	json_object_array_add(list, j);
}

/**
 * plan_groups() - What the groups of what goes are like.
 * @st: all groups
 * @c: the components
 * @n: how many
 *
 * Return: the data of STEP_GROUPS.
 */
struct json_object *plan_groups(const struct state *st,
				const struct component *c, size_t n)
{
	struct json_object *groups = json_object_new_array();
	struct json_object *members = json_object_new_array();
	struct json_object *addresses = json_object_new_array();
	struct json_object *data = json_object_new_object();
	size_t i;

	for (i = 0; i < st->ngroups; i++)
		if (concerns(st, c, n, st->groups[i].id.ifindex))
			add_group(groups, &st->groups[i]);
	for (i = 0; i < st->nmembers; i++)
		if (concerns(st, c, n, st->members[i].group.ifindex))
			add_member(members, &st->members[i]);
	for (i = 0; i < st->naddresses; i++)
		if (concerns(st, c, n, st->addresses[i].group.ifindex))
			add_address(addresses, &st->addresses[i]);
	json_object_object_add(data, "groups", groups);
	json_object_object_add(data, "members", members);
	json_object_object_add(data, "addresses", addresses);
	return data;
}

/**
 * plan_offline() - Who has to go offline.
 * @st: all groups
 * @c: the components
 * @n: how many
 * @force: also if nobody is left
 *
 * Return: the data of STEP_OFFLINE, or NULL if nobody has to.
 */
struct json_object *plan_offline(const struct state *st,
				 const struct component *c, size_t n,
				 bool force)
{
	struct json_object *members = json_object_new_array();
	struct json_object *data = json_object_new_object();
	struct json_object *name;
	const struct member *m;
	size_t i, k;

	for (i = 0; i < n; i++)
		for (k = 0; k < c[i].nnics; k++) {
			m = detach_member(st, &c[i].nics[k]);
			if (!m || m->state == IPMP_MEMBER_STATE_OFFLINE)
				continue;
			name = json_object_new_string(m->ifname);
			json_object_array_add(members, name);
		}
	json_object_object_add(data, "members", members);
	data_add_bool(data, "force", force);
	if (json_object_array_length(members))
		return data;
	json_object_put(data);
	return NULL;
}

static void drop(struct rt_list *list, size_t i)
{
	free(list->item[i]);
	list->n--;
	memmove(&list->item[i], &list->item[i + 1],
		(list->n - i) * sizeof(list->item[0]));
}

/* The kernel makes those of IPv6 itself. */
static void drop_link_local(struct rt_list *list)
{
	struct ipaddr a;
	size_t i = 0;

	while (i < list->n) {
		adopt_address(list->item[i], &a);
		if (a.family == AF_INET6 && ipaddr_link_local(&a))
			drop(list, i);
		else
			i++;
	}
}

/* And routes too, for addresses and by what routers tell. */
static void drop_own_routes(struct rt_list *list)
{
	const struct rtmsg *rtm;
	size_t i = 0;

	while (i < list->n) {
		rtm = nlmsg_data(list->item[i]);
		if (rtm->rtm_protocol == RTPROT_KERNEL ||
		    rtm->rtm_protocol == RTPROT_RA)
			drop(list, i);
		else
			i++;
	}
}

static int read_carried(struct nlsock *rt, const struct component_nic *nic,
			struct rt_link *link, struct rt_list *addresses,
			struct rt_list *routes)
{
	if (rt_link_read(rt, nic->ifname, link) ||
	    rt_read_addresses(rt, nic->ifindex, addresses) ||
	    rt_read_routes(rt, nic->ifindex, routes))
		return nlsock_fail(rt, "cannot read what %s carries",
				   nic->ifname);
	drop_link_local(addresses);
	drop_own_routes(routes);
	return STATUS_OK;
}

/**
 * plan_addresses() - What a NIC carries that is its own.
 * @rt: the connection to rtnetlink
 * @nic: the NIC, of our network namespace
 * @data: takes the data of STEP_ADDRESSES
 *
 * Return: STATUS_OK or, after a message, another exit status.
 */
int plan_addresses(struct nlsock *rt, const struct component_nic *nic,
		   struct json_object **data)
{
	struct rt_list addresses = { 0 }, routes = { 0 };
	struct rt_link link;
	int status;

	*data = json_object_new_object();
	status = read_carried(rt, nic, &link, &addresses, &routes);
	data_add_str(*data, "ifname", nic->ifname);
	data_add_u32(*data, "mtu", link.mtu);
	data_add_bool(*data, "up", link.up);
	data_add_msgs(*data, "addresses", &addresses);
	data_add_msgs(*data, "routes", &routes);
	rt_list_free(&addresses);
	rt_list_free(&routes);
	return status;
}

/**
 * plan_leave() - What is needed to bring a member back.
 * @m: the member
 *
 * Return: the data of STEP_LEAVE.
 */
struct json_object *plan_leave(const struct member *m)
{
	struct json_object *data = json_object_new_object();

	data_add_str(data, "ifname", m->ifname);
	data_add_u32(data, "group", m->group.ifindex);
	data_add_str(data, "name", m->group.name);
	data_add_bool(data, "standby", m->standby);
	data_add_bool(data, "offline", m->state == IPMP_MEMBER_STATE_OFFLINE);
	return data;
}

static void add_nic(struct json_object *list, const struct component_nic *nic)
{
	struct json_object *j = json_object_new_object();

	data_add_str(j, "ifname", nic->ifname);
	data_add_str(j, "pci", nic->pci);
	json_object_array_add(list, j);
}

/**
 * plan_remove() - What is needed to find a component again.
 * @c: the component
 *
 * NICs of other network namespaces come back in that of the host, and what is
 * built on NICs does not come back by itself.
 *
 * Return: the data of STEP_REMOVE.
 */
struct json_object *plan_remove(const struct component *c)
{
	struct json_object *top = json_object_new_array();
	struct json_object *nics = json_object_new_array();
	struct json_object *data = json_object_new_object();
	size_t i;

	for (i = 0; i < c->ntop; i++)
		json_object_array_add(top, json_object_new_string(c->top[i]));
	for (i = 0; i < c->nnics; i++)
		if (!*c->nics[i].lower && !*c->nics[i].netns)
			add_nic(nics, &c->nics[i]);
	json_object_object_add(data, "top", top);
	data_add_str(data, "rescan", c->place.rescan);
	json_object_object_add(data, "nics", nics);
	return data;
}

/**
 * plan_power() - Which slot to switch off.
 * @c: the component in it
 *
 * Return: the data of STEP_POWER.
 */
struct json_object *plan_power(const struct component *c)
{
	struct json_object *data = json_object_new_object();

	data_add_str(data, "slot", c->place.slot);
	return data;
}

static void append(char **text, const char *word)
{
	char *more = memory_print("%s%s%s", *text ? *text : "",
				  *text ? " " : "", word);

	free(*text);
	*text = more;
}

/**
 * plan_hook() - What a hook is told.
 * @path: the hook
 * @c: the components
 * @n: how many
 * @force: whether the user insists
 *
 * Return: the data of STEP_QUERY and STEP_PRE.
 */
struct json_object *plan_hook(const char *path, const struct component *c,
			      size_t n, bool force)
{
	struct json_object *data = json_object_new_object();
	char *components = NULL, *nics = NULL;
	size_t i, k;

	for (i = 0; i < n; i++) {
		append(&components, c[i].top[c[i].ntop - 1]);
		for (k = 0; k < c[i].nnics; k++)
			if (!*c[i].nics[k].lower)
				append(&nics, c[i].nics[k].ifname);
	}
	data_add_str(data, "path", path);
	data_add_str(data, "component", components ? components : "");
	data_add_str(data, "nics", nics ? nics : "");
	data_add_bool(data, "force", force);
	free(components);
	free(nics);
	return data;
}
