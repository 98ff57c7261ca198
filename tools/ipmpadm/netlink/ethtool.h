/* SPDX-License-Identifier: GPL-2.0 */
/* The counters of a device that `ethtool -S` shows. */
#ifndef IPMPADM_ETHTOOL_H
#define IPMPADM_ETHTOOL_H

#include <stdbool.h>
#include <stdint.h>

struct ethtool_gstrings;
struct ethtool_stats;

/**
 * struct counters - Counters of a device.
 * @names: what they are called, NULL if it has none
 * @values: what they are
 */
struct counters {
	struct ethtool_gstrings *names;
	struct ethtool_stats *values;
};

void counters_read(struct counters *c, const char *ifname);
bool counters_get(const struct counters *c, const char *name, uint64_t *value);
void counters_free(struct counters *c);

#endif /* IPMPADM_ETHTOOL_H */
