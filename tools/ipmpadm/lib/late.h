/* SPDX-License-Identifier: GPL-2.0 */
/* Interfaces that come late. */
#ifndef IPMPADM_LATE_H
#define IPMPADM_LATE_H

#include <stddef.h>
#include <stdint.h>

#include "conf.h"

uint64_t late_deadline(unsigned int seconds);
int late_left(uint64_t deadline);
void late_wait(const struct conf *conf, size_t n, unsigned int seconds);

#endif /* IPMPADM_LATE_H */
