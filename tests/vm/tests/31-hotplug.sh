# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# NICs that vanish and come back.

# shellcheck source=tests/vm/guest/rounds.sh
. $LAB/rounds.sh

t "who joins under the name of a missing member takes its place" test_place
test_place()
{
	group_of 0 2
	ipmpadm member set eth0 standby on
	ipmpadm address set $NET4.10 group ipmp0 home eth0
	nic_remove 0
	shows member eth0 state=missing reason=removed standby=true path="$(nic_pci 0)"
	has address $NET4.10 member=eth2 home=eth0
	nic_rescan 0
	shows member eth0 state=missing
	ip link set eth0 master ipmp0
	settles 5 member eth0 state=inactive standby=true
	same "members" "eth0 eth2 " "$(names member)"
	ipmpadm member set eth0 standby off
	settles 2 address $NET4.10 member=eth0
}

# race N COMMAND...: the NIC vanishes while COMMAND is under way; then all is as
# it was before.
race()
{
	local n=$1 before=$2

	shift 2
	nap "$before"
	"$@" 2> /dev/null &
	nic_remove "$n"
	wait $! || true
	no_nic "$n"
	nic_rescan "$n"
}

t "a NIC vanishes while it joins" test_joining
test_joining()
{
	local round

	group_of 0 2
	ip link set eth2 nomaster
	for round in 1 2 3 4 5; do
		race 2 0.0$round ip link set eth2 master ipmp0
	done
	ip link set eth2 master ipmp0
	active 2
	same "members" "eth0 eth2 " "$(names member)"
	peer ping -q -n -c 1 -W 5 $NET4.12
}

t "a NIC vanishes while it leaves" test_leaving
test_leaving()
{
	local round

	group_of 0 2
	for round in 1 2 3 4 5; do
		ip link set eth2 master ipmp0 2> /dev/null || true
		active 2
		race 2 0 ip link set eth2 nomaster
	done
	ipmpadm member del eth2 2> /dev/null || true
	same "members" "eth0 " "$(look; names member)"
	peer ping -q -n -c 1 -W 5 $NET4.12
}

t "all NICs vanish: the group has failed but keeps its addresses, and recovers" test_all
test_all()
{
	watch
	group_of 0 2
	nic_remove 0
	nic_remove 2
	shows group ipmp0 state=failed
	has address $NET4.10 member=null
	has address $NET6:12 member=null
	no_carrier ipmp0
	event event=group state=failed
	not ping -q -n -c 1 -W 1 $NET4.1 2> /dev/null
	nic_rescan 2
	ip link set eth2 master ipmp0
	settles 3 group ipmp0 state=degraded
	wait_for 5 ping -q -n -c 1 -W 1 $NET4.1
	wait_for 5 ping -q -n -c 1 -W 1 $NET6:1
	peer ping -q -n -c 1 -W 5 $NET4.10
	nic_rescan 0
	ip link set eth0 master ipmp0
	settles 3 group ipmp0 state=ok
}

t "a NIC is removed and joins again ten times, and nothing is left behind" test_ten 120
test_ten()
{
	remove_and_join 10
}
