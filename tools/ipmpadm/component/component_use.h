/* SPDX-License-Identifier: GPL-2.0 */
/* Hardware other than NICs that is in use, for the component model. */
#ifndef IPMPADM_COMPONENT_USE_H
#define IPMPADM_COMPONENT_USE_H

#include "component.h"

int use_blocks(const struct component_roots *r, struct component *c);
void use_drivers(const struct component_roots *r, struct component *c);

#endif /* IPMPADM_COMPONENT_USE_H */
