/* SPDX-License-Identifier: GPL-2.0 */
/* The text of one hostname file as a list of statements. */
#ifndef IPMPADM_HOSTFILE_H
#define IPMPADM_HOSTFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conf.h"
#include "../lib/ipaddr.h"

/**
 * struct hostfile_source - The text of a file.
 * @file: its name
 * @family: AF_INET or AF_INET6
 * @number: of a logical file, else 0
 * @text: any bytes
 * @len: how many
 */
struct hostfile_source {
	const char *file;
	int family;
	unsigned int number;
	const char *text;
	size_t len;
};

/**
 * enum hostfile_kind - What a statement says.
 * @HOSTFILE_SET: the address of the interface, or of the logical one
 * @HOSTFILE_LEN: the prefix length alone, of the address that is there
 * @HOSTFILE_ADDIF: one more address; what follows is about it
 * @HOSTFILE_REMOVEIF: an address that came before is not to be there
 * @HOSTFILE_UP: up, or down
 * @HOSTFILE_NETMASK: the prefix length as a mask, or looked up
 * @HOSTFILE_BROADCAST: the broadcast address, or computed
 * @HOSTFILE_FAILOVER: a data address, or a test address
 * @HOSTFILE_DEPRECATED: deprecated or not
 * @HOSTFILE_GROUP: the group
 * @HOSTFILE_STANDBY: a standby member or not
 * @HOSTFILE_MTU: the MTU
 * @HOSTFILE_TOKEN: the interface identifier
 * @HOSTFILE_FAILBACK: of a group
 * @HOSTFILE_XMIT: of a group
 * @HOSTFILE_DETECTION_TIME: of a group
 * @HOSTFILE_PROBE: of a group
 * @HOSTFILE_ALL_SILENT: of a group
 * @HOSTFILE_TARGET: of a group, one more that its members are probed with
 */
enum hostfile_kind {
	HOSTFILE_SET,
	HOSTFILE_LEN,
	HOSTFILE_ADDIF,
	HOSTFILE_REMOVEIF,
	HOSTFILE_UP,
	HOSTFILE_NETMASK,
	HOSTFILE_BROADCAST,
	HOSTFILE_FAILOVER,
	HOSTFILE_DEPRECATED,
	HOSTFILE_GROUP,
	HOSTFILE_STANDBY,
	HOSTFILE_MTU,
	HOSTFILE_TOKEN,
	HOSTFILE_FAILBACK,
	HOSTFILE_XMIT,
	HOSTFILE_DETECTION_TIME,
	HOSTFILE_PROBE,
	HOSTFILE_ALL_SILENT,
	HOSTFILE_TARGET,
};

/**
 * struct hostfile_statement - A word with its argument.
 * @kind: what it says
 * @line: where it stands
 * @row: which line of content that is, counted from 0
 * @word: what messages are to name: the argument, or the word if it has none
 * @host: of an address, the name to look up; NULL if @addr is the address
 * @addr: the address, without a family if it is wrong, which has been said;
 *	  the mask as a prefix length; the token
 * @has_len: of an address, whether the prefix length is given
 * @plus: of a mask or a broadcast address, whether it is `+`
 * @value: of a switch, 0 or 1; of the MTU and of a group's options, theirs
 */
struct hostfile_statement {
	enum hostfile_kind kind;
	unsigned int line;
	size_t row;
	char *word;
	char *host;
	struct ipaddr addr;
	bool has_len;
	bool plus;
	unsigned int value;
};

/**
 * struct hostfile - A file.
 * @s: the statements
 * @n: how many
 * @rows: how many lines of content there are: not blank, no mere comment
 */
struct hostfile {
	struct hostfile_statement *s;
	size_t n;
	size_t rows;
};

/* Thousands of addresses; far more than anybody writes by hand. */
#define HOSTFILE_MAX	(256 * 1024)

bool hostfile_is_group(const char *text, size_t len);
void hostfile_parse(struct hostfile *h, const struct hostfile_source *src,
		    bool is_group, struct conf_errors *errs);
void hostfile_free(struct hostfile *h);

#endif /* IPMPADM_HOSTFILE_H */
