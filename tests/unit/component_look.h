/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Asking the component model about a machine of component_tree.h. The
 * interfaces of a network namespace are in the file that stands for it, one a
 * line: INDEX NAME [up] [dev=BUS/DEVICE] [master=INDEX] [lower=INDEX] [nsid=N]
 * [kind=KIND] [addr=ADDRESS]...
 */
#ifndef TEST_COMPONENT_LOOK_H
#define TEST_COMPONENT_LOOK_H

#include "component_tree.h"

/* The machine of this test. */
extern const struct component_roots *machine;
/* What the network namespace of the next question calls the other one. */
extern int look_nsid;
/* The n-th network namespace that is read cannot be entered. */
extern int look_refuse;
/* How many were read. */
extern int look_reads;

/* What is said of a name or its place, errors with their exit status. */
const char *look(const char *name, bool place);
int look_tear_down(void **state);

#define is(name, text)		assert_string_equal(look(name, false), text)
#define place_is(name, text)	assert_string_equal(look(name, true), text)
/* Only a part of what is said. */
#define has(name, text)		\
	assert_non_null(strstr(look(name, false), text))
#define lacks(name, text)	\
	assert_null(strstr(look(name, false), text))

#define TEST(name)	cmocka_unit_test_teardown(name, look_tear_down)

/* A NIC behind a port of its own. */
#define SINGLE "root 0000:00", "port 0000:00:1c.0 01-01", \
	"func 0000:01:00.0 on 0000:00:1c.0", \
	"bus virtio virtio0 on 0000:01:00.0"

/* A card with two functions, and a NIC beside it. */
#define TWO_FUNCTIONS "root 0000:00", "port 0000:00:1c.0 01-01", \
	"func 0000:01:00.0 on 0000:00:1c.0", \
	"func 0000:01:00.1 on 0000:00:1c.0", \
	"port 0000:00:1d.0 02-02", "func 0000:02:00.0 on 0000:00:1d.0"

#endif /* TEST_COMPONENT_LOOK_H */
