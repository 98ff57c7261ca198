// SPDX-License-Identifier: GPL-2.0
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "hostarg.h"
#include "hostfile.h"
#include "hostlex.h"
#include "hostword.h"
#include "../lib/memory.h"

/**
 * struct parser - The state of parsing a file.
 * @h: takes the statements
 * @file: name of the file
 * @family: of the file
 * @is_group: it is about a group
 * @errs: takes what is wrong
 * @lex: the words
 * @i: the next word
 * @row: of the words that are looked at
 * @first: the next word is the first of its row
 * @addressed: there is an address in this row already
 */
struct parser {
	struct hostfile *h;
	const char *file;
	int family;
	bool is_group;
	struct conf_errors *errs;
	struct hostlex lex;
	size_t i;
	size_t row;
	bool first;
	bool addressed;
};

#define wrong(p, w, ...)						\
	conf_error_add((p)->errs, (p)->file, (w)->line, (w)->text, __VA_ARGS__)

static const char *family_name(int family)
{
	return family == AF_INET ? "inet" : "inet6";
}

/* Messages would not show them, and a NUL would hide the rest of the word. */
static bool has_control(const struct hostlex_word *w)
{
	size_t i;

	for (i = 0; i < w->len; i++)
		if ((unsigned char)w->text[i] < ' ' || w->text[i] == 0x7f)
			return true;
	return false;
}

static const struct hostlex_word *peek(const struct parser *p)
{
	const struct hostlex_word *w = &p->lex.w[p->i];

	return p->i < p->lex.n && w->row == p->row ? w : NULL;
}

/* Return: the next word of the row, NULL after the last one. */
static const struct hostlex_word *next(struct parser *p)
{
	const struct hostlex_word *w = peek(p);

	p->i += !!w;
	return w;
}

static void skip_row(struct parser *p)
{
	while (next(p))
		;
}

static struct hostfile_statement *emit(struct parser *p,
				       enum hostfile_kind kind,
				       const struct hostlex_word *w)
{
	struct hostfile *h = p->h;
	struct hostfile_statement *s;

	h->s = memory_grow(h->s, h->n, sizeof(*s));
	s = &h->s[h->n++];
	s->kind = kind;
	s->line = w->line;
	s->row = w->row;
	s->word = memory_copy(w->text, w->len);
	return s;
}

static void clear_address(struct hostfile_statement *s)
{
	free(s->host);
	s->host = NULL;
	s->addr.family = AF_UNSPEC;
}

static void drop_last(struct hostfile *h)
{
	struct hostfile_statement *s = &h->s[--h->n];

	clear_address(s);
	free(s->word);
}

/*
 * An addif stands even if its address is wrong: what follows it must not
 * be taken for the address before.
 */
static void emit_value(struct parser *p, enum hostfile_kind kind,
		       const struct hostlex_word *w)
{
	const struct hostarg arg = {
		w->text, w->line, p->file, p->family, p->errs
	};
	struct hostfile_statement *s = emit(p, kind, w);
	bool ok = false;

	if (has_control(w))
		wrong(p, w, "it has a control character");
	else
		ok = hostarg_read(&arg, s);
	if (!ok && kind != HOSTFILE_ADDIF)
		drop_last(p->h);
	else if (!ok)
		clear_address(s);
	p->addressed |= kind == HOSTFILE_SET || kind == HOSTFILE_ADDIF;
}

static bool looks_like_mac(const struct hostlex_word *w)
{
	return w && strspn(w->text, "0123456789abcdefABCDEF:") == w->len &&
	       strchr(w->text, ':');
}

/* Steps over what follows a word that is of no use. */
static void skip_argument(struct parser *p, const struct hostword *word)
{
	if (word->arg == ARG_REST)
		skip_row(p);
	else if (word->arg == ARG_ONE ||
		 (word->arg == ARG_MAC && looks_like_mac(peek(p))))
		next(p);
}

/* Return: why a word cannot stand here, NULL if it can. */
static const char *misplaced(const struct parser *p,
			     const struct hostword *word)
{
	if (word->family && word->family != p->family)
		return p->family == AF_INET ? "not supported for inet" :
					      "not supported for inet6";
	if (word->where == IN_GROUP && !p->is_group)
		return "only in the file of a group, which starts with ipmp";
	if (word->where == IN_NIC && p->is_group)
		return "it is for the file of a member, not of a group";
	if (word->arg == ARG_REST && !p->first)
		return "it has to be the first word of its line";
	return word->use == WORD_REFUSED ? word->why : NULL;
}

static void take_statement(struct parser *p, const struct hostlex_word *w,
			   const struct hostword *word)
{
	const struct hostlex_word *arg;

	if (word->arg == ARG_NONE) {
		emit(p, word->kind, w)->value = word->value;
		return;
	}
	arg = next(p);
	if (arg)
		emit_value(p, word->kind, arg);
	else
		wrong(p, w, "its argument is missing");
}

static void take_known(struct parser *p, const struct hostlex_word *w,
		       const struct hostword *word)
{
	const char *why = misplaced(p, word);

	if (!why && word->use == WORD_TAKEN) {
		take_statement(p, w, word);
		return;
	}
	skip_argument(p, word);
	if (why)
		wrong(p, w, "%s", why);
	else if (word->use == WORD_IGNORED)
		conf_warning_add(p->errs, p->file, w->line, w->text, "%s",
				 word->why);
}

static bool looks_like_address(const struct hostlex_word *w)
{
	char *host = memory_copy(w->text, strcspn(w->text, "/"));
	struct ipaddr addr;
	bool is;

	is = ipaddr_parse(&addr, host);
	free(host);
	return is;
}

/* The first one is the address; a second would be that of the other end. */
static void take_bare(struct parser *p, const struct hostlex_word *w)
{
	if (!p->addressed && (isalnum((unsigned char)*w->text) ||
			      *w->text == ':' || *w->text == '/'))
		emit_value(p, HOSTFILE_SET, w);
	else if (looks_like_address(w))
		wrong(p, w, "a second address would be that of a point-to-point link, which is not supported; addif adds one");
	else
		wrong(p, w, "unknown word");
}

static void take_word(struct parser *p, const struct hostlex_word *w)
{
	const struct hostword *word;

	if (has_control(w)) {
		wrong(p, w, "it has a control character");
		return;
	}
	word = hostword_find(w->text, p->is_group);
	if (word)
		take_known(p, w, word);
	else
		take_bare(p, w);
}

/* A line for the other family must not be taken for this one. */
static void take_family(struct parser *p)
{
	const struct hostlex_word *w = peek(p);
	bool inet;

	if (!w)
		return;
	inet = !strcmp(w->text, "inet");
	if (!inet && strcmp(w->text, "inet6"))
		return;
	next(p);
	if (p->family == (inet ? AF_INET : AF_INET6))
		return;
	wrong(p, w, "the file is for %s; the line is not used",
	      family_name(p->family));
	skip_row(p);
}

static void take_row(struct parser *p)
{
	const struct hostlex_word *w;

	p->row = p->lex.w[p->i].row;
	p->addressed = false;
	p->first = true;
	take_family(p);
	while ((w = next(p))) {
		take_word(p, w);
		p->first = false;
	}
}

static bool starts_with_ipmp(const struct hostlex *lex)
{
	return lex->n && !strcmp(lex->w[0].text, "ipmp");
}

static size_t count_rows(const struct parser *p)
{
	size_t i = p->i, rows = 0;

	for (; i < p->lex.n; i++)
		rows += i == p->i || p->lex.w[i].row != p->lex.w[i - 1].row;
	return rows;
}

/**
 * hostfile_is_group() - Whether a file describes a group interface.
 * @text: any bytes
 * @len: how many
 */
bool hostfile_is_group(const char *text, size_t len)
{
	struct hostlex lex;
	bool is_group;

	hostlex_split(&lex, text, len);
	is_group = starts_with_ipmp(&lex);
	hostlex_free(&lex);
	return is_group;
}

/**
 * hostfile_parse() - Read the text of a file.
 * @h: takes the statements
 * @src: the text
 * @is_group: whether it is about a group, which another file may have said
 * @errs: takes what is wrong; the rest of the text is in @h all the same
 */
void hostfile_parse(struct hostfile *h, const struct hostfile_source *src,
		    bool is_group, struct conf_errors *errs)
{
	struct parser p = {
		.h = h, .file = src->file, .family = src->family,
		.is_group = is_group, .errs = errs,
	};

	memset(h, 0, sizeof(*h));
	hostlex_split(&p.lex, src->text, src->len);
	/* It says what kind of file this is, and is no content. */
	p.i = starts_with_ipmp(&p.lex);
	h->rows = count_rows(&p);
	while (p.i < p.lex.n)
		take_row(&p);
	hostlex_free(&p.lex);
}

/**
 * hostfile_free() - Forget the statements.
 * @h: empty afterwards
 */
void hostfile_free(struct hostfile *h)
{
	while (h->n)
		drop_last(h);
	free(h->s);
	memset(h, 0, sizeof(*h));
}
