/* SPDX-License-Identifier: GPL-2.0 */
/* Take hardware into use that has come, or come back. */
#ifndef IPMPADM_ATTACH_H
#define IPMPADM_ATTACH_H

int attach(const char *dev);

#endif /* IPMPADM_ATTACH_H */
