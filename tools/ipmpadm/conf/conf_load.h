/* SPDX-License-Identifier: GPL-2.0 */
/* What conf.h does in one go, step by step, for files that are given. */
#ifndef IPMPADM_CONF_LOAD_H
#define IPMPADM_CONF_LOAD_H

#include "conf_file.h"
#include "conf_fold.h"

const struct conf_file *conf_files_of(const struct conf_files *files,
				      const char *ifname, size_t *n);
void conf_load_files(const char *ifname, const struct conf_file *f, size_t n,
		     const struct lookup *l, struct conf *c,
		     struct conf_errors *errs);

#endif /* IPMPADM_CONF_LOAD_H */
