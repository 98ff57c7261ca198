# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# For `lab selftest`: a guest that falls silent in the middle.

t "passes" test_passes
test_passes()
{
	true
}

t "takes the guest down with it" test_hang
test_hang()
{
	pkill -STOP run-tests
	sleep 1000
}

t "is never reached" test_never
test_never()
{
	true
}
