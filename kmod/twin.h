/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _IPMP_TWIN_H
#define _IPMP_TWIN_H

#include "types.h"

void ipmp_twin_review(struct ipmp_group *g, struct ipmp_member *m);
void ipmp_twin_check(struct ipmp_member *m);

#endif /* _IPMP_TWIN_H */
