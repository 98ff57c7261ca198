// SPDX-License-Identifier: GPL-2.0
#include "cmd.h"
#include "stat.h"

enum { GROUP, GROUPNAME, STATE, FDT, INTERFACES };

enum rank { ACTIVE, INACTIVE, UNUSABLE };

static enum rank rank_of(const struct member *m)
{
	if (m->state == IPMP_MEMBER_STATE_ACTIVE)
		return ACTIVE;
	return m->state == IPMP_MEMBER_STATE_INACTIVE ? INACTIVE : UNUSABLE;
}

static bool list(FILE *f, const struct state *st, uint32_t group,
		 enum rank rank, const char *before)
{
	bool any = false;
	size_t i;

	for (i = 0; i < st->nmembers; i++) {
		if (st->members[i].group.ifindex != group ||
		    rank_of(&st->members[i]) != rank)
			continue;
		fprintf(f, "%s%s", any ? " " : before, st->members[i].ifname);
		any = true;
	}
	return any;
}

static void list_all(FILE *f, const struct state *st, uint32_t group)
{
	bool any = list(f, st, group, ACTIVE, "");

	if (list(f, st, group, INACTIVE, any ? " (" : "(")) {
		putc(')', f);
		any = true;
	}
	if (list(f, st, group, UNUSABLE, any ? " [" : "["))
		putc(']', f);
}

static int run(struct stat_out *out)
{
	const struct group *g;
	struct state st;
	int status;
	size_t i;

	status = common_read(&st, NULL);
	for (i = 0; !status && i < st.ngroups; i++) {
		g = &st.groups[i];
		fputs(g->id.ifname, stat_cell(out, GROUP));
		fputs(g->id.name, stat_cell(out, GROUPNAME));
		fputs(words_name(&words_group_state, g->state),
		      stat_cell(out, STATE));
		if (g->detection_now)
			fprintf(stat_cell(out, FDT), "%.2fs",
				g->detection_now / 1000.0);
		list_all(stat_cell(out, INTERFACES), &st, g->id.ifindex);
		stat_row(out);
	}
	state_free(&st);
	return status;
}

const struct stat_view stat_groups = {
	.option = 'g',
	.what = "groups",
	.fields = {
		[GROUP] = { "GROUP", 12 },
		[GROUPNAME] = { "GROUPNAME", 12 },
		[STATE] = { "STATE", 10 },
		[FDT] = { "FDT", 10 },
		[INTERFACES] = { "INTERFACES", 30 },
	},
	.run = run,
};
