// SPDX-License-Identifier: GPL-2.0
/*
 * All NICs that go are looked at together, so that none of them counts as a
 * place to go to for another. A member may work for one family and not for the
 * other, so each that the group has addresses of is looked at by itself.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "detach_check.h"
#include "../lib/err.h"
#include "../lib/memory.h"

/**
 * struct going - What is to be detached.
 * @st: all groups
 * @c: the components
 * @n: how many
 * @k: the decision
 */
struct going {
	const struct state *st;
	const struct component *c;
	size_t n;
	struct detach_check *k;
};

/**
 * detach_check_add() - Add a reason against it.
 * @k: the decision
 * @firm: no force overrides it
 * @fmt: the reason, as printf()
 */
void detach_check_add(struct detach_check *k, bool firm, const char *fmt, ...)
{
	struct detach_reason *r;
	va_list ap;

	k->reason = memory_grow(k->reason, k->nreasons, sizeof(*r));
	r = &k->reason[k->nreasons++];
	r->firm = firm;
	va_start(ap, fmt);
	if (vasprintf(&r->text, fmt, ap) < 0)
		err_no_memory();
	va_end(ap);
}

static void __printf(2, 3) add_lost(struct detach_check *k, const char *fmt,
				    ...)
{
	va_list ap;

	k->lost = memory_grow(k->lost, k->nlost, sizeof(char *));
	va_start(ap, fmt);
	if (vasprintf(&k->lost[k->nlost++], fmt, ap) < 0)
		err_no_memory();
	va_end(ap);
}

/**
 * detach_member() - The member that a NIC is.
 * @st: all groups
 * @nic: the NIC
 *
 * Return: the member, or NULL if it is in no group of our network namespace.
 */
const struct member *detach_member(const struct state *st,
				   const struct component_nic *nic)
{
	size_t i;

	for (i = 0; !*nic->netns && i < st->nmembers; i++)
		if (st->members[i].ifindex &&
		    st->members[i].ifindex == nic->ifindex)
			return &st->members[i];
	return NULL;
}

static bool goes(const struct going *g, const struct member *m)
{
	size_t i, k;

	for (i = 0; i < g->n; i++)
		for (k = 0; k < g->c[i].nnics; k++)
			if (detach_member(g->st, &g->c[i].nics[k]) == m)
				return true;
	return false;
}

/* The families, as places in what is kept for each. */
enum family { V4, V6, FAMILIES };

static bool is_active(const struct member *m)
{
	return m->state == IPMP_MEMBER_STATE_ACTIVE ||
	       m->state == IPMP_MEMBER_STATE_INACTIVE;
}

static bool works(const struct member *m, enum family f)
{
	return is_active(m) &&
	       (f == V4 ? m->probe4 : m->probe6) != IPMP_PROBE_STATE_FAILED;
}

static bool any_works(const struct state *st, uint32_t group, enum family f)
{
	size_t i;

	for (i = 0; i < st->nmembers; i++)
		if (st->members[i].group.ifindex == group &&
		    works(&st->members[i], f))
			return true;
	return false;
}

/*
 * Where none works nothing can move, but one that failed may be repaired, and
 * then carry on: it counts, unless it was taken out of use.
 */
static bool counts(const struct going *g, const struct member *m, enum family f)
{
	if (any_works(g->st, m->group.ifindex, f))
		return works(m, f);
	return is_active(m) || m->state == IPMP_MEMBER_STATE_FAILED;
}

/* Of those that count some go, and none stays. */
static bool loses(const struct going *g, uint32_t group, enum family f)
{
	const struct member *m;
	bool lost = false;
	size_t i;

	for (i = 0; i < g->st->nmembers; i++) {
		m = &g->st->members[i];
		if (m->group.ifindex != group || !counts(g, m, f))
			continue;
		if (!goes(g, m))
			return false;
		lost = true;
	}
	return lost;
}

static bool hosts(const struct state *st, uint32_t group, enum family f)
{
	int family = f == V6 ? AF_INET6 : AF_INET;
	size_t i;

	for (i = 0; i < st->naddresses; i++)
		if (st->addresses[i].group.ifindex == group &&
		    st->addresses[i].addr.family == family)
			return true;
	return false;
}

static void append(char *text, size_t size, const char *sep, const char *more)
{
	size_t used = strlen(text);

	snprintf(text + used, size - used, "%s%s", used ? sep : "", more);
}

/**
 * struct loss - What a group loses.
 * @of: whether it loses all that works for a family
 * @hosts: whether it has addresses of that family
 */
struct loss {
	bool of[FAMILIES];
	bool hosts[FAMILIES];
};

static const char *families(const struct loss *l)
{
	bool v4 = l->of[V4] && l->hosts[V4], v6 = l->of[V6] && l->hosts[V6];

	if (v4 && v6)
		return " for IPv4 and IPv6";
	return v4 ? " for IPv4" : v6 ? " for IPv6" : "";
}

static void lose_addresses(const struct going *g, const struct group_id *id,
			   const struct loss *l)
{
	const struct address *a;
	char text[IPADDR_TEXT];
	size_t i;

	for (i = 0; i < g->st->naddresses; i++) {
		a = &g->st->addresses[i];
		if (a->group.ifindex == id->ifindex &&
		    l->of[a->addr.family == AF_INET6 ? V6 : V4])
			add_lost(g->k, "group %s hosts data address %s",
				 id->name, ipaddr_text(&a->addr, text));
	}
}

/* Whether a member is one of those that a family loses. */
static bool is_lost(const struct going *g, const struct member *m,
		    const struct loss *l)
{
	return (l->of[V4] && counts(g, m, V4)) ||
	       (l->of[V6] && counts(g, m, V6));
}

static void refuse(const struct going *g, const struct group_id *id,
		   const struct loss *l)
{
	bool work = false;
	char names[256] = "";
	const struct member *m;
	size_t i, lost = 0;

	for (i = 0; i < g->st->nmembers; i++) {
		m = &g->st->members[i];
		if (m->group.ifindex != id->ifindex || !is_lost(g, m, l))
			continue;
		append(names, sizeof(names), ", ", m->ifname);
		work |= is_active(m);
		lost++;
	}
	detach_check_add(g->k, false,
			 "%s %s the last %sinterface%s of group %s%s", names,
			 lost == 1 ? "is" : "are", work ? "functioning " : "",
			 lost == 1 ? "" : "s", id->name, families(l));
	lose_addresses(g, id, l);
}

static void check_group(const struct going *g, const struct group_id *id)
{
	struct loss l;
	enum family f;
	bool none;

	for (f = 0; f < FAMILIES; f++)
		l.hosts[f] = hosts(g->st, id->ifindex, f);
	none = !l.hosts[V4] && !l.hosts[V6];
	for (f = 0; f < FAMILIES; f++)
		l.of[f] = (l.hosts[f] || none) && loses(g, id->ifindex, f);
	if (l.of[V4] || l.of[V6])
		refuse(g, id, &l);
}

static void lose_nic(const struct going *g, const struct component *c,
		     const struct component_nic *nic)
{
	size_t i;

	for (i = 0; i < c->nuses; i++)
		if (!strcmp(c->uses[i].nic, nic->ifname))
			add_lost(g->k, "%s %s", c->uses[i].resource,
				 c->uses[i].information);
}

static void check_nic(const struct going *g, const struct component *c,
		      const struct component_nic *nic)
{
	if (!nic->configured || detach_member(g->st, nic))
		return;
	if (*nic->netns)
		detach_check_add(g->k, false, "%s is in use in %s", nic->ifname,
				 nic->netns);
	else if (*nic->master)
		detach_check_add(g->k, false,
				 "%s is in no group, but a port of %s",
				 nic->ifname, nic->master);
	else
		detach_check_add(g->k, false, "%s is in no group, but in use",
				 nic->ifname);
	lose_nic(g, c, nic);
}

static void check_component(const struct going *g, const struct component *c)
{
	size_t i;

	for (i = 0; i < c->nnics; i++)
		check_nic(g, c, &c->nics[i]);
	for (i = 0; i < c->nuses; i++)
		if (c->uses[i].kind == USE_HARDWARE)
			detach_check_add(g->k, true, "%s is in use: %s",
					 c->uses[i].resource,
					 c->uses[i].information);
}

/**
 * detach_check() - Decide whether components may be detached, all at once.
 * @st: all groups
 * @c: the components
 * @n: how many
 * @k: takes the decision; to be freed
 */
void detach_check(const struct state *st, const struct component *c, size_t n,
		  struct detach_check *k)
{
	struct going g = { .st = st, .c = c, .n = n, .k = k };
	size_t i;

	*k = (struct detach_check){ 0 };
	for (i = 0; i < n; i++)
		check_component(&g, &c[i]);
	for (i = 0; i < st->ngroups; i++)
		check_group(&g, &st->groups[i].id);
}

/**
 * detach_check_allows() - Whether it may be done.
 * @k: the decision
 * @force: whether the user insists
 */
bool detach_check_allows(const struct detach_check *k, bool force)
{
	size_t i;

	for (i = 0; i < k->nreasons; i++)
		if (k->reason[i].firm || !force)
			return false;
	return true;
}

/**
 * detach_check_free() - Free a decision.
 * @k: the decision
 */
void detach_check_free(struct detach_check *k)
{
	while (k->nreasons)
		free(k->reason[--k->nreasons].text);
	while (k->nlost)
		free(k->lost[--k->nlost]);
	free(k->reason);
	free(k->lost);
	*k = (struct detach_check){ 0 };
}
