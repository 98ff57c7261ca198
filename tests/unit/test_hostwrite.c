// SPDX-License-Identifier: GPL-2.0
/* What is written reads back as the same, for any state that can be asked for. */
#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "confdump.h"
#include "lib/compiler.h"
#include "conf/conf_fold.h"
#include "netlink/genl.h"
#include "conf/hostwrite.h"

#define ROUNDS	20000

/* The same numbers each time. */
static uint32_t random_below(uint32_t n)
{
	static uint32_t x = 2463534242u;

	x ^= x << 13;
	x ^= x >> 17;
	x ^= x << 5;
	return x % n;
}

static bool maybe(void)
{
	return random_below(2);
}

static void make_broadcast(struct conf_addr *a)
{
	uint32_t bits;

	a->has_broadcast = maybe();
	if (!a->has_broadcast)
		return;
	memcpy(&bits, a->addr.byte, sizeof(bits));
	a->broadcast.s_addr = maybe() ? htonl(random_below(~0u)) :
		bits | htonl((uint32_t)(~0ull >> a->addr.prefix_len >> 32));
}

/* Each address is another one: @n is part of it. */
static void make_address(struct conf *c, size_t n, int family)
{
	struct conf_addr *a = &c->addr[n];

	memset(a, 0, sizeof(*a));
	ipaddr_parse(&a->addr, family == AF_INET ? "198.18.0.0" : "2001:db8::");
	a->addr.byte[ipaddr_size(&a->addr) - 2] = (uint8_t)random_below(256);
	a->addr.byte[ipaddr_size(&a->addr) - 1] = (uint8_t)(n + 1);
	a->addr.prefix_len = (uint8_t)(1 + random_below(family == AF_INET ?
							 32 : 128));
	if (family == AF_INET)
		make_broadcast(a);
	a->test = !c->is_group && maybe();
	a->deprecated = maybe();
	a->up = maybe();
	if (a->up)
		*(family == AF_INET ? &c->up4 : &c->up6) = true;
}

static void make_name(struct conf *c)
{
	static const char *const names[] = {
		"production", "a", "#1", "a#b", "\\", "up", "\"", "a\\\\b",
		"1234567890123456789012345678901", "+", "-failover", "~",
	};

	if (c->is_group || maybe())
		strcpy(c->group, names[random_below(ARRAY_SIZE(names))]);
}

static void make_policy(struct conf *c)
{
	static struct ipaddr targets[2];
	struct ipmp_policy *p = &c->policy;

	p->failback = (int)random_below(3) - 1;
	p->xmit = (int)random_below(3) - 1;
	p->detection_time = maybe() ? 100 + (int)random_below(10000) : IPMP_KEEP;
	p->probe = (int)random_below(3) - 1;
	p->fail_open = (int)random_below(3) - 1;
	ipaddr_parse(&targets[0], "192.0.2.1");
	ipaddr_parse(&targets[1], "2001:db8::1");
	c->target = targets;
	c->ntargets = random_below(3);
}

static void make_options(struct conf *c)
{
	static const uint8_t token[] = { 0x02, 0, 0, 0xff, 0xfe, 0, 0, 1 };

	c->is_group = !random_below(4);
	c->has4 = maybe();
	c->has6 = !c->has4 || maybe();
	c->up4 = c->has4 && maybe();
	c->up6 = c->has6 && maybe();
	make_name(c);
	if (c->is_group)
		make_policy(c);
	c->has_token = c->has6 && maybe();
	if (c->has_token)
		memcpy(c->token.s6_addr + 8, token, sizeof(token));
	if (c->is_group)
		return;
	c->standby = maybe();
	c->mtu = maybe() ? 1280 + random_below(64000) : 0;
}

static void make(struct conf *c, struct conf_addr *addr)
{
	uint32_t n4, n6;

	conf_init(c, "eth0");
	c->addr = addr;
	make_options(c);
	n4 = c->has4 ? random_below(4) : 0;
	n6 = c->has6 ? random_below(4) : 0;
	while (c->naddr < n4 + n6) {
		make_address(c, c->naddr, c->naddr < n4 ? AF_INET : AF_INET6);
		c->naddr++;
	}
}

static char *dump(const struct conf *c)
{
	size_t len;
	char *text;
	FILE *f = open_memstream(&text, &len);

	confdump(f, c, false);
	fclose(f);
	return text;
}

static void read_back(const struct hostwrite *w, struct conf *c)
{
	const struct lookup l = { NULL, NULL };
	struct hostfile_source src[2];
	struct conf_errors errs = { 0 };
	size_t n = 0, i;

	if (w->text4)
		src[n++] = (struct hostfile_source){
			"hostname.eth0", AF_INET, 0, w->text4, strlen(w->text4)
		};
	if (w->text6)
		src[n++] = (struct hostfile_source){
			"hostname6.eth0", AF_INET6, 0, w->text6,
			strlen(w->text6)
		};
	conf_fold(c, "eth0", src, n, &l, &errs);
	for (i = 0; i < errs.n; i++)
		assert_true(errs.e[i].warning);
	conf_errors_free(&errs);
}

static void test_round_trip(void **state)
{
	struct conf_addr addr[8];
	struct hostwrite w;
	struct conf c, back;
	char *want, *got;
	size_t i;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		make(&c, addr);
		hostwrite(&c, &w);
		read_back(&w, &back);
		want = dump(&c);
		got = dump(&back);
		if (strcmp(got, want))
			print_message("# %s# %s", w.text4 ? w.text4 : "",
				      w.text6 ? w.text6 : "");
		assert_string_equal(got, want);
		conf_free(&back);
		hostwrite_free(&w);
		free(want);
		free(got);
	}
}

/* People read the files too. */
static void test_text(void **state)
{
	static struct conf_addr addr[3];
	struct conf c = {
		.ifname = "eth0", .has4 = true, .has6 = true, .up4 = true,
		.up6 = true, .group = "production", .standby = true,
		.mtu = 1400, .policy = IPMP_KEEP_ALL,
		.addr = addr, .naddr = 3,
	};
	struct hostwrite w;

	(void)state;
	ipaddr_parse(&addr[0].addr, "192.0.2.10");
	addr[0].addr.prefix_len = 24;
	addr[0].up = true;
	addr[1] = addr[0];
	addr[0].has_broadcast = true;
	addr[0].broadcast.s_addr = inet_addr("192.0.2.255");
	addr[1].addr.byte[3] = 21;
	addr[1].test = true;
	addr[1].deprecated = true;
	ipaddr_parse(&addr[2].addr, "2001:db8::10");
	addr[2].addr.prefix_len = 64;
	hostwrite(&c, &w);
	assert_string_equal(w.text4,
			    "group production standby mtu 1400 up\n"
			    "addif 192.0.2.10/24 broadcast + up\n"
			    "addif 192.0.2.21/24 deprecated -failover up\n");
	assert_string_equal(w.text6, "group production up\n"
				     "addif 2001:db8::10/64 down\n");
	hostwrite_free(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_text),
	};

	return cmocka_run_group_tests_name("hostwrite", tests, NULL, NULL);
}
