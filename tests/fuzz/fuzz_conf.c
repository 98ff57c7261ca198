// SPDX-License-Identifier: GPL-2.0
/*
 * Any bytes as the hostname files of an interface. Besides the sanitizers it
 * judges what comes out, and that writing and reading it changes nothing.
 *
 * The input holds a text after the other, with bytes 0xff between them; where
 * there is not a byte, there is no such file.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/compiler.h"
#include "conf/conf_check.h"
#include "conf/conf_fold.h"
#include "conf/hostwrite.h"
#include "lib/memory.h"

#define REQUIRE(that)							\
	do {								\
		if (!(that))						\
			abort();					\
	} while (0)

/* The texts of an input: two tables, and these files. */
static const struct hostfile_source files[] = {
	{ .file = "/etc/hostname.eth0", .family = AF_INET },
	{ .file = "/etc/hostname.eth0:0", .family = AF_INET },
	{ .file = "/etc/hostname.eth0:1", .family = AF_INET, .number = 1 },
	{ .file = "/etc/hostname6.eth0", .family = AF_INET6 },
	{ .file = "/etc/hostname6.eth0:1", .family = AF_INET6, .number = 1 },
};

/**
 * struct input - What is left of the input.
 * @p: the next byte
 * @end: after the last one
 */
struct input {
	const uint8_t *p;
	const uint8_t *end;
};

/* Return: the next text, in memory of its own so that overruns are seen. */
static char *take(struct input *in, size_t *len)
{
	const uint8_t *stop = in->p == in->end ? NULL :
		memchr(in->p, 0xff, (size_t)(in->end - in->p));
	const char *text = (const char *)in->p;

	if (!stop)
		stop = in->end;
	*len = (size_t)(stop - in->p);
	in->p = stop == in->end ? stop : stop + 1;
	return memory_copy(*len ? text : "", *len);
}

static void judge_address(const struct conf_addr *a)
{
	REQUIRE(a->addr.family == AF_INET || a->addr.family == AF_INET6);
	REQUIRE(!ipaddr_unfit(&a->addr));
	REQUIRE(a->addr.prefix_len >= 1);
	REQUIRE(a->addr.prefix_len <= ipaddr_max_len(&a->addr));
	REQUIRE(!a->has_broadcast || a->addr.family == AF_INET);
	REQUIRE(!strncmp(a->file, "/etc/hostname", 13));
	REQUIRE(a->line);
}

static void judge(const struct conf *c, const struct conf_errors *errs)
{
	size_t i, k;

	REQUIRE(memchr(c->group, '\0', sizeof(c->group)));
	REQUIRE(!c->mtu || (c->mtu >= 68 && c->mtu <= 65535));
	REQUIRE(!c->is_group || (!c->standby && !c->mtu && *c->group));
	REQUIRE((c->has4 || !c->up4) && (c->has6 || !c->up6));
	for (i = 0; i < c->naddr; i++) {
		judge_address(&c->addr[i]);
		for (k = 0; k < i; k++)
			REQUIRE(!ipaddr_equal(&c->addr[k].addr,
					      &c->addr[i].addr));
	}
	for (i = 0; i < errs->n; i++)
		REQUIRE(errs->e[i].line || errs->e[i].warning);
}

static void fold(struct conf *c, const struct hostfile_source *src, size_t n,
		 const struct lookup *l, struct conf_errors *errs)
{
	conf_fold(c, "eth0", src, n, l, errs);
	conf_check(c, 1, true, errs);
	conf_errors_sort(errs);
}

static bool same(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

static void read_back(const struct hostwrite *w)
{
	const struct lookup none = { NULL, NULL };
	struct conf_errors errs = { 0 };
	struct hostfile_source src[2];
	struct hostwrite again;
	struct conf c;
	size_t n = 0, i;

	if (w->text4) {
		src[n] = files[0];
		src[n].text = w->text4;
		src[n++].len = strlen(w->text4);
	}
	if (w->text6) {
		src[n] = files[3];
		src[n].text = w->text6;
		src[n++].len = strlen(w->text6);
	}
	fold(&c, src, n, &none, &errs);
	for (i = 0; i < errs.n; i++)
		REQUIRE(errs.e[i].warning);
	hostwrite(&c, &again);
	REQUIRE(same(w->text4, again.text4) && same(w->text6, again.text6));
	hostwrite_free(&again);
	conf_errors_free(&errs);
	conf_free(&c);
}

static size_t take_files(struct input *in, struct hostfile_source *src)
{
	size_t n = 0, i;

	for (i = 0; i < ARRAY_SIZE(files); i++) {
		src[n] = files[i];
		src[n].text = take(in, &src[n].len);
		if (src[n].len)
			n++;
		else
			free((char *)src[n].text);
	}
	return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hostfile_source src[ARRAY_SIZE(files)];
	struct input in = { data, data + size };
	struct conf_errors errs = { 0 };
	struct hostwrite w;
	struct lookup l;
	struct conf c;
	size_t n, len;

	l.hosts = take(&in, &len);
	l.netmasks = take(&in, &len);
	n = take_files(&in, src);
	fold(&c, src, n, &l, &errs);
	judge(&c, &errs);
	hostwrite(&c, &w);
	read_back(&w);
	hostwrite_free(&w);
	conf_free(&c);
	conf_errors_free(&errs);
	while (n)
		free((char *)src[--n].text);
	lookup_free(&l);
	return 0;
}
