// SPDX-License-Identifier: GPL-2.0
/* The messages of the family, as text and back. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/genetlink.h>
#include <linux/ipmp.h>
#include <netlink/attr.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>

#include "fake.h"
#include "spec.h"

void fake_ip(const char *text, void *bytes, int *len)
{
	*len = strchr(text, ':') ? 16 : 4;
	if (inet_pton(*len == 4 ? AF_INET : AF_INET6, text, bytes) != 1) {
		fprintf(stderr, "fake: bad address %s\n", text);
		abort();
	}
}

void fake_ip_text(const void *bytes, int len, char *text)
{
	if (len != 4 && len != 16)
		strcpy(text, "?");
	else
		inet_ntop(len == 4 ? AF_INET : AF_INET6, bytes, text, 64);
}

static const struct spec_attr *attr_named(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(spec_attrs); i++)
		if (!strcmp(spec_attrs[i].name, name))
			return &spec_attrs[i];
	fprintf(stderr, "fake: no attribute %s\n", name);
	abort();
}

static unsigned long long number(const struct spec_attr *a, const char *value)
{
	size_t i;

	for (i = 0; i < a->nwords; i++)
		if (!strcmp(a->words[i], value))
			return i;
	return strtoull(value, NULL, 0);
}

static void put_binary(struct nl_msg *msg, const struct spec_attr *a,
		       const char *value)
{
	unsigned char bytes[16];
	int len = 6;

	if (strcmp(a->name, "perm-addr"))
		fake_ip(value, bytes, &len);
	else
		sscanf(value, "%hhx:%hhx:%hhx:%hhx:%hhx:%hhx", bytes,
		       bytes + 1, bytes + 2, bytes + 3, bytes + 4, bytes + 5);
	nla_put(msg, a->value, len, bytes);
}

static void put(struct nl_msg *msg, const char *name, const char *value)
{
	const struct spec_attr *a = attr_named(name);

	if (!strcmp(a->type, "u32"))
		nla_put_u32(msg, a->value, (uint32_t)number(a, value));
	else if (!strcmp(a->type, "u8"))
		nla_put_u8(msg, a->value, (uint8_t)number(a, value));
	else if (!strcmp(a->type, "u64"))
		nla_put_u64(msg, a->value, number(a, value));
	else if (!strcmp(a->type, "string"))
		nla_put_string(msg, a->value, value);
	else if (!strcmp(a->type, "flag"))
		nla_put_flag(msg, a->value);
	else
		put_binary(msg, a, value);
}

static int command(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(spec_cmds); i++)
		if (!strcmp(spec_cmds[i].name, name))
			return spec_cmds[i].value;
	return -1;
}

struct nl_msg *fake_genl_encode(const char *text)
{
	struct nl_msg *msg = nlmsg_alloc();
	char copy[1024], *word, *save, *equal;

	snprintf(copy, sizeof(copy), "%s", text);
	word = strtok_r(copy, " ", &save);
	genlmsg_put(msg, 0, 0, FAKE_FAMILY, 0, 0, (uint8_t)command(word), 1);
	while ((word = strtok_r(NULL, " ", &save))) {
		equal = strchr(word, '=');
		if (equal)
			*equal++ = '\0';
		put(msg, word, equal);
	}
	return msg;
}

static void decode_attr(struct nlattr *attr, char *text, size_t size)
{
	const struct spec_attr *a = NULL;
	char ip[64];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(spec_attrs); i++)
		if (spec_attrs[i].value == nla_type(attr))
			a = &spec_attrs[i];
	fake_ip_text(nla_data(attr), nla_len(attr), ip);
	if (!a)
		snprintf(text, size, " ?%d", nla_type(attr));
	else if (!strcmp(a->type, "u32"))
		snprintf(text, size, " %s=%u", a->name, nla_get_u32(attr));
	else if (!strcmp(a->type, "u8"))
		snprintf(text, size, " %s=%u", a->name, nla_get_u8(attr));
	else if (!strcmp(a->type, "string"))
		snprintf(text, size, " %s=%s", a->name, nla_get_string(attr));
	else if (!strcmp(a->type, "flag"))
		snprintf(text, size, " %s", a->name);
	else
		snprintf(text, size, " %s=%s", a->name, ip);
}

void fake_genl_decode(struct nlmsghdr *nlh, char *text, size_t size)
{
	struct genlmsghdr *ghdr = genlmsg_hdr(nlh);
	struct nlattr *attr;
	size_t used;
	int rem;

	snprintf(text, size, "%s", spec_cmds[ghdr->cmd].name);
	nla_for_each_attr(attr, genlmsg_attrdata(ghdr, 0),
			  genlmsg_attrlen(ghdr, 0), rem) {
		used = strlen(text);
		decode_attr(attr, text + used, size - used);
	}
}

static void tell_mcgrp(struct nl_msg *msg, int n, const char *name, uint32_t id)
{
	struct nlattr *group = nla_nest_start(msg, n);

	nla_put_string(msg, CTRL_ATTR_MCAST_GRP_NAME, name);
	nla_put_u32(msg, CTRL_ATTR_MCAST_GRP_ID, id);
	nla_nest_end(msg, group);
}

struct nl_msg *fake_genl_family(bool probes)
{
	struct nl_msg *msg = nlmsg_alloc();
	struct nlattr *groups;

	genlmsg_put(msg, 0, 0, GENL_ID_CTRL, 0, 0, CTRL_CMD_NEWFAMILY, 2);
	nla_put_string(msg, CTRL_ATTR_FAMILY_NAME, IPMP_GENL_NAME);
	nla_put_u16(msg, CTRL_ATTR_FAMILY_ID, FAKE_FAMILY);
	nla_put_u32(msg, CTRL_ATTR_VERSION, 1);
	nla_put_u32(msg, CTRL_ATTR_HDRSIZE, 0);
	nla_put_u32(msg, CTRL_ATTR_MAXATTR, IPMP_A_MAX);
	groups = nla_nest_start(msg, CTRL_ATTR_MCAST_GROUPS);
	tell_mcgrp(msg, 1, IPMP_MCGRP_EVENTS, FAKE_MCGRP);
	if (probes)
		tell_mcgrp(msg, 2, IPMP_MCGRP_PROBES, FAKE_PROBES);
	nla_nest_end(msg, groups);
	return msg;
}
