// SPDX-License-Identifier: GPL-2.0
/*
 * Drivers find their devices in their own time, and udev names these in its
 * own. An interface counts as there when udev is done with it, that is under
 * its final name; where no udev runs, as soon as it exists.
 */
#include <errno.h>
#include <limits.h>
#include <net/if.h>
#include <poll.h>
#include <time.h>

#include "watch.h"

static uint64_t now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000 + (uint64_t)ts.tv_nsec / 1000000;
}

/**
 * watch_deadline() - When a wait that starts now is to end.
 * @seconds: how long it is
 */
uint64_t watch_deadline(unsigned int seconds)
{
	return now_ms() + (uint64_t)seconds * 1000;
}

/**
 * watch_left() - What is left of a wait, for poll().
 * @deadline: of watch_deadline()
 *
 * Return: milliseconds, 0 when it is over.
 */
int watch_left(uint64_t deadline)
{
	uint64_t now = now_ms();

	if (now >= deadline)
		return 0;
	return deadline - now > INT_MAX ? INT_MAX : (int)(deadline - now);
}

/**
 * watch_close() - End a watch.
 * @w: the watch
 */
void watch_close(struct watch *w)
{
	udev_monitor_unref(w->monitor);
	udev_queue_unref(w->queue);
	udev_unref(w->udev);
}

/**
 * watch_open() - Begin to watch.
 * @w: the watch; to be closed even if this fails
 *
 * What is looked at afterwards and is not there will be told of.
 *
 * Return: false, with errno, if that is not possible.
 */
bool watch_open(struct watch *w)
{
	*w = (struct watch){ .udev = udev_new(), .queue_fd = -1 };
	if (!w->udev)
		return false;
	w->queue = udev_queue_new(w->udev);
	w->active = w->queue && udev_queue_get_udev_is_active(w->queue);
	if (w->active)
		w->queue_fd = udev_queue_get_fd(w->queue);
	w->monitor = udev_monitor_new_from_netlink(w->udev, w->active ?
						   "udev" : "kernel");
	return w->monitor &&
	       udev_monitor_filter_add_match_subsystem_devtype(w->monitor,
							       "net",
							       NULL) >= 0 &&
	       udev_monitor_enable_receiving(w->monitor) >= 0;
}

static bool is_done(const struct watch *w, const char *subsystem,
		    const char *name)
{
	struct udev_device *dev;
	bool done;

	dev = udev_device_new_from_subsystem_sysname(w->udev, subsystem, name);
	done = dev && udev_device_get_is_initialized(dev) > 0;
	udev_device_unref(dev);
	return done;
}

/**
 * watch_has() - Whether an interface is there.
 * @w: the watch
 * @ifname: its name
 */
bool watch_has(const struct watch *w, const char *ifname)
{
	return w->active ? is_done(w, "net", ifname) : if_nametoindex(ifname);
}

/**
 * watch_is_over() - Whether udev will not load a driver for a device any more.
 * @w: the watch
 * @pci: the device
 *
 * An empty queue alone may be one that udev has not looked into yet.
 *
 * Return: false also where no udev runs: who loads drivers there is not known.
 */
bool watch_is_over(const struct watch *w, const char *pci)
{
	return w->active && is_done(w, "pci", pci) &&
	       udev_queue_get_queue_is_empty(w->queue) > 0;
}

static void take_all(const struct watch *w, const struct pollfd fd[2])
{
	if (fd[0].revents)
		udev_device_unref(udev_monitor_receive_device(w->monitor));
	if (fd[1].revents)
		udev_queue_flush(w->queue);
}

/**
 * watch_next() - Wait until something has changed, whatever it is.
 * @w: the watch
 * @deadline: of watch_deadline()
 *
 * Return: false when time is up.
 */
bool watch_next(const struct watch *w, uint64_t deadline)
{
	struct pollfd fd[] = {
		{ .fd = -1, .events = POLLIN },
		{ .fd = w->queue_fd, .events = POLLIN },
	};
	int n;

	if (w->monitor)
		fd[0].fd = udev_monitor_get_fd(w->monitor);
	do {
		n = poll(fd, 2, watch_left(deadline));
	} while (n < 0 && errno == EINTR);
	if (n > 0)
		take_all(w, fd);
	return n > 0;
}
