/* SPDX-License-Identifier: GPL-2.0 */
/* Text of the model for people. */
#ifndef IPMPADM_VIEW_H
#define IPMPADM_VIEW_H

#include <stdio.h>

#include "../netlink/state.h"
#include "text.h"

/* Rows of all groups, which then have to name theirs. */
#define ALL_GROUPS	0

void view_tree(FILE *out, const struct state *st);
void view_ungrouped(FILE *out, const struct state *nics);
void view_groups(FILE *out, const struct state *st);
void view_members(FILE *out, const struct state *st);
void view_addresses(FILE *out, const struct state *st);
void view_targets(FILE *out, const struct state *st);
void view_probes_of(FILE *out, const struct state *st, uint32_t group,
		    int indent);
void view_targets_of(FILE *out, const struct state *st, uint32_t group,
		     int indent);
enum text_colour view_group_colour(uint32_t state);
enum text_colour view_member_colour(uint32_t state);
enum text_colour view_probe_colour(uint32_t state);

#endif /* IPMPADM_VIEW_H */
