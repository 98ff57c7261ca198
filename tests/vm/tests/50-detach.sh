# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# Cards are detached: checked first, then in order, and back if it fails.

topology dr
kernels 6.1 debug

# shellcheck source=tests/vm/guest/dr.sh
. $LAB/dr.sh

t "a NIC in no group is refused, and nothing changes; -f goes" test_no_group
test_no_group()
{
	up eth0
	ip addr add $NET4.30/24 dev eth0
	unchanged ipmpadm detach eth0
	grep -q "eth0 is in no group" /tmp/said
	grep -qE "^eth0 +.*$NET4.30" /tmp/said
	unchanged ipmpadm detach "$(nic_pci 0)"
	unchanged ipmpadm detach "slot:$(nic_slot 0)"
	ipmpadm -j detach eth0 2> /dev/null | jq -e . > /dev/null || true
	ipmpadm detach -f eth0 > /tmp/said 2>&1
	grep -q "lost.*$NET4.30" /tmp/said
	no_nic 0
}

t "a NIC that is not in use goes without a question" test_unused
test_unused()
{
	ip link set eth0 down
	ipmpadm detach eth0
	no_nic 0
	says "eth0: found" ipmpadm attach "$(nic_pci 0)"
	has_nic 0
	says "already" ipmpadm attach "$(nic_pci 0)"
}

t "the last functioning interface of a group is refused" test_last
test_last()
{
	group_of 0 2
	cable 2 off
	settles 3 member eth2 state=failed
	unchanged ipmpadm detach eth0
	grep -q "last functioning" /tmp/said
	unchanged ipmpadm detach -c eth0
	# One that has failed may go.
	ipmpadm detach eth2
	shows member eth2 state=missing
	unchanged ipmpadm detach eth0
	ipmpadm detach -f eth0 > /tmp/said 2>&1
	grep -q "lost.*$NET4.10" /tmp/said
	shows group ipmp0 state=failed
	has address $NET4.10 member=null
}

t "a group that is on one card as a whole is refused without a move" test_whole_card
test_whole_card()
{
	group_of 4 5
	unchanged ipmpadm detach eth4
	grep -q "last functioning" /tmp/said
	unchanged ipmpadm detach "slot:$TWIN"
}

t "a standby that waits is a place to go" test_standby
test_standby()
{
	group_of 0 2
	ipmpadm member set eth2 standby on
	settles 2 member eth2 state=inactive
	ipmpadm detach eth0
	shows member eth2 state=active reason=capacity
	has address $NET4.10 member=eth2
}

t "a card with a bridge goes as a whole" test_bridge
test_bridge()
{
	group_of 0 7 8
	unchanged ipmpadm detach -c nonsense0
	ipmpadm detach eth8
	slot_empty $BRIDGE
	shows member eth7 state=missing
	has member eth8 state=missing
	ipmpadm attach "slot:$BRIDGE"
	has_nic 7
	has_nic 8
}

t "a mounted disk on the card refuses, -f or not; unmounted it goes" test_store
test_store()
{
	local disk

	group_of 6 2
	disk=$(disk_of store)
	mount "$disk" /mnt
	unchanged ipmpadm detach eth6
	grep -qE "^$disk +mounted on /mnt" /tmp/said
	unchanged ipmpadm detach -f eth6
	umount /mnt
	ipmpadm detach eth6
	slot_empty $STORE
	ipmpadm attach "slot:$STORE"
	disk_of store > /dev/null
}

t "a disk of the card that swap or a logical volume is on refuses as well" test_held
test_held()
{
	local disk

	group_of 6 2
	disk=$(disk_of store)
	modprobe dm-mod
	dmsetup create lab --uuid LVM-lab --table "0 $(blockdev --getsz "$disk") linear $disk 0"
	unchanged ipmpadm detach -f eth6
	grep -qE "^$disk +physical volume below /dev/mapper/lab" /tmp/said
	dmsetup remove lab
	mkswap -q "$disk"
	swapon "$disk"
	unchanged ipmpadm detach -f eth6
	grep -qE "^$disk +swap" /tmp/said
	swapoff "$disk"
	mkfs.ext4 -q "$disk"
	ipmpadm detach eth6
	slot_empty $STORE
}

t "a NIC of the card that works in another namespace refuses; -f takes it along" test_foreign
test_foreign()
{
	group_of 0 4
	ip netns add other
	ip link set eth5 netns other
	ip -n other addr add 198.51.100.5/24 dev eth5
	ip -n other link set eth5 up
	unchanged ipmpadm detach eth4
	grep -q "eth5 is in use in .*other" /tmp/said
	grep -qE "^eth5 +.*198.51.100.5" /tmp/said
	same "addresses there" 198.51.100.5/24 \
		"$(ip -n other -br -4 addr show dev eth5 | awk '{ print $3 }')"
	ipmpadm detach -f eth4 > /tmp/said 2>&1
	grep -q "lost.*198.51.100.5" /tmp/said
	slot_empty $TWIN
	shows address $NET4.14 member=eth0
}

# stands_in: who has what eth0 had, and hears its multicast.
stands_in()
{
	look
	bound eth2 | sed 's/^/eth2 /'
	bound eth3 | sed 's/^/eth3 /'
	ip maddr show | awk '/^[0-9]/ { name = $2 } /01:00:5e:01:01:01/ { print name, "hears" }' |
		grep -E '^eth[23] '
}

t "who is detached is stood in for as if it had failed" test_as_failed
test_as_failed()
{
	local failed

	group_of 0 2 3
	ipmpadm address set $NET4.10 group ipmp0 home eth0
	ipmpadm address set $NET6:10 group ipmp0 home eth0
	ipmpadm member set eth3 standby on
	settles 2 member eth3 state=inactive
	ip addr add 239.1.1.1/32 dev ipmp0 autojoin
	cable 0 off
	settles 3 member eth0 state=failed
	failed=$(stands_in)
	cable 0 on
	settles 5 address $NET4.10 member=eth0
	has address $NET6:10 member=eth0
	ipmpadm detach eth0
	same "who stands in" "$failed" "$(stands_in)"
	grep -q "^eth3 $NET4.10$" <<< "$failed"
	grep -q hears <<< "$failed"
}

t "a check changes nothing and says what would be" test_check
test_check()
{
	local before

	group_of 0 2
	before=$(dump)
	says "eth0 can be detached" ipmpadm detach -c eth0
	same "all there is" "$before" "$(dump)"
	not test -e /run/ipmp/log
}

t "a hook refuses with its reason, and nothing changes" test_veto
test_veto()
{
	group_of 0 2
	# shellcheck disable=SC2016 # the hook's own
	hook 10-no '[ "$1" != queryremove ] || { echo "not on a Friday"; exit 3; }'
	unchanged ipmpadm detach eth0
	grep -q "not on a Friday" /tmp/said
	# shellcheck disable=SC2016
	hook 10-no 'echo "$1 $IPMP_DR_NICS" >> /tmp/called'
	ipmpadm detach eth0
	same "calls" "queryremove eth0 preremove eth0 postremove eth0" "$(xargs < /tmp/called)"
}

t "kill -9 in the middle, at each step, and recover" test_kill 120
test_kill()
{
	local step

	group_of 0 2
	test_addresses 0 2
	ipmpadm address set $NET4.10 group ipmp0 home eth0
	for step in queryremove preremove; do
		# shellcheck disable=SC2016
		hook 10-kill '[ "$1" != '$step' ] || kill -9 $PPID'
		killed
	done
	rm /etc/ipmp/dr.d/10-kill
	says "nothing to recover" ipmpadm recover
}

killed()
{
	local before

	before=$(dump)
	not ipmpadm detach eth0 2> /dev/null
	ipmpadm recover > /tmp/said 2>&1
	wait_for 5 is_same "$before"
	same "all there is after $step" "$before" "$(dump)"
}

t "kill -9 at any moment, and recover" test_kill_any 240
test_kill_any()
{
	local before delay

	group_of 0 2
	test_addresses 0 2
	ipmpadm address set $NET4.10 group ipmp0 home eth0
	before=$(dump)
	for delay in 0.02 0.05 0.08 0.12 0.16 0.2 0.25 0.3; do
		ipmpadm detach eth0 > /dev/null 2>&1 &
		nap $delay
		kill -9 $! 2> /dev/null || true
		wait $! || true
		ipmpadm recover > /tmp/said 2>&1
		# It was done before it could be killed.
		[ -e /sys/class/net/eth0 ] || { nic_rescan 0; rejoin; }
		wait_for 5 is_same "$before"
		same "all there is after $delay" "$before" "$(dump)"
	done
}

rejoin()
{
	test_addresses 0
	ip link set eth0 master ipmp0
	active 0
}

t "the slot is switched off as well, if asked to" test_power
test_power()
{
	local slot

	group_of 0 2
	slot=$(nic_slot 0)
	ipmpadm detach --power-off eth0
	same "power" 0 "$(< "/sys/bus/pci/slots/$slot/power")"
	wait_for 5 slot_empty "$slot"
}

t "an undo with failback off: who waited waits again, and the standby goes on" test_undo_waiting
test_undo_waiting()
{
	group_of 0 2 3
	ipmpadm member set eth3 standby on
	cable 2 off
	settles 15 member eth2 state=failed
	ipmpadm address set $NET4.12 group ipmp0 home eth3
	shows address $NET4.12 member=eth3
	ipmpadm group set ipmp0 failback off
	cable 2 on
	settles 15 member eth2 state=inactive reason=failback-off
	has member eth3 state=active reason=capacity
	# shellcheck disable=SC2016 # the hook's own
	hook 10-no '[ "$1" != preremove ] || { echo "not on a Friday"; exit 3; }'
	restored ipmpadm detach eth0
	look
	has member eth2 state=inactive reason=failback-off
	has address $NET4.12 member=eth3
}
