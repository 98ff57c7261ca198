/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _IPMP_LOG_H
#define _IPMP_LOG_H

#include "types.h"

void ipmp_log(struct ipmp_group *g, const struct ipmp_line *line);
void ipmp_log_print(struct ipmp_group *g);

#endif /* _IPMP_LOG_H */
