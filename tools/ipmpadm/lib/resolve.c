// SPDX-License-Identifier: GPL-2.0
#include <netdb.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "resolve.h"

struct resolved {
	struct ipaddr addr;
	char name[NI_MAXHOST];
};

static int ask(const struct ipaddr *a, char name[NI_MAXHOST])
{
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6 };
	struct sockaddr_in in = { .sin_family = AF_INET };

	memcpy(&in.sin_addr, a->byte, sizeof(in.sin_addr));
	memcpy(&in6.sin6_addr, a->byte, sizeof(in6.sin6_addr));
	if (a->family == AF_INET)
		return getnameinfo((struct sockaddr *)&in, sizeof(in), name,
				   NI_MAXHOST, NULL, 0, NI_NOFQDN);
	return getnameinfo((struct sockaddr *)&in6, sizeof(in6), name,
			   NI_MAXHOST, NULL, 0, NI_NOFQDN);
}

/**
 * resolve() - Find the name of a host.
 * @r: what is known already
 * @a: an address of the host
 *
 * Nobody has names for link-local addresses, so nobody is asked for them.
 *
 * Return: the name, or the address as text if there is none; @r's.
 */
const char *resolve(struct resolver *r, const struct ipaddr *a)
{
	struct resolved *more;
	size_t i;

	for (i = 0; i < r->n; i++)
		if (ipaddr_equal(&r->known[i].addr, a))
			return r->known[i].name;
	more = reallocarray(r->known, r->n + 1, sizeof(*more));
	if (!more)
		err_no_memory();
	r->known = more;
	more += r->n++;
	more->addr = *a;
	if (ipaddr_link_local(a) || ask(a, more->name))
		ipaddr_text(a, more->name);
	return more->name;
}

/**
 * resolver_free() - Forget all names.
 * @r: the resolver
 */
void resolver_free(struct resolver *r)
{
	free(r->known);
	r->known = NULL;
	r->n = 0;
}
