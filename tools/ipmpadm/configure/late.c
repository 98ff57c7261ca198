// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <string.h>

#include "../lib/err.h"
#include "late.h"
#include "../lib/watch.h"

/* Groups are not waited for: they are made. */
static bool all_there(const struct watch *w, const struct conf *conf, size_t n)
{
	for (; n--; conf++)
		if (!conf->is_group && !watch_has(w, conf->ifname))
			return false;
	return true;
}

/**
 * late_wait() - Wait until interfaces are there, or time is up.
 * @conf: what their files say
 * @n: how many
 * @seconds: how long at most
 */
void late_wait(const struct conf *conf, size_t n, unsigned int seconds)
{
	uint64_t deadline = watch_deadline(seconds);
	struct watch w;

	if (!watch_open(&w))
		err_say("cannot watch for interfaces that come late: udev: %s",
			strerror(errno));
	else
		/* Looked at after the watch began: nothing is missed. */
		while (!all_there(&w, conf, n) && watch_next(&w, deadline))
			;
	watch_close(&w);
}
