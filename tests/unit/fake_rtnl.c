// SPDX-License-Identifier: GPL-2.0
/*
 * What the interfaces carry: addresses, routes and neighbours, each a line of
 * text in one fixed order of fields, and what the kernel does to them.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <netlink/msg.h>

#include "fake.h"
#include "spec.h"

#define LINES	128

static char lines[LINES][256];
static unsigned int nlines;

static void drop_line(unsigned int i)
{
	nlines--;
	memmove(lines[i], lines[i + 1], (nlines - i) * sizeof(lines[0]));
}

void fake_drop_lines(unsigned int ifindex)
{
	unsigned int i;

	for (i = nlines; i--;)
		if (fake_num(lines[i], "dev", 0) == ifindex)
			drop_line(i);
}

const char *fake_line(unsigned int i)
{
	return i < nlines ? lines[i] : NULL;
}

void fake_rtnl_reset(void)
{
	nlines = 0;
}

static bool starts(const char *text, const char *with)
{
	return !strncmp(text, with, strlen(with));
}

static void add_line(const char *text)
{
	if (nlines == LINES)
		abort();
	snprintf(lines[nlines++], sizeof(lines[0]), "%s", text);
}

/* Whether two lines are IPv4 addresses of one subnet on one link. */
static bool one_subnet(const char *a, const char *b)
{
	char x[64] = "", y[64] = "";
	uint32_t ip[2], mask;
	int len;

	if (!starts(a, "addr ") || !starts(b, "addr ") ||
	    fake_num(a, "dev", 0) != fake_num(b, "dev", 0))
		return false;
	fake_field(a, "addr", x);
	fake_field(b, "addr", y);
	if (strchr(x, ':') || strchr(y, ':') || fake_ip_len(x) != fake_ip_len(y))
		return false;
	mask = htonl(0xffffffff << (32 - fake_ip_len(x)));
	*strchr(x, '/') = '\0';
	*strchr(y, '/') = '\0';
	fake_ip(x, &ip[0], &len);
	fake_ip(y, &ip[1], &len);
	return !((ip[0] ^ ip[1]) & mask);
}

/* Whether one before it in its subnet is the first. */
bool fake_is_second(const char *text)
{
	unsigned int i;

	for (i = 0; i < nlines && lines[i] != text; i++)
		if (one_subnet(lines[i], text))
			return true;
	return false;
}

/* What the kernel finds out by itself, or keeps as a memory of the request. */
#define COMPUTED	(IFA_F_SECONDARY | IFA_F_NODAD | IFA_F_PERMANENT | \
			 IFA_F_DEPRECATED)

/* As the kernel would tell it, in the order of fields that decoding gives. */
static void add_as_told(const char *kind, const char *text)
{
	char line[256], told[256];
	struct nl_msg *msg;

	snprintf(line, sizeof(line), "%s %s", kind, text);
	add_line(line);
	if (fake_num(line, "multipath", 0) || fake_num(line, "nhid", 0) ||
	    fake_num(line, "expires", 0) || strstr(line, "peer="))
		return;
	msg = fake_rtnl_encode(line);
	fake_rtnl_decode(nlmsg_hdr(msg), told, sizeof(told), COMPUTED);
	if (strstr(told, " BAD"))
		*strstr(told, " BAD") = '\0';
	strcpy(lines[nlines - 1], told);
	nlmsg_free(msg);
}

void fake_addr(const char *text)
{
	add_as_told("addr", text);
}

void fake_route(const char *text)
{
	add_as_told("route", text);
}

void fake_neigh(const char *text)
{
	add_as_told("neigh", text);
}

static bool same(const char *a, const char *b, const char *key)
{
	char x[64] = "", y[64] = "";

	fake_field(a, key, x);
	fake_field(b, key, y);
	return !strcmp(x, y);
}

static int find_same(const char *text, const char *const *keys, size_t n)
{
	unsigned int i;
	size_t k;

	for (i = 0; i < nlines; i++) {
		if (strncmp(lines[i], text, strcspn(text, " ")))
			continue;
		for (k = 0; k < n && same(lines[i], text, keys[k]); k++)
			;
		if (k == n)
			return (int)i;
	}
	return -1;
}

static int find_addr(const char *text)
{
	static const char *const keys[] = { "dev", "addr" };

	return find_same(text, keys, 2);
}

static int find_route(const char *text)
{
	static const char *const keys[] = {
		"dev", "family", "dst", "via", "table", "metric"
	};

	return find_same(text, keys, 6);
}

static int find_neigh(const char *text)
{
	static const char *const keys[] = { "dev", "ip" };

	return find_same(text, keys, 2);
}

/* The last address of a link takes its routes with it. */
static void flush_routes(const char *addr)
{
	unsigned int i;
	bool six = strchr(addr, ':');

	for (i = 0; i < nlines; i++)
		if (starts(lines[i], "addr ") && same(lines[i], addr, "dev") &&
		    !!strchr(lines[i], ':') == six)
			return;
	for (i = nlines; i--;)
		if (starts(lines[i], "route ") && same(lines[i], addr, "dev") &&
		    fake_num(lines[i], "family", 0) == (six ? 6 : 4))
			drop_line(i);
}

static int change_addr(int type, const char *text, bool replace)
{
	int i = find_addr(text);
	char old[256];
	bool first;

	if (type == RTM_NEWADDR && i >= 0 && replace) {
		strcpy(lines[i], text);
		return 0;
	}
	if (type == RTM_NEWADDR && i >= 0)
		return -EEXIST;
	if (type == RTM_NEWADDR) {
		add_line(text);
		return 0;
	}
	if (i < 0)
		return -EADDRNOTAVAIL;
	strcpy(old, lines[i]);
	first = !fake_is_second(lines[i]);
	drop_line((unsigned int)i);
	for (i = (int)nlines; first && i--;)
		if (one_subnet(lines[i], old))
			drop_line((unsigned int)i);
	flush_routes(old);
	return 0;
}

static int change_route(int type, const char *text)
{
	bool up = fake_link_is_up((unsigned int)fake_num(text, "dev", 0));
	int i = find_route(text);

	if (type == RTM_NEWROUTE) {
		if (!up)
			return -ENETDOWN;
		if (i >= 0)
			return -EEXIST;
		add_line(text);
		return 0;
	}
	if (i < 0)
		return -ESRCH;
	drop_line((unsigned int)i);
	return 0;
}

static int change_neigh(int type, const char *text)
{
	int i = find_neigh(text);

	if (type == RTM_NEWNEIGH && i >= 0)
		return -EEXIST;
	if (type != RTM_NEWNEIGH && i < 0)
		return -ENOENT;
	if (type == RTM_NEWNEIGH)
		add_line(text);
	else
		drop_line((unsigned int)i);
	return 0;
}

/* With no text wanted the change is made, else only told. */
int fake_rtnl_change(struct nlmsghdr *nlh, char *text, size_t size)
{
	static const char *const words[] = {
		[RTM_NEWADDR] = "newaddr", [RTM_DELADDR] = "deladdr",
		[RTM_NEWROUTE] = "newroute", [RTM_DELROUTE] = "delroute",
		[RTM_NEWNEIGH] = "newneigh", [RTM_DELNEIGH] = "delneigh",
	};
	int type = nlh->nlmsg_type;
	char line[256];

	if (type == RTM_NEWLINK || type == RTM_SETLINK)
		return fake_link_change(nlh, text, size);
	fake_rtnl_decode(nlh, line, sizeof(line), text ? 0 : COMPUTED);
	if (text) {
		snprintf(text, size, "%s%s", words[type], strchr(line, ' '));
		return 0;
	}
	switch (*line) {
	case 'a':
		return change_addr(type, line,
				   nlh->nlmsg_flags & NLM_F_REPLACE);
	case 'r':
		return change_route(type, line);
	default:
		return change_neigh(type, line);
	}
}

/* All of a kind: the tool has to choose, as with a kernel that cannot. */
unsigned int fake_rtnl_dump(struct nlmsghdr *nlh, struct nl_msg **list)
{
	const char *kind = nlh->nlmsg_type == RTM_GETADDR ? "addr " :
			   nlh->nlmsg_type == RTM_GETROUTE ? "route " :
			   "neigh ";
	struct ifinfomsg *ifi = nlmsg_data(nlh);
	unsigned int i, n = 0;

	if (nlh->nlmsg_type == RTM_GETLINK && nlh->nlmsg_flags & NLM_F_DUMP)
		return fake_link_dump(list);
	if (nlh->nlmsg_type == RTM_GETLINK) {
		list[0] = fake_link_encode((unsigned int)ifi->ifi_index);
		return !!list[0];
	}
	for (i = 0; i < nlines; i++)
		if (starts(lines[i], kind))
			list[n++] = fake_rtnl_encode(lines[i]);
	return n;
}

static int compare(const void *a, const void *b)
{
	return strcmp(a, b);
}

const char *fake_carried(void)
{
	static char all[LINES * 256], sorted[LINES][256];
	unsigned int i;

	memcpy(sorted, lines, sizeof(sorted));
	qsort(sorted, nlines, sizeof(sorted[0]), compare);
	all[0] = '\0';
	for (i = 0; i < nlines; i++) {
		strcat(all, sorted[i]);
		strcat(all, "\n");
	}
	return all;
}

bool fake_carries(const char *part, const char *part2)
{
	char line[257];
	unsigned int i;

	/* So that the last field too has a blank after it. */
	for (i = 0; i < nlines; i++) {
		snprintf(line, sizeof(line), "%s ", lines[i]);
		if (strstr(line, part) && strstr(line, part2))
			return true;
	}
	return false;
}
