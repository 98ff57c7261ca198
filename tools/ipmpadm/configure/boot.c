// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>
#include <string.h>

#include "boot.h"
#include "../lib/err.h"
#include "execute.h"
#include "late.h"
#include "missing.h"
#include "replay.h"

/**
 * struct boot - What the files of all interfaces say.
 * @names: the interfaces, in the order in which they are configured
 * @conf: what their files say
 * @n: how many
 */
struct boot {
	char (*names)[IFNAMSIZ];
	struct conf *conf;
	size_t n;
};

static void boot_free(struct boot *b)
{
	size_t i;

	for (i = 0; b->conf && i < b->n; i++)
		conf_free(&b->conf[i]);
	free(b->conf);
	free(b->names);
}

static int load(struct boot *b, const char *root)
{
	struct conf_errors errs = { 0 };
	int status = STATUS_OK;
	size_t i;

	memset(b, 0, sizeof(*b));
	if (conf_names(root, &b->names, &b->n))
		return STATUS_FAILED;
	b->conf = calloc(b->n + 1, sizeof(*b->conf));
	if (!b->conf)
		return err_fail("out of memory");
	for (i = 0; i < b->n; i++)
		conf_load(root, b->names[i], &b->conf[i], &errs);
	if (conf_errors_say(&errs))
		status = STATUS_FAILED;
	conf_errors_free(&errs);
	return status;
}

static int execute_one(struct ipmp *c, const struct defaults *def,
		       const struct conf *conf, struct missing *gone)
{
	if (conf->is_group)
		return execute_group(c, def, conf);
	if (if_nametoindex(conf->ifname))
		return execute_nic(c, def, conf);
	err_say("interface %s is missing", conf->ifname);
	missing_add(gone, conf);
	return execute_missing(c, def, conf);
}

/*
 * Missing ones take their turn among the others, so that members and addresses
 * come in one order whether a NIC is there now or comes later.
 */
static int execute_all(struct ipmp *c, const char *root, const struct boot *b,
		       struct missing *gone)
{
	int lock = replay_lock(), status = STATUS_OK;
	struct defaults def;
	size_t i;

	defaults_read(root, &def);
	for (i = 0; i < b->n; i++)
		status = execute_one(c, &def, &b->conf[i], gone) ?: status;
	replay_unlock(lock);
	return status;
}

static int configure(const char *root, const struct boot *b,
		     unsigned int seconds)
{
	struct missing gone = { 0 };
	struct ipmp c;
	int status;

	status = ipmp_open(&c);
	if (!status) {
		late_wait(b->conf, b->n, seconds);
		status = execute_all(&c, root, b, &gone);
		status = missing_report(&c, &gone) ?: status;
	}
	ipmp_close(&c);
	missing_free(&gone);
	return status;
}

/**
 * boot() - Configure all interfaces that have files.
 * @root: "" or the directory that stands for the root
 * @seconds: how long to wait for interfaces that are not there yet
 *
 * Return: STATUS_OK or, after messages and with all done that could be,
 * another exit status.
 */
int boot(const char *root, unsigned int seconds)
{
	struct boot b;
	int status;

	status = load(&b, root);
	if (b.conf && b.n)
		status = configure(root, &b, seconds) ?: status;
	boot_free(&b);
	return status;
}
