// SPDX-License-Identifier: GPL-2.0
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "conf_check.h"

/**
 * struct check - All files, while they are compared.
 * @c: what they ask for, an interface each
 * @n: how many
 * @errs: takes the warnings
 */
struct check {
	const struct conf *c;
	size_t n;
	struct conf_errors *errs;
};

static void __printf(3, 4) warn(const struct check *k,
				const struct conf_addr *a, const char *fmt, ...)
{
	char text[IPADDR_TEXT], why[256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(why, sizeof(why), fmt, ap);
	va_end(ap);
	conf_warning_add(k->errs, a->file, a->line, ipaddr_text(&a->addr, text),
			 "%s", why);
}

static const struct conf_addr *first_data(const struct conf *c)
{
	size_t i;

	for (i = 0; i < c->naddr; i++)
		if (c->addr[i].up && !c->addr[i].test)
			return &c->addr[i];
	return NULL;
}

static void check_no_group(const struct check *k, const struct conf *c)
{
	const struct conf_addr *a = first_data(c);

	if (*c->group)
		return;
	if (a)
		warn(k, a, "%s is in no group: its addresses do not fail over",
		     c->ifname);
	if (c->standby)
		conf_warning_add(k->errs, c->file[0], 0, "standby",
				 "%s is in no group", c->ifname);
}

/* Router advertisements are for the group; members do not see them. */
static void check_token(const struct check *k, const struct conf *c)
{
	if (c->has_token && *c->group && !c->is_group)
		conf_warning_add(k->errs, c->file[c->nfiles - 1], 0, "token",
				 "of no use on a member: addresses that routers announce are the group's");
}

/* Return: another one of the same address that comes before @a. */
static const struct conf_addr *same_before(const struct check *k,
					   const struct conf *c,
					   const struct conf_addr *a)
{
	const struct conf *other;
	size_t i;

	for (other = k->c; other < c; other++)
		for (i = 0; i < other->naddr; i++)
			if (other->addr[i].up &&
			    ipaddr_equal(&other->addr[i].addr, &a->addr))
				return &other->addr[i];
	return NULL;
}

static void check_twice(const struct check *k, const struct conf *c,
			const struct conf_addr *a)
{
	const struct conf_addr *b = same_before(k, c, a);

	if (!b)
		return;
	if (a->test != b->test)
		warn(k, a, "the test address of one is a data address of another: see %s:%u",
		     b->file, b->line);
	else
		warn(k, a, "%s:%u has the same address", b->file, b->line);
}

/**
 * struct subnets - How a test address fits the data addresses of its group.
 * @data: there are such addresses
 * @fits: one of them is in its subnet, or it in theirs
 */
struct subnets {
	bool data;
	bool fits;
};

static void look_for_subnet(const struct conf *c, const struct conf_addr *test,
			    struct subnets *s)
{
	const struct conf_addr *a;
	size_t i;

	for (i = 0; i < c->naddr; i++) {
		a = &c->addr[i];
		if (!a->up || a->test || a->addr.family != test->addr.family)
			continue;
		s->data = true;
		s->fits |= ipaddr_covers(&a->addr, &test->addr) ||
			   ipaddr_covers(&test->addr, &a->addr);
	}
}

static void check_subnet(const struct check *k, const struct conf *c,
			 const struct conf_addr *test)
{
	struct subnets s = { 0 };
	size_t i;

	for (i = 0; i < k->n; i++)
		if (!strcmp(k->c[i].group, c->group))
			look_for_subnet(&k->c[i], test, &s);
	if (s.data && !s.fits)
		warn(k, test, "no data address of group %s is in the subnet of this test address",
		     c->group);
}

static void check_same_group(const struct check *k, const struct conf *c)
{
	const struct conf *other;

	for (other = k->c; c->is_group && other < c; other++)
		if (other->is_group && !strcmp(other->group, c->group))
			conf_warning_add(k->errs, c->file[0], 0, NULL,
					 "%s is of the same group, %s",
					 other->file[0], c->group);
}

static void check_one(const struct check *k, const struct conf *c, bool whole)
{
	const struct conf_addr *a;
	size_t i;

	check_no_group(k, c);
	check_token(k, c);
	check_same_group(k, c);
	for (i = 0; i < c->naddr; i++) {
		a = &c->addr[i];
		if (!a->up)
			continue;
		check_twice(k, c, a);
		if (whole && a->test && *c->group)
			check_subnet(k, c, a);
	}
}

/**
 * conf_check() - Compare what the files of several interfaces ask for.
 * @c: an interface each
 * @n: how many
 * @whole: there are no others: what is not here is missing
 * @errs: takes the warnings
 */
void conf_check(const struct conf *c, size_t n, bool whole,
		struct conf_errors *errs)
{
	const struct check k = { c, n, errs };
	size_t i;

	for (i = 0; i < n; i++)
		check_one(&k, &c[i], whole);
}
