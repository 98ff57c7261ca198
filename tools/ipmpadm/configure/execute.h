/* SPDX-License-Identifier: GPL-2.0 */
/*
 * From what the files say to the state of the kernel. Boot and attach do both
 * by this alone, and what is so already is not done again.
 *
 * What fails is named, the rest is done all the same; the exit status tells.
 */
#ifndef IPMPADM_EXECUTE_H
#define IPMPADM_EXECUTE_H

#include "../conf/conf.h"
#include "../conf/defaults.h"
#include "../netlink/genl.h"

int execute_group(struct ipmp *c, const struct defaults *def,
		  const struct conf *conf);
int execute_nic(struct ipmp *c, const struct defaults *def,
		const struct conf *conf);
int execute_missing(struct ipmp *c, const struct defaults *def,
		    const struct conf *conf);

#endif /* IPMPADM_EXECUTE_H */
