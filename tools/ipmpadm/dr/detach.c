// SPDX-License-Identifier: GPL-2.0
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../component/component_pci.h"
#include "detach.h"
#include "detach_check.h"
#include "detach_plan.h"
#include "detach_steps.h"
#include "detach_view.h"
#include "../lib/err.h"
#include "hooks.h"
#include "../lib/journal.h"
#include "../lib/memory.h"
#include "pci.h"

/**
 * struct job - A detach.
 * @opt: how
 * @d: the connections
 * @st: all groups, as they were before
 * @c: the components
 * @n: how many
 * @k: whether they may be detached
 * @hooks: who is asked
 * @steps: the transaction
 */
struct job {
	const struct detach_options *opt;
	struct detaching d;
	struct state st;
	struct component *c;
	size_t n;
	struct detach_check k;
	struct hook_list hooks;
	struct steps steps;
};

/* A name of the kernel's, which keeps the place of what is not there. */
static bool is_missing_member(const struct state *st, const char *name)
{
	const struct member *m = state_member(st, 0, name);

	return m && !m->ifindex && !if_nametoindex(name);
}

static int look_whether_gone(struct job *job, const char *name, bool *gone)
{
	struct component_place place;
	int status;

	*gone = is_missing_member(&job->st, name);
	if (*gone || !strchr(name, ':'))
		return STATUS_OK;
	status = component_place(job->d.roots, name, &place);
	*gone = !status && !place.occupied;
	return status;
}

static bool has_component(const struct job *job, const struct component *c)
{
	size_t i;

	for (i = 0; i < job->n; i++)
		if (pci_has_function(&job->c[i], c->top[0]))
			return true;
	return false;
}

/* A component inside another one goes with that, whichever is named first. */
static void add_component(struct job *job, struct component *c)
{
	size_t i = 0;

	if (has_component(job, c)) {
		component_free(c);
		return;
	}
	while (i < job->n) {
		if (pci_has_function(c, job->c[i].top[0])) {
			component_free(&job->c[i]);
			job->c[i] = job->c[--job->n];
		} else {
			i++;
		}
	}
	job->c = memory_grow(job->c, job->n, sizeof(*c));
	job->c[job->n++] = *c;
}

static int find_one(struct job *job, const char *name)
{
	struct component c;
	bool gone;
	int status;

	status = look_whether_gone(job, name, &gone);
	if (status)
		return status;
	if (gone) {
		journal_say("%s is already detached", name);
		return STATUS_OK;
	}
	status = component_find(job->d.roots, name, &c);
	if (status)
		component_free(&c);
	else
		add_component(job, &c);
	return status;
}

static int read_all(struct job *job, char *const *dev)
{
	int status = STATUS_OK;

	if (ipmp_read(&job->d.c, &job->st))
		return nlsock_fail(&job->d.c.s, "cannot read the groups");
	for (; !status && *dev; dev++)
		status = find_one(job, *dev);
	return status;
}

static int check_power(const struct job *job)
{
	size_t i;
	bool on;

	for (i = 0; job->opt->power_off && i < job->n; i++)
		if (!pci_power_is(job->d.roots, job->c[i].place.slot, &on))
			return err_fail("%s is in no slot whose power can be switched",
					job->c[i].name);
	return STATUS_OK;
}

/* Data addresses are nobody's on the host but the group's: shown with those. */
static void add_data_addresses(struct job *job, struct component *c)
{
	const struct address *a;
	const struct member *m;
	char text[IPADDR_TEXT];
	size_t i, k;

	for (i = 0; i < c->nnics; i++) {
		m = detach_member(&job->st, &c->nics[i]);
		for (k = 0; m && k < job->st.naddresses; k++) {
			a = &job->st.addresses[k];
			if (a->group.ifindex == m->group.ifindex &&
			    !strcmp(a->member, m->ifname))
				component_add_use(c, USE_ADDRESS, m->ifname,
						  m->ifname,
						  "hosts data address %s",
						  ipaddr_text(&a->addr, text));
		}
	}
}

static int check(struct job *job)
{
	int status = check_power(job);
	size_t i;

	for (i = 0; i < job->n; i++)
		add_data_addresses(job, &job->c[i]);
	detach_check(&job->st, job->c, job->n, &job->k);
	if (status || detach_check_allows(&job->k, job->opt->force))
		return status;
	if (job->opt->json) {
		for (i = 0; i < job->k.nreasons; i++)
			err_say("%s", job->k.reason[i].text);
		view_json(job->c, job->n, &job->k, "refused",
			  job->opt->pretty);
	} else {
		view_refusal(job->c, job->n, &job->k);
	}
	return STATUS_FAILED;
}

static void say_lost(const struct job *job)
{
	size_t i;

	for (i = 0; i < job->k.nreasons; i++)
		err_say("warning: %s", job->k.reason[i].text);
	for (i = 0; i < job->k.nlost; i++)
		err_say("warning: lost: %s", job->k.lost[i]);
}

static int call_hooks(struct job *job, const char *step)
{
	int status = STATUS_OK;
	size_t i;

	for (i = 0; !status && i < job->hooks.n; i++)
		status = steps_run(&job->steps, step,
				   plan_hook(job->hooks.path[i], job->c, job->n,
					     job->opt->force));
	return status;
}

static int go_offline(struct job *job)
{
	struct json_object *data = plan_offline(&job->st, job->c, job->n,
						job->opt->force);

	return data ? steps_run(&job->steps, STEP_OFFLINE, data) : STATUS_OK;
}

/* What cannot be read cannot be given back, and so is not taken. */
static int take_addresses(struct job *job, const struct component_nic *nic)
{
	struct json_object *data;
	int status;

	if (*nic->netns)
		return STATUS_OK;
	status = plan_addresses(&job->d.rt, nic, &data);
	if (!status)
		return steps_run(&job->steps, STEP_ADDRESSES, data);
	json_object_put(data);
	return steps_fail(&job->steps, status);
}

static int leave(struct job *job, const struct component_nic *nic)
{
	const struct member *m = detach_member(&job->st, nic);

	return m ? steps_run(&job->steps, STEP_LEAVE, plan_leave(m)) :
		   STATUS_OK;
}

static int for_nics(struct job *job,
		    int (*fn)(struct job *job, const struct component_nic *nic))
{
	int status = STATUS_OK;
	size_t i, k;

	for (i = 0; i < job->n; i++)
		for (k = 0; !status && k < job->c[i].nnics; k++)
			status = fn(job, &job->c[i].nics[k]);
	return status;
}

static int remove_all(struct job *job)
{
	int status = STATUS_OK;
	size_t i;

	for (i = 0; !status && i < job->n; i++)
		status = steps_run(&job->steps, STEP_REMOVE,
				   plan_remove(&job->c[i]));
	for (i = 0; !status && job->opt->power_off && i < job->n; i++)
		status = steps_run(&job->steps, STEP_POWER,
				   plan_power(&job->c[i]));
	return status;
}

static int run_steps(struct job *job)
{
	int status;

	status = steps_run(&job->steps, STEP_GROUPS,
			   plan_groups(&job->st, job->c, job->n));
	if (!status)
		status = call_hooks(job, STEP_QUERY);
	if (!status)
		status = go_offline(job);
	if (!status)
		status = call_hooks(job, STEP_PRE);
	if (!status)
		status = for_nics(job, take_addresses);
	if (!status)
		status = for_nics(job, leave);
	return status ? status : remove_all(job);
}

/* It is done: who does not like it now is too late. */
static void tell_hooks(struct job *job)
{
	char reason[HOOK_REASON];
	struct json_object *data;
	size_t i;

	for (i = 0; i < job->hooks.n; i++) {
		data = plan_hook(job->hooks.path[i], job->c, job->n,
				 job->opt->force);
		if (detach_call_hook(data, "postremove", reason) != HOOK_OK)
			err_say("hook %s, postremove: %s", job->hooks.path[i],
				reason);
		json_object_put(data);
	}
}

static void say_done(const struct job *job)
{
	const struct component *c = job->c;

	for (; c < job->c + job->n; c++)
		journal_say("%s%s%s%s can be removed", c->top[c->ntop - 1],
			    *c->place.slot ? " (slot " : "", c->place.slot,
			    *c->place.slot ? ")" : "");
	if (job->opt->json)
		view_json(job->c, job->n, &job->k, "detached",
			  job->opt->pretty);
}

static void view_failure(struct job *job)
{
	const char *result = "failed";

	if (job->steps.stuck)
		result = "undo-failed";
	else if (job->steps.refused)
		result = "refused";
	if (job->d.refusal)
		detach_check_add(&job->k, true, "%s", job->d.refusal);
	view_json(job->c, job->n, &job->k, result, job->opt->pretty);
}

static int perform(struct job *job)
{
	int status;

	status = hooks_find(HOOKS_DIR, &job->hooks);
	if (!status)
		status = steps_begin(&job->steps);
	if (!status) {
		say_lost(job);
		status = run_steps(job);
	}
	if (!status)
		status = steps_commit(&job->steps);
	if (!status) {
		tell_hooks(job);
		say_done(job);
	} else if (job->opt->json) {
		view_failure(job);
	}
	return status;
}

static void say_possible(const struct job *job)
{
	const struct component *c = job->c;

	if (job->opt->json) {
		view_json(job->c, job->n, &job->k, "possible",
			  job->opt->pretty);
		return;
	}
	say_lost(job);
	for (; c < job->c + job->n; c++)
		printf("%s can be detached\n", c->name);
}

static int work(struct job *job, char *const *dev)
{
	int status = read_all(job, dev);

	if (!status && !job->n && job->opt->json)
		view_json(NULL, 0, &job->k, "already", job->opt->pretty);
	if (status || !job->n)
		return status;
	status = check(job);
	if (status)
		return status;
	if (!job->opt->check)
		return perform(job);
	say_possible(job);
	return STATUS_OK;
}

static void free_job(struct job *job)
{
	size_t i;

	for (i = 0; i < job->n; i++)
		component_free(&job->c[i]);
	free(job->c);
	hooks_free(&job->hooks);
	detach_check_free(&job->k);
	state_free(&job->st);
	detaching_close(&job->d);
}

static int lock_and_work(struct job *job, char *const *dev)
{
	char what[128] = "a detach of";
	size_t i, used = strlen(what);
	int status;

	for (i = 0; dev[i] && used < sizeof(what); i++)
		used += (size_t)snprintf(what + used, sizeof(what) - used,
					 " %s", dev[i]);
	journal_start();
	status = steps_open(&job->steps, what);
	if (!status)
		status = work(job, dev);
	steps_close(&job->steps);
	return status;
}

/**
 * detach() - Detach components, all or none.
 * @opt: how
 * @dev: what the user calls them, up to NULL
 *
 * Return: STATUS_OK or, after a message and with everything as it was, another
 * exit status.
 */
int detach(const struct detach_options *opt, char *const *dev)
{
	struct job job = { .opt = opt };
	int status;

	job.steps.kinds = detach_kinds;
	job.steps.arg = &job.d;
	journal_quiet(opt->json);
	status = detaching_open(&job.d);
	if (!status)
		status = opt->check ? work(&job, dev) :
				      lock_and_work(&job, dev);
	free_job(&job);
	return status;
}

/**
 * detach_recover() - Undo a detach whose process was killed.
 *
 * Return: STATUS_OK, also if there was none, or, after a message, another exit
 * status.
 */
int detach_recover(void)
{
	struct detaching d = { 0 };
	struct steps steps = { .kinds = detach_kinds, .arg = &d };
	char *what;
	int status;

	journal_start();
	status = steps_open_left(&steps, &what);
	if (!status && !what)
		printf("nothing to recover\n");
	/* Without anything to do it runs without the module too. */
	if (!status && what)
		status = detaching_open(&d);
	if (!status && what)
		status = steps_undo_left(&steps, what);
	free(what);
	steps_close(&steps);
	detaching_close(&d);
	return status;
}
