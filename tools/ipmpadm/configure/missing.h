/* SPDX-License-Identifier: GPL-2.0 */
/* NICs that were missing at boot, and what became of their addresses. */
#ifndef IPMPADM_MISSING_H
#define IPMPADM_MISSING_H

#include "../conf/conf.h"
#include "../netlink/genl.h"

/**
 * struct missing - The NICs that have files but are not there.
 * @conf: what their files say
 * @n: how many
 */
struct missing {
	const struct conf **conf;
	size_t n;
};

void missing_add(struct missing *gone, const struct conf *conf);
void missing_free(struct missing *gone);
int missing_report(struct ipmp *c, const struct missing *gone);

#endif /* IPMPADM_MISSING_H */
