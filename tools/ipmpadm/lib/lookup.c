// SPDX-License-Identifier: GPL-2.0
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "lookup.h"
#include "memory.h"
#include "textfile.h"

/* There are lists of hosts that fill megabytes. */
#define TABLE_MAX	(64 * 1024 * 1024)
#define BLANKS	" \t\r\f\v"

static char *load(const char *root, const char *name)
{
	char *path = memory_print("%s/etc/%s", root, name);
	size_t len;
	char *text = textfile_read(path, TABLE_MAX, &len);

	free(path);
	return text;
}

/**
 * lookup_load() - Read the files.
 * @l: takes them; one that cannot be read is as good as empty
 * @root: what to read them below, "" for the system's own
 */
void lookup_load(struct lookup *l, const char *root)
{
	l->hosts = load(root, "hosts");
	l->netmasks = load(root, "netmasks");
}

/**
 * lookup_free() - Forget the files.
 * @l: empty afterwards
 */
void lookup_free(struct lookup *l)
{
	free(l->hosts);
	free(l->netmasks);
	memset(l, 0, sizeof(*l));
}

/* Takes a line without its comment. Return: the next one, NULL at the end. */
static const char *take_line(const char *text, char **line)
{
	const char *end = text + strcspn(text, "\n");
	size_t len = strcspn(text, "#\n");

	*line = memory_copy(text, len);
	return *end ? end + 1 : NULL;
}

static bool has_name(char **rest, const char *name)
{
	const char *word;

	while ((word = strtok_r(NULL, BLANKS, rest)))
		if (!strcasecmp(word, name))
			return true;
	return false;
}

static bool host_in_line(char *line, const char *name, int family,
			 struct ipaddr *a)
{
	const char *word;
	char *rest;

	word = strtok_r(line, BLANKS, &rest);
	return word && ipaddr_parse(a, word) && a->family == family &&
	       has_name(&rest, name);
}

/**
 * lookup_host() - Find the address of a host.
 * @l: the files
 * @name: of the host, or an alias of it; capitals do not matter
 * @family: AF_INET or AF_INET6
 * @a: takes the first address of that family
 *
 * Return: false if there is none.
 */
bool lookup_host(const struct lookup *l, const char *name, int family,
		 struct ipaddr *a)
{
	const char *text = l->hosts;
	bool found = false;
	char *line;

	while (text && !found) {
		text = take_line(text, &line);
		found = host_in_line(line, name, family, a);
		free(line);
	}
	return found;
}

static uint32_t host_order(const struct ipaddr *a)
{
	uint32_t bits;

	memcpy(&bits, a->byte, sizeof(bits));
	return ntohl(bits);
}

static uint32_t mask_of(uint8_t len)
{
	return len ? ~0u << (32 - len) : 0;
}

/**
 * lookup_class() - The prefix length that the class of an address implies.
 * @a: an IPv4 address
 */
uint8_t lookup_class(const struct ipaddr *a)
{
	if (a->byte[0] < 128)
		return 8;
	return a->byte[0] < 192 ? 16 : 24;
}

/* Return: the length of a mask, 0 if it is none. */
static uint8_t mask_len(uint32_t mask)
{
	if (~mask & (~mask + 1))
		return 0;
	return (uint8_t)__builtin_popcount(mask);
}

/**
 * struct netmask - A line of the netmasks.
 * @net: the network
 * @mask: its mask
 */
struct netmask {
	uint32_t net;
	uint32_t mask;
};

static bool read_netmask(char *line, struct netmask *m)
{
	struct in_addr net, mask;
	const char *word;
	char *rest;

	word = strtok_r(line, BLANKS, &rest);
	if (!word || inet_pton(AF_INET, word, &net) != 1)
		return false;
	word = strtok_r(NULL, BLANKS, &rest);
	if (!word || inet_pton(AF_INET, word, &mask) != 1)
		return false;
	m->net = ntohl(net.s_addr);
	m->mask = ntohl(mask.s_addr);
	return mask_len(m->mask);
}

/**
 * lookup_netmask() - Find the prefix length of an address's subnet.
 * @l: the files
 * @a: an IPv4 address
 *
 * A line is about the subnet that it names, or about all subnets of the network
 * of a class. The longest mask of a subnet wins, then that of the network.
 *
 * Return: 0 if no line is about it.
 */
uint8_t lookup_netmask(const struct lookup *l, const struct ipaddr *a)
{
	uint32_t bits = host_order(a), class = bits & mask_of(lookup_class(a));
	uint8_t subnet = 0, network = 0, len;
	const char *text = l->netmasks;
	struct netmask m;
	char *line;

	while (text) {
		text = take_line(text, &line);
		len = read_netmask(line, &m) ? mask_len(m.mask) : 0;
		if (len && m.net == (bits & m.mask) && len > subnet)
			subnet = len;
		else if (len && m.net == class)
			network = len;
		free(line);
	}
	return subnet ? subnet : network;
}
