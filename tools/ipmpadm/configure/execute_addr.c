// SPDX-License-Identifier: GPL-2.0
/* The executor's addresses: those of an interface and those of a group. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "../lib/err.h"
#include "execution.h"

/* Where an address stands in the files and what it is, for messages. */
#define WHERE_TEXT	256

static const char *where(const struct conf_addr *w, char text[WHERE_TEXT])
{
	char addr[IPADDR_TEXT];

	snprintf(text, WHERE_TEXT, "%s:%u: %s", w->file, w->line,
		 ipaddr_text(&w->addr, addr));
	return text;
}

static const struct rt_address *find(const struct rt_addresses *list,
				     const struct ipaddr *addr)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		if (ipaddr_equal(&list->a[i].addr, addr))
			return &list->a[i];
	return NULL;
}

/* Whether only taking it away and adding it again gives what is wanted. */
static bool other(const struct rt_address *is, const struct rt_address *want)
{
	if (is->addr.prefix_len != want->addr.prefix_len ||
	    is->noprefixroute != want->noprefixroute)
		return true;
	return want->has_broadcast &&
	       (!is->has_broadcast ||
		is->broadcast.s_addr != want->broadcast.s_addr);
}

static int read_addresses(struct execution *x, uint32_t ifindex,
			  struct rt_addresses *list)
{
	int status = STATUS_OK;

	if (rt_addresses_read(&x->rt, ifindex, list))
		status = nlsock_fail(&x->rt, "cannot read the addresses of %s",
				     x->conf->ifname);
	execution_keep(x, status);
	return status;
}

/* One that came in between is as good as one that we add. */
static int put(struct execution *x, uint32_t ifindex,
	       const struct conf_addr *w, const struct rt_address *want,
	       bool change)
{
	char text[WHERE_TEXT];
	int err;

	err = rt_address_put(&x->rt, ifindex, want, change);
	if (!err || err == -EEXIST)
		return STATUS_OK;
	return nlsock_fail(&x->rt, "%s: cannot be %s", where(w, text),
			   change ? "changed" : "added");
}

static int take(struct execution *x, uint32_t ifindex,
		const struct conf_addr *w, const struct ipaddr *old)
{
	char text[WHERE_TEXT];

	if (!rt_address_del(&x->rt, ifindex, old))
		return STATUS_OK;
	return nlsock_fail(&x->rt, "%s: cannot be replaced",
			   where(w, text));
}

/* Whether the addresses of @list are no longer those of the interface. */
static bool own_one(struct execution *x, uint32_t ifindex,
		    const struct conf_addr *w, const struct rt_address *want,
		    const struct rt_addresses *list)
{
	const struct rt_address *is = find(list, &want->addr);
	bool replace = is && other(is, want);
	int status = STATUS_OK;

	if (is && !replace && is->deprecated == want->deprecated)
		return false;
	if (replace)
		status = take(x, ifindex, w, &is->addr);
	if (!status)
		status = put(x, ifindex, w, want, is && !replace);
	execution_keep(x, status);
	/* An IPv4 address may have taken others of its subnet with it. */
	return replace;
}

/*
 * A test address makes no route to its subnet, or data would leave through the
 * member and from its address; for the same reason it is deprecated, which
 * for IPv4 means nothing. Duplicates are looked for as with any other.
 */
static struct rt_address wanted(const struct conf *conf,
				const struct conf_addr *w)
{
	struct rt_address want = {
		.addr = w->addr, .has_broadcast = w->has_broadcast,
		.broadcast = w->broadcast, .deprecated = w->deprecated,
	};

	if (conf->group[0] && w->test) {
		want.noprefixroute = true;
		want.deprecated |= w->addr.family == AF_INET6;
	}
	return want;
}

static bool is_own(const struct conf *conf, const struct conf_addr *w)
{
	return w->up && (w->test || !conf->group[0]);
}

/* What is in a group is not to be on an interface outside of it too. */
static bool hosted(struct execution *x, const struct conf_addr *w)
{
	const struct address *a = state_address(&x->st, 0, &w->addr);
	char text[WHERE_TEXT];

	if (!a)
		return false;
	execution_keep(x, err_fail("%s: is a data address of group %s; not added to %s",
				   where(w, text), a->group.name,
				   x->conf->ifname));
	return true;
}

/**
 * execution_own() - Give an interface the addresses that are its own.
 * @x: the execution; takes the status
 * @ifindex: the interface
 *
 * Those are the test addresses, and outside of groups all.
 */
void execution_own(struct execution *x, uint32_t ifindex)
{
	const struct conf *conf = x->conf;
	struct rt_addresses list;
	struct rt_address want;
	size_t i;

	if (read_addresses(x, ifindex, &list))
		goto out;
	for (i = 0; i < conf->naddr; i++) {
		if (!is_own(conf, &conf->addr[i]) || hosted(x, &conf->addr[i]))
			continue;
		want = wanted(conf, &conf->addr[i]);
		if (!own_one(x, ifindex, &conf->addr[i], &want, &list))
			continue;
		rt_addresses_free(&list);
		if (read_addresses(x, ifindex, &list))
			break;
	}
out:
	rt_addresses_free(&list);
}

static bool is_data(const struct conf_addr *w)
{
	return w->up && !w->test;
}

/**
 * execution_carries_data() - Whether an interface has what is the group's.
 * @x: the execution; takes the status if that cannot be told
 * @ifindex: the interface, which is about to join
 */
bool execution_carries_data(struct execution *x, uint32_t ifindex)
{
	const struct conf *conf = x->conf;
	struct rt_addresses list;
	bool found = false;
	size_t i;

	if (!read_addresses(x, ifindex, &list))
		for (i = 0; i < conf->naddr; i++)
			found |= is_data(&conf->addr[i]) &&
				 find(&list, &conf->addr[i].addr);
	rt_addresses_free(&list);
	return found;
}

static int set_home(struct execution *x, const struct group *g,
		    const struct conf_addr *w, const char *home)
{
	char text[WHERE_TEXT];

	if (!ipmp_address_set(x->c, g->id.ifindex, &w->addr, home))
		return STATUS_OK;
	return nlsock_fail(&x->c->s, "%s: %s cannot be its home",
			   where(w, text), x->conf->ifname);
}

/*
 * The home first, so that the address is bound there from its first probe on,
 * and no neighbour ever hears of another MAC.
 */
static int add_data(struct execution *x, const struct group *g,
		    const struct conf_addr *w, const char *home)
{
	struct rt_address want = wanted(x->conf, w);
	int status = STATUS_OK;

	if (home)
		status = set_home(x, g, w, home);
	if (status)
		return status;
	status = put(x, g->id.ifindex, w, &want, false);
	if (status && home)
		set_home(x, g, w, "");
	return status;
}

/* It is in use: nothing but what disturbs nobody is changed. */
static int adapt_data(struct execution *x, const struct group *g,
		      const struct conf_addr *w, const struct rt_address *is,
		      const char *home)
{
	const struct address *a = state_address(&x->st, g->id.ifindex,
						&w->addr);
	struct rt_address want = wanted(x->conf, w);
	char text[WHERE_TEXT];
	int status = STATUS_OK;

	if (home && (!a || strcmp(a->home, home)))
		status = set_home(x, g, w, home);
	if (!status && other(is, &want))
		return err_fail("%s: is in group %s with another prefix length or broadcast address, and left so (ipmpadm address del takes it out)",
				where(w, text), g->id.name);
	if (!status && is->deprecated != want.deprecated)
		status = put(x, g->id.ifindex, w, &want, true);
	return status;
}

static int data_one(struct execution *x, const struct group *g,
		    const struct conf_addr *w, const struct rt_addresses *list,
		    const char *home)
{
	const struct address *a = state_address(&x->st, 0, &w->addr);
	const struct rt_address *is = find(list, &w->addr);
	char text[WHERE_TEXT];

	if (is)
		return adapt_data(x, g, w, is, home);
	if (a)
		return err_fail("%s: is a data address of group %s; not added to group %s of %s",
				where(w, text), a->group.name, g->id.name,
				x->conf->ifname);
	return add_data(x, g, w, home);
}

/**
 * execution_data() - Give a group the data addresses.
 * @x: the execution; takes the status
 * @g: the group
 * @home: the member that the addresses belong to, or NULL to leave that
 *
 * Of those that the group has already, hosted by another member for now, only
 * the home is set.
 */
void execution_data(struct execution *x, const struct group *g,
		    const char *home)
{
	const struct conf *conf = x->conf;
	struct rt_addresses list;
	size_t i;

	if (!read_addresses(x, g->id.ifindex, &list))
		for (i = 0; i < conf->naddr; i++)
			if (is_data(&conf->addr[i]))
				execution_keep(x, data_one(x, g, &conf->addr[i],
							   &list, home));
	rt_addresses_free(&list);
}
