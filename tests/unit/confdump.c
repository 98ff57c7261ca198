// SPDX-License-Identifier: GPL-2.0
#include <arpa/inet.h>
#include <string.h>

#include "confdump.h"
#include "netlink/genl.h"

/* The directory depends on where the tests run. */
static const char *base(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static void dump_policy(FILE *f, const struct conf *c)
{
	const struct ipmp_policy *p = &c->policy;
	char text[IPADDR_TEXT];
	size_t i;

	if (p->failback != IPMP_KEEP)
		fprintf(f, " failback %d", p->failback);
	if (p->xmit != IPMP_KEEP)
		fprintf(f, " xmit %d", p->xmit);
	if (p->detection_time != IPMP_KEEP)
		fprintf(f, " detection-time %d", p->detection_time);
	if (p->probe != IPMP_KEEP)
		fprintf(f, " probe %d", p->probe);
	if (p->fail_open != IPMP_KEEP)
		fprintf(f, " all-silent %d", p->fail_open);
	for (i = 0; i < c->ntargets; i++)
		fprintf(f, " target %s", ipaddr_text(&c->target[i], text));
}

static void dump_options(FILE *f, const struct conf *c)
{
	char token[INET6_ADDRSTRLEN];

	fprintf(f, "%s:%s", c->ifname, c->is_group ? " ipmp" : "");
	if (*c->group)
		fprintf(f, " group %s", c->group);
	if (c->standby)
		fputs(" standby", f);
	if (c->mtu)
		fprintf(f, " mtu %u", c->mtu);
	if (c->has_token)
		fprintf(f, " token %s", inet_ntop(AF_INET6, &c->token, token,
						  sizeof(token)));
	dump_policy(f, c);
	if (c->has4)
		fprintf(f, " inet %s", c->up4 ? "up" : "down");
	if (c->has6)
		fprintf(f, " inet6 %s", c->up6 ? "up" : "down");
	fputc('\n', f);
}

static void dump_address(FILE *f, const struct conf_addr *a, bool where)
{
	char text[IPADDR_TEXT], broadcast[INET_ADDRSTRLEN];

	fprintf(f, "\t%s", ipaddr_text_len(&a->addr, text));
	if (a->has_broadcast)
		fprintf(f, " broadcast %s",
			inet_ntop(AF_INET, &a->broadcast, broadcast,
				  sizeof(broadcast)));
	fprintf(f, "%s%s %s", a->test ? " test" : "",
		a->deprecated ? " deprecated" : "", a->up ? "up" : "down");
	if (where)
		fprintf(f, " (%s:%u)", base(a->file), a->line);
	fputc('\n', f);
}

void confdump(FILE *f, const struct conf *c, bool where)
{
	size_t i;

	dump_options(f, c);
	for (i = 0; i < c->naddr; i++)
		dump_address(f, &c->addr[i], where);
}

void confdump_errors(FILE *f, const struct conf_errors *errs)
{
	const struct conf_error *e;
	size_t i;

	for (i = 0; i < errs->n; i++) {
		e = &errs->e[i];
		fprintf(f, "%s:%u: %s%s%s%s\n", base(e->file), e->line,
			e->word ? e->word : "", e->word ? ": " : "",
			e->warning ? "warning: " : "", e->text);
	}
}
