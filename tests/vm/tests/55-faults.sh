# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# A detach in which something fails, or that is killed, at each of its steps.

topology dr
kernels 6.1 debug

# shellcheck source=tests/vm/guest/faults.sh
. $LAB/faults.sh

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

t "what the kernel refuses is undone: all is as it was before" test_refused_some 240
test_refused_some()
{
	refuse_each 6
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
