# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# Probes: how soon a path is left that goes silent while its link stays up.

alone

# shellcheck source=tests/vm/guest/probed.sh
. $LAB/probed.sh

t "a path that goes silent both ways is left within a second" test_silent_1000 150
test_silent_1000()
{
	left_in_time 1000 both
}

t "a path that goes silent both ways is left within 100 ms" test_silent_100 150
test_silent_100()
{
	left_in_time 100 both
}

t "a path that hears nothing is left within 100 ms" test_deaf 150
test_deaf()
{
	left_in_time 100 out
}

t "a path that is not heard is left within a second" test_dumb 150
test_dumb()
{
	left_in_time 1000 in
}
