/* SPDX-License-Identifier: GPL-2.0 */
/* An IPv4 or IPv6 address with its prefix length. */
#ifndef IPMPADM_IPADDR_H
#define IPMPADM_IPADDR_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * struct ipaddr - An address.
 * @family: AF_INET or AF_INET6
 * @prefix_len: of its subnet
 * @byte: in network order, 4 or 16 of them
 */
struct ipaddr {
	uint8_t family;
	uint8_t prefix_len;
	uint8_t byte[16];
};

/* Room for an IPv6 address, "/128" and the end. */
#define IPADDR_TEXT	(INET6_ADDRSTRLEN + 4)

bool ipaddr_parse(struct ipaddr *a, const char *text);
bool ipaddr_set(struct ipaddr *a, const void *bytes, size_t len);
size_t ipaddr_size(const struct ipaddr *a);
uint8_t ipaddr_max_len(const struct ipaddr *a);
bool ipaddr_equal(const struct ipaddr *a, const struct ipaddr *b);
bool ipaddr_covers(const struct ipaddr *net, const struct ipaddr *a);
bool ipaddr_link_local(const struct ipaddr *a);
const char *ipaddr_unfit(const struct ipaddr *a);
const char *ipaddr_text(const struct ipaddr *a, char text[IPADDR_TEXT]);
const char *ipaddr_text_len(const struct ipaddr *a, char text[IPADDR_TEXT]);

#endif /* IPMPADM_IPADDR_H */
