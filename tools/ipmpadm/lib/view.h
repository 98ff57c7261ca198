/* SPDX-License-Identifier: GPL-2.0 */
/* Text of the model for people. */
#ifndef IPMPADM_VIEW_H
#define IPMPADM_VIEW_H

#include <stdio.h>

#include "state.h"
#include "text.h"

void view_tree(FILE *out, const struct state *st);
void view_groups(FILE *out, const struct state *st);
void view_members(FILE *out, const struct state *st);
void view_addresses(FILE *out, const struct state *st);
enum text_colour view_group_colour(uint32_t state);
enum text_colour view_member_colour(uint32_t state);

#endif /* IPMPADM_VIEW_H */
