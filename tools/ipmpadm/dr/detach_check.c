// SPDX-License-Identifier: GPL-2.0
/*
 * All NICs that go are looked at together, so that none of them counts as a
 * place to go to for another. A member that works hosts addresses of both
 * families, and its own addresses have no part in it; so one answer holds for
 * IPv4 and IPv6.
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

static void __printf(3, 4) add_reason(struct detach_check *k, bool firm,
				      const char *fmt, ...)
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

static bool works(const struct member *m)
{
	return m->state == IPMP_MEMBER_STATE_ACTIVE ||
	       m->state == IPMP_MEMBER_STATE_INACTIVE;
}

static bool any_works(const struct state *st, uint32_t group)
{
	size_t i;

	for (i = 0; i < st->nmembers; i++)
		if (st->members[i].group.ifindex == group &&
		    works(&st->members[i]))
			return true;
	return false;
}

/*
 * Where none works nothing can move, but one that failed may be repaired, and
 * then carry on: it counts, unless it was taken out of use.
 */
static bool counts(const struct member *m, bool group_works)
{
	return group_works ? works(m) : m->state == IPMP_MEMBER_STATE_FAILED;
}

static void append(char *text, size_t size, const char *sep, const char *more)
{
	size_t used = strlen(text);

	snprintf(text + used, size - used, "%s%s", used ? sep : "", more);
}

static const char *families(const struct state *st, uint32_t group)
{
	bool has[2] = { false, false };
	size_t i;

	for (i = 0; i < st->naddresses; i++)
		if (st->addresses[i].group.ifindex == group)
			has[st->addresses[i].addr.family == AF_INET6] = true;
	if (has[0] && has[1])
		return " for IPv4 and IPv6";
	return has[0] ? " for IPv4" : has[1] ? " for IPv6" : "";
}

static void lose_addresses(const struct going *g, const struct group_id *id)
{
	const struct address *a;
	char text[IPADDR_TEXT];
	size_t i;

	for (i = 0; i < g->st->naddresses; i++) {
		a = &g->st->addresses[i];
		if (a->group.ifindex == id->ifindex)
			add_lost(g->k, "group %s hosts data address %s",
				 id->name, ipaddr_text(&a->addr, text));
	}
}

static void check_group(const struct going *g, const struct group_id *id)
{
	bool group_works = any_works(g->st, id->ifindex);
	char names[256] = "";
	const struct member *m;
	size_t i, lost = 0;

	for (i = 0; i < g->st->nmembers; i++) {
		m = &g->st->members[i];
		if (m->group.ifindex != id->ifindex || !counts(m, group_works))
			continue;
		if (!goes(g, m))
			return;
		append(names, sizeof(names), ", ", m->ifname);
		lost++;
	}
	if (!lost)
		return;
	add_reason(g->k, false, "%s %s the last %sinterface%s of group %s%s",
		   names, lost == 1 ? "is" : "are",
		   group_works ? "functioning " : "", lost == 1 ? "" : "s",
		   id->name, families(g->st, id->ifindex));
	lose_addresses(g, id);
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
		add_reason(g->k, false, "%s is in use in %s", nic->ifname,
			   nic->netns);
	else if (*nic->master)
		add_reason(g->k, false, "%s is in no group, but a port of %s",
			   nic->ifname, nic->master);
	else
		add_reason(g->k, false, "%s is in no group, but in use",
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
			add_reason(g->k, true, "%s is in use: %s",
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
