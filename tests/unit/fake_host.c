// SPDX-License-Identifier: GPL-2.0
/* What is asked of the host, but not by netlink. */
#include <arpa/inet.h>
#include <net/if.h>
#include <netdb.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>

#include <linux/ethtool.h>
#include <linux/sockios.h>

#include "fake.h"

#define COUNTERS	32

static struct counter {
	char ifname[IFNAMSIZ];
	char name[ETH_GSTRING_LEN];
	uint64_t value;
} counters[COUNTERS];
static unsigned int ncounters;
static unsigned int questions;
static unsigned short rows;
static bool terminal;
static bool no_names;
static pthread_mutex_t silence = PTHREAD_MUTEX_INITIALIZER;

void fake_host_reset(void)
{
	if (no_names)
		pthread_mutex_unlock(&silence);
	no_names = false;
	ncounters = 0;
	questions = 0;
	rows = 0;
	terminal = false;
}

void fake_counter(const char *ifname, const char *name, uint64_t value)
{
	struct counter *c = &counters[ncounters++];

	snprintf(c->ifname, sizeof(c->ifname), "%s", ifname);
	snprintf(c->name, sizeof(c->name), "%s", name);
	c->value = value;
}

/* How many there are; written to where it is not NULL. */
static unsigned int collect(const char *ifname, uint8_t *names,
			    unsigned long long *values)
{
	unsigned int i, n = 0;

	for (i = 0; i < ncounters; i++) {
		if (strcmp(counters[i].ifname, ifname))
			continue;
		if (names)
			memcpy(names + n * ETH_GSTRING_LEN, counters[i].name,
			       ETH_GSTRING_LEN);
		if (values)
			values[n] = counters[i].value;
		n++;
	}
	return n;
}

static int ethtool(struct ifreq *ifr)
{
	struct ethtool_gstrings *names = (void *)ifr->ifr_data;
	struct ethtool_drvinfo *info = (void *)ifr->ifr_data;
	struct ethtool_stats *values = (void *)ifr->ifr_data;

	switch (info->cmd) {
	case ETHTOOL_GDRVINFO:
		strcpy(info->driver, "ipmp");
		info->n_stats = collect(ifr->ifr_name, NULL, NULL);
		return 0;
	case ETHTOOL_GSTRINGS:
		names->len = collect(ifr->ifr_name, names->data, NULL);
		return 0;
	case ETHTOOL_GSTATS:
		values->n_stats = collect(ifr->ifr_name, NULL,
					  values->data);
		return 0;
	}
	return -1;
}

int __wrap_clock_gettime(clockid_t id, struct timespec *ts)
{
	if (id == CLOCK_MONOTONIC)
		return __real_clock_gettime(id, ts);
	ts->tv_sec = (time_t)(FAKE_NOW / 1000000000);
	ts->tv_nsec = (long)(FAKE_NOW % 1000000000);
	return 0;
}

void fake_terminal(bool on)
{
	terminal = on;
}

int __wrap_isatty(int fd)
{
	(void)fd;
	return terminal;
}

void fake_rows(unsigned short n)
{
	rows = n;
}

static int tell_rows(struct winsize *size)
{
	memset(size, 0, sizeof(*size));
	size->ws_row = rows;
	return rows ? 0 : -1;
}

int __wrap_ioctl(int fd, unsigned long request, ...)
{
	va_list ap;
	void *arg;

	(void)fd;
	va_start(ap, request);
	arg = va_arg(ap, void *);
	va_end(ap);
	if (request == TIOCGWINSZ)
		return tell_rows(arg);
	return request == SIOCETHTOOL ? ethtool(arg) : -1;
}

unsigned int fake_questions(void)
{
	return questions;
}

void fake_no_names(void)
{
	no_names = true;
	pthread_mutex_lock(&silence);
}

int __wrap_getnameinfo(const struct sockaddr *sa, socklen_t len, char *host,
		       socklen_t host_len, char *service,
		       socklen_t service_len, int flags)
{
	const void *bytes = &((const struct sockaddr_in *)sa)->sin_addr;

	(void)len;
	(void)service;
	(void)service_len;
	(void)flags;
	questions++;
	pthread_mutex_lock(&silence);
	pthread_mutex_unlock(&silence);
	if (sa->sa_family == AF_INET6)
		bytes = &((const struct sockaddr_in6 *)sa)->sin6_addr;
	inet_ntop(sa->sa_family, bytes, host, host_len);
	if (strcmp(host, FAKE_HOST))
		return EAI_NONAME;
	strcpy(host, FAKE_NAME);
	return 0;
}
