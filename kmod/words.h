/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _IPMP_WORDS_H
#define _IPMP_WORDS_H

#include <uapi/linux/ipmp.h>

const char *ipmp_member_state_word(enum ipmp_member_state state);
const char *ipmp_reason_word(enum ipmp_reason reason);

#endif /* _IPMP_WORDS_H */
