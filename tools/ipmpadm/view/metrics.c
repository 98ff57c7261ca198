// SPDX-License-Identifier: GPL-2.0
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/err.h"
#include "../lib/utf8.h"
#include "../netlink/ethtool.h"
#include "metrics.h"

/**
 * struct printer - The output.
 * @out: where to
 * @st: the model
 * @counters: of each group
 * @m: the metric that is being printed
 * @begun: whether its first lines were
 */
struct printer {
	FILE *out;
	const struct state *st;
	struct counters *counters;
	const struct metric *m;
	bool begun;
};

static bool is_counter(const char *name)
{
	size_t len = strlen(name);

	return len > 6 && !strcmp(name + len - 6, "_total");
}

/* A metric of which there is no sample is not mentioned at all. */
static void begin(struct printer *p)
{
	if (!p->begun)
		fprintf(p->out, "# HELP %s %s\n# TYPE %s %s\n", p->m->name,
			p->m->help, p->m->name,
			is_counter(p->m->name) ? "counter" : "gauge");
	p->begun = true;
}

/*
 * A reader refuses all of what is not UTF-8. Bytes that cannot be printed are
 * told by their number, so that names stay apart.
 */
static void put_char(FILE *out, const char *text, size_t n, bool odd)
{
	size_t i;

	if (*text == '\n') {
		fputs("\\n", out);
		return;
	}
	if (*text == '\\' || *text == '"')
		putc('\\', out);
	for (i = 0; i < n; i++)
		fprintf(out, odd ? "\\\\x%02x" : "%c", (unsigned char)text[i]);
}

static void label(const struct printer *p, char sep, const char *key,
		  const char *value)
{
	bool control;
	size_t n;

	fprintf(p->out, "%c%s=\"", sep, key);
	for (; *value; value += n) {
		n = utf8_char(value, &control);
		put_char(p->out, value, n, control || utf8_broken(value, n));
	}
	putc('"', p->out);
}

static const char *family_word(uint8_t family)
{
	return family == AF_INET ? "inet" : "inet6";
}

/* What names an object; every one begins with its group. */
static void labels(const struct printer *p, const void *item)
{
	const struct group_id *group = item;
	const struct probe_target *t = item;
	const struct member *m = item;
	const struct probe *pr = item;
	char text[IPADDR_TEXT];

	label(p, '{', "group", group->name);
	switch (p->m->type) {
	case OBJECT_MEMBER:
		label(p, ',', "member", m->ifname);
		break;
	case OBJECT_TARGET:
		label(p, ',', "target", ipaddr_text(&t->addr, text));
		break;
	case OBJECT_PROBE:
		label(p, ',', "member", pr->ifname);
		label(p, ',', "family", family_word(pr->family));
		break;
	default:
		break;
	}
}

static void mac_label(const struct printer *p, const struct member *m)
{
	char mac[3 * PERM_ADDR_MAX + 1] = "";
	int i;

	for (i = 0; i < m->perm_len; i++)
		sprintf(mac + strlen(mac), "%s%02x", i ? ":" : "",
			m->perm_addr[i]);
	label(p, ',', "perm_mac", mac);
}

/* What else is to be told of an object, and seldom changes. */
static void info_labels(const struct printer *p, const void *item)
{
	const struct probe_target *t = item;
	const struct address *a = item;
	const struct member *m = item;
	const struct group *g = item;
	char text[IPADDR_TEXT];

	switch (p->m->type) {
	case OBJECT_GROUP:
		label(p, ',', "interface", g->id.ifname);
		label(p, ',', "xmit", words_name(&words_xmit, g->xmit));
		break;
	case OBJECT_MEMBER:
		mac_label(p, m);
		label(p, ',', "path", m->path);
		break;
	case OBJECT_ADDRESS:
		label(p, ',', "address", ipaddr_text(&a->addr, text));
		label(p, ',', "member", a->member);
		label(p, ',', "home", a->home);
		break;
	case OBJECT_TARGET:
		label(p, ',', "source",
		      words_name(&words_target_source, t->source));
		break;
	default:
		break;
	}
}

static void begin_sample(struct printer *p, const void *item)
{
	begin(p);
	fputs(p->m->name, p->out);
	labels(p, item);
	if (p->m->value == METRIC_INFO)
		info_labels(p, item);
	fputs("} ", p->out);
}

static void sample(struct printer *p, const void *item, uint64_t value)
{
	begin_sample(p, item);
	fprintf(p->out, "%" PRIu64 "\n", value);
}

/* A double has about 15 decimal digits. */
static void seconds(struct printer *p, const void *item, double value)
{
	begin_sample(p, item);
	fprintf(p->out, "%.15g\n", value);
}

static void states(struct printer *p, const void *item, uint32_t state)
{
	uint32_t i;

	begin(p);
	for (i = 0; i < p->m->words->n; i++) {
		fputs(p->m->name, p->out);
		labels(p, item);
		label(p, ',', "state", p->m->words->word[i]);
		fprintf(p->out, "} %d\n", i == state);
	}
}

static void counter(struct printer *p, const struct group *g)
{
	const struct counters *c = &p->counters[g - p->st->groups];
	uint64_t value;

	if (counters_get(c, p->m->counter, &value))
		sample(p, g, value);
}

static void print_one(struct printer *p, const void *item)
{
	const void *at = (const char *)item + p->m->offset;
	const uint64_t *u64 = at;
	const uint32_t *u32 = at;
	const bool *on = at;

	switch (p->m->value) {
	case METRIC_INFO:
		sample(p, item, 1);
		break;
	case METRIC_STATE:
		states(p, item, *u32);
		break;
	case METRIC_BOOL:
		sample(p, item, *on);
		break;
	case METRIC_U64:
		sample(p, item, *u64);
		break;
	case METRIC_NS:
		if (*u64)
			seconds(p, item, (double)*u64 / 1e9);
		break;
	case METRIC_MS:
		if (*u32)
			seconds(p, item, *u32 / 1e3);
		break;
	case METRIC_RTT:
		if (*u32 != RTT_NONE)
			seconds(p, item, *u32 / 1e6);
		break;
	case METRIC_COUNTER:
		counter(p, item);
		break;
	case METRIC_CALL:
		sample(p, item, p->m->call(p->st, item));
		break;
	}
}

static void print_family(struct printer *p)
{
	const void *item;
	size_t i;

	p->begun = false;
	for (i = 0; (item = state_item(p->st, p->m->type, i)); i++)
		print_one(p, item);
}

/**
 * metrics_print() - Print metrics, each with all its samples together.
 * @out: where to
 * @st: the model
 * @metrics: which
 * @n: how many
 */
void metrics_print(FILE *out, const struct state *st,
		   const struct metric *metrics, size_t n)
{
	struct printer p = { .out = out, .st = st };
	size_t i;

	p.counters = calloc(st->ngroups + 1, sizeof(*p.counters));
	if (!p.counters)
		err_no_memory();
	for (i = 0; i < st->ngroups; i++)
		counters_read(&p.counters[i], st->groups[i].id.ifname);
	for (i = 0; i < n; i++) {
		p.m = &metrics[i];
		print_family(&p);
	}
	for (i = 0; i < st->ngroups; i++)
		counters_free(&p.counters[i]);
	free(p.counters);
}
