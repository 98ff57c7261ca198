// SPDX-License-Identifier: GPL-2.0
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "attach.h"
#include "../component/component.h"
#include "../conf/conf.h"
#include "../lib/err.h"
#include "../netlink/genl.h"
#include "hooks.h"
#include "../lib/journal.h"
#include "pci.h"
#include "../configure/replay.h"
#include "steps.h"

/**
 * struct arrival - What is attached.
 * @r: where the system is looked at
 * @name: what the user calls it
 * @dev: what can be looked for: a PCI address or a slot
 * @place: where it is
 * @c: the component, once it is there
 * @nics: its NICs, under their final names
 * @nnics: how many
 */
struct arrival {
	const struct component_roots *r;
	const char *name;
	char dev[sizeof(((struct component *)0)->name)];
	struct component_place place;
	struct component c;
	struct pci_nic *nics;
	size_t nnics;
};

/* A member that is missing is looked for where it was. */
static int place_of_member(struct arrival *a)
{
	const struct member *m;
	struct state st = { 0 };
	struct ipmp c;
	int status;

	status = ipmp_open(&c);
	if (!status && ipmp_read(&c, &st))
		status = nlsock_fail(&c.s, "cannot read the groups");
	m = state_member(&st, 0, a->name);
	if (!status && !m)
		status = err_fail("%s: no such interface or missing member; name the PCI address or slot",
				  a->name);
	if (!status && !*m->path)
		status = err_fail("%s is missing, and where its card belongs is not known; name the PCI address or slot",
				  a->name);
	if (!status)
		snprintf(a->dev, sizeof(a->dev), "%s", m->path);
	state_free(&st);
	ipmp_close(&c);
	return status;
}

static int find_place(struct arrival *a)
{
	int status = STATUS_OK;

	snprintf(a->dev, sizeof(a->dev), "%s", a->name);
	if (!strchr(a->name, ':') && !if_nametoindex(a->name))
		status = place_of_member(a);
	return status ? status : component_place(a->r, a->dev, &a->place);
}

/* A slot that is switched on looks for its card itself. */
static int bring_in(struct arrival *a)
{
	bool on = true;
	int status;

	if (pci_power_is(a->r, a->place.slot, &on) && !on) {
		status = pci_power(a->r, a->place.slot, true);
		if (status)
			return status;
		journal_say("slot %s: power on", a->place.slot);
	} else {
		status = pci_rescan(&a->place);
	}
	if (!status)
		status = component_place(a->r, a->dev, &a->place);
	if (!status && !a->place.occupied)
		status = err_fail("%s: there is no card", a->name);
	return status;
}

/* How many functions there are before anything is looked for. */
static int count_functions(const struct arrival *a, size_t *n)
{
	struct component c = { 0 };
	int status = STATUS_OK;

	*n = 0;
	if (a->place.occupied) {
		status = component_find(a->r, a->dev, &c);
		*n = c.nfunctions;
	}
	component_free(&c);
	return status;
}

static int find_nics(struct arrival *a)
{
	int status = component_find(a->r, a->dev, &a->c);

	if (!status)
		pci_nics_wait(a->r, a->c.function, a->c.nfunctions,
			      PCI_NICS_WAIT, &a->nics, &a->nnics);
	return status;
}

static void tell_found(const struct arrival *a)
{
	size_t i;

	for (i = 0; i < a->nnics; i++)
		journal_say("%s: found at %s", a->nics[i].ifname,
			    a->nics[i].pci);
	if (!a->nnics)
		journal_say("%s: attached, without a network interface",
			    a->name);
}

/* That there is no file is said of who comes, not of who has been there. */
static int configure(const struct arrival *a, bool news)
{
	int status = STATUS_OK, one;
	size_t i;

	for (i = 0; i < a->nnics; i++) {
		if (!news && !conf_exists("", a->nics[i].ifname))
			continue;
		one = replay_nic("", a->nics[i].ifname);
		if (one)
			status = one;
	}
	return status;
}

static char *list_nics(const struct arrival *a)
{
	char *list = NULL;
	size_t i, size;
	FILE *f;

	f = open_memstream(&list, &size);
	if (!f)
		err_no_memory();
	for (i = 0; i < a->nnics; i++)
		fprintf(f, "%s%s", i ? " " : "", a->nics[i].ifname);
	if (fclose(f))
		err_no_memory();
	return list;
}

static void tell_hooks(const struct arrival *a)
{
	char *nics = list_nics(a), reason[HOOK_REASON];
	const struct hook_call call = {
		.verb = "postattach",
		.component = a->c.top[a->c.ntop - 1],
		.nics = nics,
	};
	struct hook_list hooks;
	size_t i;

	hooks_find(HOOKS_DIR, &hooks);
	for (i = 0; i < hooks.n; i++)
		if (hook_run(hooks.path[i], &call, HOOKS_LIMIT, reason) !=
		    HOOK_OK)
			err_say("hook %s, postattach: %s", hooks.path[i],
				reason);
	hooks_free(&hooks);
	free(nics);
}

static int work(struct arrival *a)
{
	int status = find_place(a);
	size_t before = 0;
	bool news;

	if (!status)
		status = count_functions(a, &before);
	if (!status)
		status = bring_in(a);
	if (!status)
		status = find_nics(a);
	if (status)
		return status;
	news = a->c.nfunctions != before;
	if (news)
		tell_found(a);
	else
		journal_say("%s is already attached", a->name);
	status = configure(a, news);
	if (news)
		tell_hooks(a);
	return status;
}

/**
 * attach() - Find a component, and configure its NICs from their files.
 * @dev: a PCI address, slot:NAME, or a missing member's name
 *
 * What is there already is configured too, where that has been left undone.
 *
 * Return: STATUS_OK or, after a message, another exit status.
 */
int attach(const char *dev)
{
	struct arrival a = { .r = &component_system, .name = dev };
	struct steps steps = { 0 };
	char what[128];
	int status;

	snprintf(what, sizeof(what), "an attach of %s", dev);
	journal_start();
	status = steps_open(&steps, what);
	if (!status)
		status = work(&a);
	steps_close(&steps);
	component_free(&a.c);
	free(a.nics);
	return status;
}
