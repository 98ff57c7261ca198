// SPDX-License-Identifier: GPL-2.0
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../lib/err.h"
#include "view.h"
#include "../lib/words.h"

/**
 * view_group_colour() - Colour of a group's state.
 * @state: enum ipmp_group_state
 */
enum text_colour view_group_colour(uint32_t state)
{
	if (state == IPMP_GROUP_STATE_OK)
		return GOOD;
	return state == IPMP_GROUP_STATE_DEGRADED ? WARN : BAD;
}

/**
 * view_member_colour() - Colour of a member's state.
 * @state: enum ipmp_member_state
 */
enum text_colour view_member_colour(uint32_t state)
{
	switch (state) {
	case IPMP_MEMBER_STATE_ACTIVE:
		return GOOD;
	case IPMP_MEMBER_STATE_INACTIVE:
		return PLAIN;
	case IPMP_MEMBER_STATE_OFFLINE:
		return WARN;
	default:
		return BAD;
	}
}

static uint64_t now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	return (uint64_t)ts.tv_sec * 1000000000 + (uint64_t)ts.tv_nsec;
}

static void add_role(struct text_table *t, const struct member *m)
{
	const char *sep = m->standby && m->cast ? "," : "";

	text_add(t, PLAIN, "%s%s%s", m->standby ? "standby" : "", sep,
		 m->cast ? "cast" : "");
}

static void add_mac(struct text_table *t, const struct member *m)
{
	const uint8_t *a = m->perm_addr;

	/* Members are Ethernet devices. */
	if (m->perm_len == 6)
		text_add(t, PLAIN, "%02x:%02x:%02x:%02x:%02x:%02x", a[0], a[1],
			 a[2], a[3], a[4], a[5]);
	else
		text_add(t, PLAIN, "%s", "");
}

static void add_tests(struct text_table *t, const struct member *m)
{
	char one[IPADDR_TEXT];
	char *list = NULL;
	size_t i, size;
	FILE *f;

	f = open_memstream(&list, &size);
	if (!f)
		err_no_memory();
	for (i = 0; i < m->ntest; i++)
		fprintf(f, "%s%s", i ? " " : "", ipaddr_text(&m->test[i], one));
	if (fclose(f))
		err_no_memory();
	text_add(t, PLAIN, "%s", list);
	free(list);
}

/* With a hold for how long it still lasts, which may be the reason itself. */
static void add_reason(struct text_table *t, const struct member *m,
		       uint64_t now)
{
	const char *word = words_name(&words_reason, m->reason);
	char left[TEXT_DURATION];

	if (m->reason == IPMP_REASON_NONE)
		word = "";
	if (!m->hold_until)
		text_add(t, PLAIN, "%s", word);
	else if (!*word || m->reason == IPMP_REASON_HOLD)
		text_add(t, WARN, "hold %s",
			 text_duration(now, m->hold_until, left));
	else
		text_add(t, WARN, "%s, hold %s", word,
			 text_duration(now, m->hold_until, left));
}

/* The families one by one only if they differ. */
static void add_probe(struct text_table *t, const struct member *m)
{
	const char *v4 = words_name(&words_probe_state, m->probe4);
	const char *v6 = words_name(&words_probe_state, m->probe6);
	enum text_colour colour = view_probe_colour(m->probe);

	if (m->probe4 == m->probe6 ||
	    m->probe4 == IPMP_PROBE_STATE_DISABLED ||
	    m->probe6 == IPMP_PROBE_STATE_DISABLED)
		text_add(t, colour, "%s",
			 words_name(&words_probe_state, m->probe));
	else
		text_add(t, colour, "IPv4 %s, IPv6 %s", v4, v6);
}

/* What a table of members has besides what each has. */
struct member_columns {
	bool group;
	bool probe;
};

static void add_member(struct text_table *t, const struct member *m,
		       const struct member_columns *has, uint64_t now)
{
	bool down = m->link == IPMP_LINK_DOWN;
	char since[TEXT_DURATION];

	text_add(t, BOLD, "%s", m->ifname);
	if (has->group)
		text_add(t, PLAIN, "%s", m->group.name);
	text_add(t, view_member_colour(m->state), "%s",
		 words_name(&words_member_state, m->state));
	add_reason(t, m, now);
	text_add(t, down ? BAD : PLAIN, "%s", words_name(&words_link, m->link));
	if (has->probe)
		add_probe(t, m);
	text_add(t, PLAIN, "%s", text_duration(m->since, now, since));
	add_role(t, m);
	add_mac(t, m);
	text_add(t, PLAIN, "%s", m->path);
	add_tests(t, m);
}

static bool belongs(const struct member *m, uint32_t group)
{
	return group == ALL_GROUPS || m->group.ifindex == group;
}

static bool any_probed(const struct state *st, uint32_t group)
{
	size_t i;

	for (i = 0; i < st->nmembers; i++)
		if (belongs(&st->members[i], group) &&
		    st->members[i].probe != IPMP_PROBE_STATE_DISABLED)
			return true;
	return false;
}

static void print_members(FILE *out, const struct state *st, uint32_t group,
			  int indent)
{
	const struct member_columns has = {
		.group = group == ALL_GROUPS,
		.probe = any_probed(st, group),
	};
	const char *head[11] = { "MEMBER" };
	struct text_table t = { .head = head, .ncols = 1 };
	uint64_t now = now_ns();
	size_t i;

	if (has.group)
		head[t.ncols++] = "GROUP";
	head[t.ncols++] = "STATE";
	head[t.ncols++] = "REASON";
	head[t.ncols++] = "LINK";
	if (has.probe)
		head[t.ncols++] = "PROBE";
	head[t.ncols++] = "SINCE";
	head[t.ncols++] = "ROLE";
	head[t.ncols++] = "MAC";
	head[t.ncols++] = "PATH";
	head[t.ncols++] = "TEST ADDRESSES";
	for (i = 0; i < st->nmembers; i++)
		if (belongs(&st->members[i], group))
			add_member(&t, &st->members[i], &has, now);
	if (t.ncells)
		text_table(&t, out, indent);
	else
		fprintf(out, "%*sno members\n", indent, "");
}

static void add_address(struct text_table *t, const struct address *a,
			bool with_group)
{
	bool away = *a->home && strcmp(a->home, a->member);
	char text[IPADDR_TEXT];

	text_add(t, BOLD, "%s", ipaddr_text_len(&a->addr, text));
	if (with_group)
		text_add(t, PLAIN, "%s", a->group.name);
	text_add(t, !*a->member ? BAD : away ? WARN : PLAIN, "%s",
		 *a->member ? a->member : "none");
	text_add(t, PLAIN, "%s", a->home);
}

static void print_addresses(FILE *out, const struct state *st, uint32_t group,
			    int indent)
{
	static const char *const head[] = {
		"ADDRESS", "GROUP", "MEMBER", "HOME"
	};
	static const char *const head_in_group[] = {
		"ADDRESS", "MEMBER", "HOME"
	};
	struct text_table t = { .head = head_in_group, .ncols = 3 };
	size_t i;

	if (group == ALL_GROUPS) {
		t.head = head;
		t.ncols = 4;
	}
	for (i = 0; i < st->naddresses; i++)
		if (group == ALL_GROUPS ||
		    st->addresses[i].group.ifindex == group)
			add_address(&t, &st->addresses[i], group == ALL_GROUPS);
	if (t.ncells)
		text_table(&t, out, indent);
	else
		fprintf(out, "%*sno data addresses\n", indent, "");
}

/* What of the policy is not as everywhere, and what comes of it. */
static void print_detection(FILE *out, const struct group *g)
{
	char line[80];

	if (g->detection_time && g->probe == IPMP_PROBE_MODE_OFF)
		fprintf(out, ", probe off");
	else if (g->detection_time)
		fprintf(out, ", detection %gs", g->detection_time / 1000.0);
	if (g->detection_time && !g->fail_open)
		fprintf(out, ", all-silent fail");
	if (g->moves)
		fprintf(out, ", %" PRIu64 " address move%s", g->moves,
			g->moves == 1 ? "" : "s");
	putc('\n', out);
	if (g->detection_now > g->detection_time) {
		snprintf(line, sizeof(line),
			 "  the targets are slow: detection takes %gs now",
			 g->detection_now / 1000.0);
		text_print(out, WARN, line);
		putc('\n', out);
	}
	if (!g->targets_silent)
		return;
	text_print(out, g->fail_open ? WARN : BAD, g->fail_open ?
		   "  no target answers: it carries on by carrier alone" :
		   "  no target answers: it fails, as all-silent says");
	putc('\n', out);
}

/**
 * view_tree() - Print all groups with all that is in them.
 * @out: where to
 * @st: the model
 */
void view_tree(FILE *out, const struct state *st)
{
	const struct group *g;
	size_t i;

	for (i = 0; i < st->ngroups; i++) {
		g = &st->groups[i];
		if (i)
			putc('\n', out);
		text_print(out, BOLD, g->id.name);
		fputs(" (", out);
		text_print(out, PLAIN, g->id.ifname);
		fputs(")  ", out);
		text_print(out, view_group_colour(g->state),
			   words_name(&words_group_state, g->state));
		fprintf(out, "  failback %s, xmit %s",
			g->failback ? "on" : "off",
			words_name(&words_xmit, g->xmit));
		print_detection(out, g);
		print_members(out, st, g->id.ifindex, 2);
		print_addresses(out, st, g->id.ifindex, 2);
		view_probes_of(out, st, g->id.ifindex, 2);
		view_targets_of(out, st, g->id.ifindex, 2);
	}
	if (!st->ngroups)
		fprintf(out, "no groups\n");
}

/**
 * view_ungrouped() - Print the NICs in no group, behind the groups.
 * @out: where to
 * @nics: the NICs, as members
 */
void view_ungrouped(FILE *out, const struct state *nics)
{
	static const char *const head[] = {
		"INTERFACE", "LINK", "MAC", "DEVICE",
	};
	struct text_table t = { .head = head, .ncols = 4 };
	const struct member *m;
	size_t i;

	putc('\n', out);
	fprintf(out, "in no group\n");
	for (i = 0; i < nics->nmembers; i++) {
		m = &nics->members[i];
		text_add(&t, BOLD, "%s", m->ifname);
		text_add(&t, m->link == IPMP_LINK_DOWN ? BAD : GOOD, "%s",
			 words_name(&words_link, m->link));
		add_mac(&t, m);
		text_add(&t, PLAIN, "%s", m->path);
	}
	text_table(&t, out, 2);
}

static void add_detection(struct text_table *t, const struct group *g)
{
	bool known = g->detection_time;

	text_add(t, PLAIN, "%s", known ?
		 words_name(&words_probe_mode, g->probe) : "");
	if (known)
		text_add(t, PLAIN, "%gs", g->detection_time / 1000.0);
	else
		text_add(t, PLAIN, "%s", "");
	text_add(t, PLAIN, "%s", known ?
		 words_name(&words_all_silent, g->fail_open) : "");
}

/**
 * view_groups() - Print the groups alone.
 * @out: where to
 * @st: the model
 */
void view_groups(FILE *out, const struct state *st)
{
	static const char *const head[] = {
		"GROUP", "INTERFACE", "STATE", "FAILBACK", "XMIT", "PROBE",
		"DETECTION", "ALL SILENT",
	};
	struct text_table t = { .head = head, .ncols = 8 };
	const struct group *g;
	size_t i;

	for (i = 0; i < st->ngroups; i++) {
		g = &st->groups[i];
		text_add(&t, BOLD, "%s", g->id.name);
		text_add(&t, PLAIN, "%s", g->id.ifname);
		text_add(&t, view_group_colour(g->state), "%s",
			 words_name(&words_group_state, g->state));
		text_add(&t, PLAIN, "%s", g->failback ? "on" : "off");
		text_add(&t, PLAIN, "%s", words_name(&words_xmit, g->xmit));
		add_detection(&t, g);
	}
	if (t.ncells)
		text_table(&t, out, 0);
	else
		fprintf(out, "no groups\n");
}

/**
 * view_members() - Print the members of all groups.
 * @out: where to
 * @st: the model
 */
void view_members(FILE *out, const struct state *st)
{
	print_members(out, st, ALL_GROUPS, 0);
}

/**
 * view_addresses() - Print the data addresses of all groups.
 * @out: where to
 * @st: the model
 */
void view_addresses(FILE *out, const struct state *st)
{
	print_addresses(out, st, ALL_GROUPS, 0);
}
