// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <string.h>

#include "adopt.h"
#include "../lib/err.h"
#include "execution.h"

/**
 * execution_keep() - Remember that something failed, the first of all.
 * @x: the execution
 * @status: how one part of it ended
 */
void execution_keep(struct execution *x, int status)
{
	if (!x->status)
		x->status = status;
}

static int read_state(struct execution *x)
{
	state_free(&x->st);
	if (ipmp_read(x->c, &x->st))
		return nlsock_fail(&x->c->s, "cannot read the groups");
	return STATUS_OK;
}

static int begin(struct execution *x, struct ipmp *c,
		 const struct defaults *def, const struct conf *conf)
{
	memset(x, 0, sizeof(*x));
	x->c = c;
	x->def = def;
	x->conf = conf;
	if (rt_open(&x->rt))
		return nlsock_fail(&x->rt, "cannot open a netlink socket");
	return read_state(x);
}

static int end(struct execution *x)
{
	state_free(&x->st);
	nlsock_close(&x->rt);
	return x->status;
}

/* By its name alone; an interface's name could be another group's name. */
static const struct group *named(const struct state *st, const char *name)
{
	size_t i;

	for (i = 0; i < st->ngroups; i++)
		if (!strcmp(st->groups[i].id.name, name))
			return &st->groups[i];
	return NULL;
}

static int read_link(struct execution *x, const char *ifname,
		     struct rt_link *l)
{
	int err = rt_link_read(&x->rt, ifname, l);

	if (err == -ENODEV)
		return err_fail("interface %s does not exist", ifname);
	return err ? nlsock_fail(&x->rt, "cannot read %s", ifname) : STATUS_OK;
}

static void set_up(struct execution *x, const char *ifname)
{
	struct rt_link l;
	int status;

	status = read_link(x, ifname, &l);
	if (!status && !l.up && rt_link_up(&x->rt, l.ifindex))
		status = nlsock_fail(&x->rt, "cannot set %s up", ifname);
	execution_keep(x, status);
}

static void set_mtu(struct execution *x, const struct rt_link *l)
{
	const struct conf *conf = x->conf;

	if (!conf->mtu || conf->mtu == l->mtu ||
	    !rt_link_set_mtu(&x->rt, l->ifindex, conf->mtu))
		return;
	execution_keep(x, nlsock_fail(&x->rt, "cannot set the MTU of %s to %u",
				      conf->ifname, conf->mtu));
}

static void set_token(struct execution *x, const struct rt_link *l)
{
	const struct conf *conf = x->conf;

	/* The kernel keeps the last 8 bytes of it. */
	if (!conf->has_token || !memcmp(&conf->token.s6_addr[8],
					&l->token.s6_addr[8], 8) ||
	    !rt_link_set_token(&x->rt, l->ifindex, &conf->token))
		return;
	execution_keep(x, nlsock_fail(&x->rt, "cannot set the token of %s",
				      conf->ifname));
}

static int make_group(struct execution *x, const char *ifname,
		      const struct group **g)
{
	const struct conf *conf = x->conf;
	struct ipmp_policy p = conf->policy;

	if (p.failback == IPMP_KEEP)
		p.failback = x->def->failback;
	if (p.detection_time == IPMP_KEEP && x->def->detection_ms)
		p.detection_time = (int)x->def->detection_ms;
	if (ipmp_group_new(x->c, conf->group, ifname, &p))
		return nlsock_fail(&x->c->s, "cannot add group %s for %s",
				   conf->group, conf->ifname);
	if (read_state(x))
		return STATUS_FAILED;
	*g = named(&x->st, conf->group);
	return *g ? STATUS_OK : err_fail("group %s does not exist",
					 conf->group);
}

static const struct group *need_group(struct execution *x, const char *ifname)
{
	const struct group *g = named(&x->st, x->conf->group);
	int status = STATUS_OK;

	if (!g)
		status = make_group(x, ifname, &g);
	execution_keep(x, status);
	if (status)
		return NULL;
	set_up(x, g->id.ifname);
	return g;
}

static bool is_so(int want, unsigned int is)
{
	return want == IPMP_KEEP || want == (int)is;
}

static void set_policy(struct execution *x, const struct group *g)
{
	const struct conf *conf = x->conf;
	const struct ipmp_policy *p = &conf->policy;

	if (is_so(p->failback, g->failback) && is_so(p->xmit, g->xmit) &&
	    is_so(p->detection_time, g->detection_time) &&
	    is_so(p->probe, g->probe) && is_so(p->fail_open, g->fail_open))
		return;
	if (ipmp_group_set(x->c, g->id.ifindex, p))
		execution_keep(x, nlsock_fail(&x->c->s,
					      "cannot change group %s",
					      g->id.name));
}

static bool is_given(const struct execution *x, const struct group *g,
		     const struct ipaddr *addr)
{
	const struct probe_target *t = state_target(&x->st, g->id.ifindex,
						    addr);

	return t && t->source == IPMP_TARGET_SOURCE_GIVEN;
}

static void give_targets(struct execution *x, const struct group *g)
{
	const struct conf *conf = x->conf;
	const struct ipaddr *t = conf->target, *end = t + conf->ntargets;
	char text[IPADDR_TEXT];

	for (; t < end; t++)
		if (!is_given(x, g, t) &&
		    ipmp_target_new(x->c, g->id.ifindex, t))
			execution_keep(x, nlsock_fail(&x->c->s,
						      "cannot add target %s to group %s",
						      ipaddr_text(t, text),
						      g->id.name));
}

static void group(struct execution *x)
{
	const struct conf *conf = x->conf;
	const struct group *g = need_group(x, conf->ifname);

	if (!g)
		return;
	if (strcmp(g->id.ifname, conf->ifname)) {
		execution_keep(x, err_fail("group %s has the interface %s, not %s as its file says",
					   g->id.name, g->id.ifname,
					   conf->ifname));
		return;
	}
	set_policy(x, g);
	give_targets(x, g);
	execution_data(x, g, NULL);
}

/**
 * execute_group() - Do what the file of a group's interface says.
 * @c: the connection to the module
 * @def: what a new group starts with
 * @conf: what the file says
 *
 * Return: STATUS_OK or, after messages, another exit status.
 */
int execute_group(struct ipmp *c, const struct defaults *def,
		  const struct conf *conf)
{
	struct execution x;

	execution_keep(&x, begin(&x, c, def, conf));
	if (!x.status)
		group(&x);
	return end(&x);
}

/* The files say where it belongs; a place elsewhere would stay for ever. */
static void leave_place(struct execution *x, const struct member *m)
{
	const struct conf *conf = x->conf;

	if (!m || m->ifindex || !strcmp(m->group.name, conf->group))
		return;
	err_say("%s is no longer missing in group %s: its files name %s%s",
		conf->ifname, m->group.name, conf->group[0] ? "group " : "none",
		conf->group);
	if (ipmp_member_del(x->c, conf->ifname, false))
		execution_keep(x, nlsock_fail(&x->c->s,
					      "cannot take %s out of group %s",
					      conf->ifname, m->group.name));
}

/* Its addresses and its users are in that group: nothing to do by the way. */
static int check_membership(const struct conf *conf, const struct member *m)
{
	if (!m || !m->ifindex || !strcmp(m->group.name, conf->group))
		return STATUS_OK;
	return err_fail("%s is in group %s, but its files name %s%s (ipmpadm member del %s, then ipmpadm replay %s)",
			conf->ifname, m->group.name,
			conf->group[0] ? "group " : "none", conf->group,
			conf->ifname, conf->ifname);
}

/* Before it joins, so that it never has the wrong role. */
static void set_role(struct execution *x, const struct member *m)
{
	const struct conf *conf = x->conf;

	if (m->standby != conf->standby &&
	    ipmp_member_set(x->c, conf->ifname, conf->standby))
		execution_keep(x, nlsock_fail(&x->c->s,
					      "cannot change member %s",
					      conf->ifname));
}

static int join(struct execution *x, const struct group *g,
		const struct rt_link *l)
{
	const struct conf *conf = x->conf;

	/* Configured by hand before: that moves, with its connections. */
	if (execution_carries_data(x, l->ifindex))
		return adopt_member(x->c, g, conf->ifname, conf->standby) ?:
		       read_state(x);
	if (ipmp_member_new(x->c, g->id.ifindex, conf->ifname, conf->standby,
			    false))
		return nlsock_fail(&x->c->s, "%s cannot join group %s",
				   conf->ifname, g->id.name);
	return STATUS_OK;
}

/* Joining sets it up, and before that no router is to be heard on it. */
static void grouped(struct execution *x, const struct rt_link *l)
{
	const struct conf *conf = x->conf;
	const struct member *m = state_member(&x->st, 0, conf->ifname);
	const struct group *g;
	int status = STATUS_OK;
	bool present = m && m->ifindex;

	execution_own(x, l->ifindex);
	if (m && !strcmp(m->group.name, conf->group))
		set_role(x, m);
	g = need_group(x, NULL);
	if (!g)
		return;
	if (present)
		set_up(x, conf->ifname);
	else
		status = join(x, g, l);
	execution_keep(x, status);
	g = named(&x->st, conf->group);
	if (g && !status)
		execution_data(x, g, conf->ifname);
}

static void nic(struct execution *x)
{
	const struct conf *conf = x->conf;
	const struct member *m = state_member(&x->st, 0, conf->ifname);
	struct rt_link l;
	int status;

	status = read_link(x, conf->ifname, &l);
	if (!status)
		status = check_membership(conf, m);
	execution_keep(x, status);
	if (status)
		return;
	leave_place(x, m);
	set_mtu(x, &l);
	set_token(x, &l);
	if (conf->group[0]) {
		grouped(x, &l);
		return;
	}
	execution_own(x, l.ifindex);
	if (conf->up4 || conf->up6)
		set_up(x, conf->ifname);
}

/**
 * execute_nic() - Do what the files of a NIC say.
 * @c: the connection to the module
 * @def: what a new group starts with
 * @conf: what the files say
 *
 * Return: STATUS_OK or, after messages, another exit status.
 */
int execute_nic(struct ipmp *c, const struct defaults *def,
		const struct conf *conf)
{
	struct execution x;

	execution_keep(&x, begin(&x, c, def, conf));
	if (!x.status)
		nic(&x);
	return end(&x);
}

static void missing(struct execution *x)
{
	const struct conf *conf = x->conf;
	const struct member *m = state_member(&x->st, 0, conf->ifname);
	const struct group *g;
	int status = STATUS_OK;

	leave_place(x, m);
	g = need_group(x, NULL);
	if (!g)
		return;
	m = state_member(&x->st, 0, conf->ifname);
	if (m && m->group.ifindex == g->id.ifindex)
		set_role(x, m);
	else if (ipmp_member_new(x->c, g->id.ifindex, conf->ifname,
				 conf->standby, true))
		status = nlsock_fail(&x->c->s,
				     "cannot keep a place for %s in group %s",
				     conf->ifname, g->id.name);
	execution_keep(x, status);
	execution_data(x, g, conf->ifname);
}

/**
 * execute_missing() - Do what the files of a NIC say that is not there.
 * @c: the connection to the module
 * @def: what a new group starts with
 * @conf: what the files say
 *
 * Its group gets a missing member, and its data addresses, which others host
 * until it is there; its test addresses and all else wait for it.
 *
 * Return: STATUS_OK or, after messages, another exit status.
 */
int execute_missing(struct ipmp *c, const struct defaults *def,
		    const struct conf *conf)
{
	struct execution x;

	if (!conf->group[0])
		return STATUS_OK;
	execution_keep(&x, begin(&x, c, def, conf));
	if (!x.status)
		missing(&x);
	return end(&x);
}
