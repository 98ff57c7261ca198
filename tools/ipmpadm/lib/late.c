// SPDX-License-Identifier: GPL-2.0
/*
 * Drivers find their devices in their own time, and udev names these in its
 * own. An interface counts as there when udev is done with it, that is under
 * its final name; where no udev runs, as soon as it exists.
 */
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdbool.h>
#include <string.h>
#include <time.h>

#include <libudev.h>

#include "err.h"
#include "late.h"

/**
 * struct watch - Waiting for interfaces.
 * @udev: the library
 * @active: whether a udev runs
 * @monitor: tells of changes
 */
struct watch {
	struct udev *udev;
	bool active;
	struct udev_monitor *monitor;
};

static uint64_t now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000 + (uint64_t)ts.tv_nsec / 1000000;
}

/**
 * late_deadline() - When a wait that starts now is to end.
 * @seconds: how long it is
 */
uint64_t late_deadline(unsigned int seconds)
{
	return now_ms() + (uint64_t)seconds * 1000;
}

/**
 * late_left() - What is left of a wait, for poll().
 * @deadline: of late_deadline()
 *
 * Return: milliseconds, 0 when it is over.
 */
int late_left(uint64_t deadline)
{
	uint64_t now = now_ms();

	if (now >= deadline)
		return 0;
	return deadline - now > INT_MAX ? INT_MAX : (int)(deadline - now);
}

static void watch_close(struct watch *w)
{
	udev_monitor_unref(w->monitor);
	udev_unref(w->udev);
}

static bool watch_open(struct watch *w)
{
	struct udev_queue *queue;

	memset(w, 0, sizeof(*w));
	w->udev = udev_new();
	if (!w->udev)
		return false;
	queue = udev_queue_new(w->udev);
	w->active = queue && udev_queue_get_udev_is_active(queue);
	udev_queue_unref(queue);
	w->monitor = udev_monitor_new_from_netlink(w->udev, w->active ?
						   "udev" : "kernel");
	return w->monitor &&
	       udev_monitor_filter_add_match_subsystem_devtype(w->monitor,
							       "net",
							       NULL) >= 0 &&
	       udev_monitor_enable_receiving(w->monitor) >= 0;
}

static bool is_there(const struct watch *w, const char *name)
{
	struct udev_device *dev;
	bool done;

	if (!w->active)
		return if_nametoindex(name);
	dev = udev_device_new_from_subsystem_sysname(w->udev, "net", name);
	done = dev && udev_device_get_is_initialized(dev) > 0;
	udev_device_unref(dev);
	return done;
}

/* Groups are not waited for: they are made. */
static bool all_there(const struct watch *w, const struct conf *conf, size_t n)
{
	for (; n--; conf++)
		if (!conf->is_group && !is_there(w, conf->ifname))
			return false;
	return true;
}

/* What the event says does not matter, only that something changed. */
static bool next_event(const struct watch *w, uint64_t deadline)
{
	struct pollfd fd = {
		.fd = udev_monitor_get_fd(w->monitor), .events = POLLIN,
	};
	int n;

	do {
		n = poll(&fd, 1, late_left(deadline));
	} while (n < 0 && errno == EINTR);
	if (n > 0)
		udev_device_unref(udev_monitor_receive_device(w->monitor));
	return n > 0;
}

/**
 * late_wait() - Wait until interfaces are there, or time is up.
 * @conf: what their files say
 * @n: how many
 * @seconds: how long at most
 */
void late_wait(const struct conf *conf, size_t n, unsigned int seconds)
{
	uint64_t deadline = late_deadline(seconds);
	struct watch w;

	if (!watch_open(&w))
		err_say("cannot watch for interfaces that come late: udev: %s",
			strerror(errno));
	else
		/* Looked at after the watch began: nothing is missed. */
		while (!all_there(&w, conf, n) && next_event(&w, deadline))
			;
	watch_close(&w);
}
