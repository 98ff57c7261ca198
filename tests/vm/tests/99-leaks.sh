# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# What all the tests before have left behind. Last, because it unloads the module.

closing
kernels debug

KMEMLEAK=/sys/kernel/debug/kmemleak

# What the detector says now. An object counts as leaked when it is 5 s old and
# two scans have found the same content in it and no pointer to it.
leaks()
{
	nap 6
	echo scan > $KMEMLEAK
	echo scan > $KMEMLEAK
	cat $KMEMLEAK
}

t "lockdep is still watching" test_lockdep
test_lockdep()
{
	# It gives up for good, with one line at most, when it has run out of memory.
	grep -q "debug_locks: *1" /proc/lockdep_stats || fail "lockdep has turned itself off"
}

t "no memory has leaked while the module is loaded" test_leaks_loaded 120
test_leaks_loaded()
{
	local found

	found=$(leaks)
	[ -z "$found" ] || fail "$found"
}

t "no memory has leaked once the module is unloaded" test_leaks_unloaded 120
test_leaks_unloaded()
{
	local found

	# The names of the module's functions go with it; what was found before is old news.
	echo clear > $KMEMLEAK
	[ ! -d /sys/module/ipmp ] || rmmod ipmp
	found=$(leaks)
	[ -z "$found" ] || fail "$found"
}
