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

static bool live;

static struct group {
	unsigned int ifindex;
	char name[TEXT];
	unsigned int failback, xmit;
} groups[MANY];
static unsigned int ngroups;

static struct member {
	unsigned int group;
	char ifname[TEXT];
	bool standby, active;
	unsigned int load;
} members[MANY];
static unsigned int nmembers;

static struct home {
	unsigned int group;
	char addr[TEXT];
	char home[TEXT];
} homes[MANY];
static unsigned int nhomes;

void fake_live(void)
{
	live = true;
}

bool fake_is_live(void)
{
	return live;
}

void fake_live_reset(void)
{
	live = false;
	ngroups = 0;
	nmembers = 0;
	nhomes = 0;
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

static void elect(unsigned int group)
{
	unsigned int want = 0, n = 0, standby, i;
	struct member *m;

	for (i = 0; i < nmembers; i++)
		want += members[i].group == group && !members[i].standby;
	for (standby = 0; standby < 2; standby++) {
		for (i = 0; i < nmembers; i++) {
			m = &members[i];
			if (m->group != group || m->standby != standby)
				continue;
			m->load = 0;
			m->active = fake_usable(m->ifname) &&
				    n < (want ? want : 1);
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

static struct member *active_home(unsigned int group, const struct home *h)
{
	struct member *m = h ? member_named(h->home) : NULL;

	return m && m->group == group && m->active ? m : NULL;
}

static void tell_address(const struct group *g, const char *line,
			 bool at_home, void (*tell)(const char *text))
{
	char addr[TEXT], text[512], ip[TEXT];
	struct member *m;
	struct home *h;
	size_t used;

	fake_field(line, "addr", addr);
	h = home_of(g->ifindex, addr);
	m = active_home(g->ifindex, h);
	if (at_home == !m)
		return;
	m = m ? m : least_loaded(g->ifindex);
	if (m)
		m->load++;
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
	const char *line;
	unsigned int i;
	int at_home;

	elect(g->ifindex);
	for (at_home = 1; at_home >= 0; at_home--)
		for (i = 0; (line = fake_line(i)); i++)
			if (!strncmp(line, "addr ", 5) &&
			    fake_num(line, "dev", 0) == g->ifindex)
				tell_address(g, line, at_home, tell);
}

static void tell_member(const struct group *g, const struct member *m,
			void (*tell)(const char *text))
{
	unsigned int ifindex = fake_is_enslaved(m->ifname) ?
			       __wrap_if_nametoindex(m->ifname) : 0;
	char text[512], index[32] = "";

	if (ifindex)
		snprintf(index, sizeof(index), " ifindex=%u", ifindex);
	snprintf(text, sizeof(text),
		 "member-get group-ifindex=%u group-ifname=%s group-name=%s%s ifname=%s state=%s standby=%u",
		 g->ifindex, fake_link_name(g->ifindex), g->name, index,
		 m->ifname, !ifindex ? "missing" : m->active ? "active" :
		 "inactive", m->standby);
	tell(text);
}

static void tell_group(const struct group *g, void (*tell)(const char *text))
{
	char text[512];

	snprintf(text, sizeof(text),
		 "group-get group-ifindex=%u group-ifname=%s group-name=%s group-state=ok failback=%u xmit=%u",
		 g->ifindex, fake_link_name(g->ifindex), g->name, g->failback,
		 g->xmit);
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
	fake_enslave(name);
	return 0;
}

static int member_set(const char *text)
{
	struct member *m;
	char name[TEXT];

	m = member_named(fake_field(text, "ifname", name));
	if (!m)
		return -ENOENT;
	m->standby = fake_num(text, "standby", 0);
	return 0;
}

static int member_del(const char *text)
{
	struct member *m;
	char name[TEXT];

	m = member_named(fake_field(text, "ifname", name));
	if (!m)
		return -ENOENT;
	memmove(m, m + 1, (size_t)((char *)(members + nmembers) -
				   (char *)(m + 1)));
	nmembers--;
	return 0;
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

/* Do what a request asks for. */
int fake_live_change(const char *text)
{
	static const struct {
		const char *word;
		int (*change)(const char *text);
	} requests[] = {
		{ "group-new ", group_new }, { "group-set ", group_set },
		{ "member-new ", member_new }, { "member-set ", member_set },
		{ "member-del ", member_del }, { "address-set ", address_set },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(requests); i++)
		if (!strncmp(text, requests[i].word, strlen(requests[i].word)))
			return requests[i].change(text);
	return -EOPNOTSUPP;
}
