/* SPDX-License-Identifier: GPL-2.0 */
/* What can be set on a group. */
#ifndef IPMPADM_POLICY_H
#define IPMPADM_POLICY_H

/* In milliseconds: what the kernel takes at least, and has by default. */
#define DETECTION_TIME_MIN	100
#define DETECTION_TIME_DEFAULT	10000

/* What a request leaves as it is. */
#define IPMP_KEEP	(-1)

/**
 * struct ipmp_policy - What can be set on a group, or IPMP_KEEP for each.
 * @failback: 0 or 1
 * @xmit: enum ipmp_xmit
 * @detection_time: in milliseconds
 * @probe: enum ipmp_probe_mode
 * @fail_open: 0 or 1
 */
struct ipmp_policy {
	int failback;
	int xmit;
	int detection_time;
	int probe;
	int fail_open;
};

/* A policy that says nothing. */
#define IPMP_KEEP_ALL							\
	{ IPMP_KEEP, IPMP_KEEP, IPMP_KEEP, IPMP_KEEP, IPMP_KEEP }

#endif /* IPMPADM_POLICY_H */
