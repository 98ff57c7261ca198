// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/rtnetlink.h>
#include <netlink/attr.h>

#include "adopt_plan.h"
#include "../lib/err.h"

/**
 * struct held - An address of the interface.
 * @a: the address
 * @peer: it has another one at its far end
 * @scope: RT_SCOPE_*
 * @flags: IFA_F_*
 * @moves: it moves to the group
 */
struct held {
	struct ipaddr a;
	bool peer;
	uint8_t scope;
	uint32_t flags;
	bool moves;
};

/**
 * struct held_list - The addresses of the interface.
 * @held: the addresses
 * @n: how many
 */
struct held_list {
	struct held *held;
	size_t n;
};

/**
 * struct path - A route over the interface.
 * @rtm: its fixed part
 * @dst: where it leads to
 * @src: the source address that it asks for, if @has_src
 * @has_src: whether it asks for one
 * @gateway: whether it leads through a gateway
 * @shared: it has several next hops, or one that is an object of its own
 */
struct path {
	struct rtmsg rtm;
	struct ipaddr dst;
	struct ipaddr src;
	bool has_src;
	bool gateway;
	bool shared;
};

static void set_addr(struct ipaddr *to, struct nlattr *a)
{
	ipaddr_set(to, nla_data(a), (size_t)nla_len(a));
}

static void read_held(const struct nlmsghdr *nlh, struct held *h)
{
	const struct ifaddrmsg *ifa = nlmsg_data(nlh);
	struct nlattr *tb[IFA_MAX + 1] = { 0 };
	struct nlattr *own;

	nlmsg_parse((struct nlmsghdr *)nlh, sizeof(*ifa), tb, IFA_MAX, NULL);
	memset(h, 0, sizeof(*h));
	h->scope = ifa->ifa_scope;
	h->flags = tb[IFA_FLAGS] ? nla_get_u32(tb[IFA_FLAGS]) : ifa->ifa_flags;
	/* IPv6 has IFA_LOCAL only with a peer, IPv4 always. */
	own = tb[IFA_LOCAL] ? tb[IFA_LOCAL] : tb[IFA_ADDRESS];
	if (!own)
		return;
	set_addr(&h->a, own);
	h->a.prefix_len = ifa->ifa_prefixlen;
	h->peer = tb[IFA_LOCAL] && tb[IFA_ADDRESS] &&
		  nla_memcmp(tb[IFA_ADDRESS], nla_data(own),
			     (size_t)nla_len(own));
}

static void read_path(const struct nlmsghdr *nlh, struct path *p)
{
	struct nlattr *tb[RTA_MAX + 1] = { 0 };

	nlmsg_parse((struct nlmsghdr *)nlh, sizeof(p->rtm), tb, RTA_MAX, NULL);
	memset(p, 0, sizeof(*p));
	memcpy(&p->rtm, nlmsg_data(nlh), sizeof(p->rtm));
	if (tb[RTA_DST])
		set_addr(&p->dst, tb[RTA_DST]);
	p->dst.family = p->rtm.rtm_family;
	p->dst.prefix_len = p->rtm.rtm_dst_len;
	p->has_src = tb[RTA_PREFSRC];
	if (p->has_src)
		set_addr(&p->src, tb[RTA_PREFSRC]);
	p->gateway = tb[RTA_GATEWAY] || tb[RTA_VIA];
	p->shared = tb[RTA_MULTIPATH] || tb[RTA_NH_ID];
}

/**
 * adopt_address() - The address in a message.
 * @nlh: the message
 * @a: takes the address
 */
void adopt_address(const struct nlmsghdr *nlh, struct ipaddr *a)
{
	struct held h;

	read_held(nlh, &h);
	*a = h.a;
}

/**
 * adopt_route_text() - Name a route.
 * @nlh: its message
 * @text: where to
 *
 * Return: @text.
 */
const char *adopt_route_text(const struct nlmsghdr *nlh,
			     char text[ROUTE_TEXT])
{
	struct nlmsghdr *m = (struct nlmsghdr *)nlh;
	struct nlattr *gw = nlmsg_find_attr(m, sizeof(struct rtmsg),
					    RTA_GATEWAY);
	char dst[IPADDR_TEXT], via[IPADDR_TEXT];
	struct ipaddr gateway;
	struct path p;

	read_path(nlh, &p);
	ipaddr_text_len(&p.dst, dst);
	if (gw)
		set_addr(&gateway, gw);
	snprintf(text, ROUTE_TEXT, "%s%s%s",
		 p.dst.prefix_len ? dst : "default", gw ? " via " : "",
		 gw ? ipaddr_text(&gateway, via) : "");
	return text;
}

static bool explained_by(const struct path *p, const struct held *h)
{
	return !p->gateway && !(h->flags & IFA_F_NOPREFIXROUTE) &&
	       h->a.prefix_len == p->dst.prefix_len &&
	       ipaddr_covers(&p->dst, &h->a);
}

static bool explained(const struct path *p, const struct held_list *held)
{
	size_t i;

	for (i = 0; i < held->n; i++)
		if (explained_by(p, &held->held[i]))
			return true;
	return false;
}

/*
 * Routes that the kernel made for an address it makes again for the moved one.
 * The protocol alone does not tell: NetworkManager gives its own routes, for
 * addresses for which the kernel makes none, the same one.
 */
static bool route_stays(const struct path *p, const struct held_list *held)
{
	if (p->rtm.rtm_family == AF_INET6 &&
	    (ipaddr_link_local(&p->dst) || p->dst.byte[0] == 0xff))
		return true;
	if (p->rtm.rtm_protocol != RTPROT_KERNEL)
		return false;
	return p->rtm.rtm_type != RTN_UNICAST || explained(p, held);
}

/*
 * The kernel keeps such an IPv6 route while any address is in its subnet, be
 * it a test address that is to have none; data would leave by it.
 */
static bool is_leftover(const struct path *p, const struct held_list *held)
{
	bool moves = false;
	size_t i;

	if (p->rtm.rtm_protocol != RTPROT_KERNEL ||
	    p->rtm.rtm_type != RTN_UNICAST)
		return false;
	for (i = 0; i < held->n; i++) {
		if (!explained_by(p, &held->held[i]))
			continue;
		if (!held->held[i].moves)
			return false;
		moves = true;
	}
	return moves;
}

static bool route_needs(const struct nlmsghdr *route, const struct ipaddr *a)
{
	struct path p;

	read_path(route, &p);
	if (p.has_src)
		return ipaddr_equal(&p.src, a);
	return !p.gateway && p.dst.prefix_len && ipaddr_covers(&p.dst, a);
}

/*
 * A test address has no route of its own: for it the kernel is told to make
 * none, and nobody else made one either.
 */
static bool is_test(const struct held *h, const struct rt_list *routes)
{
	size_t i;

	if (!(h->flags & IFA_F_NOPREFIXROUTE))
		return false;
	for (i = 0; i < routes->n; i++)
		if (route_needs(routes->item[i], &h->a))
			return false;
	return true;
}

static bool is_dependent(const struct held *h)
{
	return h->a.family == AF_INET && h->flags & IFA_F_SECONDARY;
}

/**
 * adopt_depends() - Whether the kernel takes one address away with another.
 * @one: message of an address
 * @other: message of the other one
 */
bool adopt_depends(const struct nlmsghdr *one, const struct nlmsghdr *other)
{
	struct held a, b;

	read_held(one, &a);
	read_held(other, &b);
	return is_dependent(&a) && !is_dependent(&b) &&
	       a.a.prefix_len == b.a.prefix_len && ipaddr_covers(&b.a, &a.a);
}

/* Take an item out of a list, and into another one if that is given. */
static void take_out(struct rt_list *list, size_t i, struct rt_list *into)
{
	if (into)
		into->item[into->n++] = list->item[i];
	else
		free(list->item[i]);
	list->n--;
	memmove(&list->item[i], &list->item[i + 1],
		(list->n - i) * sizeof(list->item[0]));
}

static int choose_routes(struct adopt_plan *plan, const struct held_list *held,
			 const char *ifname)
{
	struct rt_list *routes = &plan->routes;
	char text[ROUTE_TEXT];
	struct path p;
	size_t i = 0;

	while (i < routes->n) {
		read_path(routes->item[i], &p);
		if (route_stays(&p, held)) {
			take_out(routes, i, &plan->leftovers);
			continue;
		}
		if (p.shared)
			return err_fail("cannot adopt %s: route %s has several next hops or a next hop object (delete it, and add it to the group afterwards)",
					ifname,
					adopt_route_text(routes->item[i],
							 text));
		i++;
	}
	return STATUS_OK;
}

static void choose_leftovers(struct rt_list *routes,
			     const struct held_list *held)
{
	struct path p;
	size_t i = 0;

	while (i < routes->n) {
		read_path(routes->item[i], &p);
		if (is_leftover(&p, held))
			i++;
		else
			take_out(routes, i, NULL);
	}
}

static int check_address(const struct held *h, const char *ifname)
{
	char text[IPADDR_TEXT];

	ipaddr_text_len(&h->a, text);
	if (h->peer)
		return err_fail("cannot adopt %s: address %s is a point-to-point one",
				ifname, text);
	if (h->flags & IFA_F_DADFAILED)
		return err_fail("cannot adopt %s: address %s is in use by another host",
				ifname, text);
	return STATUS_OK;
}

static int choose_addresses(struct adopt_plan *plan, struct held_list *held,
			    const char *ifname)
{
	struct rt_list *addresses = &plan->addresses;
	struct held *h = held->held;
	size_t i = 0;
	int status;

	for (; h < held->held + held->n; h++) {
		h->moves = h->scope == RT_SCOPE_UNIVERSE &&
			   !ipaddr_link_local(&h->a) &&
			   !is_test(h, &plan->routes);
		if (!h->moves) {
			take_out(addresses, i,
				 is_dependent(h) ? &plan->tests : NULL);
			continue;
		}
		status = check_address(h, ifname);
		if (status)
			return status;
		i++;
	}
	return STATUS_OK;
}

/*
 * On-link routes first: the gateways of the others are reached through them.
 * Else the other way round, since each route is put before its equals.
 */
static void order_routes(struct rt_list *routes)
{
	struct nlmsghdr **sorted;
	size_t i, n = 0;
	struct path p;
	int pass;

	sorted = calloc(routes->n + 1, sizeof(struct nlmsghdr *));
	if (!sorted)
		err_no_memory();
	for (pass = 0; pass < 2; pass++)
		for (i = routes->n; i--;) {
			read_path(routes->item[i], &p);
			if (p.gateway == pass)
				sorted[n++] = routes->item[i];
		}
	free(routes->item);
	routes->item = sorted;
}

/* Lists that take what is taken out of another one. */
static void make_room(struct rt_list *list, size_t n)
{
	list->item = calloc(n + 1, sizeof(struct nlmsghdr *));
	if (!list->item)
		err_no_memory();
}

static int choose(struct adopt_plan *plan, const char *ifname)
{
	size_t i, n = plan->addresses.n;
	struct held_list held = { .n = n };
	int status;

	make_room(&plan->tests, n);
	make_room(&plan->leftovers, plan->routes.n);
	held.held = calloc(n + 1, sizeof(*held.held));
	if (!held.held)
		err_no_memory();
	for (i = 0; i < n; i++)
		read_held(plan->addresses.item[i], &held.held[i]);
	status = choose_routes(plan, &held, ifname);
	if (!status)
		status = choose_addresses(plan, &held, ifname);
	if (!status) {
		choose_leftovers(&plan->leftovers, &held);
		order_routes(&plan->routes);
	}
	free(held.held);
	return status;
}

/**
 * adopt_plan_read() - Read what moves.
 * @plan: where to; to be freed even if this fails
 * @rt: the connection to rtnetlink
 * @ifindex: of the interface
 * @ifname: its name
 *
 * Return: STATUS_OK or, after a message, another exit status.
 */
int adopt_plan_read(struct adopt_plan *plan, struct nlsock *rt,
		    uint32_t ifindex, const char *ifname)
{
	memset(plan, 0, sizeof(*plan));
	if (rt_read_addresses(rt, ifindex, &plan->addresses))
		return nlsock_fail(rt, "cannot read the addresses of %s",
				   ifname);
	if (rt_read_routes(rt, ifindex, &plan->routes))
		return nlsock_fail(rt, "cannot read the routes of %s", ifname);
	if (rt_read_neighbours(rt, ifindex, &plan->neighbours))
		return nlsock_fail(rt, "cannot read the neighbours of %s",
				   ifname);
	return choose(plan, ifname);
}

/**
 * adopt_plan_free() - Free a plan.
 * @plan: the plan
 */
void adopt_plan_free(struct adopt_plan *plan)
{
	rt_list_free(&plan->addresses);
	rt_list_free(&plan->tests);
	rt_list_free(&plan->leftovers);
	rt_list_free(&plan->neighbours);
	rt_list_free(&plan->routes);
}
