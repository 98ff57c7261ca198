// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../component/component_pci.h"
#include "detach_steps.h"
#include "../lib/err.h"
#include "../lib/journal.h"
#include "../lib/memory.h"
#include "pci.h"
#include "../netlink/rtnl.h"
#include "steps_data.h"

/**
 * detaching_open() - Connect to the kernel.
 * @d: takes the connections; to be closed even if this fails
 *
 * Return: STATUS_OK or, after a message, another exit status.
 */
int detaching_open(struct detaching *d)
{
	int status;

	memset(d, 0, sizeof(*d));
	d->roots = &component_system;
	status = ipmp_open(&d->c);
	if (!status && rt_open(&d->rt))
		status = nlsock_fail(&d->rt, "cannot open a netlink socket");
	return status;
}

/**
 * detaching_close() - End the connections.
 * @d: the connections, and what the steps have left
 */
void detaching_close(struct detaching *d)
{
	free(d->refusal);
	nlsock_close(&d->rt);
	ipmp_close(&d->c);
}

/**
 * detach_call_hook() - Call a hook.
 * @data: what it is told, of plan_hook()
 * @verb: its argument
 * @reason: takes why the answer is not HOOK_OK
 *
 * Return: its answer.
 */
enum hook_answer detach_call_hook(struct json_object *data, const char *verb,
				  char reason[HOOK_REASON])
{
	const struct hook_call call = {
		.verb = verb,
		.component = data_str(data, "component"),
		.nics = data_str(data, "nics"),
		.force = data_bool(data, "force"),
	};

	return hook_run(data_str(data, "path"), &call, HOOKS_LIMIT, reason);
}

/* A refusal changed nothing; any other bad end may have. */
static int ask_hook(struct detaching *d, struct json_object *data,
		    const char *verb)
{
	const char *path = data_str(data, "path");
	char reason[HOOK_REASON];

	switch (detach_call_hook(data, verb, reason)) {
	case HOOK_OK:
		return STATUS_OK;
	case HOOK_REFUSED:
		d->refusal = memory_print("refused by hook %s: %s", path,
					  reason);
		err_say("%s", d->refusal);
		return STEP_REFUSED;
	default:
		return err_fail("hook %s, %s: %s", path, verb, reason);
	}
}

static int query(void *arg, struct json_object *data)
{
	return ask_hook(arg, data, "queryremove");
}

static int prepare(void *arg, struct json_object *data)
{
	return ask_hook(arg, data, "preremove");
}

static int undo_query(void *arg __always_unused, struct json_object *data)
{
	char reason[HOOK_REASON];

	if (detach_call_hook(data, "undoremove", reason) == HOOK_OK)
		return STATUS_OK;
	return err_fail("hook %s, undoremove: %s", data_str(data, "path"),
			reason);
}

/**
 * detach_remove() - Step: remove the devices of a component.
 * @arg: struct detaching
 * @data: "top": the devices; the rest is for the undo
 */
int detach_remove(void *arg, struct json_object *data)
{
	const struct detaching *d = arg;
	size_t i, n = data_n(data, "top");
	const char *addr;

	for (i = 0; i < n; i++) {
		addr = data_str_at(data, "top", i);
		if (pci_remove(d->roots, addr))
			return STATUS_FAILED;
		journal_say("%s: removed", addr);
	}
	return STATUS_OK;
}

static bool all_there(const struct detaching *d, struct json_object *data)
{
	size_t i, n = data_n(data, "top");

	for (i = 0; i < n; i++)
		if (!pci_exists(d->roots, data_str_at(data, "top", i)))
			return false;
	return true;
}

static void copy_functions(struct json_object *data,
			   char (*function)[COMPONENT_PCI], size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		snprintf(function[i], sizeof(*function), "%s",
			 data_str(data_at(data, "nics", i), "pci"));
}

/* The NIC now at the place of one, if it has another name. */
static const struct pci_nic *renamed(const struct pci_nic *nics, size_t n,
				     struct json_object *nic)
{
	const struct pci_nic *found = NULL;
	size_t i;

	for (i = 0; i < n; i++) {
		if (!strcmp(nics[i].ifname, data_str(nic, "ifname")))
			return NULL;
		if (!strcmp(nics[i].pci, data_str(nic, "pci")))
			found = &nics[i];
	}
	return found;
}

/*
 * Without udev the kernel gives the lowest free name, which need not be the one
 * that it had.
 */
static int give_names(struct detaching *d, struct json_object *data,
		      const struct pci_nic *nics, size_t n)
{
	size_t i, want = data_n(data, "nics");
	int status = STATUS_OK;
	const struct pci_nic *nic;
	const char *name;

	for (i = 0; i < want; i++) {
		nic = renamed(nics, n, data_at(data, "nics", i));
		name = data_str(data_at(data, "nics", i), "ifname");
		if (nic && rt_link_rename(&d->rt, nic->ifname, name))
			status = nlsock_fail(&d->rt, "cannot rename %s to %s",
					     nic->ifname, name);
	}
	return status;
}

static int wait_for_nics(struct detaching *d, struct json_object *data)
{
	size_t n = data_n(data, "nics"), nnics;
	char (*function)[COMPONENT_PCI];
	struct pci_nic *nics;
	int status;

	function = calloc(n + 1, sizeof(*function));
	if (!function)
		err_no_memory();
	copy_functions(data, function, n);
	pci_nics_wait(d->roots, function, n, PCI_NICS_WAIT, &nics, &nnics);
	status = give_names(d, data, nics, nnics);
	free(function);
	free(nics);
	return status;
}

/**
 * detach_find_again() - Undo of detach_remove().
 * @arg: struct detaching
 * @data: also "rescan": where they are found; "nics": what comes with them
 */
int detach_find_again(void *arg, struct json_object *data)
{
	struct component_place place = { 0 };
	struct detaching *d = arg;

	if (all_there(d, data))
		return wait_for_nics(d, data);
	snprintf(place.rescan, sizeof(place.rescan), "%s",
		 data_str(data, "rescan"));
	if (pci_rescan(&place))
		return STATUS_FAILED;
	if (!all_there(d, data))
		return err_fail("%s does not come back",
				data_str_at(data, "top", 0));
	journal_say("%s: found again", data_str_at(data, "top", 0));
	return wait_for_nics(d, data);
}

/**
 * detach_power_off() - Step: switch off the power of a slot.
 * @arg: struct detaching
 * @data: "slot": its name
 */
int detach_power_off(void *arg, struct json_object *data)
{
	const struct detaching *d = arg;
	const char *slot = data_str(data, "slot");

	if (pci_power(d->roots, slot, false))
		return STATUS_FAILED;
	journal_say("slot %s: power off", slot);
	return STATUS_OK;
}

/**
 * detach_power_on() - Undo of detach_power_off().
 * @arg: struct detaching
 * @data: "slot": its name
 */
int detach_power_on(void *arg, struct json_object *data)
{
	const struct detaching *d = arg;
	const char *slot = data_str(data, "slot");
	bool on;

	if (pci_power_is(d->roots, slot, &on) && on)
		return STATUS_OK;
	if (pci_power(d->roots, slot, true))
		return STATUS_FAILED;
	journal_say("slot %s: power on", slot);
	return STATUS_OK;
}

const struct step_kind detach_kinds[] = {
	{ STEP_GROUPS, detach_record_groups, detach_restore_groups, true },
	{ STEP_QUERY, query, undo_query, true },
	{ STEP_OFFLINE, detach_offline, detach_online, false },
	{ STEP_PRE, prepare, NULL, false },
	{ STEP_ADDRESSES, detach_take_addresses, detach_give_addresses,
	  false },
	{ STEP_LEAVE, detach_leave, detach_rejoin, false },
	{ STEP_REMOVE, detach_remove, detach_find_again, false },
	{ STEP_POWER, detach_power_off, detach_power_on, false },
	{ 0 }
};
