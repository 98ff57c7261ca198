/* SPDX-License-Identifier: GPL-2.0 */
/* What main and the commands share. */
#ifndef IPMPADM_CMD_H
#define IPMPADM_CMD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "../lib/args.h"
#include "../lib/compiler.h"
#include "../netlink/genl.h"

/**
 * struct options - The options before the object.
 * @json: JSON instead of text
 * @pretty: JSON over several lines
 * @numeric: numbers instead of names
 * @root: what to read files below, "" for the system's own
 */
struct options {
	bool json;
	bool pretty;
	bool numeric;
	const char *root;
};

/**
 * struct verb - What can be done with an object.
 * @name: the word; NULL if the object stands alone
 * @run: does it, returns the exit status
 * @usage: the words that follow, or empty
 * @help: what it does, in a few words
 */
struct verb {
	const char *name;
	int (*run)(const struct options *opt, struct args *args);
	const char *usage;
	const char *help;
};

/**
 * struct object_cmd - An object of the command line.
 * @name: the word
 * @verbs: up to one without help; the first is what a bare object means
 */
struct object_cmd {
	const char *name;
	const struct verb *verbs;
};

/* Prints some of the model. */
typedef void (*view_fn)(FILE *out, const struct state *st);

extern const struct object_cmd cmd_show;
extern const struct object_cmd cmd_monitor;
extern const struct object_cmd cmd_group;
extern const struct object_cmd cmd_member;
extern const struct object_cmd cmd_address;
extern const struct object_cmd cmd_target;
extern const struct object_cmd cmd_stat;
extern const struct object_cmd cmd_metrics;
extern const struct object_cmd cmd_check;
extern const struct object_cmd cmd_boot;
extern const struct object_cmd cmd_replay;
extern const struct object_cmd cmd_save;
extern const struct object_cmd cmd_detach;
extern const struct object_cmd cmd_attach;
extern const struct object_cmd cmd_recover;

int common_group(struct ipmp *c, const char *name, struct group *g);
int common_read(struct state *st, const char *group);
int common_ungrouped(const struct options *opt, struct state *st);
int common_list(const struct options *opt, const char *group,
		enum object_type type, view_fn text);
int common_show(const struct options *opt, struct args *args,
		enum object_type type, view_fn text);

int member_offline(const char *ifname, bool force);
int member_online(const char *ifname);
int member_must_be(const char *ifname, bool offline);

int stat_help(void);
int stat_run(const struct options *opt, char **argv);

#endif /* IPMPADM_CMD_H */
