# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# Detaches in which something fails. strace lets a system call fail, or kills at it; a
# step is one record that is synced.
# A test that wants it reads this file: . $LAB/faults.sh

# shellcheck source=tests/vm/guest/dr.sh
. $LAB/dr.sh

# What a detach of eth0 has to move, take off and put back.
two_members()
{
	group_of 0 2
	test_addresses 0 2
	ipmpadm address set $NET4.10 group ipmp0 home eth0
}

# traced SYSCALL,... OPTION...: detach eth0; strace says nothing
# of other calls. (With --seccomp-bpf it injects no signals.)
traced()
{
	strace -o /tmp/strace -e "trace=$1" "${@:2}" ipmpadm detach eth0
}

# faulty SYSCALL:FAULT: detach eth0 with this fault; its exit status.
faulty()
{
	traced "${1%%:*}" -e "inject=$1" > /tmp/said 2>&1
}

# calls_before SYSCALL: how many of these a detach makes before its first record.
calls_before()
{
	traced "$1,fsync" > /dev/null
	awk -v call="$1" '/^fsync/ { exit } index($0, call "(") == 1 { n++ } END { print n + 0 }' \
		/tmp/strace
}

# back: eth0 as it was before a detach that has come to its end.
back()
{
	nic_rescan 0
	test_addresses 0
	ip link set eth0 master ipmp0
	active 0
}

# refuse_each STEP: each STEPth request to the kernel fails in turn, from the first
# record of a detach on.
refuse_each()
{
	local before n first

	two_members
	before=$(dump)
	first=$(calls_before sendmsg)
	back
	wait_for 5 is_same "$before"
	for ((n = first + 1; n < first + 90; n += $1)); do
		! faulty "sendmsg:error=ENOBUFS:when=$n" || break
		wait_for 5 is_same "$before" || true
		same "all there is, request $n refused" "$before" "$(dump)"
		[ ! -e /run/ipmp/transaction ] || fail "not undone, request $n refused: $(< /tmp/said)"
	done
	no_nic 0
	((n > first + 3)) || fail "only $((n - first)) requests"
}
