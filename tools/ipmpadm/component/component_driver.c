// SPDX-License-Identifier: GPL-2.0
/* Functions that a driver hands to somebody whom the kernel does not see. */
#include <string.h>

#include "component_sys.h"
#include "component_use.h"

static const struct {
	const char *part;
	const char *user;
} drivers[] = {
	{ "vfio", "a virtual machine or a program" },
	{ "uio", "a program" },
	{ "pciback", "a Xen domain" },
};

static const char *user_of(const char *driver)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(drivers); i++)
		if (strstr(driver, drivers[i].part))
			return drivers[i].user;
	return NULL;
}

/**
 * use_drivers() - Find the functions that others than the kernel use.
 * @r: the system
 * @c: the component, with its functions
 */
void use_drivers(const struct component_roots *r, struct component *c)
{
	char driver[64];
	const char *user;
	size_t i;

	for (i = 0; i < c->nfunctions; i++) {
		sys_link(driver, sizeof(driver),
			 "%s/bus/pci/devices/%s/driver", r->sys,
			 c->function[i]);
		user = user_of(driver);
		if (user)
			component_add_use(c, USE_HARDWARE, "", c->function[i],
					  "bound to %s, for %s", driver, user);
	}
}
