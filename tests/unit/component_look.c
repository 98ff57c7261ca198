// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "component_look.h"
#include "component/component_link.h"

const struct component_roots *machine;
int look_nsid, look_refuse, look_reads;

static char *out;
static size_t out_size;

int links_nsid(const char *path, const char *other)
{
	assert_string_not_equal(path, other);
	return look_nsid;
}

static void add_address(struct link *link, const char *text)
{
	link->addr = reallocarray(link->addr, link->naddr + 1,
				  sizeof(*link->addr));
	assert_non_null(link->addr);
	assert_true(ipaddr_parse(&link->addr[link->naddr++], text));
}

static void parse_link(struct link *link, char *line)
{
	char *save, *word;

	memset(link, 0, sizeof(*link));
	link->lower_nsid = LINK_NSID_OWN;
	link->ifindex = (uint32_t)atoi(strtok_r(line, "\n ", &save));
	strcpy(link->ifname, strtok_r(NULL, "\n ", &save));
	while ((word = strtok_r(NULL, "\n ", &save))) {
		if (!strcmp(word, "up"))
			link->up = true;
		else if (!strncmp(word, "dev=", 4))
			sscanf(word, "dev=%31[^/]/%63s", link->bus,
			       link->parent);
		else if (!strncmp(word, "kind=", 5))
			strcpy(link->kind, word + 5);
		else if (!strncmp(word, "addr=", 5))
			add_address(link, word + 5);
		else if (sscanf(word, "master=%u", &link->master) != 1 &&
			 sscanf(word, "lower=%u", &link->lower) != 1 &&
			 sscanf(word, "nsid=%d", &link->lower_nsid) != 1)
			fail_msg("what is %s?", word);
	}
}

int links_read(const char *path, bool own, struct links *l)
{
	FILE *f = fopen(path, "r");
	char line[256];

	assert_int_equal(own, !look_reads);
	memset(l, 0, sizeof(*l));
	if (++look_reads == look_refuse) {
		fclose(f);
		return -EPERM;
	}
	while (fgets(line, sizeof(line), f)) {
		if (line[0] == '\n')
			continue;
		l->link = reallocarray(l->link, l->n + 1, sizeof(*l->link));
		assert_non_null(l->link);
		parse_link(&l->link[l->n++], line);
	}
	fclose(f);
	return 0;
}

static void print_list(FILE *f, const char *what, char (*list)[COMPONENT_PCI],
		       size_t n)
{
	size_t i;

	fprintf(f, "%s", what);
	for (i = 0; i < n; i++)
		fprintf(f, " %s", list[i]);
	fprintf(f, "\n");
}

static void print_place(FILE *f, const struct component_place *p)
{
	fprintf(f, "%s below '%s' slot '%s' rescan %s\n",
		p->occupied ? "is" : "was", p->port, p->slot,
		p->rescan + strlen(machine->sys));
}

static void print_component(FILE *f, const struct component *c)
{
	size_t i;

	print_list(f, "remove:", c->top, c->ntop);
	print_list(f, "goes:", c->function, c->nfunctions);
	print_place(f, &c->place);
	for (i = 0; i < c->nnics; i++)
		fprintf(f, "nic %s%s%s%s%s%s\n", c->nics[i].ifname,
			c->nics[i].vf ? " vf" : "",
			*c->nics[i].lower ? " on " : "", c->nics[i].lower,
			c->nics[i].grouped ? " grouped" : "",
			c->nics[i].configured ? " configured" : "");
	component_print_table(f, c, 1);
}

const char *look(const char *name, bool place)
{
	struct component_place p;
	struct component c = { 0 };
	FILE *saved = stderr;
	int status;

	free(out);
	look_reads = 0;
	stderr = open_memstream(&out, &out_size);
	status = place ? component_place(machine, name, &p) :
			 component_find(machine, name, &c);
	if (status)
		fprintf(stderr, "= %d\n", status);
	else if (place)
		print_place(stderr, &p);
	else
		print_component(stderr, &c);
	component_free(&c);
	fclose(stderr);
	stderr = saved;
	return out;
}

int look_tear_down(void **state)
{
	(void)state;
	tree_drop();
	free(out);
	out = NULL;
	look_nsid = LINK_NSID_OWN;
	look_refuse = 0;
	return 0;
}
