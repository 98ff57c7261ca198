// SPDX-License-Identifier: GPL-2.0
#include <string.h>

#include "../netlink/rtnl.h"
#include "cmd.h"
#include "stat.h"

enum { ADDRESS, STATE, GROUP, INBOUND, OUTBOUND };

/**
 * struct carried - What the interface of a group carries.
 * @rt: the socket, closed if it cannot be had
 * @group: interface index of the group, 0 before the first
 * @known: whether the rest is
 * @up: it is set up
 * @list: its addresses
 */
struct carried {
	struct nlsock rt;
	uint32_t group;
	bool known;
	bool up;
	struct rt_addresses list;
};

static void read_carried(struct carried *c, uint32_t group)
{
	if (c->group == group)
		return;
	rt_addresses_free(&c->list);
	c->group = group;
	c->known = c->rt.sk && !rt_link_is_up(&c->rt, group, &c->up) &&
		   !rt_addresses_read(&c->rt, group, &c->list);
}

/*
 * As in Solaris, an address is up as long as its group's interface is, unless
 * another host turned out to have it.
 */
static const char *state_word(struct carried *c, const struct address *a)
{
	bool up;
	size_t i;

	read_carried(c, a->group.ifindex);
	if (!c->known)
		return "?";
	up = c->up;
	for (i = 0; i < c->list.n; i++)
		if (ipaddr_equal(&c->list.a[i].addr, &a->addr))
			up &= !c->list.a[i].duplicate;
	return up ? "up" : "down";
}

/* Whether a packet from an address may leave through a member. */
static bool may_send(const struct member *m, const struct address *a,
		     const struct group *g)
{
	uint32_t probe = a->addr.family == AF_INET ? m->probe4 : m->probe6;

	if (m->group.ifindex != a->group.ifindex ||
	    m->state != IPMP_MEMBER_STATE_ACTIVE)
		return false;
	if (!strcmp(m->ifname, a->member))
		return true;
	return probe != IPMP_PROBE_STATE_FAILED &&
	       !(g && g->xmit == IPMP_XMIT_SOURCE);
}

static void print_address(struct stat_out *out, const struct state *st,
			  const struct address *a, const char *state)
{
	const struct group *g = state_group(st, a->group.ifindex);
	FILE *f = stat_cell(out, OUTBOUND);
	bool any = false;
	size_t i;

	fputs(stat_host(out, &a->addr), stat_cell(out, ADDRESS));
	fputs(state, stat_cell(out, STATE));
	fputs(a->group.ifname, stat_cell(out, GROUP));
	if (!strcmp(state, "down") || !*a->member) {
		stat_row(out);
		return;
	}
	fputs(a->member, stat_cell(out, INBOUND));
	for (i = 0; i < st->nmembers; i++) {
		if (!may_send(&st->members[i], a, g))
			continue;
		fprintf(f, "%s%s", any ? " " : "", st->members[i].ifname);
		any = true;
	}
	stat_row(out);
}

static int run(struct stat_out *out)
{
	struct carried c = { 0 };
	const struct address *a;
	struct state st;
	int status;
	size_t i;

	status = common_read(&st, NULL);
	if (!status && rt_open(&c.rt))
		nlsock_close(&c.rt);
	for (i = 0; !status && i < st.naddresses; i++) {
		a = &st.addresses[i];
		print_address(out, &st, a, state_word(&c, a));
	}
	rt_addresses_free(&c.list);
	nlsock_close(&c.rt);
	state_free(&st);
	return status;
}

const struct stat_view stat_addresses = {
	.option = 'a',
	.what = "data addresses",
	.fields = {
		[ADDRESS] = { "ADDRESS", 26 },
		[STATE] = { "STATE", 7 },
		[GROUP] = { "GROUP", 12 },
		[INBOUND] = { "INBOUND", 12 },
		[OUTBOUND] = { "OUTBOUND", 23 },
	},
	.run = run,
};
