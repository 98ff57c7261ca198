#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Print the compiler flags that tell compat.h what the kernel headers have.
#
# Usage: probe.sh INCLUDE_DIR
include=$1

have() { # NAME FILE [PATTERN]
	[ -e "$include/$2" ] || return 0
	[ -z "$3" ] || grep -Eq "$3" "$include/$2" || return 0
	printf ' -DIPMP_HAVE_%s' "$1"
}

have NETDEV_LOCK_H net/netdev_lock.h ''
have IPV6_STUBS_H net/ipv6_stubs.h ''
have HRTIMER_SETUP linux/hrtimer.h 'hrtimer_setup\('
have NEWLINK_PARAMS net/rtnetlink.h 'struct rtnl_newlink_params \{'
have LLTX_FIELD linux/netdevice.h '[[:space:]]lltx:1'
have NETNS_IMMUTABLE linux/netdevice.h 'netns_immutable:1'
have NETNS_LOCAL_FIELD linux/netdevice.h 'netns_local:1'
have GENL_INFO_DUMP net/genetlink.h 'genl_info_dump\('
echo
