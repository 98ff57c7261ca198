// SPDX-License-Identifier: GPL-2.0
#include <string.h>

#include "../netlink/rtnl.h"
#include "cmd.h"
#include "stat.h"

enum { ADDRESS, STATE, GROUP, INBOUND, OUTBOUND };

/* An address is up as long as its group's interface is. */
static const char *state_word(struct nlsock *rt, uint32_t group)
{
	bool up;

	if (!rt->sk || rt_link_is_up(rt, group, &up))
		return "?";
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
	const struct address *a;
	struct nlsock rt;
	struct state st;
	int status;
	size_t i;

	status = common_read(&st, NULL);
	if (!status && rt_open(&rt))
		nlsock_close(&rt);
	for (i = 0; !status && i < st.naddresses; i++) {
		a = &st.addresses[i];
		print_address(out, &st, a, state_word(&rt, a->group.ifindex));
	}
	if (!status)
		nlsock_close(&rt);
	state_free(&st);
	return status;
}

const struct stat_view stat_addresses = {
	.option = 'a',
	.fields = {
		[ADDRESS] = { "ADDRESS", 26 },
		[STATE] = { "STATE", 7 },
		[GROUP] = { "GROUP", 12 },
		[INBOUND] = { "INBOUND", 12 },
		[OUTBOUND] = { "OUTBOUND", 23 },
	},
	.run = run,
};
