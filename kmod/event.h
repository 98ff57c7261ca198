/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _IPMP_EVENT_H
#define _IPMP_EVENT_H

#include "types.h"

void ipmp_event_group(const struct ipmp_group *g, enum ipmp_change change);
void ipmp_event_member(const struct ipmp_member *m, enum ipmp_change change);
void ipmp_event_address(const struct ipmp_group *g,
			const struct ipmp_address *a, enum ipmp_change change,
			const struct ipmp_member *from,
			enum ipmp_reason reason);
void ipmp_event_probe(const struct ipmp_prober *p);
void ipmp_event_probe_done(const struct ipmp_prober *p,
			   const struct ipmp_shot *shot,
			   const struct ipmp_target *t,
			   enum ipmp_probe_outcome outcome);
unsigned int ipmp_event_generation(void);
u32 ipmp_event_net_generation(const struct net *net);
void ipmp_event_changed(const struct ipmp_group *g);
void ipmp_event_look_at_targets(struct ipmp_group *g);
int ipmp_event_init(void);
void ipmp_event_exit(void);

#endif /* _IPMP_EVENT_H */
