// SPDX-License-Identifier: GPL-2.0
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "ipaddr.h"

/**
 * ipaddr_parse() - Read an address without a prefix length.
 * @a: where to; its prefix length is that of a single host
 * @text: only the forms that inet_pton() knows: 010.1 is no address here
 *
 * Return: false if it is no address.
 */
bool ipaddr_parse(struct ipaddr *a, const char *text)
{
	memset(a, 0, sizeof(*a));
	if (inet_pton(AF_INET, text, a->byte) == 1)
		a->family = AF_INET;
	else if (inet_pton(AF_INET6, text, a->byte) == 1)
		a->family = AF_INET6;
	else
		return false;
	a->prefix_len = ipaddr_max_len(a);
	return true;
}

/**
 * ipaddr_set() - Take an address from the bytes of a netlink attribute.
 * @a: where to; its prefix length is that of a single host
 * @bytes: in network order
 * @len: how many, which tells the family
 *
 * Return: false if it can be no address.
 */
bool ipaddr_set(struct ipaddr *a, const void *bytes, size_t len)
{
	memset(a, 0, sizeof(*a));
	if (len == sizeof(struct in_addr))
		a->family = AF_INET;
	else if (len == sizeof(struct in6_addr))
		a->family = AF_INET6;
	else
		return false;
	memcpy(a->byte, bytes, len);
	a->prefix_len = ipaddr_max_len(a);
	return true;
}

/**
 * ipaddr_size() - Length of an address in bytes.
 * @a: the address
 */
size_t ipaddr_size(const struct ipaddr *a)
{
	return a->family == AF_INET ? sizeof(struct in_addr) :
				      sizeof(struct in6_addr);
}

/**
 * ipaddr_max_len() - Longest prefix length of the address's family.
 * @a: the address
 */
uint8_t ipaddr_max_len(const struct ipaddr *a)
{
	return a->family == AF_INET ? 32 : 128;
}

/**
 * ipaddr_equal() - Whether two addresses are the same, prefix length apart.
 * @a: one
 * @b: the other
 */
bool ipaddr_equal(const struct ipaddr *a, const struct ipaddr *b)
{
	return a->family == b->family &&
	       !memcmp(a->byte, b->byte, ipaddr_size(a));
}

/**
 * ipaddr_covers() - Whether an address is in a subnet.
 * @net: the subnet
 * @a: the address
 */
bool ipaddr_covers(const struct ipaddr *net, const struct ipaddr *a)
{
	unsigned int whole = net->prefix_len / 8, rest = net->prefix_len % 8;
	uint8_t mask = (uint8_t)(0xff00 >> rest);

	if (net->family != a->family || memcmp(net->byte, a->byte, whole))
		return false;
	return !rest || !((net->byte[whole] ^ a->byte[whole]) & mask);
}

/**
 * ipaddr_link_local() - Whether an address is valid on its own link only.
 * @a: the address
 */
bool ipaddr_link_local(const struct ipaddr *a)
{
	if (a->family == AF_INET)
		return a->byte[0] == 169 && a->byte[1] == 254;
	return a->byte[0] == 0xfe && (a->byte[1] & 0xc0) == 0x80;
}

static const char *unfit4(const uint8_t *byte)
{
	static const uint8_t all[4] = { 255, 255, 255, 255 };

	if (!memcmp(byte, all, sizeof(all)))
		return "the broadcast address";
	if (byte[0] == 127)
		return "a loopback address";
	if (byte[0] == 0)
		return "an unspecified address";
	return (byte[0] & 0xf0) == 224 ? "a multicast address" : NULL;
}

static const char *unfit6(const uint8_t *byte)
{
	struct in6_addr in6;

	memcpy(&in6, byte, sizeof(in6));
	if (IN6_IS_ADDR_LOOPBACK(&in6))
		return "a loopback address";
	if (IN6_IS_ADDR_UNSPECIFIED(&in6))
		return "an unspecified address";
	if (IN6_IS_ADDR_V4MAPPED(&in6))
		return "an IPv4-mapped address";
	return IN6_IS_ADDR_MULTICAST(&in6) ? "a multicast address" : NULL;
}

/**
 * ipaddr_unfit() - Why an address cannot be a host's.
 * @a: the address
 *
 * Return: what it is instead, with an article; NULL if it is unicast.
 */
const char *ipaddr_unfit(const struct ipaddr *a)
{
	return a->family == AF_INET ? unfit4(a->byte) : unfit6(a->byte);
}

/**
 * ipaddr_text() - Write an address without its prefix length.
 * @a: the address
 * @text: where to
 *
 * Return: @text.
 */
const char *ipaddr_text(const struct ipaddr *a, char text[IPADDR_TEXT])
{
	if (!inet_ntop(a->family, a->byte, text, IPADDR_TEXT))
		strcpy(text, "?");
	return text;
}

/**
 * ipaddr_text_len() - Write an address with its prefix length.
 * @a: the address
 * @text: where to
 *
 * Return: @text.
 */
const char *ipaddr_text_len(const struct ipaddr *a, char text[IPADDR_TEXT])
{
	size_t used;

	ipaddr_text(a, text);
	used = strlen(text);
	snprintf(text + used, IPADDR_TEXT - used, "/%u", a->prefix_len);
	return text;
}
