// SPDX-License-Identifier: GPL-2.0
/*
 * The kernel log. What happens is written down, and work prints it: a slow
 * console must not hold up a failover, nor who holds a lock. What works again
 * is no error.
 */
#include <linux/netdevice.h>
#include <net/ipv6.h>

#include "group.h"
#include "log.h"
#include "member.h"
#include "words.h"

/**
 * ipmp_log() - have a line printed soon
 * @g: the group, published
 * @line: the line
 *
 * Lines are printed in the order in which they come. Those for which there is
 * no room are counted, and their number is printed.
 *
 * Context: any but hard interrupt; the caller holds the group's lock.
 */
void ipmp_log(struct ipmp_group *g, const struct ipmp_line *line)
{
	if (!kfifo_put(&g->log, *line))
		g->unlogged++;
	queue_work(ipmp_wq, &g->log_work);
}

/**
 * ipmp_log_named() - have a line about a member printed soon
 * @g: the group, published
 * @kind: what it says
 * @name: name of the member
 *
 * Context: any but hard interrupt; the caller holds the group's lock.
 */
void ipmp_log_named(struct ipmp_group *g, enum ipmp_line_kind kind,
		    const char *name)
{
	struct ipmp_line line = { .kind = kind };

	strscpy(line.name, name, sizeof(line.name));
	ipmp_log(g, &line);
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

	if (ipmp_member_works(line->value))
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

static void print_fast(const struct net_device *dev,
		       const struct ipmp_line *line)
{
	netdev_info(dev, "%s probe targets are fast enough again: failures are detected within %u ms\n",
		    family_word(line->family), line->value);
}

static void print_left(const struct net_device *dev,
		       const struct ipmp_line *line)
{
	netdev_info(dev, "%s left\n", line->name);
}

static void print_all_failed(const struct net_device *dev,
			     const struct ipmp_line *line)
{
	if (line->value)
		netdev_err(dev, "no usable member is left\n");
	else
		netdev_info(dev, "a member is usable again\n");
}

static void print_unnoted(const struct net_device *dev,
			  const struct ipmp_line *line)
{
	netdev_warn(dev, "no memory to note the addresses of %s itself yet\n",
		    line->name);
}

static void print_unbound(const struct net_device *dev,
			  const struct ipmp_line *line)
{
	netdev_warn(dev, "no memory to bind %pI6c\n", &line->ip);
}

static void (*const print[])(const struct net_device *dev,
			     const struct ipmp_line *line) = {
	[IPMP_LINE_MEMBER]	= print_member,
	[IPMP_LINE_MOVE]	= print_move,
	[IPMP_LINE_PROBE]	= print_probe,
	[IPMP_LINE_SILENT]	= print_silent,
	[IPMP_LINE_SLOW]	= print_slow,
	[IPMP_LINE_FAST]	= print_fast,
	[IPMP_LINE_LEFT]	= print_left,
	[IPMP_LINE_ALL_FAILED]	= print_all_failed,
	[IPMP_LINE_UNNOTED]	= print_unnoted,
	[IPMP_LINE_UNBOUND]	= print_unbound,
};

static void log_work(struct work_struct *work)
{
	struct ipmp_group *g = container_of(work, struct ipmp_group, log_work);
	struct ipmp_line line;
	unsigned int unlogged;

	while (next_line(g, &line, &unlogged))
		print[line.kind](g->dev, &line);
	if (unlogged)
		netdev_info(g->dev, "%u more such lines are left out\n",
			    unlogged);
}

/**
 * ipmp_log_setup() - prepare a new group
 * @g: the group, zeroed
 *
 * Context: process.
 */
void ipmp_log_setup(struct ipmp_group *g)
{
	INIT_KFIFO(g->log);
	INIT_WORK(&g->log_work, log_work);
}

/**
 * ipmp_log_flush() - wait until all is printed
 * @g: a group that ends; nothing happens to it any more
 *
 * Context: process; may sleep.
 */
void ipmp_log_flush(struct ipmp_group *g)
{
	flush_work(&g->log_work);
}
