/* SPDX-License-Identifier: GPL-2.0 */
/* The files that ask for a given state. */
#ifndef IPMPADM_HOSTWRITE_H
#define IPMPADM_HOSTWRITE_H

#include "conf.h"

/**
 * struct hostwrite - The texts of the files of an interface.
 * @text4: of hostname.IF, NULL if there is to be none
 * @text6: of hostname6.IF, NULL if there is to be none
 */
struct hostwrite {
	char *text4;
	char *text6;
};

void hostwrite(const struct conf *c, struct hostwrite *w);
void hostwrite_free(struct hostwrite *w);

#endif /* IPMPADM_HOSTWRITE_H */
