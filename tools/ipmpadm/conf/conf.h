/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the files /etc/hostname.* and /etc/hostname6.* ask for: the desired
 * state of each interface. Files are read, nothing else is touched.
 */
#ifndef IPMPADM_CONF_H
#define IPMPADM_CONF_H

#include <net/if.h>
#include <stdbool.h>
#include <stddef.h>

#include <linux/ipmp.h>

#include "../lib/compiler.h"
#include "../lib/ipaddr.h"
#include "../netlink/policy.h"

/**
 * struct conf_addr - An address that a file names.
 * @addr: the address with its prefix length
 * @has_broadcast: whether a broadcast address is asked for
 * @broadcast: that address
 * @test: `-failover`: it belongs to the member and never moves
 * @deprecated: not to be chosen as a source address
 * @up: it is to be configured; without `up` it is only recorded
 * @file: where it stands, for messages; belongs to the struct conf
 * @line: the line there
 */
struct conf_addr {
	struct ipaddr addr;
	bool has_broadcast;
	struct in_addr broadcast;
	bool test;
	bool deprecated;
	bool up;
	const char *file;
	unsigned int line;
};

/**
 * struct conf - All that the files of one interface say.
 * @ifname: the interface
 * @is_group: the first word is `ipmp`: @ifname is that of a group
 * @has4: there is a hostname.IF, or a logical file hostname.IF:N
 * @has6: the same for hostname6
 * @group: name of the group that it is or joins, "" for none
 * @standby: whether it only replaces others
 * @mtu: 0 if nothing is said
 * @has_token: whether an interface identifier is given
 * @token: for the IPv6 addresses that routers announce
 * @policy: of a group
 * @target: given targets of a group
 * @ntargets: how many
 * @up4: IPv4 asks for the interface to be up
 * @up6: IPv6 does
 * @addr: the addresses, in the order of the files, IPv4 first
 * @naddr: how many
 * @file: names of the files
 * @nfiles: how many
 */
struct conf {
	char ifname[IFNAMSIZ];
	bool is_group;
	bool has4;
	bool has6;
	char group[IPMP_NAME_MAX + 1];
	bool standby;
	unsigned int mtu;
	bool has_token;
	struct in6_addr token;
	struct ipmp_policy policy;
	struct ipaddr *target;
	size_t ntargets;
	bool up4;
	bool up6;
	struct conf_addr *addr;
	size_t naddr;
	char **file;
	size_t nfiles;
};

/**
 * struct conf_error - What is wrong with a word.
 * @file: where
 * @line: the line there, 0 if it is about the whole file
 * @word: the word, NULL if it is about the whole line or file
 * @text: what is wrong
 * @warning: legal, and done as it says, but hardly what was meant
 * @seq: how many were found before it
 */
struct conf_error {
	char *file;
	unsigned int line;
	char *word;
	char *text;
	bool warning;
	size_t seq;
};

/**
 * struct conf_errors - All that is wrong.
 * @e: errors and warnings
 * @n: how many
 */
struct conf_errors {
	struct conf_error *e;
	size_t n;
};

/*
 * @root is "" or the DIR of `--root DIR`: DIR/etc is read in place of /etc.
 * Interfaces come in the order of their names, those of groups first.
 */
int conf_names(const char *root, char (**names)[IFNAMSIZ], size_t *n);
bool conf_exists(const char *root, const char *ifname);
void conf_load(const char *root, const char *ifname, struct conf *c,
	       struct conf_errors *errs);
void conf_init(struct conf *c, const char *ifname);
void conf_add_target(struct conf *c, const struct ipaddr *addr);
bool conf_has_target(const struct conf *c, const struct ipaddr *addr);
void conf_free(struct conf *c);

void __printf(5, 6) conf_error_add(struct conf_errors *errs, const char *file,
				   unsigned int line, const char *word,
				   const char *fmt, ...);
void __printf(5, 6) conf_warning_add(struct conf_errors *errs,
				     const char *file, unsigned int line,
				     const char *word, const char *fmt, ...);
void conf_errors_sort(struct conf_errors *errs);
void conf_errors_free(struct conf_errors *errs);
size_t conf_errors_say(const struct conf_errors *errs);

#endif /* IPMPADM_CONF_H */
