/* SPDX-License-Identifier: GPL-2.0 */
/* What is legal in every file by itself, but wrong when seen with the others. */
#ifndef IPMPADM_CONF_CHECK_H
#define IPMPADM_CONF_CHECK_H

#include "conf.h"

void conf_check(const struct conf *c, size_t n, bool whole,
		struct conf_errors *errs);

#endif /* IPMPADM_CONF_CHECK_H */
