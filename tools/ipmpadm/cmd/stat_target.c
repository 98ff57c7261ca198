// SPDX-License-Identifier: GPL-2.0
#include "cmd.h"
#include "stat.h"

enum { INTERFACE, MODE, TESTADDR, TARGETS };

static bool is_target_of(const struct probe_target *t, const struct probe *p)
{
	return t->group.ifindex == p->group.ifindex &&
	       t->addr.family == p->family &&
	       t->state == IPMP_TARGET_STATE_ACTIVE;
}

/*
 * Where the targets are from, in the words of Solaris: those that are given
 * are host routes there, and those that are nobody's next hop answered to a
 * multicast.
 */
static const char *mode_of(const struct state *st, const struct probe *p)
{
	size_t i;

	for (i = 0; i < st->ntargets; i++)
		if (is_target_of(&st->targets[i], p) &&
		    st->targets[i].source != IPMP_TARGET_SOURCE_NEIGHBOUR)
			return "routes";
	return "multicast";
}

static void print_probe(struct stat_out *out, const struct state *st,
			const struct probe *p)
{
	FILE *f = stat_cell(out, TARGETS);
	bool any = false;
	size_t i;

	fputs(p->ifname, stat_cell(out, INTERFACE));
	fputs(mode_of(st, p), stat_cell(out, MODE));
	if (p->from.family)
		fputs(stat_host(out, &p->from), stat_cell(out, TESTADDR));
	for (i = 0; i < st->ntargets; i++) {
		if (!is_target_of(&st->targets[i], p))
			continue;
		fprintf(f, "%s%s", any ? " " : "",
			stat_host(out, &st->targets[i].addr));
		any = true;
	}
	stat_row(out);
}

static bool print_family(struct stat_out *out, const struct state *st,
			 const struct member *m, uint8_t family)
{
	const struct probe *p = state_probe(st, m->group.ifindex,
					    m->ifname, family);

	if (!p || p->state == IPMP_PROBE_STATE_DISABLED)
		return false;
	print_probe(out, st, p);
	return true;
}

static void print_member(struct stat_out *out, const struct state *st,
			 const struct member *m)
{
	bool any = print_family(out, st, m, AF_INET);

	if (print_family(out, st, m, AF_INET6) || any)
		return;
	fputs(m->ifname, stat_cell(out, INTERFACE));
	fputs("disabled", stat_cell(out, MODE));
	stat_row(out);
}

static int run(struct stat_out *out)
{
	struct state st;
	int status;
	size_t i;

	status = common_read(&st, NULL);
	for (i = 0; !status && i < st.nmembers; i++)
		print_member(out, &st, &st.members[i]);
	state_free(&st);
	return status;
}

const struct stat_view stat_targets = {
	.option = 't',
	.what = "probe targets",
	.fields = {
		[INTERFACE] = { "INTERFACE", 12 },
		[MODE] = { "MODE", 10 },
		[TESTADDR] = { "TESTADDR", 20 },
		[TARGETS] = { "TARGETS", 38 },
	},
	.run = run,
};
