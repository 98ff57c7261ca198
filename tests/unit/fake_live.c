// SPDX-License-Identifier: GPL-2.0
/*
 * A module that does as it is told, as far as the files can ask it to: groups
 * are made, members join, addresses have homes and are bound.
 */
#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fake.h"
#include "spec.h"

#define MANY	32
#define TEXT	64

static bool live, sticky;

static struct group {
	unsigned int ifindex;
	char name[TEXT];
	unsigned int failback, xmit, detection_time, probe, fail_open;
} groups[MANY];
static unsigned int ngroups;

static struct member {
	unsigned int group;
	char ifname[TEXT];
	bool standby, offline, active, lost, waiting, no_ipv6;
	unsigned int load;
} members[MANY];
static unsigned int nmembers;

static struct target {
	unsigned int group;
	char addr[TEXT];
} targets[MANY];
static unsigned int ntargets;

static struct home {
	unsigned int group;
	char addr[TEXT];
	char home[TEXT];
} homes[MANY];
static unsigned int nhomes;

/* Where an address was bound when the module was last looked at. */
static struct bound {
	unsigned int group;
	char addr[TEXT];
	char ifname[TEXT];
} bounds[MANY];
static unsigned int nbounds;

void fake_live(void)
{
	live = true;
}

void fake_sticky(void)
{
	sticky = true;
}

bool fake_is_live(void)
{
	return live;
}

void fake_live_reset(void)
{
	live = false;
	sticky = false;
	ngroups = 0;
	nmembers = 0;
	nhomes = 0;
	ntargets = 0;
	nbounds = 0;
}

static struct group *group_of(unsigned int ifindex)
{
	unsigned int i;

	for (i = 0; i < ngroups; i++)
		if (groups[i].ifindex == ifindex)
			return &groups[i];
	return NULL;
}

static struct member *member_named(const char *ifname)
{
	unsigned int i;

	for (i = 0; i < nmembers; i++)
		if (!strcmp(members[i].ifname, ifname))
			return &members[i];
	return NULL;
}

void fake_no_ipv6(const char *ifname)
{
	member_named(ifname)->no_ipv6 = true;
}

static bool usable(const struct member *m)
{
	return fake_usable(m->ifname) && !m->offline;
}

/* Without failback who was lost waits when it is back. */
static void note_loss(struct member *m, bool failback)
{
	if (!usable(m)) {
		m->lost = !m->offline && (m->active || m->lost);
		m->waiting = false;
	} else {
		m->waiting = sticky && !failback && !m->standby &&
			     (m->lost || m->waiting);
		m->lost = false;
	}
}

/* Without failback who is active stays so, before all others. */
static unsigned int rank(const struct member *m, bool was, bool failback)
{
	if (m->waiting)
		return 3;
	if (sticky && was && !failback)
		return 0;
	return m->standby ? 2 : 1;
}

static void elect(unsigned int group)
{
	unsigned int want = 0, before = 0, n = 0, r, i, limit;
	bool failback = group_of(group)->failback, was[MANY];
	struct member *m;

	for (i = 0; i < nmembers; i++) {
		m = &members[i];
		was[i] = m->active;
		if (m->group != group)
			continue;
		note_loss(m, failback);
		want += !m->standby;
		before += m->active;
		m->active = false;
		m->load = 0;
	}
	want = want ? want : 1;
	before = before < want ? before : want;
	for (r = 0; r < 4; r++) {
		limit = r < 3 ? want : before ? before : 1;
		for (i = 0; i < nmembers; i++) {
			m = &members[i];
			if (m->group != group || m->active || !usable(m) ||
			    rank(m, was[i], failback) != r)
				continue;
			m->active = n < limit;
			m->waiting &= !m->active;
			n += m->active;
		}
	}
}

static struct home *home_of(unsigned int group, const char *addr)
{
	size_t len = strcspn(addr, "/");
	unsigned int i;

	for (i = 0; i < nhomes; i++)
		if (homes[i].group == group && strlen(homes[i].addr) == len &&
		    !strncmp(homes[i].addr, addr, len))
			return &homes[i];
	return NULL;
}

static struct member *least_loaded(unsigned int group)
{
	struct member *m, *best = NULL;

	for (m = members; m < members + nmembers; m++)
		if (m->group == group && m->active &&
		    (!best || m->load < best->load))
			best = m;
	return best;
}

static struct bound *bound_of(unsigned int group, const char *addr)
{
	struct bound *b;

	for (b = bounds; b < bounds + nbounds; b++)
		if (b->group == group && !strcmp(b->addr, addr))
			return b;
	nbounds++;
	b->group = group;
	strcpy(b->addr, addr);
	b->ifname[0] = '\0';
	return b;
}

static struct member *active_one(unsigned int group, const char *ifname)
{
	struct member *m = member_named(ifname);

	return m && m->group == group && m->active ? m : NULL;
}

/* At home, or where it was. */
static struct member *settled(const struct group *g, const struct home *h,
			      const struct bound *b)
{
	struct member *home = h ? active_one(g->ifindex, h->home) : NULL;
	struct member *now = sticky ? active_one(g->ifindex, b->ifname) : NULL;

	return home && (g->failback || !now) ? home : now;
}

/* Those that are settled first, so that the others find the load of these. */
static bool bind_to(const struct group *g, const struct home *h,
		    const char *addr, bool settled_ones, struct member **to)
{
	struct bound *b = bound_of(g->ifindex, addr);
	struct member *m = settled(g, h, b);

	if (settled_ones == !m)
		return false;
	m = m ? m : least_loaded(g->ifindex);
	b->ifname[0] = '\0';
	if (m) {
		m->load++;
		strcpy(b->ifname, m->ifname);
	}
	*to = m;
	return true;
}

static void tell_address(const struct group *g, const char *line,
			 void (*tell)(const char *text), bool *told,
			 bool settled_ones)
{
	char addr[TEXT], text[512], ip[TEXT];
	struct member *m;
	struct home *h;
	size_t used;

	fake_field(line, "addr", addr);
	h = home_of(g->ifindex, addr);
	if (*told || !bind_to(g, h, addr, settled_ones, &m))
		return;
	*told = true;
	snprintf(ip, sizeof(ip), "%.*s", (int)strcspn(addr, "/"), addr);
	snprintf(text, sizeof(text),
		 "address-get group-ifindex=%u group-ifname=%s group-name=%s addr=%s prefix-len=%u",
		 g->ifindex, fake_link_name(g->ifindex), g->name, ip,
		 fake_ip_len(addr));
	used = strlen(text);
	if (m)
		used += (size_t)snprintf(text + used, sizeof(text) - used,
					 " member=%s", m->ifname);
	if (h)
		snprintf(text + used, sizeof(text) - used, " home=%s", h->home);
	tell(text);
}

/* Those whose home is active first, so that the others find it loaded. */
static void tell_addresses(const struct group *g,
			   void (*tell)(const char *text))
{
	bool told[4 * MANY] = { false };
	unsigned int i, pass;
	const char *line;

	elect(g->ifindex);
	for (pass = 0; pass < 2; pass++)
		for (i = 0; (line = fake_line(i)); i++)
			if (!strncmp(line, "addr ", 5) &&
			    fake_num(line, "dev", 0) == g->ifindex)
				tell_address(g, line, tell, &told[i], !pass);
}

static const char *state_of(const struct member *m)
{
	if (!fake_is_enslaved(m->ifname))
		return "missing";
	if (m->offline)
		return "offline";
	if (!usable(m))
		return "failed";
	return m->active ? "active" : "inactive";
}

static void tell_member(const struct group *g, const struct member *m,
			void (*tell)(const char *text))
{
	unsigned int ifindex = fake_is_enslaved(m->ifname) ?
			       __wrap_if_nametoindex(m->ifname) : 0;
	char text[512], index[32] = "";

	if (fake_is_enslaved(m->ifname))
		snprintf(index, sizeof(index), " ifindex=%u", ifindex);
	snprintf(text, sizeof(text),
		 "member-get group-ifindex=%u group-ifname=%s group-name=%s%s ifname=%s state=%s reason=%s standby=%u probe-state6=%s",
		 g->ifindex, fake_link_name(g->ifindex), g->name, index,
		 m->ifname, state_of(m), m->waiting ? "failback-off" : "none",
		 m->standby, m->no_ipv6 ? "failed" : "disabled");
	tell(text);
}

static void tell_group(const struct group *g, void (*tell)(const char *text))
{
	char text[512];

	snprintf(text, sizeof(text),
		 "group-get group-ifindex=%u group-ifname=%s group-name=%s group-state=ok failback=%u xmit=%u detection-time=%u probe=%u fail-open=%u",
		 g->ifindex, fake_link_name(g->ifindex), g->name, g->failback,
		 g->xmit, g->detection_time, g->probe, g->fail_open);
	tell(text);
}

static void tell_target(const struct target *t, void (*tell)(const char *text))
{
	const struct group *g = group_of(t->group);
	char text[256];

	snprintf(text, sizeof(text),
		 "target-get group-ifindex=%u group-ifname=%s group-name=%s target=%s target-source=given target-state=active",
		 g->ifindex, fake_link_name(g->ifindex), g->name, t->addr);
	tell(text);
}

/* All there is, each as the text of the message that a dump has for it. */
void fake_live_tell(void (*tell)(const char *text))
{
	unsigned int g, m;

	for (g = 0; g < ngroups; g++)
		tell_group(&groups[g], tell);
	for (g = 0; g < ngroups; g++) {
		elect(groups[g].ifindex);
		for (m = 0; m < nmembers; m++)
			if (members[m].group == groups[g].ifindex)
				tell_member(&groups[g], &members[m], tell);
	}
	for (g = 0; g < ngroups; g++)
		tell_addresses(&groups[g], tell);
	for (g = 0; g < ntargets; g++)
		tell_target(&targets[g], tell);
}

static int group_new(const char *text)
{
	struct group *g = &groups[ngroups];
	char ifname[64];
	unsigned int i;

	memset(g, 0, sizeof(*g));
	if (!fake_field(text, "group-ifname", ifname))
		for (i = 0; i == 0 || __wrap_if_nametoindex(ifname); i++)
			snprintf(ifname, sizeof(ifname), "ipmp%u", i);
	if (__wrap_if_nametoindex(ifname))
		return -EEXIST;
	if (!fake_field(text, "group-name", g->name))
		strcpy(g->name, ifname);
	g->ifindex = 100 + ngroups++;
	g->failback = (unsigned int)fake_num(text, "failback", 1);
	g->xmit = (unsigned int)fake_num(text, "xmit", 0);
	g->detection_time = (unsigned int)fake_num(text, "detection-time",
						   10000);
	g->probe = (unsigned int)fake_num(text, "probe", 0);
	g->fail_open = (unsigned int)fake_num(text, "fail-open", 1);
	fake_link(g->ifindex, ifname, false);
	return 0;
}

static int group_set(const char *text)
{
	struct group *g = group_of((unsigned int)fake_num(text, "group-ifindex",
							  0));

	if (!g)
		return -ENOENT;
	g->failback = (unsigned int)fake_num(text, "failback", g->failback);
	g->xmit = (unsigned int)fake_num(text, "xmit", g->xmit);
	g->detection_time = (unsigned int)fake_num(text, "detection-time",
						   g->detection_time);
	g->probe = (unsigned int)fake_num(text, "probe", g->probe);
	g->fail_open = (unsigned int)fake_num(text, "fail-open", g->fail_open);
	return 0;
}

/* One that is missing in the group comes back, any other is a new one. */
static int member_new(const char *text)
{
	unsigned int group = (unsigned int)fake_num(text, "group-ifindex", 0);
	unsigned int ifindex;
	struct member *m;
	char name[TEXT];

	fake_field(text, "ifname", name);
	ifindex = __wrap_if_nametoindex(name);
	if (!group_of(group))
		return -ENOENT;
	if (!ifindex && !strstr(text, " place"))
		return -ENODEV;
	m = member_named(name);
	if (m && (fake_is_enslaved(name) || m->group != group))
		return -EINVAL;
	if (!m) {
		m = &members[nmembers++];
		memset(m, 0, sizeof(*m));
		strcpy(m->ifname, name);
		m->group = group;
	}
	m->standby = fake_num(text, "standby", m->standby);
	m->offline = false;
	fake_enslave(name);
	return 0;
}

static int member_wait(struct member *m)
{
	if (group_of(m->group)->failback || m->standby || !usable(m))
		return -EBUSY;
	m->active = false;
	m->waiting = true;
	return 0;
}

static int member_set(const char *text)
{
	struct member *m;
	char name[TEXT];

	m = member_named(fake_field(text, "ifname", name));
	if (!m)
		return -ENOENT;
	m->standby = fake_num(text, "standby", m->standby);
	return strstr(text, " wait") ? member_wait(m) : 0;
}

static int member_del(const char *text)
{
	struct member *m;
	char name[TEXT];

	m = member_named(fake_field(text, "ifname", name));
	if (!m)
		return -ENOENT;
	fake_release(name);
	m->active = false;
	if (strstr(text, " place"))
		return 0;
	memmove(m, m + 1, (size_t)((char *)(members + nmembers) -
				   (char *)(m + 1)));
	nmembers--;
	return 0;
}

static int target_new(const char *text)
{
	struct target *t = &targets[ntargets++];

	t->group = (unsigned int)fake_num(text, "group-ifindex", 0);
	return fake_field(text, "target", t->addr) && group_of(t->group) ?
	       0 : -ENOENT;
}

static int address_set(const char *text)
{
	unsigned int group = (unsigned int)fake_num(text, "group-ifindex", 0);
	char addr[TEXT], home[TEXT] = "";
	struct home *h;

	fake_field(text, "addr", addr);
	fake_field(text, "home", home);
	h = home_of(group, addr);
	if (!h)
		h = &homes[nhomes++];
	h->group = group;
	strcpy(h->addr, addr);
	strcpy(h->home, home);
	if (!*home)
		*h = homes[--nhomes];
	return 0;
}

/* Each of several is an attribute of its own. */
static int member_offline(const char *text)
{
	unsigned int i;
	char word[TEXT + 8];

	for (i = 0; i < nmembers; i++) {
		snprintf(word, sizeof(word), "=%s ", members[i].ifname);
		if (!strstr(text, word) &&
		    (strlen(text) < strlen(word) ||
		     strncmp(text + strlen(text) - strlen(word) + 1, word,
			     strlen(word) - 1)))
			continue;
		if (!fake_is_enslaved(members[i].ifname))
			return -ENODEV;
		members[i].offline = true;
	}
	return 0;
}

static int member_online(const char *text)
{
	struct member *m;
	char name[TEXT];

	m = member_named(fake_field(text, "ifname", name));
	if (!m || !fake_is_enslaved(name))
		return -ENODEV;
	m->offline = false;
	return 0;
}

static void ignore(const char *text)
{
	(void)text;
}

static int change(const char *text)
{
	static const struct {
		const char *word;
		int (*change)(const char *text);
	} requests[] = {
		{ "group-new ", group_new }, { "group-set ", group_set },
		{ "member-new ", member_new }, { "member-set ", member_set },
		{ "member-del ", member_del }, { "address-set ", address_set },
		{ "member-offline ", member_offline },
		{ "member-online ", member_online },
		{ "target-new ", target_new },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(requests); i++)
		if (!strncmp(text, requests[i].word, strlen(requests[i].word)))
			return requests[i].change(text);
	return -EOPNOTSUPP;
}

/* Do what a request asks for, and at once what follows from it. */
int fake_live_change(const char *text)
{
	int err = change(text);

	fake_live_tell(ignore);
	return err;
}
