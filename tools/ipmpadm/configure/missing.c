// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/err.h"
#include "missing.h"
#include "../lib/watch.h"

/**
 * missing_add() - Remember a NIC that is not there.
 * @gone: where to
 * @conf: what its files say
 */
void missing_add(struct missing *gone, const struct conf *conf)
{
	const struct conf **more;

	more = reallocarray(gone->conf, gone->n + 1, sizeof(*more));
	if (!more)
		err_no_memory();
	gone->conf = more;
	gone->conf[gone->n++] = conf;
}

/**
 * missing_free() - Forget all of them.
 * @gone: the NICs, none afterwards
 */
void missing_free(struct missing *gone)
{
	free(gone->conf);
	memset(gone, 0, sizeof(*gone));
}

/* Only what a file names moves; what DHCP would have given does not. */
static bool moves(const struct conf_addr *w, int family)
{
	return w->up && !w->test && w->addr.family == family;
}

static bool has_any(const struct conf *conf, int family)
{
	size_t i;

	for (i = 0; i < conf->naddr; i++)
		if (moves(&conf->addr[i], family))
			return true;
	return false;
}

/* Who hosts an address of a missing NIC now; NULL for nobody. */
static const char *host(const struct state *st, const struct conf *conf,
			const struct conf_addr *w)
{
	const struct address *a = state_address(st, 0, &w->addr);

	if (!a || !a->member[0] || strcmp(a->group.name, conf->group))
		return NULL;
	return a->member;
}

/* Whether the group of a NIC has a member that could yet get its link. */
static bool has_hope(const struct state *st, const struct conf *conf)
{
	size_t i;

	for (i = 0; i < st->nmembers; i++)
		if (st->members[i].ifindex &&
		    !strcmp(st->members[i].group.name, conf->group))
			return true;
	return false;
}

static bool is_settled(const struct state *st, const struct missing *gone)
{
	const struct conf *conf;
	size_t i, k;

	for (i = 0; i < gone->n; i++) {
		conf = gone->conf[i];
		for (k = 0; has_hope(st, conf) && k < conf->naddr; k++)
			if (conf->addr[k].up && !conf->addr[k].test &&
			    !host(st, conf, &conf->addr[k]))
				return false;
	}
	return true;
}

static void ignore(struct event *e, void *arg __always_unused)
{
	object_free(&e->o);
}

static bool next_event(struct ipmp *events, uint64_t deadline)
{
	struct pollfd fd = {
		.fd = nl_socket_get_fd(events->s.sk), .events = POLLIN,
	};
	int n, err = 0;

	do {
		n = poll(&fd, 1, watch_left(deadline));
	} while (n < 0 && errno == EINTR);
	if (n > 0)
		err = ipmp_receive(events, ignore, NULL);
	/* Events that were lost told of a change all the same. */
	return n > 0 && (!err || err == -ENOBUFS);
}

/* Longer no link needs to find out how fast it is. */
#define LINK_SECONDS	5

/*
 * A link takes seconds to come up. Until it has, the addresses are on the
 * group already and only nobody hosts them.
 */
static int wait_for_links(struct ipmp *c, const struct missing *gone,
			  struct state *st)
{
	uint64_t deadline = watch_deadline(LINK_SECONDS);
	struct ipmp events;
	int err;

	if (ipmp_open(&events) || ipmp_subscribe(&events, IPMP_MCGRP_EVENTS)) {
		ipmp_close(&events);
		return ipmp_read(c, st);
	}
	for (err = ipmp_read(c, st); !err && !is_settled(st, gone) &&
	     next_event(&events, deadline); err = ipmp_read(c, st))
		state_free(st);
	ipmp_close(&events);
	return err;
}

static bool named_before(const struct state *st, const struct conf *conf,
			 int family, size_t end, const char *name)
{
	const char *other;
	size_t i;

	for (i = 0; i < end; i++) {
		if (!moves(&conf->addr[i], family))
			continue;
		other = host(st, conf, &conf->addr[i]);
		if (other && !strcmp(other, name))
			return true;
	}
	return false;
}

/* Several addresses may have gone to several members: each is named once. */
static int report_one(const struct state *st, const struct conf *conf,
		      int family)
{
	const char *name, *before = " (moved to ";
	int status = STATUS_FAILED;
	size_t i;

	printf(" %s", conf->ifname);
	for (i = 0; i < conf->naddr; i++) {
		name = moves(&conf->addr[i], family) ?
		       host(st, conf, &conf->addr[i]) : NULL;
		if (!name || named_before(st, conf, family, i, name))
			continue;
		printf("%s%s", before, name);
		before = ", ";
		status = STATUS_OK;
	}
	printf(status ? " (couldn't move; no alternative interface)" : ")");
	return status;
}

static int report_family(const struct state *st, const struct missing *gone,
			 int family)
{
	int status = STATUS_OK;
	bool any = false;
	size_t i;

	for (i = 0; i < gone->n; i++) {
		if (!has_any(gone->conf[i], family))
			continue;
		if (!any)
			printf("moving addresses from failed IPv%d interfaces:",
			       family == AF_INET ? 4 : 6);
		any = true;
		status = report_one(st, gone->conf[i], family) ?: status;
	}
	if (any)
		printf("\n");
	return status;
}

/**
 * missing_report() - Say where the addresses of missing NICs went.
 * @c: the connection to the module
 * @gone: the NICs
 *
 * Return: STATUS_OK; another exit status if some could not go anywhere.
 */
int missing_report(struct ipmp *c, const struct missing *gone)
{
	int status = STATUS_OK;
	struct state st;

	if (!gone->n)
		return STATUS_OK;
	if (wait_for_links(c, gone, &st)) {
		status = nlsock_fail(&c->s, "cannot read the groups");
	} else {
		status = report_family(&st, gone, AF_INET);
		status = report_family(&st, gone, AF_INET6) ?: status;
	}
	state_free(&st);
	return status;
}
