// SPDX-License-Identifier: GPL-2.0
#include <string.h>
#include <time.h>

#include "json.h"
#include "../lib/utf8.h"
#include "../lib/words.h"

/**
 * json_string() - Add a string.
 * @j: an object
 * @key: its key
 * @value: the string
 */
void json_string(struct json_object *j, const char *key, const char *value)
{
	json_object_object_add(j, key, json_object_new_string(value));
}

/**
 * json_number() - Add a number.
 * @j: an object
 * @key: its key
 * @value: the number
 */
void json_number(struct json_object *j, const char *key, uint64_t value)
{
	json_object_object_add(j, key, json_object_new_uint64(value));
}

/**
 * json_name() - Add a name, or null.
 * @j: an object
 * @key: its key
 * @name: the name, empty for none
 */
void json_name(struct json_object *j, const char *key, const char *name)
{
	json_object_object_add(j, key, *name ? json_object_new_string(name) :
					       NULL);
}

static void add_bool(struct json_object *j, const char *key, bool value)
{
	json_object_object_add(j, key, json_object_new_boolean(value));
}

/**
 * json_time() - Write a time as RFC 3339 says, in UTC.
 * @ns: nanoseconds since 1970
 * @digits: of the second's fraction: 0, 3 or 9
 * @buf: where to
 *
 * Return: @buf.
 */
const char *json_time(uint64_t ns, int digits, char buf[JSON_TIME])
{
	time_t s = (time_t)(ns / 1000000000);
	unsigned long fraction = ns % 1000000000;
	struct tm tm;
	size_t len;
	int i;

	if (!gmtime_r(&s, &tm))
		return "";
	len = strftime(buf, JSON_TIME, "%Y-%m-%dT%H:%M:%S", &tm);
	for (i = digits; i < 9; i++)
		fraction /= 10;
	if (digits)
		snprintf(buf + len, JSON_TIME - len, ".%0*luZ", digits,
			 fraction);
	else
		snprintf(buf + len, JSON_TIME - len, "Z");
	return buf;
}

static void add_ms(struct json_object *j, const char *key, uint32_t ms)
{
	json_object_object_add(j, key, ms ? json_object_new_int64(ms) : NULL);
}

/**
 * json_group() - Add what is to be said of a group itself.
 * @j: an object
 * @g: the group
 */
void json_group(struct json_object *j, const struct group *g)
{
	json_string(j, "group", g->id.name);
	json_string(j, "ifname", g->id.ifname);
	json_string(j, "state", words_name(&words_group_state, g->state));
	add_bool(j, "failback", g->failback);
	add_ms(j, "detection_time_ms", g->detection_time);
	json_string(j, "xmit", words_name(&words_xmit, g->xmit));
	if (g->counted)
		json_number(j, "address_moves", g->moves);
	if (!g->detection_time)
		return;
	json_string(j, "probe", words_name(&words_probe_mode, g->probe));
	json_string(j, "all_silent",
		    words_name(&words_all_silent, g->fail_open));
	add_ms(j, "detection_now_ms", g->detection_now);
	add_bool(j, "targets_silent", g->targets_silent);
}

static void add_mac(struct json_object *j, const struct member *m)
{
	char mac[3 * PERM_ADDR_MAX + 1] = "";
	int i;

	for (i = 0; i < m->perm_len; i++)
		sprintf(mac + strlen(mac), "%s%02x", i ? ":" : "",
			m->perm_addr[i]);
	json_string(j, "perm_mac", mac);
}

static struct json_object *tests(const struct member *m)
{
	struct json_object *list = json_object_new_array();
	char text[IPADDR_TEXT];
	size_t i;

	for (i = 0; i < m->ntest; i++) {
		ipaddr_text(&m->test[i], text);
		json_object_array_add(list, json_object_new_string(text));
	}
	return list;
}

/**
 * json_member() - Add what is to be said of a member.
 * @j: an object
 * @m: the member
 */
void json_member(struct json_object *j, const struct member *m)
{
	char since[JSON_TIME], until[JSON_TIME];

	json_string(j, "ifname", m->ifname);
	json_string(j, "state", words_name(&words_member_state, m->state));
	json_string(j, "reason", m->reason == IPMP_REASON_NONE ? "" :
				 words_name(&words_reason, m->reason));
	json_string(j, "since", json_time(m->since, 0, since));
	add_bool(j, "standby", m->standby);
	json_string(j, "link", words_name(&words_link, m->link));
	json_string(j, "probe", words_name(&words_probe_state, m->probe));
	add_bool(j, "cast", m->cast);
	add_mac(j, m);
	json_string(j, "path", m->path);
	json_object_object_add(j, "test_addresses", tests(m));
	json_string(j, "probe_inet", words_name(&words_probe_state, m->probe4));
	json_string(j, "probe_inet6",
		    words_name(&words_probe_state, m->probe6));
	json_name(j, "hold_until", m->hold_until ?
		  json_time(m->hold_until, 0, until) : "");
}

/**
 * json_address() - Add what is to be said of a data address.
 * @j: an object
 * @a: the data address
 */
void json_address(struct json_object *j, const struct address *a)
{
	char text[IPADDR_TEXT];

	json_string(j, "address", ipaddr_text(&a->addr, text));
	json_object_object_add(j, "prefix_len",
			       json_object_new_int(a->addr.prefix_len));
	json_string(j, "family", a->addr.family == AF_INET ? "inet" : "inet6");
	json_name(j, "member", a->member);
	json_name(j, "home", a->home);
}

static void add_us(struct json_object *j, const char *key, uint32_t us)
{
	json_object_object_add(j, key, us == RTT_NONE ? NULL :
				       json_object_new_int64(us));
}

static void add_rtt(struct json_object *j, const struct rtt *rtt)
{
	add_us(j, "rtt_us", rtt->last);
	add_us(j, "rtt_avg_us", rtt->avg);
	add_us(j, "rtt_dev_us", rtt->dev);
}

/**
 * json_target() - Add what is to be said of a probe target.
 * @j: an object
 * @t: the target
 */
void json_target(struct json_object *j, const struct probe_target *t)
{
	char text[IPADDR_TEXT], since[JSON_TIME];

	json_string(j, "address", ipaddr_text(&t->addr, text));
	json_string(j, "family", t->addr.family == AF_INET ? "inet" : "inet6");
	json_string(j, "source", words_name(&words_target_source, t->source));
	json_string(j, "state", words_name(&words_target_state, t->state));
	json_string(j, "since", json_time(t->since, 0, since));
	json_number(j, "sent", t->sent);
	json_number(j, "answered", t->answered);
	json_number(j, "lost", t->lost);
	add_rtt(j, &t->rtt);
}

/**
 * json_probe() - Add what probes say of a member in one family.
 * @j: an object
 * @p: what they say
 */
void json_probe(struct json_object *j, const struct probe *p)
{
	char text[IPADDR_TEXT], since[JSON_TIME];

	json_string(j, "family", p->family == AF_INET ? "inet" : "inet6");
	json_string(j, "state", words_name(&words_probe_state, p->state));
	json_string(j, "since", json_time(p->since, 0, since));
	json_string(j, "kind", words_name(&words_probe_kind, p->kind));
	json_name(j, "source",
		  p->from.family ? ipaddr_text(&p->from, text) : "");
	json_number(j, "sent", p->sent);
	json_number(j, "answered", p->answered);
	json_number(j, "lost", p->lost);
	json_number(j, "not_sent", p->not_sent);
	json_number(j, "failures", p->failures);
	json_number(j, "repairs", p->repairs);
	add_rtt(j, &p->rtt);
}

/**
 * json_item() - Add what is to be said of an object that stands alone.
 * @j: an object
 * @type: what it is
 * @item: the object; but for a group, its group is added too
 */
void json_item(struct json_object *j, enum object_type type, const void *item)
{
	const struct group_id *group = item;
	const struct probe *p = item;

	if (type != OBJECT_GROUP)
		json_string(j, "group", group->name);
	switch (type) {
	case OBJECT_GROUP:
		json_group(j, item);
		break;
	case OBJECT_MEMBER:
		json_member(j, item);
		break;
	case OBJECT_ADDRESS:
		json_address(j, item);
		break;
	case OBJECT_TARGET:
		json_target(j, item);
		break;
	case OBJECT_PROBE:
		json_string(j, "ifname", p->ifname);
		json_probe(j, p);
		break;
	}
}

/**
 * json_list() - Make an array of all objects of a kind.
 * @st: the model
 * @type: which kind
 *
 * Return: the array.
 */
struct json_object *json_list(const struct state *st, enum object_type type)
{
	struct json_object *list = json_object_new_array();
	struct json_object *j;
	const void *item;
	size_t i;

	for (i = 0; (item = state_item(st, type, i)); i++) {
		j = json_object_new_object();
		json_item(j, type, item);
		json_object_array_add(list, j);
	}
	return list;
}

static struct json_object *probes(const struct state *st, const char *ifname)
{
	struct json_object *list = json_object_new_array();
	struct json_object *j;
	size_t i;

	for (i = 0; i < st->nprobes; i++) {
		if (strcmp(st->probes[i].ifname, ifname))
			continue;
		j = json_object_new_object();
		json_probe(j, &st->probes[i]);
		json_object_array_add(list, j);
	}
	return list;
}

static struct json_object *members(const struct state *st, uint32_t group)
{
	struct json_object *list = json_object_new_array();
	struct json_object *j;
	size_t i;

	for (i = 0; i < st->nmembers; i++) {
		if (st->members[i].group.ifindex != group)
			continue;
		j = json_object_new_object();
		json_member(j, &st->members[i]);
		json_object_object_add(j, "probes",
				       probes(st, st->members[i].ifname));
		json_object_array_add(list, j);
	}
	return list;
}

static struct json_object *targets(const struct state *st, uint32_t group)
{
	struct json_object *list = json_object_new_array();
	struct json_object *j;
	size_t i;

	for (i = 0; i < st->ntargets; i++) {
		if (st->targets[i].group.ifindex != group)
			continue;
		j = json_object_new_object();
		json_target(j, &st->targets[i]);
		json_object_array_add(list, j);
	}
	return list;
}

static struct json_object *addresses(const struct state *st, uint32_t group)
{
	struct json_object *list = json_object_new_array();
	struct json_object *j;
	size_t i;

	for (i = 0; i < st->naddresses; i++) {
		if (st->addresses[i].group.ifindex != group)
			continue;
		j = json_object_new_object();
		json_address(j, &st->addresses[i]);
		json_object_array_add(list, j);
	}
	return list;
}

/**
 * json_tree() - Make an array of all groups with all that is in them.
 * @st: the model
 *
 * Return: the array.
 */
struct json_object *json_tree(const struct state *st)
{
	struct json_object *list = json_object_new_array();
	struct json_object *j;
	uint32_t ifindex;
	size_t i;

	for (i = 0; i < st->ngroups; i++) {
		ifindex = st->groups[i].id.ifindex;
		j = json_object_new_object();
		json_group(j, &st->groups[i]);
		json_object_object_add(j, "members", members(st, ifindex));
		json_object_object_add(j, "addresses", addresses(st, ifindex));
		json_object_object_add(j, "targets", targets(st, ifindex));
		json_object_array_add(list, j);
	}
	return list;
}

/**
 * json_nic() - Add what is to be said of a NIC in no group.
 * @j: an object
 * @m: the NIC
 */
void json_nic(struct json_object *j, const struct member *m)
{
	json_string(j, "ifname", m->ifname);
	json_string(j, "link", words_name(&words_link, m->link));
	add_mac(j, m);
	json_string(j, "device", m->path);
}

/**
 * json_ungrouped() - Make of the NICs in no group what stands behind all groups.
 * @nics: the NICs, as members
 *
 * It has the keys that those who go through groups follow, as one that is in
 * order and empty.
 *
 * Return: an object.
 */
struct json_object *json_ungrouped(const struct state *nics)
{
	struct json_object *list = json_object_new_array();
	struct json_object *j = json_object_new_object();
	struct json_object *nic;
	size_t i;

	for (i = 0; i < nics->nmembers; i++) {
		nic = json_object_new_object();
		json_nic(nic, &nics->members[i]);
		json_object_array_add(list, nic);
	}
	json_name(j, "group", "");
	json_name(j, "ifname", "");
	json_string(j, "state", words_name(&words_group_state,
					   IPMP_GROUP_STATE_OK));
	json_object_object_add(j, "members", json_object_new_array());
	json_object_object_add(j, "addresses", json_object_new_array());
	json_object_object_add(j, "targets", json_object_new_array());
	json_object_object_add(j, "ungrouped", list);
	return j;
}

/*
 * The library passes on what it does not escape. Readers refuse JSON that is
 * not UTF-8, and a terminal must not obey the names in it. Of a control
 * character of two bytes the second is its number.
 */
static void put(FILE *out, const char *text)
{
	bool control;
	size_t n;

	for (; *text; text += n) {
		n = utf8_char(text, &control);
		if (utf8_broken(text, n))
			fputs("\\ufffd", out);
		else if (control && *text != '\n')
			fprintf(out, "\\u%04x", (unsigned char)text[n - 1]);
		else
			fwrite(text, n, 1, out);
	}
}

/**
 * json_print() - Print a value and a line end, and free the value.
 * @out: where to
 * @j: the value
 * @pretty: over several lines
 */
void json_print(FILE *out, struct json_object *j, bool pretty)
{
	int flags = JSON_C_TO_STRING_NOSLASHESCAPE;

	if (pretty)
		flags |= JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED;
	put(out, json_object_to_json_string_ext(j, flags));
	putc('\n', out);
	json_object_put(j);
}
