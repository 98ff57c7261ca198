/* SPDX-License-Identifier: GPL-2.0 */
/* Between the parts of the executor. */
#ifndef IPMPADM_EXECUTION_H
#define IPMPADM_EXECUTION_H

#include "execute.h"
#include "../netlink/rtnl.h"

/**
 * struct execution - The files of one interface on their way into the kernel.
 * @c: the connection to the module
 * @rt: the connection to rtnetlink
 * @def: for a group that has to be made
 * @conf: what the files say
 * @st: the groups as they are
 * @status: the exit status so far
 */
struct execution {
	struct ipmp *c;
	struct nlsock rt;
	const struct defaults *def;
	const struct conf *conf;
	struct state st;
	int status;
};

void execution_keep(struct execution *x, int status);
bool execution_carries_data(struct execution *x, uint32_t ifindex);
void execution_own(struct execution *x, uint32_t ifindex);
void execution_data(struct execution *x, const struct group *g,
		    const char *home);

#endif /* IPMPADM_EXECUTION_H */
