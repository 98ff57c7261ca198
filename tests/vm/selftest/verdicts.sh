# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# For `lab selftest`: what must be told apart. lablib/selftest.py has the verdicts.

t "passes" test_passes
test_passes()
{
	setsid sleep 1000 &
	ip link add lab-left type dummy
	ip netns add lab-left
}

t "starts clean" test_starts_clean
test_starts_clean()
{
	not pgrep -f "sleep 1000"
	not ip link show lab-left
	not test -e /run/netns/lab-left
}

t "fails in the middle" test_fails
test_fails()
{
	false
	true
}

t "fails in a function that a condition calls" test_fails_nested
test_fails_nested()
{
	wait_for 0 false
}

t "is skipped" test_skip
test_skip()
{
	skip "for a reason"
}

t "makes the kernel warn" test_kernel_warning
test_kernel_warning()
{
	echo "<4>WARNING: planted by the lab's self-test" > /dev/kmsg
}

t "takes too long" test_too_long 2
test_too_long()
{
	sleep 1000
}

t "passes after all that" test_passes_again
test_passes_again()
{
	true
}
