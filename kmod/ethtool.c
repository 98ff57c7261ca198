// SPDX-License-Identifier: GPL-2.0
/* What ethtool shows of a group. */
#include <linux/ethtool.h>

#include "compat/compat.h"
#include "ethtool.h"
#include "group.h"

static const char counter_names[][ETH_GSTRING_LEN] = {
	"address_moves",
	"member_failures",
	"member_repairs",
	"announcements",
	"tx_rerouted",
	"probes_sent",
	"probes_answered",
	"probes_lost",
	"probes_not_sent",
	"probe_failures",
	"probe_repairs",
};

/* The first of those about probes, which are in the order of their enum. */
#define FIRST_PROBE	5

static void get_drvinfo(struct net_device *dev, struct ethtool_drvinfo *info)
{
	const struct ipmp_group *g = netdev_priv(dev);

	strscpy(info->driver, KBUILD_MODNAME, sizeof(info->driver));
	strscpy(info->bus_info, g->name, sizeof(info->bus_info));
}

static int get_sset_count(struct net_device *dev, int set)
{
	return set == ETH_SS_STATS ? ARRAY_SIZE(counter_names) : -EOPNOTSUPP;
}

static void get_strings(struct net_device *dev, u32 set, u8 *data)
{
	if (set == ETH_SS_STATS)
		memcpy(data, counter_names, sizeof(counter_names));
}

static void add_probes(u64 *sum, const struct ipmp_member *m)
{
	const struct ipmp_path *path;
	enum ipmp_family f;

	for (f = 0; f < IPMP_FAMILIES; f++) {
		path = &m->prober[f].path;
		sum[IPMP_PROBES_SENT] += path->sent;
		sum[IPMP_PROBES_ANSWERED] += path->answered;
		sum[IPMP_PROBES_LOST] += path->lost;
		sum[IPMP_PROBES_NOT_SENT] += path->pace.not_sent;
		sum[IPMP_PROBE_FAILURES] += path->failures;
		sum[IPMP_PROBE_REPAIRS] += path->repairs;
	}
}

/**
 * ipmp_ethtool_keep() - keep what was counted of a member
 * @m: one that leaves, and is not probed any more
 *
 * Context: any; the caller holds the group's lock, and takes the member out of
 * the list before it releases that.
 */
void ipmp_ethtool_keep(const struct ipmp_member *m)
{
	add_probes(m->group->counters.probes, m);
}

static void get_stats(struct net_device *dev, struct ethtool_stats *stats,
		      u64 *data)
{
	struct ipmp_group *g = netdev_priv(dev);
	struct ipmp_counters *c = &g->counters;
	const struct ipmp_member *m;

	BUILD_BUG_ON(ARRAY_SIZE(counter_names) !=
		     FIRST_PROBE + IPMP_PROBE_COUNTERS);
	spin_lock_bh(&g->lock);
	data[0] = c->address_moves;
	data[1] = c->member_failures;
	data[2] = c->member_repairs;
	memcpy(&data[FIRST_PROBE], c->probes, sizeof(c->probes));
	list_for_each_entry(m, &g->members, list)
		add_probes(&data[FIRST_PROBE], m);
	spin_unlock_bh(&g->lock);
	data[3] = atomic64_read(&c->announcements);
	data[4] = atomic64_read(&c->tx_rerouted);
}

/* The speed of all active members together. */
static int get_link_ksettings(struct net_device *dev,
			      struct ethtool_link_ksettings *cmd)
{
	struct ipmp_group *g = netdev_priv(dev);
	struct ethtool_link_ksettings lower;
	struct ipmp_member *m;
	u32 speed = 0;

	cmd->base.duplex = DUPLEX_UNKNOWN;
	cmd->base.port = PORT_OTHER;
	list_for_each_entry(m, &g->members, list) {
		if (!m->dev || m->state != IPMP_MEMBER_STATE_ACTIVE ||
		    __ethtool_get_link_ksettings(m->dev, &lower) ||
		    lower.base.speed == SPEED_UNKNOWN)
			continue;
		speed += lower.base.speed;
		cmd->base.duplex = lower.base.duplex;
	}
	cmd->base.speed = speed ?: SPEED_UNKNOWN;
	return 0;
}

const struct ethtool_ops ipmp_ethtool_ops = {
	.get_drvinfo		= get_drvinfo,
	.get_link		= ethtool_op_get_link,
	.get_sset_count		= get_sset_count,
	.get_strings		= get_strings,
	.get_ethtool_stats	= get_stats,
	.get_link_ksettings	= get_link_ksettings,
};
