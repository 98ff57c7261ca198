// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../conf/conf_file.h"
#include "../lib/err.h"
#include "../lib/rundir.h"
#include "execute.h"
#include "replay.h"

/**
 * replay_lock() - Let only one execute files at a time.
 *
 * `ipmpadm attach` and udev both hand over a NIC that appears. Who may not
 * write there may not configure anything either, and is told so later.
 *
 * Return: the lock, for replay_unlock().
 */
int replay_lock(void)
{
	int fd;

	mkdir(RUN_DIR, 0755);
	fd = open(RUN_DIR "/replay.lock",
		  O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	while (fd >= 0 && flock(fd, LOCK_EX) && errno == EINTR)
		;
	return fd;
}

/**
 * replay_unlock() - Let the next one do it.
 * @lock: of replay_lock()
 */
void replay_unlock(int lock)
{
	if (lock >= 0)
		close(lock);
}

/* The group may have a file of its own, which at boot comes first. */
static int replay_group(struct ipmp *c, const struct defaults *def,
			const char *root, const char *ifname,
			const char *group)
{
	struct conf_errors errs = { 0 };
	struct conf conf = { 0 };
	int status = STATUS_OK;

	conf_load(root, ifname, &conf, &errs);
	if (conf.is_group && !strcmp(conf.group, group)) {
		if (conf_errors_say(&errs))
			status = STATUS_FAILED;
		status = execute_group(c, def, &conf) ?: status;
	}
	conf_errors_free(&errs);
	conf_free(&conf);
	return status;
}

static int replay_group_of(struct ipmp *c, const struct defaults *def,
			   const char *root, const char *group)
{
	char (*names)[IFNAMSIZ] = NULL;
	int status = STATUS_OK;
	struct state st;
	size_t i, n = 0;

	if (ipmp_read_groups(c, &st))
		status = nlsock_fail(&c->s, "cannot read the groups");
	else if (!state_find_group(&st, group))
		conf_names(root, &names, &n);
	for (i = 0; i < n; i++)
		status = replay_group(c, def, root, names[i], group) ?: status;
	state_free(&st);
	free(names);
	return status;
}

static int execute(const char *root, const struct conf *conf)
{
	struct defaults def;
	int status, first;
	struct ipmp c;

	defaults_read(root, &def);
	status = ipmp_open(&c);
	if (!status && conf->is_group) {
		status = execute_group(&c, &def, conf);
	} else if (!status) {
		first = replay_group_of(&c, &def, root, conf->group);
		status = execute_nic(&c, &def, conf) ?: first;
	}
	ipmp_close(&c);
	return status;
}

static int replay(const char *root, const char *ifname)
{
	struct conf_errors errs = { 0 };
	struct conf conf = { 0 };
	int status, lock;

	conf_load(root, ifname, &conf, &errs);
	status = conf_errors_say(&errs) ? STATUS_FAILED : STATUS_OK;
	lock = replay_lock();
	status = execute(root, &conf) ?: status;
	replay_unlock(lock);
	conf_errors_free(&errs);
	conf_free(&conf);
	return status;
}

/**
 * replay_nic() - Configure an interface as its files say.
 * @root: "" or the directory that stands for the root
 * @ifname: the interface
 *
 * What is so already stays as it is. One without files is only spoken of:
 * nothing says what it is for.
 *
 * Return: STATUS_OK or, after messages, another exit status.
 */
int replay_nic(const char *root, const char *ifname)
{
	if (conf_exists(root, ifname))
		return replay(root, ifname);
	if (!if_nametoindex(ifname))
		return err_fail("interface %s does not exist", ifname);
	if (!conf_is_ifname(ifname))
		printf("%s is not configured: files of an interface whose name does not end in a digit are not read\n",
		       ifname);
	else
		printf("%s has no file %s/etc/hostname.%s or hostname6.%s: not configured\n",
		       ifname, root, ifname, ifname);
	return STATUS_OK;
}
