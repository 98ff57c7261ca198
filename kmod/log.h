/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _IPMP_LOG_H
#define _IPMP_LOG_H

#include "types.h"

void ipmp_log(struct ipmp_group *g, const struct ipmp_line *line);
void ipmp_log_named(struct ipmp_group *g, enum ipmp_line_kind kind,
		    const char *name);
void ipmp_log_setup(struct ipmp_group *g);
void ipmp_log_flush(struct ipmp_group *g);

#endif /* _IPMP_LOG_H */
