/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The one vocabulary: the words of the enums of the netlink specification,
 * for input, text and JSON alike.
 */
#ifndef IPMPADM_WORDS_H
#define IPMPADM_WORDS_H

#include <stddef.h>
#include <stdint.h>

/**
 * struct words - The words of one enum.
 * @word: by value, starting with 0
 * @n: how many
 */
struct words {
	const char *const *word;
	size_t n;
};

extern const struct words words_group_state;
extern const struct words words_member_state;
extern const struct words words_link;
extern const struct words words_xmit;
extern const struct words words_change;
extern const struct words words_reason;
extern const struct words words_probe_mode;
extern const struct words words_probe_state;
extern const struct words words_probe_kind;
extern const struct words words_target_source;
extern const struct words words_target_state;
extern const struct words words_all_silent;
extern const struct words words_onoff;

const char *words_name(const struct words *w, uint32_t value);
int words_value(const struct words *w, const char *word);

#endif /* IPMPADM_WORDS_H */
