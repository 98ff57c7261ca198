# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# What there is no memory for, at a moment when nobody can wait for some.

kernels debug

# shellcheck source=tests/vm/guest/group.sh
. $LAB/group.sh

FAILSLAB=/sys/kernel/debug/failslab

# starve COMMAND...: all fails that it allocates and cannot wait for.
starve()
{
	local pid

	echo 1 > $FAILSLAB/task-filter
	echo 1 > $FAILSLAB/ignore-gfp-wait
	echo 0 > $FAILSLAB/verbose
	echo -1 > $FAILSLAB/times
	echo 100 > $FAILSLAB/probability
	(
		echo 1 > /proc/$BASHPID/make-it-fail
		"$@"
	) &
	pid=$!
	wait $pid || true
	echo 0 > $FAILSLAB/probability
}

noted()
{
	look
	has address "$1" member=eth"$2"
}

t "an address that there was no memory for is taken in when there is some" test_address
test_address()
{
	group_of 0
	dmesg --clear
	starve ip addr add $NET4.50/24 dev ipmp0
	ip -br addr show dev ipmp0 | grep -q "$NET4.50/"
	wait_for 2 logged_no_memory
	wait_for 2 noted $NET4.50 0
	ip addr del $NET4.50/24 dev ipmp0
	look
	not has address $NET4.50 2> /dev/null
}

logged_no_memory()
{
	dmesg | grep -q "no memory"
}
