/* SPDX-License-Identifier: GPL-2.0 */
/* Interfaces that appear, as udev tells. */
#ifndef IPMPADM_WATCH_H
#define IPMPADM_WATCH_H

#include <stdbool.h>
#include <stdint.h>

#include <libudev.h>

/**
 * struct watch - Waiting for interfaces.
 * @udev: the library
 * @queue: what udev has to do; NULL if nobody knows
 * @queue_fd: becomes readable when that is all done; -1 if nobody knows
 * @active: whether a udev runs
 * @monitor: tells of changes; NULL if nobody can
 */
struct watch {
	struct udev *udev;
	struct udev_queue *queue;
	int queue_fd;
	bool active;
	struct udev_monitor *monitor;
};

uint64_t watch_deadline(unsigned int seconds);
int watch_left(uint64_t deadline);
bool watch_open(struct watch *w);
void watch_close(struct watch *w);
bool watch_has(const struct watch *w, const char *ifname);
bool watch_is_over(const struct watch *w, const char *pci);
bool watch_next(const struct watch *w, uint64_t deadline);

#endif /* IPMPADM_WATCH_H */
