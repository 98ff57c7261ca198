// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/err.h"
#include "../netlink/genl.h"
#include "../lib/memory.h"
#include "../netlink/rtnl.h"
#include "snapshot.h"

/* What an Ethernet device has if nobody says anything. */
#define MTU_DEFAULT	1500

/* What a router, DHCP or the kernel gave comes again without a file. */
static bool is_given(const struct rt_address *a)
{
	return a->expires || (a->addr.family == AF_INET6 &&
			      ipaddr_link_local(&a->addr));
}

static void add(struct conf *conf, const struct rt_address *a, bool test)
{
	struct conf_addr *to;

	conf->addr = memory_grow(conf->addr, conf->naddr, sizeof(*conf->addr));
	to = &conf->addr[conf->naddr++];
	*to = (struct conf_addr){
		.addr = a->addr, .has_broadcast = a->has_broadcast,
		.broadcast = a->broadcast, .test = test,
		.deprecated = a->deprecated, .up = true,
	};
}

/*
 * In the order in which they were added, which for IPv6 is the opposite of
 * that in which the kernel tells them.
 */
static void add_own(struct conf *conf, const struct rt_addresses *list,
		    bool test)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		if (list->a[i].addr.family == AF_INET && !is_given(&list->a[i]))
			add(conf, &list->a[i], test);
	for (i = list->n; i--;)
		if (list->a[i].addr.family == AF_INET6 &&
		    !is_given(&list->a[i]))
			add(conf, &list->a[i], test);
}

/* Addresses belong to the file of their home, others to that of the group. */
static bool is_at_home(const struct state *st, const struct address *a,
		       const char *home)
{
	const struct member *m = state_member(st, a->group.ifindex, a->home);

	return home ? m && !strcmp(m->ifname, home) : !m;
}

static void add_data(struct conf *conf, const struct state *st,
		     const struct rt_addresses *list, uint32_t group,
		     const char *home, int family)
{
	const struct address *a = st->addresses;
	size_t i;

	for (; a < st->addresses + st->naddresses; a++) {
		if (a->group.ifindex != group || a->addr.family != family ||
		    !is_at_home(st, a, home))
			continue;
		for (i = 0; i < list->n; i++)
			if (ipaddr_equal(&list->a[i].addr, &a->addr) &&
			    !list->a[i].expires)
				add(conf, &list->a[i], false);
	}
}

static int read_addresses(struct nlsock *rt, uint32_t ifindex,
			  const char *ifname, struct rt_addresses *list)
{
	if (rt_addresses_read(rt, ifindex, list))
		return nlsock_fail(rt, "cannot read the addresses of %s",
				   ifname);
	return STATUS_OK;
}

static int add_group(struct conf *conf, struct nlsock *rt,
		     const struct state *st, const struct group_id *id,
		     const char *home)
{
	struct rt_addresses list;
	int status;

	memcpy(conf->group, id->name, sizeof(conf->group));
	status = read_addresses(rt, id->ifindex, id->ifname, &list);
	if (!status) {
		add_data(conf, st, &list, id->ifindex, home, AF_INET);
		add_data(conf, st, &list, id->ifindex, home, AF_INET6);
	}
	rt_addresses_free(&list);
	return status;
}

static int add_nic(struct conf *conf, struct nlsock *rt,
		   const struct state *st, const struct rt_link *l)
{
	static const uint8_t none[8];
	const struct member *m = state_member(st, 0, conf->ifname);
	struct rt_addresses list;
	int status;

	if (l->mtu != MTU_DEFAULT)
		conf->mtu = l->mtu;
	conf->token = l->token;
	conf->has_token = memcmp(&l->token.s6_addr[8], none, sizeof(none));
	status = read_addresses(rt, l->ifindex, conf->ifname, &list);
	if (!status)
		add_own(conf, &list, m);
	rt_addresses_free(&list);
	if (status || !m)
		return status;
	conf->standby = m->standby;
	return add_group(conf, rt, st, &m->group, m->ifname);
}

static void set_families(struct conf *conf, bool up)
{
	size_t i;

	for (i = 0; i < conf->naddr; i++)
		*(conf->addr[i].addr.family == AF_INET ? &conf->has4 :
							 &conf->has6) = true;
	conf->has6 |= conf->has_token;
	if (!conf->has6)
		conf->has4 = true;
	conf->up4 = up && conf->has4;
	conf->up6 = up && conf->has6;
}

/* An older module has no probes; then nothing is said of them. */
static void add_policy(struct conf *conf, const struct state *st,
		       const struct group *g)
{
	const struct probe_target *t = st->targets, *end = t + st->ntargets;
	struct ipmp_policy *p = &conf->policy;

	p->failback = g->failback;
	p->xmit = (int)g->xmit;
	if (!g->detection_time)
		return;
	p->detection_time = (int)g->detection_time;
	p->probe = (int)g->probe;
	p->fail_open = g->fail_open;
	for (; t < end; t++)
		if (t->group.ifindex == g->id.ifindex &&
		    t->source == IPMP_TARGET_SOURCE_GIVEN)
			conf_add_target(conf, &t->addr);
}

/**
 * snapshot() - Read what is in effect for an interface.
 * @rt: a connection to rtnetlink
 * @st: the groups
 * @ifname: the interface, of a NIC or of a group
 * @conf: takes it; to be freed even if this fails
 *
 * Return: STATUS_OK or, after a message, another exit status.
 */
int snapshot(struct nlsock *rt, const struct state *st, const char *ifname,
	     struct conf *conf)
{
	const struct group *g;
	struct rt_link l;
	int status;

	conf_init(conf, ifname);
	if (rt_link_read(rt, ifname, &l))
		return err_fail("interface %s does not exist", ifname);
	g = state_group(st, l.ifindex);
	if (g) {
		conf->is_group = true;
		add_policy(conf, st, g);
		status = add_group(conf, rt, st, &g->id, NULL);
	} else {
		status = add_nic(conf, rt, st, &l);
	}
	set_families(conf, l.up);
	return status;
}

static void unsay(int *value, int as_default)
{
	if (*value == as_default)
		*value = IPMP_KEEP;
}

static void normalize_policy(struct ipmp_policy *p, const struct defaults *def)
{
	unsay(&p->failback, def->failback == IPMP_KEEP ? 1 : def->failback);
	unsay(&p->xmit, IPMP_XMIT_FLOW);
	unsay(&p->detection_time, def->detection_ms ? (int)def->detection_ms :
	      DETECTION_TIME_DEFAULT);
	unsay(&p->probe, IPMP_PROBE_MODE_AUTO);
	unsay(&p->fail_open, 1);
}

/* What comes to the same is said in the same way. */
static void normalize(struct conf *c, const struct defaults *def)
{
	struct conf_addr *a = c->addr, *end = a + c->naddr;

	normalize_policy(&c->policy, def);
	for (c->naddr = 0; a < end; a++) {
		if (!a->up)
			continue;
		a->test &= c->group[0] != '\0';
		a->deprecated &= !a->test || a->addr.family == AF_INET;
		c->addr[c->naddr++] = *a;
	}
}

/**
 * snapshot_adapt() - Make what is in effect comparable with what files say.
 * @now: of snapshot(); what the files say without need stays said
 * @files: of conf_load()
 * @def: what new groups start with
 */
void snapshot_adapt(struct conf *now, struct conf *files,
		    const struct defaults *def)
{
	normalize(now, def);
	normalize(files, def);
	now->has4 |= files->has4;
	now->has6 |= files->has6;
	now->up4 |= now->up6 && now->has4;
	now->up6 |= now->up4 && now->has6;
	if (files->mtu == MTU_DEFAULT && !now->mtu)
		now->mtu = files->mtu;
}

static bool has_address(const struct conf *conf, const struct conf_addr *w)
{
	const struct conf_addr *a = conf->addr, *end = a + conf->naddr;

	while (a < end && !ipaddr_equal(&a->addr, &w->addr))
		a++;
	return a < end && a->addr.prefix_len == w->addr.prefix_len &&
	       a->test == w->test && a->deprecated == w->deprecated &&
	       a->has_broadcast == w->has_broadcast &&
	       (!a->has_broadcast ||
		a->broadcast.s_addr == w->broadcast.s_addr);
}

static bool same_targets(const struct conf *now, const struct conf *files)
{
	size_t i;

	for (i = 0; i < now->ntargets; i++)
		if (!conf_has_target(files, &now->target[i]))
			return false;
	return now->ntargets == files->ntargets;
}

/**
 * snapshot_same() - Whether files ask for what is in effect.
 * @now: that, after snapshot_adapt()
 * @files: what they say, likewise
 */
bool snapshot_same(const struct conf *now, const struct conf *files)
{
	size_t i;

	if (now->is_group != files->is_group ||
	    strcmp(now->group, files->group) ||
	    now->standby != files->standby || now->mtu != files->mtu ||
	    memcmp(&now->policy, &files->policy, sizeof(now->policy)) ||
	    !same_targets(now, files) ||
	    now->has_token != files->has_token ||
	    memcmp(&now->token.s6_addr[8], &files->token.s6_addr[8], 8) ||
	    now->naddr != files->naddr)
		return false;
	/* A group and its members are up in any case. */
	if (!now->group[0] &&
	    (now->up4 || now->up6) != (files->up4 || files->up6))
		return false;
	for (i = 0; i < now->naddr; i++)
		if (!has_address(files, &now->addr[i]))
			return false;
	return true;
}
