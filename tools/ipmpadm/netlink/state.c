// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/compiler.h"
#include "state.h"

/* Where the model holds the objects of a kind. */
static const struct kind {
	size_t array;
	size_t n;
	size_t size;
} kinds[] = {
#define KIND(list)						\
	{ offsetof(struct state, list), offsetof(struct state, n##list), \
	  sizeof(*((struct state *)NULL)->list) }
	[OBJECT_GROUP] = KIND(groups),
	[OBJECT_MEMBER] = KIND(members),
	[OBJECT_ADDRESS] = KIND(addresses),
	[OBJECT_TARGET] = KIND(targets),
	[OBJECT_PROBE] = KIND(probes),
#undef KIND
};

static void **array_of(struct state *st, enum object_type type)
{
	return (void **)((char *)st + kinds[type].array);
}

static size_t *count_of(struct state *st, enum object_type type)
{
	return (size_t *)((char *)st + kinds[type].n);
}

static void *item_at(struct state *st, enum object_type type, size_t i)
{
	return (char *)*array_of(st, type) + i * kinds[type].size;
}

static void free_item(enum object_type type, void *item)
{
	struct member *m = item;

	if (type != OBJECT_MEMBER)
		return;
	free(m->test);
	m->test = NULL;
	m->ntest = 0;
}

/**
 * object_free() - Free what belongs to an object.
 * @o: the object
 */
void object_free(struct object *o)
{
	free_item(o->type, &o->group);
}

/**
 * state_clear() - Forget all objects of a kind.
 * @st: the model
 * @type: the kind
 */
void state_clear(struct state *st, enum object_type type)
{
	void **array = array_of(st, type);
	size_t *n = count_of(st, type);

	while (*n)
		free_item(type, item_at(st, type, --*n));
	free(*array);
	*array = NULL;
}

/**
 * state_free() - Forget all objects.
 * @st: the model, empty afterwards
 */
void state_free(struct state *st)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(kinds); i++)
		state_clear(st, (enum object_type)i);
}

/**
 * state_group() - Find a group by its device.
 * @st: the model
 * @ifindex: of the group device
 *
 * Return: the group or NULL.
 */
const struct group *state_group(const struct state *st, uint32_t ifindex)
{
	size_t i;

	for (i = 0; i < st->ngroups; i++)
		if (st->groups[i].id.ifindex == ifindex)
			return &st->groups[i];
	return NULL;
}

/**
 * state_find_group() - Find a group by what a user calls it.
 * @st: the model
 * @name: its name or its interface's; its name wins
 *
 * Return: the group or NULL.
 */
const struct group *state_find_group(const struct state *st, const char *name)
{
	size_t i;

	for (i = 0; i < st->ngroups; i++)
		if (!strcmp(st->groups[i].id.name, name))
			return &st->groups[i];
	for (i = 0; i < st->ngroups; i++)
		if (!strcmp(st->groups[i].id.ifname, name))
			return &st->groups[i];
	return NULL;
}

/**
 * state_member() - Find a member by its name.
 * @st: the model
 * @ifindex: of its group device, 0 for any
 * @ifname: its name
 *
 * Of any group, one that is there goes before one that another group misses.
 *
 * Return: the member or NULL.
 */
const struct member *state_member(const struct state *st, uint32_t ifindex,
				  const char *ifname)
{
	const struct member *m, *missing = NULL;
	size_t i;

	for (i = 0; i < st->nmembers; i++) {
		m = &st->members[i];
		if ((ifindex && m->group.ifindex != ifindex) ||
		    strcmp(m->ifname, ifname))
			continue;
		if (m->ifindex)
			return m;
		missing = missing ? missing : m;
	}
	return missing;
}

/**
 * member_waits() - Whether a repaired member waits for its turn.
 * @m: the member
 */
bool member_waits(const struct member *m)
{
	return m->state == IPMP_MEMBER_STATE_INACTIVE &&
	       m->reason == IPMP_REASON_FAILBACK_OFF;
}

/**
 * state_address() - Find a data address.
 * @st: the model
 * @ifindex: of its group device, 0 for any
 * @addr: the address
 *
 * Return: the data address or NULL.
 */
const struct address *state_address(const struct state *st, uint32_t ifindex,
				    const struct ipaddr *addr)
{
	const struct address *a;
	size_t i;

	for (i = 0; i < st->naddresses; i++) {
		a = &st->addresses[i];
		if ((!ifindex || a->group.ifindex == ifindex) &&
		    ipaddr_equal(&a->addr, addr))
			return a;
	}
	return NULL;
}

/**
 * state_target() - Find a probe target.
 * @st: the model
 * @ifindex: of its group device
 * @addr: its address
 *
 * Return: the target or NULL.
 */
const struct probe_target *state_target(const struct state *st,
					uint32_t ifindex,
					const struct ipaddr *addr)
{
	const struct probe_target *t;
	size_t i;

	for (i = 0; i < st->ntargets; i++) {
		t = &st->targets[i];
		if (t->group.ifindex == ifindex && ipaddr_equal(&t->addr, addr))
			return t;
	}
	return NULL;
}

static bool same_member(const struct probe *p, uint32_t ifindex,
			const char *ifname)
{
	return p->group.ifindex == ifindex && !strcmp(p->ifname, ifname);
}

/**
 * state_probe() - Find what probes say of a member.
 * @st: the model
 * @ifindex: of its group device
 * @ifname: its name
 * @family: AF_INET or AF_INET6
 *
 * Return: what they say, or NULL.
 */
const struct probe *state_probe(const struct state *st, uint32_t ifindex,
				const char *ifname, uint8_t family)
{
	const struct probe *p;
	size_t i;

	for (i = 0; i < st->nprobes; i++) {
		p = &st->probes[i];
		if (p->family == family && same_member(p, ifindex, ifname))
			return p;
	}
	return NULL;
}

/**
 * state_item() - The objects of a kind, one after the other.
 * @st: the model
 * @type: the kind
 * @i: which, from 0
 *
 * Return: the object, NULL after the last.
 */
const void *state_item(const struct state *st, enum object_type type, size_t i)
{
	struct state *s = (struct state *)st;

	return i < *count_of(s, type) ? item_at(s, type, i) : NULL;
}

/* Where the model holds the object that @o is a newer picture of. */
static void *find(const struct state *st, const struct object *o)
{
	switch (o->type) {
	case OBJECT_GROUP:
		return (void *)state_group(st, o->g.id.ifindex);
	case OBJECT_MEMBER:
		return (void *)state_member(st, o->group.ifindex,
					    o->m.ifname);
	case OBJECT_ADDRESS:
		return (void *)state_address(st, o->a.group.ifindex,
					     &o->a.addr);
	case OBJECT_TARGET:
		return (void *)state_target(st, o->t.group.ifindex,
					    &o->t.addr);
	case OBJECT_PROBE:
		return (void *)state_probe(st, o->group.ifindex,
					   o->p.ifname, o->p.family);
	}
	return NULL;
}

static void *append(struct state *st, enum object_type type)
{
	void **array = array_of(st, type);
	size_t *n = count_of(st, type);
	void *more = reallocarray(*array, *n + 1, kinds[type].size);

	if (!more)
		return NULL;
	*array = more;
	return item_at(st, type, (*n)++);
}

/**
 * state_put() - Add an object, or replace the older picture of it.
 * @st: the model
 * @o: the object; what belongs to it is the model's afterwards
 *
 * Return: 0 or -ENOMEM.
 */
int state_put(struct state *st, struct object *o)
{
	void *item = find(st, o);

	if (item)
		free_item(o->type, item);
	else
		item = append(st, o->type);
	if (!item) {
		object_free(o);
		return -ENOMEM;
	}
	memcpy(item, &o->group, kinds[o->type].size);
	return 0;
}

static void cut(struct state *st, enum object_type type, void *item)
{
	char *end = item_at(st, type, *count_of(st, type));
	char *next = (char *)item + kinds[type].size;

	free_item(type, item);
	memmove(item, next, (size_t)(end - next));
	(*count_of(st, type))--;
}

static void drop_probes(struct state *st, uint32_t ifindex,
			const char *ifname)
{
	size_t i;

	for (i = st->nprobes; i--;)
		if (same_member(&st->probes[i], ifindex, ifname))
			cut(st, OBJECT_PROBE, &st->probes[i]);
}

/**
 * state_drop() - Forget an object, with a member also what probes say of it.
 * @st: the model
 * @o: names the object
 */
void state_drop(struct state *st, const struct object *o)
{
	void *old = find(st, o);

	if (old)
		cut(st, o->type, old);
	if (o->type == OBJECT_MEMBER)
		drop_probes(st, o->group.ifindex, o->m.ifname);
}

static void keep_group(struct state *st, enum object_type type,
		       uint32_t ifindex)
{
	struct group_id *group;
	size_t i;

	for (i = *count_of(st, type); i--;) {
		group = item_at(st, type, i);
		if (group->ifindex != ifindex)
			cut(st, type, group);
	}
}

/**
 * state_keep_group() - Forget all but one group and what is in it.
 * @st: the model
 * @ifindex: of the group device
 */
void state_keep_group(struct state *st, uint32_t ifindex)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(kinds); i++)
		keep_group(st, (enum object_type)i, ifindex);
}
