/* SPDX-License-Identifier: GPL-2.0 */
/* Interfaces that come late. */
#ifndef IPMPADM_LATE_H
#define IPMPADM_LATE_H

#include <stddef.h>

#include "../conf/conf.h"

void late_wait(const struct conf *conf, size_t n, unsigned int seconds);

#endif /* IPMPADM_LATE_H */
