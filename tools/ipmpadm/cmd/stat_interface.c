// SPDX-License-Identifier: GPL-2.0
#include "cmd.h"
#include "stat.h"

enum { INTERFACE, ACTIVE, GROUP, FLAGS, LINK, PROBE, STATE };

/*
 * Solaris has one member each for IPv4 multicast, broadcast and IPv6
 * multicast; here it is one for all.
 */
static void print_flags(FILE *f, const struct member *m)
{
	const char flags[] = {
		m->state == IPMP_MEMBER_STATE_INACTIVE ? 'i' : '-',
		m->standby ? 's' : '-',
		m->cast ? 'm' : '-',
		m->cast ? 'b' : '-',
		m->cast ? 'M' : '-',
		m->reason == IPMP_REASON_ADMIN_DOWN ? 'd' : '-',
		m->reason == IPMP_REASON_DUPLICATE_MAC ? 'h' : '-',
	};

	fwrite(flags, sizeof(flags), 1, f);
}

/* Solaris has no word for a missing member; what it is not is usable. */
static const char *state_word(const struct member *m)
{
	switch (m->state) {
	case IPMP_MEMBER_STATE_ACTIVE:
	case IPMP_MEMBER_STATE_INACTIVE:
		return m->probe == IPMP_PROBE_STATE_UNKNOWN ? "unknown" : "ok";
	case IPMP_MEMBER_STATE_OFFLINE:
		return "offline";
	default:
		return "failed";
	}
}

static void print_all(struct stat_out *out, const struct state *st)
{
	const struct member *m;
	size_t i;

	for (i = 0; i < st->nmembers; i++) {
		m = &st->members[i];
		fputs(m->ifname, stat_cell(out, INTERFACE));
		fputs(m->state == IPMP_MEMBER_STATE_ACTIVE ? "yes" : "no",
		      stat_cell(out, ACTIVE));
		fputs(m->group.ifname, stat_cell(out, GROUP));
		print_flags(stat_cell(out, FLAGS), m);
		fputs(words_name(&words_link, m->link), stat_cell(out, LINK));
		fputs(words_name(&words_probe_state, m->probe),
		      stat_cell(out, PROBE));
		fputs(state_word(m), stat_cell(out, STATE));
		stat_row(out);
	}
}

/* What is in no group comes last, and has none. */
static int run(struct stat_out *out)
{
	struct state st, nics = { 0 };
	int status;

	status = common_read(&st, NULL);
	if (!status)
		status = common_ungrouped(out->opt, &nics);
	if (!status) {
		print_all(out, &st);
		print_all(out, &nics);
	}
	state_free(&nics);
	state_free(&st);
	return status;
}

const struct stat_view stat_interfaces = {
	.option = 'i',
	.what = "members",
	.fields = {
		[INTERFACE] = { "INTERFACE", 12 },
		[ACTIVE] = { "ACTIVE", 8 },
		[GROUP] = { "GROUP", 12 },
		[FLAGS] = { "FLAGS", 10 },
		[LINK] = { "LINK", 10 },
		[PROBE] = { "PROBE", 10 },
		[STATE] = { "STATE", 10 },
	},
	.run = run,
};
