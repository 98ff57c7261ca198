/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _IPMP_PROBE_H
#define _IPMP_PROBE_H

#include "types.h"

struct ipmp_options;

void ipmp_probe_setup(struct ipmp_member *m);
void ipmp_probe_pace(struct ipmp_group *g);
void ipmp_probe_set(struct ipmp_group *g, const struct ipmp_options *options);
void ipmp_probe_adjust(struct ipmp_member *m, bool present, u64 now);
void ipmp_probe_forget(struct ipmp_member *m);
void ipmp_probe_rate(struct ipmp_member *m);
void ipmp_probe_report(struct ipmp_group *g);
bool ipmp_probe_news(const struct ipmp_prober *p);
enum ipmp_reason ipmp_probe_why_held(const struct ipmp_member *m);
void ipmp_probe_cancel(struct ipmp_member *m);
enum ipmp_probe_state ipmp_probe_state(const struct ipmp_member *m);
u64 ipmp_probe_held_until(const struct ipmp_member *m);

/* probe-send.c */
struct sk_buff *ipmp_probe_build(struct ipmp_prober *p, struct ipmp_target *t,
				 struct ipmp_shot *shot);

/* probe-receive.c */
bool ipmp_probe_echo_v4(struct ipmp_member *m, struct sk_buff *skb);
bool ipmp_probe_echo_v6(struct ipmp_member *m, struct sk_buff *skb);
bool ipmp_probe_arp(struct ipmp_member *m, __be32 sip, const u8 *mac);
void ipmp_probe_advertisement(struct ipmp_member *m, struct sk_buff *skb);

#endif /* _IPMP_PROBE_H */
