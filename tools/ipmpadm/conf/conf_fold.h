/* SPDX-License-Identifier: GPL-2.0 */
/* The texts of all files of one interface as what they ask for. */
#ifndef IPMPADM_CONF_FOLD_H
#define IPMPADM_CONF_FOLD_H

#include "conf.h"
#include "hostfile.h"
#include "../lib/lookup.h"

void conf_fold(struct conf *c, const char *ifname,
	       const struct hostfile_source *src, size_t n,
	       const struct lookup *l, struct conf_errors *errs);

#endif /* IPMPADM_CONF_FOLD_H */
