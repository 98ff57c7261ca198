/* SPDX-License-Identifier: GPL-2.0 */
/* One logical interface while its files are read: an address and its words. */
#ifndef IPMPADM_CONF_BLOCK_H
#define IPMPADM_CONF_BLOCK_H

#include "conf.h"
#include "hostfile.h"
#include "../lib/lookup.h"

/* Where the prefix length of an address comes from; the later the better. */
enum conf_len { LEN_NONE, LEN_CLASS, LEN_MASK, LEN_GIVEN };

/* Whether a block is up. */
enum conf_up { UP_UNSAID, UP_NO, UP_YES };

/**
 * struct conf_block - A logical interface.
 * @family: AF_INET or AF_INET6
 * @addif: made by addif, else by a file of its number
 * @number: the number
 * @has_addr: it has an address
 * @a: the address; its prefix length is that of @len
 * @word: the address as it was written
 * @len: where the prefix length comes from
 * @broadcast_plus: the broadcast address is to be computed
 * @up: whether it is up
 */
struct conf_block {
	int family;
	bool addif;
	unsigned int number;
	bool has_addr;
	struct conf_addr a;
	const char *word;
	enum conf_len len;
	bool broadcast_plus;
	enum conf_up up;
};

void conf_block_mask(struct conf_block *b, const struct lookup *l,
		     const struct hostfile_statement *s);
void conf_block_set(struct conf_block *b, const struct ipaddr *addr,
		    const struct hostfile_statement *s, const char *file);
void conf_block_end(struct conf_block *b, struct conf *c,
		    struct conf_errors *errs);

#endif /* IPMPADM_CONF_BLOCK_H */
