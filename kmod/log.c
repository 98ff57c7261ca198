// SPDX-License-Identifier: GPL-2.0
/*
 * The kernel log. A commit writes down what happens, and whoever made it
 * prints that when all else is done: slow consoles must not hold up anything.
 * What works again is no error.
 */
#include <linux/netdevice.h>
#include <net/ipv6.h>

#include "log.h"
#include "words.h"

/**
 * ipmp_log() - note a line
 * @g: the group
 * @line: the line
 *
 * Context: any but hard interrupt; the caller holds the group's lock.
 */
void ipmp_log(struct ipmp_group *g, const struct ipmp_line *line)
{
	if (!kfifo_put(&g->log, *line))
		g->unlogged++;
}

static bool next_line(struct ipmp_group *g, struct ipmp_line *line,
		      unsigned int *unlogged)
{
	bool got;

	spin_lock_bh(&g->lock);
	got = kfifo_get(&g->log, line);
	*unlogged = got ? 0 : g->unlogged;
	if (!got)
		g->unlogged = 0;
	spin_unlock_bh(&g->lock);
	return got;
}

static void print_member(const struct net_device *dev,
			 const struct ipmp_line *line)
{
	const char *state = ipmp_member_state_word(line->value);
	const char *reason = ipmp_reason_word(line->reason);

	if (line->value == IPMP_MEMBER_STATE_ACTIVE ||
	    line->value == IPMP_MEMBER_STATE_INACTIVE)
		netdev_info(dev, "member %s %s%s%s\n", line->name, state,
			    reason[0] ? ": " : "", reason);
	else
		netdev_warn(dev, "member %s %s: %s\n", line->name, state,
			    reason);
}

static const char *or_none(const char *name)
{
	return name[0] ? name : "none";
}

static void print_move(const struct net_device *dev,
		       const struct ipmp_line *line)
{
	const char *from = or_none(line->name), *to = or_none(line->to);
	const char *reason = ipmp_reason_word(line->reason);

	if (ipv6_addr_v4mapped(&line->ip))
		netdev_info(dev, "address %pI4 moves from %s to %s: %s\n",
			    &line->ip.s6_addr32[3], from, to, reason);
	else
		netdev_info(dev, "address %pI6c moves from %s to %s: %s\n",
			    &line->ip, from, to, reason);
}

static const char *family_word(enum ipmp_family f)
{
	return f == IPMP_V4 ? "IPv4" : "IPv6";
}

static void print_probe(const struct net_device *dev,
			const struct ipmp_line *line)
{
	const char *family = family_word(line->family);

	if (line->value == IPMP_PROBE_STATE_FAILED)
		netdev_warn(dev, "member %s is not answered by %s\n",
			    line->name, family);
	else
		netdev_info(dev, "member %s is answered by %s\n", line->name,
			    family);
}

static void print_silent(const struct net_device *dev,
			 const struct ipmp_line *line)
{
	if (line->value)
		netdev_warn(dev, "no probe target answers any member\n");
	else
		netdev_info(dev, "probe targets answer\n");
}

static void print_slow(const struct net_device *dev,
		       const struct ipmp_line *line)
{
	netdev_warn(dev, "%s probe targets are slow: failures are detected within %u ms\n",
		    family_word(line->family), line->value);
}

static void print_line(const struct net_device *dev,
		       const struct ipmp_line *line)
{
	switch (line->kind) {
	case IPMP_LINE_MEMBER:
		print_member(dev, line);
		break;
	case IPMP_LINE_MOVE:
		print_move(dev, line);
		break;
	case IPMP_LINE_PROBE:
		print_probe(dev, line);
		break;
	case IPMP_LINE_SILENT:
		print_silent(dev, line);
		break;
	case IPMP_LINE_SLOW:
		print_slow(dev, line);
		break;
	}
}

/**
 * ipmp_log_print() - print what was noted
 * @g: the group
 *
 * Context: any but hard interrupt; does not sleep; no locks of ours held.
 */
void ipmp_log_print(struct ipmp_group *g)
{
	struct ipmp_line line;
	unsigned int unlogged;

	while (next_line(g, &line, &unlogged))
		print_line(g->dev, &line);
	if (unlogged)
		netdev_info(g->dev, "%u more such lines are left out\n",
			    unlogged);
}
