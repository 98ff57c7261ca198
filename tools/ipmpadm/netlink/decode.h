/* SPDX-License-Identifier: GPL-2.0 */
/* Attributes of the family to objects. */
#ifndef IPMPADM_DECODE_H
#define IPMPADM_DECODE_H

#include "genl.h"

int decode_object(struct nlmsghdr *nlh, struct object *o);
int decode_event(struct nlmsghdr *nlh, struct event *e);
int decode_done(struct nlmsghdr *nlh, struct probe_done *d);

#endif /* IPMPADM_DECODE_H */
