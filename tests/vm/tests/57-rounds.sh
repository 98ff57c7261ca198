# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# Removed, found, detached and attached, over and over.

topology dr
long
alone

# shellcheck source=tests/vm/guest/rounds.sh
. $LAB/rounds.sh

t "a NIC is removed and joins again a hundred times, and nothing is left behind" test_hundred 900
test_hundred()
{
	remove_and_join 100
}

t "fifty rounds of detach and attach under traffic lose and leak nothing" test_fifty 900
test_fifty()
{
	detach_and_attach 50
}
