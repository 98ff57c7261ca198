// SPDX-License-Identifier: GPL-2.0
#include <arpa/inet.h>
#include <string.h>

#include "conf_block.h"
#include "../lib/memory.h"

/**
 * conf_block_mask() - Let a netmask have its effect on the address.
 * @b: the block
 * @l: where netmasks are looked up
 * @s: the statement
 *
 * A prefix length that is written behind the address counts more.
 */
void conf_block_mask(struct conf_block *b, const struct lookup *l,
		     const struct hostfile_statement *s)
{
	uint8_t len;

	if (!b->has_addr || b->len == LEN_GIVEN)
		return;
	len = s->plus ? lookup_netmask(l, &b->a.addr) : s->addr.prefix_len;
	b->len = len ? LEN_MASK : LEN_CLASS;
	b->a.addr.prefix_len = len ? len : lookup_class(&b->a.addr);
}

/**
 * conf_block_set() - Give a block its address.
 * @b: the block
 * @addr: the address
 * @s: the statement that says so
 * @file: where it stands
 */
void conf_block_set(struct conf_block *b, const struct ipaddr *addr,
		    const struct hostfile_statement *s, const char *file)
{
	b->has_addr = true;
	b->a.addr = *addr;
	b->a.file = file;
	b->a.line = s->line;
	b->word = s->word;
	if (s->has_len) {
		b->a.addr.prefix_len = s->addr.prefix_len;
		b->len = LEN_GIVEN;
	} else if (addr->family == AF_INET) {
		b->a.addr.prefix_len = lookup_class(addr);
		b->len = LEN_CLASS;
	} else {
		b->a.addr.prefix_len = ipaddr_max_len(addr);
		b->len = LEN_NONE;
	}
}

/* Subnets of one or two addresses have no broadcast address. */
static void compute_broadcast(struct conf_addr *a)
{
	uint8_t len = a->addr.prefix_len;
	uint32_t bits;

	a->has_broadcast = len < 31;
	if (!a->has_broadcast)
		return;
	memcpy(&bits, a->addr.byte, sizeof(bits));
	a->broadcast.s_addr = bits | htonl(~0u >> len);
}

static void warn(const struct conf_block *b, struct conf_errors *errs)
{
	const struct conf_addr *a = &b->a;

	/* Nobody is surprised by the /24 of an address of class C. */
	if (b->len == LEN_CLASS && a->addr.prefix_len < 24)
		conf_warning_add(errs, a->file, a->line, b->word,
				 "no netmask is known: taken as /%u, that of its class",
				 a->addr.prefix_len);
	if (b->len == LEN_NONE)
		conf_warning_add(errs, a->file, a->line, b->word,
				 "no prefix length is given: taken as /%u",
				 a->addr.prefix_len);
	if (b->up == UP_UNSAID)
		conf_warning_add(errs, a->file, a->line, b->word,
				 "neither up nor down is said: it is not configured");
}

static bool is_twice(const struct conf_block *b, const struct conf *c,
		     struct conf_errors *errs)
{
	size_t i;

	for (i = 0; i < c->naddr; i++) {
		if (!ipaddr_equal(&c->addr[i].addr, &b->a.addr))
			continue;
		conf_error_add(errs, b->a.file, b->a.line, b->word,
			       "the address is in %s:%u already",
			       c->addr[i].file, c->addr[i].line);
		return true;
	}
	return false;
}

/**
 * conf_block_end() - Take what a block says when all has been read.
 * @b: the block
 * @c: takes it
 * @errs: takes what is wrong with it
 */
void conf_block_end(struct conf_block *b, struct conf *c,
		    struct conf_errors *errs)
{
	/* IPv6 is brought up on an interface unless the files say no. */
	if (b->family == AF_INET6 && !b->addif && !b->number &&
	    b->up == UP_UNSAID)
		b->up = UP_YES;
	if (b->up == UP_YES)
		*(b->family == AF_INET ? &c->up4 : &c->up6) = true;
	if (!b->has_addr || is_twice(b, c, errs))
		return;
	warn(b, errs);
	if (b->broadcast_plus)
		compute_broadcast(&b->a);
	b->a.up = b->up == UP_YES;
	c->addr = memory_grow(c->addr, c->naddr, sizeof(*c->addr));
	c->addr[c->naddr++] = b->a;
}
