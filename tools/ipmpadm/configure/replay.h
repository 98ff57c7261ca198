/* SPDX-License-Identifier: GPL-2.0 */
/* One interface, configured as its files say. */
#ifndef IPMPADM_REPLAY_H
#define IPMPADM_REPLAY_H

int replay_lock(void);
void replay_unlock(int lock);
int replay_nic(const char *root, const char *ifname);

#endif /* IPMPADM_REPLAY_H */
