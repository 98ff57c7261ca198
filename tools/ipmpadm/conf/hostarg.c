// SPDX-License-Identifier: GPL-2.0
#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "hostarg.h"
#include "hostword.h"
#include "../lib/groupname.h"
#include "../lib/memory.h"
#include "../lib/words.h"

#define wrong(a, ...)							\
	(conf_error_add((a)->errs, (a)->file, (a)->line, (a)->text,	\
			__VA_ARGS__), false)

/* strtoul() would let blanks, signs and a second 0x pass. */
static bool read_number(const char *text, int base, unsigned long *value)
{
	const char *digits = base == 16 ? "0123456789abcdefABCDEF" :
					  "0123456789";

	errno = 0;
	*value = strtoul(text, NULL, base);
	return *text && text[strspn(text, digits)] == '\0' && !errno;
}

static bool read_len(const struct hostarg *a, const char *text,
		     struct hostfile_statement *s)
{
	unsigned int max = a->family == AF_INET ? 32 : 128;
	unsigned long len;

	if (!read_number(text, 10, &len) || len < 1 || len > max)
		return wrong(a, "the prefix length must be from 1 to %u", max);
	s->has_len = true;
	s->addr.prefix_len = (uint8_t)len;
	return true;
}

static bool unspecified(const struct ipaddr *addr)
{
	static const struct ipaddr zero;

	return !memcmp(addr->byte, zero.byte, sizeof(zero.byte));
}

/* The zero address is none: a line may give a group to a NIC without one. */
static bool check_address(const struct hostarg *a,
			  const struct hostfile_statement *s,
			  const struct ipaddr *addr)
{
	const char *unfit = ipaddr_unfit(addr);

	if (addr->family != a->family)
		return wrong(a, "an %s address belongs into the file %s.IF",
			     addr->family == AF_INET ? "IPv4" : "IPv6",
			     addr->family == AF_INET ? "hostname" : "hostname6");
	if (s->kind == HOSTFILE_TOKEN ||
	    (s->kind == HOSTFILE_SET && unspecified(addr)))
		return true;
	if (unfit)
		return wrong(a, "it is %s, not one of a host", unfit);
	if (addr->family == AF_INET6 && ipaddr_link_local(addr))
		return wrong(a, "link-local addresses are set by the kernel");
	return true;
}

/* Takes the part before the slash: a number, else a name to be looked up. */
static bool read_host(const struct hostarg *a, const char *host,
		      struct hostfile_statement *s)
{
	struct ipaddr addr;

	if (!ipaddr_parse(&addr, host)) {
		s->host = memory_copy(host, strlen(host));
		return true;
	}
	if (!check_address(a, s, &addr))
		return false;
	s->addr = addr;
	return true;
}

static bool read_address(const struct hostarg *a, struct hostfile_statement *s)
{
	const char *slash = strchr(a->text, '/');
	char *host;
	bool ok;

	if (slash == a->text && s->kind == HOSTFILE_SET) {
		s->kind = HOSTFILE_LEN;
		return read_len(a, slash + 1, s);
	}
	if (slash == a->text || !*a->text)
		return wrong(a, "an address is missing");
	host = memory_copy(a->text, strcspn(a->text, "/"));
	ok = read_host(a, host, s) && (!slash || read_len(a, slash + 1, s));
	free(host);
	return ok;
}

/* A mask is dotted, or eight hexadecimal digits. */
static bool read_mask(const char *text, uint32_t *mask)
{
	const char *hex = strncasecmp(text, "0x", 2) ? text : text + 2;
	struct in_addr in;
	unsigned long value;

	if (inet_pton(AF_INET, text, &in) == 1) {
		*mask = ntohl(in.s_addr);
		return true;
	}
	if (strlen(hex) != 8 || !read_number(hex, 16, &value))
		return false;
	*mask = (uint32_t)value;
	return true;
}

static bool read_netmask(const struct hostarg *a, struct hostfile_statement *s)
{
	uint32_t mask;

	s->plus = !strcmp(a->text, "+");
	if (s->plus)
		return true;
	if (!read_mask(a->text, &mask))
		return wrong(a, "a netmask is +, dotted or eight hexadecimal digits");
	if (!mask || (~mask & (~mask + 1)))
		return wrong(a, "the ones of a netmask must come first, without a gap");
	s->addr.prefix_len = (uint8_t)__builtin_popcount(mask);
	return true;
}

static bool read_broadcast(const struct hostarg *a,
			   struct hostfile_statement *s)
{
	s->plus = !strcmp(a->text, "+");
	if (s->plus)
		return true;
	if (ipaddr_parse(&s->addr, a->text) && s->addr.family == AF_INET)
		return true;
	return wrong(a, "a broadcast address is + or an IPv4 address");
}

static bool read_mtu(const struct hostarg *a, struct hostfile_statement *s)
{
	/* What each protocol needs at least; the NIC knows its own limits. */
	unsigned long min = a->family == AF_INET ? 68 : 1280, value;

	if (!read_number(a->text, 10, &value) || value < min || value > 65535)
		return wrong(a, "the MTU must be from %lu to 65535", min);
	s->value = (unsigned int)value;
	return true;
}

/* The kernel takes the last 64 bits, and none if they are all zero. */
static bool read_token(const struct hostarg *a, struct hostfile_statement *s)
{
	static const uint8_t zero[8];

	if (!read_address(a, s))
		return false;
	if (s->host)
		return wrong(a, "a token is written like an IPv6 address");
	if (!s->has_len || s->addr.prefix_len != 64)
		return wrong(a, "the length of a token must be /64");
	if (memcmp(s->addr.byte, zero, 8) || !memcmp(s->addr.byte + 8, zero, 8))
		return wrong(a, "a token has zeros in its first half alone, such as ::1a/64");
	return true;
}

static bool read_group(const struct hostarg *a)
{
	if (strlen(a->text) > IPMP_NAME_MAX)
		return wrong(a, "the name of a group must not be longer than %d bytes",
			     IPMP_NAME_MAX);
	if (!groupname_printable(a->text))
		return wrong(a, "the name of a group must be printable ASCII without blanks and slashes");
	if (hostword_find(a->text, false))
		conf_warning_add(a->errs, a->file, a->line, a->text,
				 "taken as the name of the group, though it is a word of its own");
	return true;
}

static bool read_word(const struct hostarg *a, struct hostfile_statement *s,
		      const struct words *w)
{
	int value = words_value(w, a->text);

	if (value < 0)
		return wrong(a, "it must be %s or %s", w->word[0], w->word[1]);
	s->value = (unsigned int)value;
	return true;
}

static bool read_time(const struct hostarg *a, struct hostfile_statement *s)
{
	unsigned long value;

	if (!read_number(a->text, 10, &value) || value < DETECTION_TIME_MIN ||
	    value > IPMP_DETECTION_TIME_MAX)
		return wrong(a, "the detection time must be milliseconds, from %d to %d",
			     DETECTION_TIME_MIN, IPMP_DETECTION_TIME_MAX);
	s->value = (unsigned int)value;
	return true;
}

/* Names would have to be found before the network is there. */
static bool read_target(const struct hostarg *a, struct hostfile_statement *s)
{
	const char *unfit;

	if (!ipaddr_parse(&s->addr, a->text))
		return wrong(a, "a target is an IPv4 or IPv6 address");
	unfit = ipaddr_unfit(&s->addr);
	return unfit ? wrong(a, "it is %s, not the address of a host", unfit) :
		       true;
}

/**
 * hostarg_read() - Read the argument of a word.
 * @a: the argument
 * @s: the statement; its kind is known, the rest is taken
 *
 * Return: false if it is wrong, which has been noted.
 */
bool hostarg_read(const struct hostarg *a, struct hostfile_statement *s)
{
	switch (s->kind) {
	case HOSTFILE_NETMASK:
		return read_netmask(a, s);
	case HOSTFILE_BROADCAST:
		return read_broadcast(a, s);
	case HOSTFILE_MTU:
		return read_mtu(a, s);
	case HOSTFILE_TOKEN:
		return read_token(a, s);
	case HOSTFILE_GROUP:
		return read_group(a);
	case HOSTFILE_FAILBACK:
		return read_word(a, s, &words_onoff);
	case HOSTFILE_XMIT:
		return read_word(a, s, &words_xmit);
	case HOSTFILE_DETECTION_TIME:
		return read_time(a, s);
	case HOSTFILE_PROBE:
		return read_word(a, s, &words_probe_mode);
	case HOSTFILE_ALL_SILENT:
		return read_word(a, s, &words_all_silent);
	case HOSTFILE_TARGET:
		return read_target(a, s);
	default:
		return read_address(a, s);
	}
}
