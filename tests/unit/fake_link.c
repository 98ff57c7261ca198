// SPDX-License-Identifier: GPL-2.0
/* The links of the fake kernel: what they are, and requests that change it. */
#include <errno.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <netlink/msg.h>

#include "fake.h"

#define LINKS	32

static struct link {
	unsigned int ifindex;
	char name[IFNAMSIZ];
	bool up;
	bool enslaved;
	bool no_carrier;
	unsigned int mtu;
	char token[64];
	char path[64];
	char kind[16];
} links[LINKS];
static unsigned int nlinks;

unsigned int __wrap_if_nametoindex(const char *name)
{
	unsigned int i;

	for (i = 0; i < nlinks; i++)
		if (!strcmp(links[i].name, name))
			return links[i].ifindex;
	return 0;
}

static struct link *link_of(unsigned int ifindex)
{
	unsigned int i;

	for (i = 0; i < nlinks; i++)
		if (links[i].ifindex == ifindex)
			return &links[i];
	return NULL;
}

static struct link *link_named(const char *name)
{
	return link_of(__wrap_if_nametoindex(name));
}

void fake_link(unsigned int ifindex, const char *name, bool up)
{
	struct link *l = &links[nlinks++];

	if (nlinks == LINKS)
		abort();
	memset(l, 0, sizeof(*l));
	l->ifindex = ifindex;
	l->up = up;
	l->mtu = 1500;
	strcpy(l->token, "::");
	snprintf(l->name, IFNAMSIZ, "%s", name);
}

void fake_nic(const char *name, const char *path, const char *kind)
{
	struct link *l = link_named(name);

	snprintf(l->path, sizeof(l->path), "%s", path);
	snprintf(l->kind, sizeof(l->kind), "%s", kind);
}

const char *fake_link_name(unsigned int ifindex)
{
	struct link *l = link_of(ifindex);

	return l ? l->name : "?";
}

bool fake_link_is_up(unsigned int ifindex)
{
	struct link *l = link_of(ifindex);

	return l && l->up;
}

void fake_carrier(const char *name, bool on)
{
	link_named(name)->no_carrier = !on;
}

static const char *slow;
static unsigned int link_waits;

unsigned int fake_link_waits(void)
{
	return link_waits;
}

void fake_slow_carrier(const char *name)
{
	fake_carrier(name, false);
	slow = name;
}

/* The link that was slow comes up, if there is one. */
bool fake_carrier_comes(void)
{
	link_waits++;
	if (!slow)
		return false;
	fake_carrier(slow, true);
	slow = NULL;
	return true;
}

bool fake_usable(const char *name)
{
	struct link *l = link_named(name);

	return l && l->enslaved && l->up && !l->no_carrier;
}

bool fake_is_enslaved(const char *name)
{
	struct link *l = link_named(name);

	return l && l->enslaved;
}

void fake_enslave(const char *name)
{
	struct link *l = link_named(name);

	if (l) {
		l->enslaved = true;
		l->up = true;
	}
}

void fake_release(const char *name)
{
	struct link *l = link_named(name);

	if (l)
		l->enslaved = false;
}

void fake_unlink(const char *name)
{
	struct link *l = link_named(name);

	fake_drop_lines(l->ifindex);
	nlinks--;
	memmove(l, l + 1, (size_t)((char *)(links + nlinks) - (char *)l));
}

void fake_link_reset(void)
{
	nlinks = 0;
	slow = NULL;
	link_waits = 0;
}

/* What a request sets, the token as text; empty if it is not about that. */
static void read_token(struct nlattr **tb, char token[64])
{
	struct nlattr *a = tb[IFLA_AF_SPEC];

	token[0] = '\0';
	if (a)
		a = nla_find(nla_data(a), nla_len(a), AF_INET6);
	if (a)
		a = nla_find(nla_data(a), nla_len(a), IFLA_INET6_TOKEN);
	if (a)
		fake_ip_text(nla_data(a), nla_len(a), token);
}

static void change(struct link *l, const struct ifinfomsg *ifi,
		   struct nlattr **tb, const char *token)
{
	if (ifi->ifi_change & IFF_UP)
		l->up = ifi->ifi_flags & IFF_UP;
	if (tb[IFLA_MTU])
		l->mtu = nla_get_u32(tb[IFLA_MTU]);
	if (tb[IFLA_IFNAME])
		nla_strlcpy(l->name, tb[IFLA_IFNAME], IFNAMSIZ);
	if (*token)
		strcpy(l->token, token);
}

/* With no text wanted the change is made, else only told. */
int fake_link_change(struct nlmsghdr *nlh, char *text, size_t size)
{
	struct ifinfomsg *ifi = nlmsg_data(nlh);
	struct link *l = link_of((unsigned int)ifi->ifi_index);
	struct nlattr *tb[IFLA_MAX + 1];
	char token[64];

	nlmsg_parse(nlh, sizeof(*ifi), tb, IFLA_MAX, NULL);
	read_token(tb, token);
	if (!text && l)
		change(l, ifi, tb, token);
	else if (text && tb[IFLA_MTU])
		snprintf(text, size, "setlink dev=%d mtu=%u", ifi->ifi_index,
			 nla_get_u32(tb[IFLA_MTU]));
	else if (text && tb[IFLA_IFNAME])
		snprintf(text, size, "setlink dev=%d name=%s", ifi->ifi_index,
			 nla_get_string(tb[IFLA_IFNAME]));
	else if (text && *token)
		snprintf(text, size, "setlink dev=%d token=%s", ifi->ifi_index,
			 token);
	else if (text)
		snprintf(text, size, "setlink dev=%d flags=%u change=%u",
			 ifi->ifi_index, ifi->ifi_flags, ifi->ifi_change);
	return l ? 0 : -ENODEV;
}

/* What hardware has, and what has a driver of its own. */
static void put_nature(struct nl_msg *msg, const struct link *l)
{
	const unsigned char mac[] = {
		0x52, 0x54, 0, 0, 0, (unsigned char)l->ifindex
	};
	struct nlattr *info;

	nla_put_u8(msg, IFLA_CARRIER, l->up && !l->no_carrier);
	nla_put(msg, IFLA_PERM_ADDRESS, sizeof(mac), mac);
	if (l->enslaved)
		nla_put_u32(msg, IFLA_MASTER, 1);
	if (*l->path)
		nla_put_string(msg, IFLA_PARENT_DEV_NAME, l->path);
	if (!*l->kind)
		return;
	info = nla_nest_start(msg, IFLA_LINKINFO);
	nla_put_string(msg, IFLA_INFO_KIND, l->kind);
	nla_nest_end(msg, info);
}

/* NULL if there is no such link. */
struct nl_msg *fake_link_encode(unsigned int ifindex)
{
	const struct link *l = link_of(ifindex);
	struct ifinfomsg ifi = {
		.ifi_index = (int)ifindex, .ifi_type = ARPHRD_ETHER,
	};
	struct nlattr *spec, *inet6;
	unsigned char token[16];
	struct nl_msg *msg;
	int len;

	if (!l)
		return NULL;
	msg = nlmsg_alloc_simple(RTM_NEWLINK, 0);
	ifi.ifi_flags = l->up ? IFF_UP : 0;
	nlmsg_append(msg, &ifi, sizeof(ifi), NLMSG_ALIGNTO);
	nla_put_string(msg, IFLA_IFNAME, l->name);
	nla_put_u32(msg, IFLA_MTU, l->mtu);
	put_nature(msg, l);
	spec = nla_nest_start(msg, IFLA_AF_SPEC);
	inet6 = nla_nest_start(msg, AF_INET6);
	fake_ip(l->token, token, &len);
	nla_put(msg, IFLA_INET6_TOKEN, len, token);
	nla_nest_end(msg, inet6);
	nla_nest_end(msg, spec);
	return msg;
}

unsigned int fake_link_dump(struct nl_msg **list)
{
	unsigned int i;

	for (i = 0; i < nlinks; i++) {
		list[i] = fake_link_encode(links[i].ifindex);
		nlmsg_hdr(list[i])->nlmsg_flags |= NLM_F_MULTI;
	}
	return nlinks;
}

static int compare_links(const void *a, const void *b)
{
	const struct link *x = a, *y = b;

	return strcmp(x->name, y->name);
}

/* The links by name, each with what it carries in the kernel's order. */
const char *fake_links(void)
{
	static char all[65536];
	const char *line;
	struct link sorted[LINKS];
	unsigned int i, k;
	size_t used = 0;

	memcpy(sorted, links, sizeof(sorted));
	qsort(sorted, nlinks, sizeof(sorted[0]), compare_links);
	all[0] = '\0';
	for (i = 0; i < nlinks; i++) {
		used += (size_t)sprintf(all + used, "%s%s%s mtu=%u token=%s\n",
					sorted[i].name,
					sorted[i].up ? " up" : "",
					sorted[i].enslaved ? " member" : "",
					sorted[i].mtu, sorted[i].token);
		for (k = 0; (line = fake_line(k)); k++)
			if (fake_num(line, "dev", 0) == sorted[i].ifindex)
				used += (size_t)sprintf(all + used, "  %s\n",
							line);
	}
	return all;
}
