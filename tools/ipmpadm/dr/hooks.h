/* SPDX-License-Identifier: GPL-2.0 */
/* Programs of the administrator that are asked before, and told after. */
#ifndef IPMPADM_HOOKS_H
#define IPMPADM_HOOKS_H

#include <stdbool.h>
#include <stddef.h>

/* Where they are; the name is public, see interface.md. */
#ifndef HOOKS_DIR
#define HOOKS_DIR	"/etc/ipmp/dr.d"
#endif

/* How long a hook may take, in seconds, before it is ended. */
#define HOOKS_LIMIT	60

/* Room for the reason that a hook gives. */
#define HOOK_REASON	256

/**
 * struct hook_call - What a hook is told.
 * @verb: its argument: queryremove, preremove, postremove, undoremove or
 *	postattach
 * @component: what is detached or attached, apart by blanks if it is several
 * @nics: its network interfaces, apart by blanks
 * @force: whether the user gave -f
 */
struct hook_call {
	const char *verb;
	const char *component;
	const char *nics;
	bool force;
};

/**
 * struct hook_list - The hooks of a directory.
 * @path: of each, in the order in which they are called
 * @n: how many
 */
struct hook_list {
	char **path;
	size_t n;
};

/**
 * enum hook_answer - How a hook ended.
 * @HOOK_OK: it agrees, or has nothing to do with the verb
 * @HOOK_REFUSED: it says no
 * @HOOK_FAILED: it ended otherwise, or had to be ended
 */
enum hook_answer { HOOK_OK, HOOK_REFUSED, HOOK_FAILED };

int hooks_find(const char *dir, struct hook_list *list);
void hooks_free(struct hook_list *list);
enum hook_answer hook_run(const char *path, const struct hook_call *call,
			  unsigned int limit, char reason[HOOK_REASON]);

#endif /* IPMPADM_HOOKS_H */
