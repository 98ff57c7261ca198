// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conf_block.h"
#include "conf_fold.h"
#include "../lib/err.h"
#include "../netlink/genl.h"
#include "../lib/memory.h"

/**
 * struct fold - The state of folding the statements of an interface.
 * @c: takes what they say
 * @errs: takes what is wrong
 * @l: where names and masks are looked up
 * @block: the logical interfaces, in the order of the files
 * @nblocks: how many
 * @src: the file that is read
 * @h: its statements
 * @file: its name, which lives as long as @c
 * @base: the block that each of its lines starts with
 * @cur: the block that words apply to now
 */
struct fold {
	struct conf *c;
	struct conf_errors *errs;
	const struct lookup *l;
	struct conf_block *block;
	size_t nblocks;
	const struct hostfile_source *src;
	const struct hostfile *h;
	const char *file;
	size_t base;
	size_t cur;
};

#define wrong(f, s, ...)						\
	conf_error_add((f)->errs, (f)->file, (s)->line, (s)->word, __VA_ARGS__)
#define warn(f, s, ...)							\
	conf_warning_add((f)->errs, (f)->file, (s)->line, (s)->word, __VA_ARGS__)

static struct conf_block *current(struct fold *f)
{
	return &f->block[f->cur];
}

static void add_block(struct fold *f, bool addif, unsigned int number)
{
	struct conf_block *b;

	f->block = memory_grow(f->block, f->nblocks, sizeof(*b));
	f->cur = f->nblocks++;
	b = current(f);
	b->family = f->src->family;
	b->addif = addif;
	b->number = number;
}

/* hostname.eth0 and hostname.eth0:0 are about the same one. */
static void open_base(struct fold *f)
{
	for (f->cur = 0; f->cur < f->nblocks; f->cur++)
		if (current(f)->family == f->src->family &&
		    !current(f)->addif && current(f)->number == f->src->number)
			break;
	if (f->cur == f->nblocks)
		add_block(f, false, f->src->number);
	f->base = f->cur;
}

/* The mask of a line is its last one, also for addresses before it. */
static const struct hostfile_statement *
row_mask(const struct fold *f, const struct hostfile_statement *s)
{
	static const struct hostfile_statement looked_up = { .plus = true };
	const struct hostfile_statement *mask = NULL, *end = f->h->s + f->h->n;
	size_t row = s->row;

	while (s > f->h->s && s[-1].row == row)
		s--;
	for (; s < end && s->row == row; s++)
		if (s->kind == HOSTFILE_NETMASK)
			mask = s;
	return mask || f->h->rows > 1 ? mask : &looked_up;
}

/* Debian has the host's own name at 127.0.1.1, which nobody else can reach. */
static bool look_up(struct fold *f, const struct hostfile_statement *s,
		    struct ipaddr *addr)
{
	char text[IPADDR_TEXT];
	const char *unfit;

	if (!lookup_host(f->l, s->host, f->src->family, addr)) {
		wrong(f, s, s->kind == HOSTFILE_SET ?
		      "neither a known word nor a host in /etc/hosts" :
		      "neither an address nor a host in /etc/hosts");
		return false;
	}
	unfit = ipaddr_unfit(addr);
	if (!unfit && addr->family == AF_INET6 && ipaddr_link_local(addr))
		unfit = "a link-local address";
	if (unfit)
		wrong(f, s, "/etc/hosts has it at %s, which is %s",
		      ipaddr_text(addr, text), unfit);
	return !unfit;
}

static bool find_address(struct fold *f, const struct hostfile_statement *s,
			 struct ipaddr *addr)
{
	if (s->host)
		return look_up(f, s, addr);
	*addr = s->addr;
	return addr->family != AF_UNSPEC;
}

static void set_address(struct fold *f, const struct hostfile_statement *s)
{
	const struct hostfile_statement *mask = row_mask(f, s);
	struct conf_block *b = current(f);
	struct ipaddr addr;

	if (!find_address(f, s, &addr))
		return;
	if (b->has_addr)
		warn(f, s, "it replaces %s, the address of line %u; addif adds one",
		     b->word, b->a.line);
	conf_block_set(b, &addr, s, f->file);
	/* A NIC whose data addresses are elsewhere is given the zero address. */
	if (ipaddr_unfit(&addr))
		b->has_addr = false;
	if (mask && f->src->family == AF_INET)
		conf_block_mask(b, f->l, mask);
}

static void set_len(struct fold *f, const struct hostfile_statement *s)
{
	struct conf_block *b = current(f);

	if (!b->has_addr) {
		wrong(f, s, "there is no address yet to have this prefix length");
		return;
	}
	b->a.addr.prefix_len = s->addr.prefix_len;
	b->len = LEN_GIVEN;
}

/*
 * In a logical file the block is made too, but to nobody's use: what follows
 * must not be taken for the address of the file.
 */
static void add_address(struct fold *f, const struct hostfile_statement *s)
{
	add_block(f, true, 0);
	if (f->src->number)
		wrong(f, s, "no addif in a logical file; it belongs into the file of %s itself",
		      f->c->ifname);
	else
		set_address(f, s);
}

static void remove_address(struct fold *f, const struct hostfile_statement *s)
{
	struct ipaddr addr;
	size_t i;

	if (!find_address(f, s, &addr))
		return;
	for (i = 0; i < f->nblocks; i++) {
		if (!f->block[i].has_addr ||
		    !ipaddr_equal(&f->block[i].a.addr, &addr))
			continue;
		f->block[i].has_addr = false;
		return;
	}
	wrong(f, s, "no such address has been added before");
}

/* What is about the interface as a whole has its place in the main file. */
static bool is_logical(struct fold *f, const struct hostfile_statement *s,
		       const char *what)
{
	if (f->src->number)
		wrong(f, s, "no %s in a logical file; it belongs into the file of %s itself",
		      what, f->c->ifname);
	return f->src->number;
}

static void set_group(struct fold *f, const struct hostfile_statement *s)
{
	const char *name = strcmp(s->word, "\"\"") ? s->word : "";
	struct conf *c = f->c;

	if (is_logical(f, s, "group"))
		return;
	if (*c->group && strcmp(c->group, name))
		warn(f, s, "it replaces group %s, given before", c->group);
	strcpy(c->group, name);
}

static void set_mtu(struct fold *f, const struct hostfile_statement *s)
{
	if (f->c->mtu && f->c->mtu != s->value)
		warn(f, s, "it replaces the MTU %u, given before", f->c->mtu);
	f->c->mtu = s->value;
}

static void set_token(struct fold *f, const struct hostfile_statement *s)
{
	if (is_logical(f, s, "token"))
		return;
	memcpy(&f->c->token, s->addr.byte, sizeof(f->c->token));
	f->c->has_token = true;
}

static void set_broadcast(struct fold *f, const struct hostfile_statement *s)
{
	struct conf_block *b = current(f);

	b->broadcast_plus = s->plus;
	b->a.has_broadcast = !s->plus;
	memcpy(&b->a.broadcast, s->addr.byte, sizeof(b->a.broadcast));
}

static void apply(struct fold *f, const struct hostfile_statement *s)
{
	switch (s->kind) {
	case HOSTFILE_SET:
		return set_address(f, s);
	case HOSTFILE_LEN:
		return set_len(f, s);
	case HOSTFILE_ADDIF:
		return add_address(f, s);
	case HOSTFILE_REMOVEIF:
		return remove_address(f, s);
	case HOSTFILE_NETMASK:
		return conf_block_mask(current(f), f->l, s);
	case HOSTFILE_BROADCAST:
		return set_broadcast(f, s);
	case HOSTFILE_GROUP:
		return set_group(f, s);
	case HOSTFILE_MTU:
		return set_mtu(f, s);
	case HOSTFILE_TOKEN:
		return set_token(f, s);
	case HOSTFILE_UP:
		current(f)->up = s->value ? UP_YES : UP_NO;
		break;
	case HOSTFILE_FAILOVER:
		current(f)->a.test = !s->value;
		break;
	case HOSTFILE_DEPRECATED:
		current(f)->a.deprecated = s->value;
		break;
	case HOSTFILE_STANDBY:
		f->c->standby = s->value;
		break;
	case HOSTFILE_FAILBACK:
		f->c->policy.failback = (int)s->value;
		break;
	case HOSTFILE_XMIT:
		f->c->policy.xmit = (int)s->value;
		break;
	case HOSTFILE_DETECTION_TIME:
		f->c->policy.detection_time = (int)s->value;
		break;
	case HOSTFILE_PROBE:
		f->c->policy.probe = (int)s->value;
		break;
	case HOSTFILE_ALL_SILENT:
		f->c->policy.fail_open = (int)s->value;
		break;
	case HOSTFILE_TARGET:
		return conf_add_target(f->c, &s->addr);
	}
}

/*
 * An IPv4 file of one line means `netmask + broadcast + up` as well, where it
 * does not say otherwise; the netmask is with row_mask().
 */
static void end_single_line(struct fold *f)
{
	struct conf_block *b = current(f);

	if (!b->a.has_broadcast)
		b->broadcast_plus = true;
	if (b->up == UP_UNSAID)
		b->up = UP_YES;
}

static void fold_file(struct fold *f)
{
	const struct hostfile_statement *s = f->h->s;
	size_t i;

	for (i = 0; i < f->h->n; i++, s++) {
		if (!i || s->row != s[-1].row)
			f->cur = f->base;
		apply(f, s);
	}
	if (f->h->rows == 1 && f->src->family == AF_INET)
		end_single_line(f);
}

static void fold_source(struct fold *f, const struct hostfile_source *src,
			struct hostfile *h)
{
	struct conf *c = f->c;

	f->src = src;
	f->h = h;
	c->file = memory_grow(c->file, c->nfiles, sizeof(*c->file));
	c->file[c->nfiles] = memory_copy(src->file, strlen(src->file));
	f->file = c->file[c->nfiles++];
	*(src->family == AF_INET ? &c->has4 : &c->has6) = true;
	hostfile_parse(h, src, c->is_group, f->errs);
	open_base(f);
	fold_file(f);
}

static void end_blocks(struct fold *f)
{
	size_t i;

	for (i = 0; i < f->nblocks; i++)
		conf_block_end(&f->block[i], f->c, f->errs);
	free(f->block);
	if (f->c->is_group && !*f->c->group)
		strcpy(f->c->group, f->c->ifname);
}

/**
 * conf_fold() - Fold the files of an interface into what they ask for.
 * @c: takes it
 * @ifname: the interface
 * @src: the files, IPv4 first, those of the interface before logical ones
 * @n: how many
 * @l: where names and masks are looked up
 * @errs: takes what is wrong; the rest is in @c all the same
 */
void conf_fold(struct conf *c, const char *ifname,
	       const struct hostfile_source *src, size_t n,
	       const struct lookup *l, struct conf_errors *errs)
{
	struct fold f = { .c = c, .errs = errs, .l = l };
	struct hostfile *h = calloc(n ? n : 1, sizeof(*h));
	size_t i;

	if (!h)
		err_no_memory();
	conf_init(c, ifname);
	for (i = 0; i < n; i++)
		c->is_group |= hostfile_is_group(src[i].text, src[i].len);
	for (i = 0; i < n; i++)
		fold_source(&f, &src[i], &h[i]);
	end_blocks(&f);
	for (i = 0; i < n; i++)
		hostfile_free(&h[i]);
	free(h);
}
