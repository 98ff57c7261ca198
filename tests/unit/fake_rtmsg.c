// SPDX-License-Identifier: GPL-2.0
/* The messages of rtnetlink, as text and back. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <netlink/msg.h>

#include "fake.h"

char *fake_field(const char *text, const char *key, char buf[64])
{
	size_t len = strlen(key);
	const char *p = text;

	while ((p = strstr(p, key))) {
		if (p[len] == '=' && (p == text || p[-1] == ' ')) {
			snprintf(buf, 64, "%.*s",
				 (int)strcspn(p + len + 1, " "), p + len + 1);
			return buf;
		}
		p++;
	}
	return NULL;
}

unsigned long fake_num(const char *text, const char *key, unsigned long no)
{
	char buf[64];

	return fake_field(text, key, buf) ? strtoul(buf, NULL, 0) : no;
}

static void put_ip(struct nl_msg *msg, int type, const char *text)
{
	unsigned char bytes[16];
	char ip[64];
	int len;

	snprintf(ip, sizeof(ip), "%.*s", (int)strcspn(text, "/"), text);
	fake_ip(ip, bytes, &len);
	nla_put(msg, type, len, bytes);
}

unsigned char fake_ip_len(const char *text)
{
	const char *slash = strchr(text, '/');

	return (unsigned char)(slash ? atoi(slash + 1) : 0);
}

static struct nl_msg *encode_addr(const char *text)
{
	struct nl_msg *msg = nlmsg_alloc_simple(RTM_NEWADDR, NLM_F_MULTI);
	struct ifa_cacheinfo ci = { 0 };
	struct ifaddrmsg ifa = { 0 };
	char addr[64], buf[64];
	uint32_t flags;

	fake_field(text, "addr", addr);
	ifa.ifa_family = strchr(addr, ':') ? AF_INET6 : AF_INET;
	ifa.ifa_prefixlen = fake_ip_len(addr);
	ifa.ifa_scope = (unsigned char)fake_num(text, "scope", 0);
	flags = (uint32_t)fake_num(text, "flags", 0);
	if (fake_is_second(text))
		flags |= IFA_F_SECONDARY;
	if (!fake_num(text, "pref", 1))
		flags |= IFA_F_DEPRECATED;
	ifa.ifa_flags = (unsigned char)flags;
	ifa.ifa_index = (unsigned int)fake_num(text, "dev", 0);
	nlmsg_append(msg, &ifa, sizeof(ifa), NLMSG_ALIGNTO);
	if (fake_field(text, "peer", buf)) {
		put_ip(msg, IFA_ADDRESS, buf);
		put_ip(msg, IFA_LOCAL, addr);
	} else {
		put_ip(msg, IFA_ADDRESS, addr);
		if (ifa.ifa_family == AF_INET)
			put_ip(msg, IFA_LOCAL, addr);
	}
	if (fake_field(text, "brd", buf))
		put_ip(msg, IFA_BROADCAST, buf);
	if (fake_field(text, "label", buf))
		nla_put_string(msg, IFA_LABEL, buf);
	if (fake_num(text, "metric", 0))
		nla_put_u32(msg, IFA_RT_PRIORITY,
			    (uint32_t)fake_num(text, "metric", 0));
	nla_put_u32(msg, IFA_FLAGS, flags);
	ci.ifa_valid = (uint32_t)fake_num(text, "valid", 0xffffffff);
	ci.ifa_prefered = (uint32_t)fake_num(text, "pref", 0xffffffff);
	nla_put(msg, IFA_CACHEINFO, sizeof(ci), &ci);
	return msg;
}

static void put_multipath(struct nl_msg *msg, uint32_t dev)
{
	struct rtnexthop hop[2] = {
		{ .rtnh_len = sizeof(hop[0]), .rtnh_ifindex = 99 },
		{ .rtnh_len = sizeof(hop[0]), .rtnh_ifindex = (int)dev },
	};

	nla_put(msg, RTA_MULTIPATH, sizeof(hop), hop);
}

static struct nl_msg *encode_route(const char *text)
{
	struct nl_msg *msg = nlmsg_alloc_simple(RTM_NEWROUTE, NLM_F_MULTI);
	uint32_t dev = (uint32_t)fake_num(text, "dev", 0);
	struct rta_cacheinfo ci = { 0 };
	struct rtmsg rtm = { 0 };
	char dst[64], buf[64];

	fake_field(text, "dst", dst);
	rtm.rtm_family = fake_num(text, "family", 4) == 4 ? AF_INET : AF_INET6;
	rtm.rtm_dst_len = fake_ip_len(dst);
	rtm.rtm_table = RT_TABLE_COMPAT;
	rtm.rtm_protocol = (unsigned char)fake_num(text, "proto", 0);
	rtm.rtm_scope = (unsigned char)fake_num(text, "scope", 0);
	rtm.rtm_type = (unsigned char)fake_num(text, "type", RTN_UNICAST);
	/* A flag of its state, which is not to be given back. */
	rtm.rtm_flags = RTNH_F_LINKDOWN | (unsigned int)fake_num(text, "flags", 0);
	nlmsg_append(msg, &rtm, sizeof(rtm), NLMSG_ALIGNTO);
	nla_put_u32(msg, RTA_TABLE, (uint32_t)fake_num(text, "table", 254));
	if (rtm.rtm_dst_len)
		put_ip(msg, RTA_DST, dst);
	if (fake_num(text, "metric", 0))
		nla_put_u32(msg, RTA_PRIORITY,
			    (uint32_t)fake_num(text, "metric", 0));
	if (fake_field(text, "via", buf))
		put_ip(msg, RTA_GATEWAY, buf);
	if (fake_field(text, "src", buf))
		put_ip(msg, RTA_PREFSRC, buf);
	if (fake_num(text, "multipath", 0))
		put_multipath(msg, dev);
	else
		nla_put_u32(msg, RTA_OIF, dev);
	if (fake_num(text, "nhid", 0))
		nla_put_u32(msg, RTA_NH_ID, (uint32_t)fake_num(text, "nhid", 0));
	ci.rta_expires = (int)fake_num(text, "expires", 0) * 100;
	nla_put(msg, RTA_CACHEINFO, sizeof(ci), &ci);
	return msg;
}

static struct nl_msg *encode_neigh(const char *text)
{
	struct nl_msg *msg = nlmsg_alloc_simple(RTM_NEWNEIGH, NLM_F_MULTI);
	unsigned char mac[6] = { 2 };
	struct ndmsg ndm = { 0 };
	char ip[64];

	fake_field(text, "ip", ip);
	ndm.ndm_family = strchr(ip, ':') ? AF_INET6 : AF_INET;
	ndm.ndm_ifindex = (int)fake_num(text, "dev", 0);
	ndm.ndm_state = (unsigned short)fake_num(text, "state", 0);
	ndm.ndm_flags = (unsigned char)fake_num(text, "flags", 0);
	nlmsg_append(msg, &ndm, sizeof(ndm), NLMSG_ALIGNTO);
	put_ip(msg, NDA_DST, ip);
	mac[5] = (unsigned char)fake_num(text, "mac", 0);
	nla_put(msg, NDA_LLADDR, sizeof(mac), mac);
	return msg;
}

struct nl_msg *fake_rtnl_encode(const char *text)
{
	if (*text == 'a')
		return encode_addr(text);
	return *text == 'r' ? encode_route(text) : encode_neigh(text);
}

static void append_num(char *text, size_t size, const char *key,
		       unsigned long value)
{
	size_t used = strlen(text);

	if (value)
		snprintf(text + used, size - used, " %s=%lu", key, value);
}

static void append_ip(char *text, size_t size, const char *key,
		      struct nlattr *attr)
{
	size_t used = strlen(text);
	char ip[64];

	if (!attr)
		return;
	fake_ip_text(nla_data(attr), nla_len(attr), ip);
	snprintf(text + used, size - used, " %s=%s", key, ip);
}

static uint32_t get_u32(struct nlattr *attr)
{
	return attr ? nla_get_u32(attr) : 0;
}

static void decode_addr(struct nlmsghdr *nlh, char *text, size_t size,
			uint32_t hide)
{
	struct ifaddrmsg *ifa = nlmsg_data(nlh);
	struct nlattr *tb[IFA_MAX + 1], *local;
	struct ifa_cacheinfo *ci;
	size_t used;

	nlmsg_parse(nlh, sizeof(*ifa), tb, IFA_MAX, NULL);
	local = tb[IFA_LOCAL] ? tb[IFA_LOCAL] : tb[IFA_ADDRESS];
	snprintf(text, size, "addr dev=%u", ifa->ifa_index);
	append_ip(text, size, "addr", local);
	used = strlen(text);
	snprintf(text + used, size - used, "/%u", ifa->ifa_prefixlen);
	append_ip(text, size, "brd", tb[IFA_BROADCAST]);
	if (tb[IFA_LABEL]) {
		used = strlen(text);
		snprintf(text + used, size - used, " label=%s",
			 nla_get_string(tb[IFA_LABEL]));
	}
	append_num(text, size, "scope", ifa->ifa_scope);
	append_num(text, size, "flags", get_u32(tb[IFA_FLAGS]) & ~hide);
	append_num(text, size, "metric", get_u32(tb[IFA_RT_PRIORITY]));
	if (tb[IFA_CACHEINFO]) {
		ci = nla_data(tb[IFA_CACHEINFO]);
		if (ci->ifa_valid != 0xffffffff) {
			append_num(text, size, "valid", ci->ifa_valid);
			append_num(text, size, "pref", ci->ifa_prefered);
		} else if (!ci->ifa_prefered) {
			used = strlen(text);
			snprintf(text + used, size - used, " pref=0");
		}
	}
}

static void decode_route(struct nlmsghdr *nlh, char *text, size_t size)
{
	struct rtmsg *rtm = nlmsg_data(nlh);
	struct nlattr *tb[RTA_MAX + 1];
	size_t used;

	nlmsg_parse(nlh, sizeof(*rtm), tb, RTA_MAX, NULL);
	snprintf(text, size, "route dev=%u", get_u32(tb[RTA_OIF]));
	append_num(text, size, "family", rtm->rtm_family == AF_INET ? 4 : 6);
	append_ip(text, size, "dst", tb[RTA_DST]);
	used = strlen(text);
	if (tb[RTA_DST])
		snprintf(text + used, size - used, "/%u", rtm->rtm_dst_len);
	else
		snprintf(text + used, size - used, " dst=default");
	append_ip(text, size, "via", tb[RTA_GATEWAY]);
	append_ip(text, size, "src", tb[RTA_PREFSRC]);
	append_num(text, size, "table", get_u32(tb[RTA_TABLE]));
	append_num(text, size, "proto", rtm->rtm_protocol);
	append_num(text, size, "scope", rtm->rtm_scope);
	append_num(text, size, "metric", get_u32(tb[RTA_PRIORITY]));
	append_num(text, size, "flags", rtm->rtm_flags & ~RTNH_F_LINKDOWN);
	append_num(text, size, "type", rtm->rtm_type == RTN_UNICAST ? 0 :
		   rtm->rtm_type);
	append_num(text, size, "expires", get_u32(tb[RTA_EXPIRES]));
	if (rtm->rtm_flags & RTNH_F_LINKDOWN || tb[RTA_CACHEINFO]) {
		used = strlen(text);
		snprintf(text + used, size - used, " BAD");
	}
}

static void decode_neigh(struct nlmsghdr *nlh, char *text, size_t size)
{
	struct ndmsg *ndm = nlmsg_data(nlh);
	struct nlattr *tb[NDA_MAX + 1];
	unsigned char *mac;

	nlmsg_parse(nlh, sizeof(*ndm), tb, NDA_MAX, NULL);
	snprintf(text, size, "neigh dev=%d", ndm->ndm_ifindex);
	append_ip(text, size, "ip", tb[NDA_DST]);
	if (tb[NDA_LLADDR]) {
		mac = nla_data(tb[NDA_LLADDR]);
		append_num(text, size, "mac", mac[5]);
	}
	append_num(text, size, "state", ndm->ndm_state);
	append_num(text, size, "flags", ndm->ndm_flags);
}

/* Flags of an address that are in @hide are left out. */
void fake_rtnl_decode(struct nlmsghdr *nlh, char *text, size_t size,
		      uint32_t hide)
{
	switch (nlh->nlmsg_type) {
	case RTM_NEWADDR:
	case RTM_DELADDR:
		decode_addr(nlh, text, size, hide);
		break;
	case RTM_NEWROUTE:
	case RTM_DELROUTE:
		decode_route(nlh, text, size);
		break;
	default:
		decode_neigh(nlh, text, size);
		break;
	}
}
