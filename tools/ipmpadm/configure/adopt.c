// SPDX-License-Identifier: GPL-2.0
/*
 * Connections live on while their address and their route exist somewhere, so
 * everything is added to the group before anything is taken from the
 * interface. Each step can be undone, and is when a later one fails.
 *
 * The MACs of the neighbours are copied, as far as that goes. The answers to
 * what the group would ask go to the interface as long as it has the address,
 * and asking again takes a second.
 */
#include <errno.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>

#include "adopt.h"
#include "adopt_plan.h"
#include "../lib/err.h"
#include "../netlink/rtnl.h"

/**
 * struct adoption - One adoption.
 * @c: the connection to the module
 * @rt: the connection to rtnetlink
 * @g: the group
 * @ifname: the interface
 * @ifindex: its index
 * @standby: whether it shall only replace others
 * @missing: whether the group kept a place for it
 * @plan: what moves
 */
struct adoption {
	struct ipmp *c;
	struct nlsock rt;
	const struct group *g;
	const char *ifname;
	uint32_t ifindex;
	bool standby;
	bool missing;
	struct adopt_plan plan;
};

/* The kinds of steps, in the order in which they are done. */
enum kind {
	JOIN, HOME, ADDRESS, NEIGHBOUR, ROUTE,
	OLD_ROUTE, TEST_AWAY, OLD_ADDRESS, TEST_BACK, LEFTOVER,
};

/**
 * struct step - A step.
 * @kind: what is done
 * @i: with which item of the list of its kind
 */
struct step {
	enum kind kind;
	size_t i;
};

/* Done means that it need not be undone either: it was so before. */
#define ALREADY	1

static int join(struct adoption *ad)
{
	return ipmp_member_new(ad->c, ad->g->id.ifindex, ad->ifname,
			       ad->standby, false);
}

static int set_home(struct adoption *ad, const struct nlmsghdr *address,
		    const char *home)
{
	struct ipaddr a;

	adopt_address(address, &a);
	return ipmp_address_set(ad->c, ad->g->id.ifindex, &a, home);
}

/* What is to be taken away may have gone by itself: it timed out, say. */
static int gone(int err)
{
	return err == -EADDRNOTAVAIL || err == -ESRCH || err == -ENOENT ?
	       ALREADY : err;
}

static int there(int err)
{
	return err == -EEXIST ? ALREADY : err;
}

/* The message that a step is about. */
static const struct nlmsghdr *item(const struct adoption *ad,
				   const struct step *s)
{
	const struct adopt_plan *plan = &ad->plan;

	switch (s->kind) {
	case NEIGHBOUR:
		return plan->neighbours.item[s->i];
	case ROUTE:
	case OLD_ROUTE:
		return plan->routes.item[s->i];
	case TEST_AWAY:
	case TEST_BACK:
		return plan->tests.item[s->i];
	case LEFTOVER:
		return plan->leftovers.item[s->i];
	default:
		return plan->addresses.item[s->i];
	}
}

static int run(struct adoption *ad, const struct step *s)
{
	uint32_t group = ad->g->id.ifindex;
	struct nlsock *rt = &ad->rt;

	switch (s->kind) {
	case JOIN:
		return join(ad);
	case HOME:
		return set_home(ad, item(ad, s), ad->ifname);
	case ADDRESS:
		return rt_address_copy(rt, item(ad, s), group);
	case NEIGHBOUR:
		return rt_neighbour_copy(rt, item(ad, s), group) ? ALREADY : 0;
	case ROUTE:
		return there(rt_route_copy(rt, item(ad, s), group));
	case OLD_ROUTE:
	case LEFTOVER:
		return gone(rt_route_remove(rt, item(ad, s), ad->ifindex));
	case TEST_AWAY:
	case OLD_ADDRESS:
		return gone(rt_address_remove(rt, item(ad, s), ad->ifindex));
	case TEST_BACK:
		return there(rt_address_copy(rt, item(ad, s), ad->ifindex));
	}
	return -EINVAL;
}

static int revert(struct adoption *ad, const struct step *s)
{
	uint32_t group = ad->g->id.ifindex;
	struct nlsock *rt = &ad->rt;

	switch (s->kind) {
	case JOIN:
		return ipmp_member_del(ad->c, ad->ifname, ad->missing);
	case HOME:
		return set_home(ad, item(ad, s), "");
	case ADDRESS:
		return rt_address_remove(rt, item(ad, s), group);
	case NEIGHBOUR:
		/* The kernel forgot it if the interface had lost all of IPv4. */
		rt_neighbour_remove(rt, item(ad, s), group);
		rt_neighbour_copy(rt, item(ad, s), ad->ifindex);
		return 0;
	case ROUTE:
		return rt_route_remove(rt, item(ad, s), group);
	case OLD_ROUTE:
	case LEFTOVER:
		return rt_route_copy(rt, item(ad, s), ad->ifindex);
	case TEST_AWAY:
	case OLD_ADDRESS:
		return rt_address_copy(rt, item(ad, s), ad->ifindex);
	case TEST_BACK:
		return rt_address_remove(rt, item(ad, s), ad->ifindex);
	}
	return -EINVAL;
}

static const char *item_text(const struct adoption *ad, const struct step *s,
			     char text[ROUTE_TEXT])
{
	struct ipaddr a;

	if (s->kind == JOIN)
		return ad->ifname;
	if (s->kind == ROUTE || s->kind == OLD_ROUTE || s->kind == LEFTOVER)
		return adopt_route_text(item(ad, s), text);
	adopt_address(item(ad, s), &a);
	return ipaddr_text_len(&a, text);
}

static const struct nlsock *socket_of(const struct adoption *ad,
				      const struct step *s)
{
	return s->kind == JOIN || s->kind == HOME ? &ad->c->s : &ad->rt;
}

static int fail(const struct adoption *ad, const struct step *s)
{
	const struct nlsock *sock = socket_of(ad, s);
	const char *group = ad->g->id.name;
	char text[ROUTE_TEXT];

	if (s->kind == JOIN)
		return nlsock_fail(sock, "%s cannot join group %s", ad->ifname,
				   group);
	item_text(ad, s, text);
	if (s->kind == HOME)
		return nlsock_fail(sock, "cannot set the home of %s", text);
	if (s->kind == TEST_AWAY || s->kind == TEST_BACK)
		return nlsock_fail(sock, "cannot keep %s on %s", text,
				   ad->ifname);
	return nlsock_fail(sock, "cannot move %s from %s to group %s", text,
			   ad->ifname, group);
}

static void undo_all(struct adoption *ad, const struct step *steps,
		     const int *done, size_t n)
{
	char text[ROUTE_TEXT];

	while (n--)
		if (done[n] != ALREADY && revert(ad, &steps[n]) < 0)
			nlsock_fail(socket_of(ad, &steps[n]),
				    "undo failed: cannot move %s back",
				    item_text(ad, &steps[n], text));
}

static int perform(struct adoption *ad, const struct step *steps, size_t n)
{
	int *done = calloc(n, sizeof(*done));
	int status = STATUS_OK;
	size_t i;

	if (!done)
		return err_fail("out of memory");
	for (i = 0; i < n; i++) {
		done[i] = run(ad, &steps[i]);
		if (done[i] < 0) {
			status = fail(ad, &steps[i]);
			undo_all(ad, steps, done, i);
			break;
		}
	}
	free(done);
	return status;
}

static size_t put(struct step *steps, size_t n, enum kind kind, size_t i)
{
	steps[n].kind = kind;
	steps[n].i = i;
	return n + 1;
}

/*
 * An IPv4 address takes those with it that come second in its subnet; so test
 * addresses among them are taken away before it, and put back.
 */
static size_t put_tests(const struct adopt_plan *plan, struct step *steps,
			size_t n, enum kind kind, size_t address)
{
	size_t t;

	for (t = 0; t < plan->tests.n; t++)
		if (adopt_depends(plan->tests.item[t],
				  plan->addresses.item[address]))
			n = put(steps, n, kind, t);
	return n;
}

/* Taken away in the order opposite to the one in which they were added. */
static size_t list_steps(const struct adopt_plan *plan, struct step *steps)
{
	size_t i, n;

	n = put(steps, 0, JOIN, 0);
	for (i = 0; i < plan->addresses.n; i++) {
		n = put(steps, n, HOME, i);
		n = put(steps, n, ADDRESS, i);
	}
	for (i = 0; i < plan->neighbours.n; i++)
		n = put(steps, n, NEIGHBOUR, i);
	for (i = 0; i < plan->routes.n; i++)
		n = put(steps, n, ROUTE, i);
	for (i = plan->routes.n; i--;)
		n = put(steps, n, OLD_ROUTE, i);
	for (i = plan->addresses.n; i--;) {
		n = put_tests(plan, steps, n, TEST_AWAY, i);
		n = put(steps, n, OLD_ADDRESS, i);
		n = put_tests(plan, steps, n, TEST_BACK, i);
	}
	for (i = 0; i < plan->leftovers.n; i++)
		n = put(steps, n, LEFTOVER, i);
	return n;
}

static int move(struct adoption *ad)
{
	const struct adopt_plan *plan = &ad->plan;
	struct step *steps;
	int status;
	size_t n;

	/* A test address depends on one address. */
	n = 1 + 3 * plan->addresses.n + 2 * plan->tests.n +
	    plan->neighbours.n + 2 * plan->routes.n + plan->leftovers.n;
	steps = calloc(n, sizeof(*steps));
	if (!steps)
		return err_fail("out of memory");
	status = perform(ad, steps, list_steps(plan, steps));
	free(steps);
	return status;
}

/* The routes of a group that is down are gone, and so would be those moved. */
static int check_group(struct adoption *ad)
{
	bool up;

	if (rt_link_is_up(&ad->rt, ad->g->id.ifindex, &up))
		return nlsock_fail(&ad->rt, "cannot read the state of %s",
				   ad->g->id.ifname);
	if (!up)
		return err_fail("cannot adopt %s: group %s is down (ip link set %s up)",
				ad->ifname, ad->g->id.name, ad->g->id.ifname);
	return STATUS_OK;
}

static int look_for_place(struct adoption *ad)
{
	const struct member *m;
	struct state st = { 0 };
	int err;

	err = ipmp_read(ad->c, &st);
	m = err ? NULL : state_member(&st, 0, ad->ifname);
	ad->missing = m && !m->ifindex;
	state_free(&st);
	return err ? nlsock_fail(&ad->c->s, "cannot read the members") :
		     STATUS_OK;
}

/**
 * adopt_member() - Let an interface join, and move what it carries.
 * @c: the connection to the module
 * @g: the group
 * @ifname: the interface
 * @standby: whether it shall only replace others
 *
 * Its data addresses, which then have it as their home, and the routes through
 * it become the group's; test and link-local addresses stay.
 *
 * Return: STATUS_OK or, after a message and with everything as it was, another
 * exit status.
 */
int adopt_member(struct ipmp *c, const struct group *g, const char *ifname,
		 bool standby)
{
	struct adoption ad = {
		.c = c, .g = g, .ifname = ifname, .standby = standby,
	};
	int status;

	ad.ifindex = if_nametoindex(ifname);
	if (!ad.ifindex)
		return err_fail("interface %s does not exist", ifname);
	if (rt_open(&ad.rt))
		status = nlsock_fail(&ad.rt, "cannot open a netlink socket");
	else
		status = check_group(&ad);
	if (!status)
		status = look_for_place(&ad);
	if (!status)
		status = adopt_plan_read(&ad.plan, &ad.rt, ad.ifindex, ifname);
	if (!status)
		status = move(&ad);
	adopt_plan_free(&ad.plan);
	nlsock_close(&ad.rt);
	return status;
}
