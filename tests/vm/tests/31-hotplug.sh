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

nap_ms()
{
	nap "$(printf '0.%03d' "$1")"
}

# race N COMMAND...: eth<N> vanishes while COMMAND is under way. FIRST is set if
# COMMAND was done first. The next race is closer: the NIC goes sooner or later by
# STEP milliseconds, which are less whenever it was too much. Who has less than no
# time for COMMAND lets that wait.
race()
{
	local n=$1 last=$FIRST

	shift
	{
		((DELAY >= 0)) || nap_ms $((-DELAY))
		"$@" 2> /dev/null
	} &
	((DELAY < 0)) || nap_ms $DELAY
	nic_remove "$n"
	FIRST=
	! wait $! || FIRST=yes
	no_nic "$n"
	[ "$FIRST" = "$last" ] || STEP=$((STEP > 8 ? STEP / 2 : 4)) SEEN=$((SEEN + 1))
	if [ -n "$FIRST" ]; then
		DELAY=$((DELAY - STEP))
	else
		DELAY=$((DELAY + STEP))
	fi
}

# races COMMAND...: until both have been first, six times at least.
races()
{
	local round

	peer ping -q -i 0.005 $NET4.12 > /dev/null 2>&1 &
	FIRST='' DELAY=60 STEP=32 SEEN=0
	for round in {1..20}; do
		"$@"
		((round < 6 || SEEN < 2)) || return 0
	done
	fail "it was never close: after $DELAY ms always '${FIRST:-removed first}'"
}

join_race()
{
	ip link set eth2 up
	race 2 ip link set eth2 master ipmp0
	# Who has joined keeps its place.
	same "members" "eth0 ${FIRST:+eth2 }" "$(look; names member)"
	[ -z "$FIRST" ] || shows member eth2 state=missing reason=removed
	nic_rescan 2
	[ -z "$FIRST" ] || ipmpadm member del eth2
}

t "a NIC vanishes while it joins, under traffic" test_joining 120
test_joining()
{
	group_of 0 2
	ip link set eth2 nomaster
	races join_race
	ip link set eth2 master ipmp0
	active 2
	same "members" "eth0 eth2 " "$(names member)"
	peer ping -q -n -c 1 -W 5 $NET4.12
}

leave_race()
{
	local rest=

	ip link set eth2 master ipmp0
	active 2
	race 2 ip link set eth2 nomaster
	# Who has left keeps none.
	[ -n "$FIRST" ] || rest="eth2 "
	same "members" "eth0 $rest" "$(look; names member)"
	[ -n "$FIRST" ] || shows member eth2 state=missing reason=removed
	nic_rescan 2
}

t "a NIC vanishes while it leaves, under traffic" test_leaving 120
test_leaving()
{
	group_of 0 2
	ip link set eth2 nomaster
	races leave_race
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
