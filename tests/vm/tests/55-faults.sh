# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# A detach in which something fails, or that is killed, at each of its steps. strace
# lets a system call fail, or kills at it; a step is one record that is synced.

topology dr
kernels 6.1 debug

# shellcheck source=tests/vm/guest/dr.sh
. $LAB/dr.sh

# What a detach of eth0 has to move, take off and put back.
two_members()
{
	group_of 0 2
	test_addresses 0 2
	ipmpadm address set $NET4.10 group ipmp0 home eth0
}

# faulty FAULT: detach eth0 with this fault; its exit status.
faulty()
{
	strace -o /tmp/strace -e "inject=$1" ipmpadm detach eth0 > /tmp/said 2>&1
}

# calls_before SYSCALL: how many of these a detach makes before its first record.
calls_before()
{
	strace -o /tmp/strace -e "trace=$1,fsync" ipmpadm detach eth0 > /dev/null
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

t "killed at each step, it is recovered" test_killed 300
test_killed()
{
	local before n

	two_members
	before=$(dump)
	for ((n = 1; n < 30; n++)); do
		! faulty "fsync:signal=KILL:when=$n" 2> /dev/null || break
		# It was done: the record was gone before it could be killed.
		[ -e /run/ipmp/transaction ] || has_nic 0 || break
		ipmpadm recover > /tmp/said 2>&1
		wait_for 5 is_same "$before" || true
		same "all there is, killed at record $n" "$before" "$(dump)"
	done
	no_nic 0
	((n > 5)) || fail "only $n records"
}

t "whatever the kernel refuses, all is as it was before" test_refused_each 300
test_refused_each()
{
	local before n first

	two_members
	before=$(dump)
	first=$(calls_before sendmsg)
	back
	wait_for 5 is_same "$before"
	for ((n = first + 1; n < first + 60; n++)); do
		! faulty "sendmsg:error=ENOBUFS:when=$n" || break
		wait_for 5 is_same "$before" || true
		same "all there is, request $n refused" "$before" "$(dump)"
		[ ! -e /run/ipmp/transaction ] || fail "not undone, request $n refused: $(< /tmp/said)"
	done
	no_nic 0
	((n > first + 3)) || fail "only $((n - first)) requests"
}

t "a card that PCI does not let go is taken back" test_not_removed
test_not_removed()
{
	local before path

	two_members
	before=$(dump)
	path=$(readlink -f "/sys/bus/pci/devices/$(nic_pci 0)")/remove
	not strace -o /tmp/strace -P "$path" -e inject=write:error=EIO \
		ipmpadm detach eth0 > /tmp/said 2>&1
	grep -q EIO /tmp/strace || fail "nothing was written to $path"
	grep -q "Input/output error" /tmp/said
	wait_for 5 is_same "$before" || true
	same "all there is" "$before" "$(dump)"
}

t "an undo that fails says so, and recover finishes it" test_undo_fails 180
test_undo_fails()
{
	local before n first

	two_members
	before=$(dump)
	first=$(calls_before sendmsg)
	back
	wait_for 5 is_same "$before"
	# From the Nth on no request is heard: the first N for which that is too late.
	for ((n = first + 1; n < first + 40; n++)); do
		not faulty "sendmsg:error=ENOBUFS:when=$n+"
		is_same "$before" || break
		ipmpadm recover > /dev/null 2>&1
	done
	not is_same "$before"
	grep -q "undo failed" /tmp/said
	ipmpadm recover > /tmp/said 2>&1
	wait_for 5 is_same "$before" || true
	same "all there is" "$before" "$(dump)"
}
