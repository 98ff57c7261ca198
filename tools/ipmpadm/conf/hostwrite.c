// SPDX-License-Identifier: GPL-2.0
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/err.h"
#include "../netlink/genl.h"
#include "hostwrite.h"
#include "../lib/words.h"

/* A name may hold what a file gives a meaning of its own. */
static void put_name(FILE *f, const char *name)
{
	const char *p;

	for (p = name; *p; p++) {
		if (*p == '\\' || (*p == '#' && p == name))
			fputc('\\', f);
		fputc(*p, f);
	}
	fputc(' ', f);
}

static void put_word(FILE *f, const char *word, const struct words *w,
		     int value)
{
	if (value != IPMP_KEEP)
		fprintf(f, "%s %s ", word, words_name(w, (uint32_t)value));
}

static void put_policy(FILE *f, const struct conf *c)
{
	const struct ipmp_policy *p = &c->policy;
	char text[IPADDR_TEXT];
	size_t i;

	put_word(f, "failback", &words_onoff, p->failback);
	put_word(f, "xmit", &words_xmit, p->xmit);
	if (p->detection_time != IPMP_KEEP)
		fprintf(f, "detection-time %d ", p->detection_time);
	put_word(f, "probe", &words_probe_mode, p->probe);
	put_word(f, "all-silent", &words_all_silent, p->fail_open);
	for (i = 0; i < c->ntargets; i++)
		fprintf(f, "target %s ", ipaddr_text(&c->target[i], text));
}

/*
 * The first line is about the interface, each other one about an address. So
 * a file with an address never has one line, to which words would be added.
 */
static void put_options(FILE *f, const struct conf *c, int family)
{
	bool first = family == AF_INET || !c->has4;
	char token[INET6_ADDRSTRLEN];

	if (c->is_group)
		fputs("ipmp ", f);
	if (*c->group) {
		fputs("group ", f);
		put_name(f, c->group);
	}
	if (first && c->standby)
		fputs("standby ", f);
	if (first && c->mtu)
		fprintf(f, "mtu %u ", c->mtu);
	if (first)
		put_policy(f, c);
	if (family == AF_INET6 && c->has_token &&
	    inet_ntop(AF_INET6, &c->token, token, sizeof(token)))
		fprintf(f, "token %s/64 ", token);
	fputs((family == AF_INET ? c->up4 : c->up6) ? "up\n" : "down\n", f);
}

/* The broadcast address that `+` would give. */
static bool is_computed(const struct conf_addr *a)
{
	uint8_t len = a->addr.prefix_len;
	uint32_t bits;

	memcpy(&bits, a->addr.byte, sizeof(bits));
	return len < 31 && a->broadcast.s_addr == (bits | htonl(~0u >> len));
}

static void put_broadcast(FILE *f, const struct conf_addr *a)
{
	char text[INET_ADDRSTRLEN];

	if (!a->has_broadcast)
		return;
	if (is_computed(a))
		fputs(" broadcast +", f);
	else if (inet_ntop(AF_INET, &a->broadcast, text, sizeof(text)))
		fprintf(f, " broadcast %s", text);
}

static void put_address(FILE *f, const struct conf_addr *a)
{
	char text[IPADDR_TEXT];

	fprintf(f, "addif %s", ipaddr_text_len(&a->addr, text));
	put_broadcast(f, a);
	if (a->deprecated)
		fputs(" deprecated", f);
	if (a->test)
		fputs(" -failover", f);
	fputs(a->up ? " up\n" : " down\n", f);
}

static char *write_family(const struct conf *c, int family)
{
	char *text = NULL;
	size_t i, len;
	FILE *f = open_memstream(&text, &len);

	if (!f)
		err_no_memory();
	put_options(f, c, family);
	for (i = 0; i < c->naddr; i++)
		if (c->addr[i].addr.family == family)
			put_address(f, &c->addr[i]);
	if (fclose(f))
		err_no_memory();
	return text;
}

/**
 * hostwrite() - Write the files of an interface.
 * @c: what they are to ask for
 * @w: takes their texts, from which conf_load() makes @c again; to be freed
 */
void hostwrite(const struct conf *c, struct hostwrite *w)
{
	w->text4 = c->has4 ? write_family(c, AF_INET) : NULL;
	w->text6 = c->has6 ? write_family(c, AF_INET6) : NULL;
}

/**
 * hostwrite_free() - Forget the texts.
 * @w: empty afterwards
 */
void hostwrite_free(struct hostwrite *w)
{
	free(w->text4);
	free(w->text6);
	memset(w, 0, sizeof(*w));
}
