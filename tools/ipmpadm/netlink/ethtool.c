// SPDX-License-Identifier: GPL-2.0
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/ethtool.h>
#include <linux/sockios.h>

#include "../lib/err.h"
#include "ethtool.h"

static bool ask(int fd, const char *ifname, void *request)
{
	struct ifreq ifr = { .ifr_data = request };

	snprintf(ifr.ifr_name, sizeof(ifr.ifr_name), "%s", ifname);
	return !ioctl(fd, SIOCETHTOOL, &ifr);
}

static void *make(size_t head, size_t item, size_t n)
{
	void *p = calloc(1, head + item * n);

	if (!p)
		err_no_memory();
	return p;
}

static void read_all(struct counters *c, int fd, const char *ifname)
{
	struct ethtool_drvinfo info = { .cmd = ETHTOOL_GDRVINFO };

	/* Who has taken the name meanwhile may have more to tell than fits. */
	if (!ask(fd, ifname, &info) || strcmp(info.driver, "ipmp"))
		return;
	c->names = make(sizeof(*c->names), ETH_GSTRING_LEN, info.n_stats);
	c->names->cmd = ETHTOOL_GSTRINGS;
	c->names->string_set = ETH_SS_STATS;
	c->names->len = info.n_stats;
	c->values = make(sizeof(*c->values), sizeof(uint64_t), info.n_stats);
	c->values->cmd = ETHTOOL_GSTATS;
	c->values->n_stats = info.n_stats;
	if (!ask(fd, ifname, c->names) || !ask(fd, ifname, c->values) ||
	    c->values->n_stats != info.n_stats)
		counters_free(c);
}

/**
 * counters_read() - Read the counters of a device.
 * @c: where to; empty if it has none or is gone
 * @ifname: the device
 */
void counters_read(struct counters *c, const char *ifname)
{
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	memset(c, 0, sizeof(*c));
	if (fd < 0)
		return;
	read_all(c, fd, ifname);
	close(fd);
}

/**
 * counters_get() - Find a counter.
 * @c: the counters
 * @name: its name
 * @value: takes its value
 *
 * Return: whether there is one.
 */
bool counters_get(const struct counters *c, const char *name, uint64_t *value)
{
	const char *at;
	uint32_t i;

	for (i = 0; c->names && i < c->names->len; i++) {
		at = (const char *)c->names->data + i * ETH_GSTRING_LEN;
		if (strncmp(at, name, ETH_GSTRING_LEN))
			continue;
		*value = c->values->data[i];
		return true;
	}
	return false;
}

/**
 * counters_free() - Forget counters.
 * @c: the counters
 */
void counters_free(struct counters *c)
{
	free(c->names);
	free(c->values);
	memset(c, 0, sizeof(*c));
}
