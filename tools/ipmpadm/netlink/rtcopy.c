// SPDX-License-Identifier: GPL-2.0
/*
 * Addresses, routes and neighbours are moved as the messages that they came
 * as, with no more changed than must be. libnl-route's objects would lose what
 * they do not know: the metric of an address's own route, the lifetime and
 * the preference of a route.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>

#include "rtcopy.h"

/**
 * rt_list_free() - Free the messages of a list.
 * @list: the list, empty afterwards
 */
void rt_list_free(struct rt_list *list)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		free(list->item[i]);
	free(list->item);
	memset(list, 0, sizeof(*list));
}

static int keep(struct rt_list *list, const struct nlmsghdr *nlh)
{
	struct nlmsghdr **more, *copy;

	more = reallocarray(list->item, list->n + 1, sizeof(*more));
	if (!more)
		return -ENOMEM;
	list->item = more;
	copy = malloc(nlh->nlmsg_len);
	if (!copy)
		return -ENOMEM;
	memcpy(copy, nlh, nlh->nlmsg_len);
	list->item[list->n++] = copy;
	return 0;
}

struct reading {
	struct rt_list *list;
	size_t start;
	uint8_t family;
	uint32_t ifindex;
};

/* The state changed while it was read: all over again. */
static void restart(struct reading *r)
{
	while (r->list->n > r->start)
		free(r->list->item[--r->list->n]);
}

static int on_address(struct nlmsghdr *nlh, void *arg)
{
	struct reading *r = arg;
	struct ifaddrmsg *ifa;

	if (!nlh) {
		restart(r);
		return 0;
	}
	ifa = nlmsg_data(nlh);
	if (nlh->nlmsg_type != RTM_NEWADDR ||
	    nlmsg_datalen(nlh) < (int)sizeof(*ifa) ||
	    ifa->ifa_family != r->family || ifa->ifa_index != r->ifindex)
		return 0;
	return keep(r->list, nlh);
}

static bool hop_uses(struct nlattr *multipath, uint32_t ifindex)
{
	struct rtnexthop *hop = nla_data(multipath);
	int len = nla_len(multipath);

	for (; RTNH_OK(hop, len); hop = RTNH_NEXT(hop)) {
		if (hop->rtnh_ifindex == (int)ifindex)
			return true;
		len -= NLMSG_ALIGN(hop->rtnh_len);
	}
	return false;
}

static int on_route(struct nlmsghdr *nlh, void *arg)
{
	struct nlattr *tb[RTA_MAX + 1];
	struct reading *r = arg;
	struct rtmsg *rtm;

	if (!nlh) {
		restart(r);
		return 0;
	}
	rtm = nlmsg_data(nlh);
	if (nlh->nlmsg_type != RTM_NEWROUTE ||
	    nlmsg_parse(nlh, sizeof(*rtm), tb, RTA_MAX, NULL) < 0 ||
	    rtm->rtm_family != r->family || rtm->rtm_flags & RTM_F_CLONED)
		return 0;
	if (tb[RTA_OIF] ? nla_get_u32(tb[RTA_OIF]) != r->ifindex :
	    !tb[RTA_MULTIPATH] || !hop_uses(tb[RTA_MULTIPATH], r->ifindex))
		return 0;
	return keep(r->list, nlh);
}

/* What is known for sure, or was and only has to be asked for again. */
#define NEIGHBOUR_KNOWN	(NUD_REACHABLE | NUD_STALE | NUD_DELAY | NUD_PROBE | \
			 NUD_PERMANENT)

static int on_neighbour(struct nlmsghdr *nlh, void *arg)
{
	struct reading *r = arg;
	struct ndmsg *ndm;

	if (!nlh) {
		restart(r);
		return 0;
	}
	ndm = nlmsg_data(nlh);
	if (nlh->nlmsg_type != RTM_NEWNEIGH ||
	    nlmsg_datalen(nlh) < (int)sizeof(*ndm) ||
	    ndm->ndm_family != r->family ||
	    ndm->ndm_ifindex != (int)r->ifindex ||
	    !(ndm->ndm_state & NEIGHBOUR_KNOWN) || ndm->ndm_flags & NTF_PROXY)
		return 0;
	return keep(r->list, nlh);
}

static struct nl_msg *new_msg(uint16_t type, int flags, const void *head,
			      size_t len)
{
	struct nl_msg *msg = nlmsg_alloc_simple(type, flags);

	if (msg && nlmsg_append(msg, (void *)head, len, NLMSG_ALIGNTO) < 0) {
		nlmsg_free(msg);
		return NULL;
	}
	return msg;
}

/*
 * Each family by itself, and its answers checked: a kernel without IPv6
 * answers a request for it with all that it has.
 */
static const uint8_t families[] = { AF_INET, AF_INET6 };

/**
 * rt_read_addresses() - Read the addresses of a link.
 * @s: the socket
 * @ifindex: of the link
 * @list: where to, in the kernel's order; to be freed even if this fails
 *
 * Return: 0 or a negative errno.
 */
int rt_read_addresses(struct nlsock *s, uint32_t ifindex, struct rt_list *list)
{
	struct reading r = { .list = list, .ifindex = ifindex };
	struct ifaddrmsg ifa = { .ifa_index = ifindex };
	size_t i;
	int err = 0;

	memset(list, 0, sizeof(*list));
	for (i = 0; !err && i < sizeof(families); i++) {
		ifa.ifa_family = families[i];
		r.family = families[i];
		r.start = list->n;
		err = nlsock_dump(s, new_msg(RTM_GETADDR, 0, &ifa, sizeof(ifa)),
				  on_address, &r);
	}
	return err;
}

/**
 * rt_read_routes() - Read the routes over a link, of all tables.
 * @s: the socket
 * @ifindex: of the link
 * @list: where to, in the kernel's order; to be freed even if this fails
 *
 * Return: 0 or a negative errno.
 */
int rt_read_routes(struct nlsock *s, uint32_t ifindex, struct rt_list *list)
{
	struct reading r = { .list = list, .ifindex = ifindex };
	struct rtmsg rtm = { 0 };
	struct nl_msg *msg;
	size_t i;
	int err = 0;

	memset(list, 0, sizeof(*list));
	for (i = 0; !err && i < sizeof(families); i++) {
		rtm.rtm_family = families[i];
		r.family = families[i];
		r.start = list->n;
		msg = new_msg(RTM_GETROUTE, 0, &rtm, sizeof(rtm));
		if (msg && nla_put_u32(msg, RTA_OIF, ifindex) < 0) {
			nlmsg_free(msg);
			msg = NULL;
		}
		err = nlsock_dump(s, msg, on_route, &r);
	}
	return err;
}

/**
 * rt_read_neighbours() - Read the neighbours that a link knows the MAC of.
 * @s: the socket
 * @ifindex: of the link
 * @list: where to; to be freed even if this fails
 *
 * Return: 0 or a negative errno.
 */
int rt_read_neighbours(struct nlsock *s, uint32_t ifindex,
		       struct rt_list *list)
{
	struct reading r = { .list = list, .ifindex = ifindex };
	struct ndmsg ndm = { 0 };
	struct nl_msg *msg;
	size_t i;
	int err = 0;

	memset(list, 0, sizeof(*list));
	for (i = 0; !err && i < sizeof(families); i++) {
		ndm.ndm_family = families[i];
		r.family = families[i];
		r.start = list->n;
		msg = new_msg(RTM_GETNEIGH, 0, &ndm, sizeof(ndm));
		if (msg && nla_put_u32(msg, NDA_IFINDEX, ifindex) < 0) {
			nlmsg_free(msg);
			msg = NULL;
		}
		err = nlsock_dump(s, msg, on_neighbour, &r);
	}
	return err;
}

static int copy_attrs(struct nl_msg *msg, const struct nlmsghdr *nlh,
		      int head, uint64_t which)
{
	struct nlattr *a;
	int err = 0;
	int rem;

	nlmsg_for_each_attr(a, (struct nlmsghdr *)nlh, head, rem)
		if (!err && nla_type(a) < 64 && which >> nla_type(a) & 1)
			err = nla_put(msg, a->nla_type, nla_len(a),
				      nla_data(a));
	return err;
}

#define BIT(n)	(UINT64_C(1) << (n))

static uint32_t address_flags(const struct nlmsghdr *nlh)
{
	const struct ifaddrmsg *ifa = nlmsg_data(nlh);
	struct nlattr *a = nlmsg_find_attr((struct nlmsghdr *)nlh,
					   sizeof(*ifa), IFA_FLAGS);
	uint32_t flags = a ? nla_get_u32(a) : ifa->ifa_flags;
	uint32_t keep = IFA_F_NOPREFIXROUTE | IFA_F_MCAUTOJOIN |
			IFA_F_HOMEADDRESS;

	/* It was found to be unique when it was added to where it is. */
	if (ifa->ifa_family == AF_INET6 && !(flags & IFA_F_TENTATIVE))
		return (flags & keep) | IFA_F_NODAD;
	return flags & keep;
}

/**
 * rt_address_copy() - Add the same address to a link.
 * @s: the socket
 * @a: the address as the kernel told it, of this or another link
 * @ifindex: of the link
 *
 * Return: 0, -EEXIST if it is there already, or another negative errno.
 */
int rt_address_copy(struct nlsock *s, const struct nlmsghdr *a,
		    uint32_t ifindex)
{
	uint64_t which = BIT(IFA_ADDRESS) | BIT(IFA_LOCAL) |
			 BIT(IFA_BROADCAST) | BIT(IFA_CACHEINFO) |
			 BIT(IFA_RT_PRIORITY);
	struct ifaddrmsg ifa;
	struct nl_msg *msg;

	memcpy(&ifa, nlmsg_data(a), sizeof(ifa));
	/* A label starts with the name of its link. */
	if (ifa.ifa_index == ifindex)
		which |= BIT(IFA_LABEL);
	ifa.ifa_index = ifindex;
	ifa.ifa_flags = 0;
	msg = new_msg(RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, &ifa,
		      sizeof(ifa));
	if (msg && (copy_attrs(msg, a, sizeof(ifa), which) < 0 ||
		    nla_put_u32(msg, IFA_FLAGS, address_flags(a)) < 0)) {
		nlmsg_free(msg);
		msg = NULL;
	}
	return nlsock_request(s, msg);
}

/**
 * rt_address_remove() - Delete the same address from a link.
 * @s: the socket
 * @a: the address as the kernel told it, of this or another link
 * @ifindex: of the link
 *
 * Return: 0, -EADDRNOTAVAIL if it is not there, or another negative errno.
 */
int rt_address_remove(struct nlsock *s, const struct nlmsghdr *a,
		      uint32_t ifindex)
{
	struct ifaddrmsg ifa;
	struct nl_msg *msg;

	memcpy(&ifa, nlmsg_data(a), sizeof(ifa));
	ifa.ifa_index = ifindex;
	ifa.ifa_flags = 0;
	msg = new_msg(RTM_DELADDR, 0, &ifa, sizeof(ifa));
	if (msg && copy_attrs(msg, a, sizeof(ifa),
			      BIT(IFA_ADDRESS) | BIT(IFA_LOCAL)) < 0) {
		nlmsg_free(msg);
		msg = NULL;
	}
	return nlsock_request(s, msg);
}

/* The kernel tells the rest of a route's lifetime in another form. */
static int put_lifetime(struct nl_msg *msg, const struct nlmsghdr *r)
{
	struct nlattr *a = nlmsg_find_attr((struct nlmsghdr *)r,
					   sizeof(struct rtmsg),
					   RTA_CACHEINFO);
	struct rta_cacheinfo ci;
	long hz = sysconf(_SC_CLK_TCK);

	if (!a || nla_len(a) < (int)sizeof(ci) || hz <= 0)
		return 0;
	memcpy(&ci, nla_data(a), sizeof(ci));
	if (ci.rta_expires <= 0)
		return 0;
	return nla_put_u32(msg, RTA_EXPIRES,
			   (uint32_t)(ci.rta_expires / hz) + 1);
}

static struct nl_msg *route_msg(const struct nlmsghdr *r, uint32_t ifindex,
				uint16_t type, int flags)
{
	uint64_t which = ~(BIT(RTA_OIF) | BIT(RTA_CACHEINFO));
	struct rtmsg rtm;
	struct nl_msg *msg;

	memcpy(&rtm, nlmsg_data(r), sizeof(rtm));
	/* The others tell the state of the route, and are refused. */
	rtm.rtm_flags &= RTNH_F_ONLINK | RTNH_F_PERVASIVE;
	msg = new_msg(type, flags, &rtm, sizeof(rtm));
	if (msg && (copy_attrs(msg, r, sizeof(rtm), which) < 0 ||
		    nla_put_u32(msg, RTA_OIF, ifindex) < 0 ||
		    (rtm.rtm_family == AF_INET6 && type == RTM_NEWROUTE &&
		     put_lifetime(msg, r) < 0))) {
		nlmsg_free(msg);
		return NULL;
	}
	return msg;
}

/**
 * rt_route_copy() - Add the same route over a link.
 * @s: the socket
 * @r: the route as the kernel told it, over this or another link
 * @ifindex: of the link
 *
 * Neither NLM_F_REPLACE, which could take away the route of a third link, nor
 * NLM_F_APPEND: an IPv4 route that comes first among its equals, and so is the
 * one in use, has to come first over the new link too. An IPv6 route becomes
 * one more next hop of the old one, from which rt_route_remove() takes only
 * the hop of its link, since it names the gateway.
 *
 * Return: 0, -EEXIST if it is there already, or another negative errno.
 */
int rt_route_copy(struct nlsock *s, const struct nlmsghdr *r, uint32_t ifindex)
{
	return nlsock_request(s, route_msg(r, ifindex, RTM_NEWROUTE,
					   NLM_F_CREATE));
}

/**
 * rt_route_remove() - Delete the same route over a link.
 * @s: the socket
 * @r: the route as the kernel told it, over this or another link
 * @ifindex: of the link
 *
 * Return: 0, -ESRCH if it is not there, or another negative errno.
 */
int rt_route_remove(struct nlsock *s, const struct nlmsghdr *r,
		    uint32_t ifindex)
{
	return nlsock_request(s, route_msg(r, ifindex, RTM_DELROUTE, 0));
}

static struct nl_msg *neighbour_msg(const struct nlmsghdr *n, uint32_t ifindex,
				    uint16_t type, int flags)
{
	struct ndmsg ndm;
	struct nl_msg *msg;

	memcpy(&ndm, nlmsg_data(n), sizeof(ndm));
	ndm.ndm_ifindex = (int)ifindex;
	ndm.ndm_flags &= NTF_ROUTER;
	/* Used at once, and asked for again soon. */
	if (ndm.ndm_state != NUD_PERMANENT)
		ndm.ndm_state = NUD_STALE;
	msg = new_msg(type, flags, &ndm, sizeof(ndm));
	if (msg && copy_attrs(msg, n, sizeof(ndm),
			      BIT(NDA_DST) | BIT(NDA_LLADDR)) < 0) {
		nlmsg_free(msg);
		return NULL;
	}
	return msg;
}

/**
 * rt_neighbour_copy() - Make the same neighbour known to a link.
 * @s: the socket
 * @n: the neighbour as the kernel told it, of this or another link
 * @ifindex: of the link
 *
 * Return: 0, -EEXIST if it knows it already, or another negative errno.
 */
int rt_neighbour_copy(struct nlsock *s, const struct nlmsghdr *n,
		      uint32_t ifindex)
{
	return nlsock_request(s, neighbour_msg(n, ifindex, RTM_NEWNEIGH,
					       NLM_F_CREATE | NLM_F_EXCL));
}

/**
 * rt_neighbour_remove() - Let a link forget a neighbour.
 * @s: the socket
 * @n: the neighbour as the kernel told it, of this or another link
 * @ifindex: of the link
 *
 * Return: 0, -ENOENT if it does not know it, or another negative errno.
 */
int rt_neighbour_remove(struct nlsock *s, const struct nlmsghdr *n,
			uint32_t ifindex)
{
	return nlsock_request(s, neighbour_msg(n, ifindex, RTM_DELNEIGH, 0));
}
