// SPDX-License-Identifier: GPL-2.0
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>

#include "cards.h"
#include "fake.h"
#include "component/component.h"
#include "lib/err.h"
#include "lib/memory.h"
#include "dr/pci.h"
#include "dr/steps_log.h"

#define CARDS	4
#define NICS	5

static struct nic {
	const char *ifname, *pci, *born;
	unsigned int ifindex, card;
	bool configured, slow;
} nics[NICS];

static struct card {
	const char *slot;
	char top[2][COMPONENT_PCI];
	size_t ntop;
	bool there[2], powered, lost;
} cards[CARDS];

static unsigned int next_ifindex;
static bool mounted;
static unsigned int changes, refuse_at, events, die_at;
static struct steps_log *record;
static char journal[8192];

sigjmp_buf cards_dead;

static const struct card new_cards[CARDS] = {
	{ "1", { "0000:01:00.0" }, 1, { true }, true, false },
	{ "2", { "0000:02:00.0" }, 1, { true }, true, false },
	{ "3", { "0000:03:00.1", "0000:03:00.0" }, 2, { true, true }, true, false },
	{ "", { "0000:04:00.0" }, 1, { true }, true, false },
};

static const struct nic new_nics[NICS] = {
	{ "eth0", "0000:01:00.0", "eth0", 2, 0, false, false },
	{ "eth1", "0000:02:00.0", "eth1", 3, 1, false, false },
	{ "eth2", "0000:03:00.0", "eth2", 4, 2, false, false },
	{ "eth3", "0000:03:00.1", "eth3", 5, 2, false, false },
	{ "eth4", "0000:04:00.0", "eth4", 6, 3, false, false },
};

static void on_event(void)
{
	if (++events != die_at)
		return;
	/* What the kernel does with the files of who is killed. */
	if (record) {
		close(record->lock);
		close(record->fd);
	}
	siglongjmp(cards_dead, 1);
}

static unsigned int requests;

static void on_request(void)
{
	if (fake_count() == requests)
		return;
	requests = fake_count();
	on_event();
}

void cards_reset(void)
{
	size_t i;

	memcpy(cards, new_cards, sizeof(cards));
	memcpy(nics, new_nics, sizeof(nics));
	for (i = 0; i < NICS; i++)
		fake_link(nics[i].ifindex, nics[i].ifname, false);
	next_ifindex = 50;
	mounted = false;
	changes = 0;
	refuse_at = 0;
	journal[0] = '\0';
	fake_hook = on_request;
	cards_die(0);
}

void cards_mount(void)
{
	mounted = true;
}

static struct nic *nic_named(const char *ifname)
{
	size_t i;

	for (i = 0; i < NICS; i++)
		if (!strcmp(nics[i].ifname, ifname))
			return &nics[i];
	return NULL;
}

void cards_configured(const char *ifname)
{
	nic_named(ifname)->configured = true;
}

void cards_slow(const char *ifname)
{
	nic_named(ifname)->slow = true;
}

void cards_rename(const char *ifname, const char *name)
{
	nic_named(ifname)->born = name;
}

static struct card *card_at(const char *addr)
{
	size_t i;

	for (i = 0; i < CARDS; i++)
		if (!strncmp(cards[i].top[0], addr, 11))
			return &cards[i];
	return NULL;
}

void cards_lose(const char *addr)
{
	card_at(addr)->lost = true;
}

void cards_refuse(unsigned int n)
{
	changes = 0;
	refuse_at = n;
}

unsigned int cards_count(void)
{
	return changes;
}

void cards_die(unsigned int n)
{
	record = NULL;
	events = 0;
	die_at = n;
	requests = fake_count();
}

unsigned int cards_events(void)
{
	return events;
}

const char *cards_journal(void)
{
	return journal;
}

static bool is_there(const struct card *c)
{
	return c->there[0] || c->there[1];
}

static struct card *card_named(const char *name)
{
	struct nic *nic = nic_named(name);
	size_t i;

	if (nic)
		return &cards[nic->card];
	if (strncmp(name, "slot:", 5))
		return card_at(name);
	for (i = 0; i < CARDS; i++)
		if (!strcmp(cards[i].slot, name + 5))
			return &cards[i];
	return NULL;
}

static void set_place(const struct card *card, struct component_place *p)
{
	memset(p, 0, sizeof(*p));
	strcpy(p->slot, card->slot);
	snprintf(p->rescan, sizeof(p->rescan), "/sys/class/pci_bus/%.7s/rescan",
		 card->top[0]);
	p->occupied = is_there(card);
}

static void add_nic(struct component *c, const struct nic *nic)
{
	struct component_nic *n;

	c->nics = memory_grow(c->nics, c->nnics, sizeof(*n));
	n = &c->nics[c->nnics++];
	memset(n, 0, sizeof(*n));
	strcpy(n->ifname, nic->ifname);
	strcpy(n->pci, nic->pci);
	n->ifindex = nic->ifindex;
	n->grouped = fake_is_enslaved(nic->ifname);
	n->configured = nic->configured || n->grouped;
	if (n->grouped)
		strcpy(n->master, "ipmp0");
	if (n->grouped)
		component_add_use(c, USE_ADDRESS, nic->ifname, nic->ifname,
				  "member of ipmp0");
	else if (n->configured)
		component_add_use(c, USE_ADDRESS, nic->ifname, nic->ifname,
				  "hosts IP address 203.0.113.4");
}

int __wrap_component_find(const struct component_roots *r, const char *name,
			  struct component *c)
{
	struct card *card = card_named(name);
	size_t i;

	(void)r;
	memset(c, 0, sizeof(*c));
	if (!card || !is_there(card))
		return err_fail("%s: there is no such card", name);
	snprintf(c->name, sizeof(c->name), "%s", name);
	set_place(card, &c->place);
	for (i = 0; i < card->ntop; i++) {
		c->top = memory_grow(c->top, c->ntop, sizeof(*c->top));
		strcpy(c->top[c->ntop++], card->top[i]);
		c->function = memory_grow(c->function, c->nfunctions,
					  sizeof(*c->function));
		strcpy(c->function[c->nfunctions++], card->top[i]);
	}
	for (i = 0; i < NICS; i++)
		if (&cards[nics[i].card] == card)
			add_nic(c, &nics[i]);
	if (mounted && card == &cards[3])
		component_add_use(c, USE_HARDWARE, "", "/dev/sda1",
				  "mounted on /srv");
	return STATUS_OK;
}

int __wrap_component_place(const struct component_roots *r, const char *name,
			   struct component_place *p)
{
	struct card *card = card_named(name);

	(void)r;
	if (!card)
		return err_fail("%s: no PCI bridge leads there", name);
	set_place(card, p);
	return STATUS_OK;
}

bool __wrap_pci_exists(const struct component_roots *r, const char *addr)
{
	struct card *card = card_at(addr);
	size_t i;

	(void)r;
	for (i = 0; i < card->ntop; i++)
		if (!strcmp(card->top[i], addr))
			return card->there[i];
	return false;
}

static bool refused(const char *what, const char *which)
{
	char text[128];

	snprintf(text, sizeof(text), "%s %s", what, which);
	fake_note(text);
	if (++changes != refuse_at)
		return false;
	err_say("cannot %s %s: refused by the test", what, which);
	return true;
}

static void take_nic(const char *pci)
{
	size_t i;

	for (i = 0; i < NICS; i++)
		if (!strcmp(nics[i].pci, pci) && nics[i].ifindex) {
			fake_unlink(nics[i].ifname);
			nics[i].ifindex = 0;
		}
}

int __wrap_pci_remove(const struct component_roots *r, const char *addr)
{
	struct card *card = card_at(addr);
	size_t i;

	(void)r;
	if (refused("remove", addr))
		return STATUS_FAILED;
	take_nic(addr);
	for (i = 0; i < card->ntop; i++)
		if (!strcmp(card->top[i], addr))
			card->there[i] = false;
	on_event();
	return STATUS_OK;
}

/* With a new index, and down. */
static void bring(struct card *card)
{
	size_t i;

	if (card->lost || !card->powered)
		return;
	card->there[0] = true;
	card->there[1] = card->ntop > 1;
	for (i = 0; i < NICS; i++)
		if (&cards[nics[i].card] == card && !nics[i].ifindex) {
			nics[i].ifindex = next_ifindex++;
			fake_link(nics[i].ifindex, nics[i].born, false);
			if (nics[i].slow)
				fake_slow_carrier(nics[i].born);
		}
}

int __wrap_pci_rescan(const struct component_place *p)
{
	char addr[COMPONENT_PCI + 8];

	if (refused("rescan", p->rescan))
		return STATUS_FAILED;
	snprintf(addr, sizeof(addr), "%.7s:00.0",
		 p->rescan + strlen("/sys/class/pci_bus/"));
	bring(card_at(addr));
	on_event();
	return STATUS_OK;
}

bool __wrap_pci_power_is(const struct component_roots *r, const char *slot,
			 bool *on)
{
	char name[64];

	(void)r;
	if (!*slot)
		return false;
	snprintf(name, sizeof(name), "slot:%s", slot);
	*on = card_named(name)->powered;
	return true;
}

int __wrap_pci_power(const struct component_roots *r, const char *slot,
		     bool on)
{
	struct card *card;
	char name[64];
	size_t i;

	(void)r;
	if (refused(on ? "power on" : "power off", slot))
		return STATUS_FAILED;
	snprintf(name, sizeof(name), "slot:%s", slot);
	card = card_named(name);
	card->powered = on;
	for (i = 0; !on && i < card->ntop; i++) {
		card->there[i] = false;
		take_nic(card->top[i]);
	}
	if (on)
		bring(card);
	on_event();
	return STATUS_OK;
}

void __wrap_pci_nics_wait(const struct component_roots *r,
			  char (*function)[COMPONENT_PCI], size_t n,
			  unsigned int seconds, struct pci_nic **found,
			  size_t *nfound)
{
	struct pci_nic *nic;
	size_t i, k;

	(void)r;
	(void)seconds;
	*found = NULL;
	*nfound = 0;
	for (i = 0; i < NICS; i++)
		for (k = 0; k < n; k++) {
			if (strcmp(function[k], nics[i].pci) ||
			    !nics[i].ifindex)
				continue;
			*found = memory_grow(*found, *nfound, sizeof(*nic));
			nic = &(*found)[(*nfound)++];
			strcpy(nic->ifname, fake_link_name(nics[i].ifindex));
			strcpy(nic->pci, nics[i].pci);
		}
}

int __wrap_replay_nic(const char *root, const char *ifname)
{
	char text[64];

	snprintf(text, sizeof(text), "replay %s%s", root, ifname);
	fake_note(text);
	return STATUS_OK;
}

int __wrap_replay_lock(void)
{
	return -1;
}

void __wrap_replay_unlock(int lock)
{
	(void)lock;
}

int __wrap_steps_log_lock(struct steps_log *log, const char *what)
{
	record = log;
	return __real_steps_log_lock(log, what);
}

int __wrap_steps_log_add(struct steps_log *log, struct json_object *line)
{
	int status = __real_steps_log_add(log, line);

	on_event();
	return status;
}

void __wrap_syslog(int priority, const char *fmt, ...)
{
	size_t used = strlen(journal);
	va_list ap;

	used += (size_t)snprintf(journal + used, sizeof(journal) - used, "<%d> ",
				 priority);
	va_start(ap, fmt);
	used += (size_t)vsnprintf(journal + used, sizeof(journal) - used, fmt,
				  ap);
	va_end(ap);
	snprintf(journal + used, sizeof(journal) - used, "\n");
}
