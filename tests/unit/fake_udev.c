// SPDX-License-Identifier: GPL-2.0
/*
 * The udev of the fake kernel: it is done with every interface there is, and
 * brings others when it is waited for.
 */
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include <libudev.h>

#include "fake.h"

#define FAKE_FD	1000
#define FAKE_QUEUE_FD	1001

struct udev_device {
	int unused;
};

static struct udev_device the_device;
static bool inactive, busy;
static unsigned int waits;
static const char *undone;

static struct {
	unsigned int ifindex;
	const char *name;
} late[8];
static unsigned int nlate, next;

void fake_udev_reset(void)
{
	inactive = false;
	busy = false;
	undone = "";
	nlate = 0;
	next = 0;
	waits = 0;
}

void fake_no_udev(void)
{
	inactive = true;
}

void fake_late(unsigned int ifindex, const char *name)
{
	late[nlate].ifindex = ifindex;
	late[nlate++].name = name;
}

void fake_unnamed(const char *name)
{
	undone = name;
}

void fake_busy(void)
{
	busy = true;
}

unsigned int fake_waits(void)
{
	return waits;
}

static int poll_queue(struct pollfd *fd)
{
	fd->revents = fd->fd == FAKE_QUEUE_FD && busy ? POLLIN : 0;
	return fd->revents ? 1 : 0;
}

bool fake_udev_poll(struct pollfd *fds, nfds_t n, int *ready)
{
	if (fds->fd != FAKE_FD || n != 2)
		return false;
	waits++;
	fds[0].revents = next < nlate ? POLLIN : 0;
	*ready = !!fds[0].revents + poll_queue(&fds[1]);
	return true;
}

struct udev *__wrap_udev_new(void)
{
	return (struct udev *)&the_device;
}

struct udev *__wrap_udev_unref(struct udev *udev)
{
	(void)udev;
	return NULL;
}

struct udev_queue *__wrap_udev_queue_new(struct udev *udev)
{
	return (struct udev_queue *)udev;
}

struct udev_queue *__wrap_udev_queue_unref(struct udev_queue *queue)
{
	(void)queue;
	return NULL;
}

int __wrap_udev_queue_get_udev_is_active(struct udev_queue *queue)
{
	(void)queue;
	return !inactive;
}

int __wrap_udev_queue_get_queue_is_empty(struct udev_queue *queue)
{
	(void)queue;
	return !busy;
}

int __wrap_udev_queue_get_fd(struct udev_queue *queue)
{
	(void)queue;
	return FAKE_QUEUE_FD;
}

int __wrap_udev_queue_flush(struct udev_queue *queue)
{
	(void)queue;
	busy = false;
	return 0;
}

struct udev_monitor *__wrap_udev_monitor_new_from_netlink(struct udev *udev,
							  const char *name)
{
	return strcmp(name, inactive ? "kernel" : "udev") ?
	       NULL : (struct udev_monitor *)udev;
}

struct udev_monitor *__wrap_udev_monitor_unref(struct udev_monitor *m)
{
	(void)m;
	return NULL;
}

int __wrap_udev_monitor_filter_add_match_subsystem_devtype(struct udev_monitor *m,
							   const char *subsystem,
							   const char *devtype)
{
	(void)m;
	return devtype || strcmp(subsystem, "net") ? -1 : 0;
}

int __wrap_udev_monitor_enable_receiving(struct udev_monitor *m)
{
	(void)m;
	return 0;
}

int __wrap_udev_monitor_get_fd(struct udev_monitor *m)
{
	(void)m;
	return FAKE_FD;
}

struct udev_device *__wrap_udev_monitor_receive_device(struct udev_monitor *m)
{
	(void)m;
	/* The same name again: udev is done with it now. */
	if (late[next].ifindex)
		fake_link(late[next].ifindex, late[next].name, false);
	else
		undone = "";
	next++;
	return &the_device;
}

struct udev_device *
__wrap_udev_device_new_from_subsystem_sysname(struct udev *udev,
					      const char *subsystem,
					      const char *sysname)
{
	(void)udev;
	if (!strcmp(sysname, undone))
		return NULL;
	if (!strcmp(subsystem, "pci") || __wrap_if_nametoindex(sysname))
		return &the_device;
	return NULL;
}

struct udev_device *__wrap_udev_device_unref(struct udev_device *dev)
{
	(void)dev;
	return NULL;
}

int __wrap_udev_device_get_is_initialized(struct udev_device *dev)
{
	return dev == &the_device;
}
