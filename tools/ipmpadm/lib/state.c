// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "state.h"

/**
 * object_free() - Free what belongs to an object.
 * @o: the object
 */
void object_free(struct object *o)
{
	if (o->type == OBJECT_MEMBER) {
		free(o->m.test);
		o->m.test = NULL;
		o->m.ntest = 0;
	}
}

/**
 * state_free() - Forget all objects.
 * @st: the model, empty afterwards
 */
void state_free(struct state *st)
{
	size_t i;

	for (i = 0; i < st->nmembers; i++)
		free(st->members[i].test);
	free(st->groups);
	free(st->members);
	free(st->addresses);
	memset(st, 0, sizeof(*st));
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
 * @ifname: its name
 *
 * Return: the member or NULL.
 */
const struct member *state_member(const struct state *st, const char *ifname)
{
	size_t i;

	for (i = 0; i < st->nmembers; i++)
		if (!strcmp(st->members[i].ifname, ifname))
			return &st->members[i];
	return NULL;
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

/* Where the model holds the object that @o is a newer picture of. */
static void *find(const struct state *st, const struct object *o)
{
	switch (o->type) {
	case OBJECT_GROUP:
		return (void *)state_group(st, o->g.id.ifindex);
	case OBJECT_MEMBER:
		return (void *)state_member(st, o->m.ifname);
	case OBJECT_ADDRESS:
		return (void *)state_address(st, o->a.group.ifindex,
					     &o->a.addr);
	}
	return NULL;
}

static int append(void **array, size_t *n, const void *item, size_t size)
{
	void *more = reallocarray(*array, *n + 1, size);

	if (!more)
		return -ENOMEM;
	*array = more;
	memcpy((char *)more + *n * size, item, size);
	(*n)++;
	return 0;
}

static int add(struct state *st, const struct object *o)
{
	switch (o->type) {
	case OBJECT_GROUP:
		return append((void **)&st->groups, &st->ngroups, &o->g,
			      sizeof(o->g));
	case OBJECT_MEMBER:
		return append((void **)&st->members, &st->nmembers, &o->m,
			      sizeof(o->m));
	case OBJECT_ADDRESS:
		return append((void **)&st->addresses, &st->naddresses, &o->a,
			      sizeof(o->a));
	}
	return -EINVAL;
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
	void *old = find(st, o);
	int err = 0;

	if (!old) {
		err = add(st, o);
	} else if (o->type == OBJECT_GROUP) {
		*(struct group *)old = o->g;
	} else if (o->type == OBJECT_MEMBER) {
		free(((struct member *)old)->test);
		*(struct member *)old = o->m;
	} else {
		*(struct address *)old = o->a;
	}
	if (err)
		object_free(o);
	return err;
}

static void cut(void *array, size_t *n, void *item, size_t size)
{
	char *end = (char *)array + *n * size;
	char *next = (char *)item + size;

	memmove(item, next, (size_t)(end - next));
	(*n)--;
}

/**
 * state_drop() - Forget an object.
 * @st: the model
 * @o: names the object
 */
void state_drop(struct state *st, const struct object *o)
{
	void *old = find(st, o);

	if (!old)
		return;
	switch (o->type) {
	case OBJECT_GROUP:
		cut(st->groups, &st->ngroups, old, sizeof(o->g));
		break;
	case OBJECT_MEMBER:
		free(((struct member *)old)->test);
		cut(st->members, &st->nmembers, old, sizeof(o->m));
		break;
	case OBJECT_ADDRESS:
		cut(st->addresses, &st->naddresses, old, sizeof(o->a));
		break;
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

	for (i = st->ngroups; i--;)
		if (st->groups[i].id.ifindex != ifindex)
			cut(st->groups, &st->ngroups, &st->groups[i],
			    sizeof(*st->groups));
	for (i = st->nmembers; i--;)
		if (st->members[i].group.ifindex != ifindex) {
			free(st->members[i].test);
			cut(st->members, &st->nmembers, &st->members[i],
			    sizeof(*st->members));
		}
	for (i = st->naddresses; i--;)
		if (st->addresses[i].group.ifindex != ifindex)
			cut(st->addresses, &st->naddresses, &st->addresses[i],
			    sizeof(*st->addresses));
}
