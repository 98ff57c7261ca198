# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# A NIC that carries addresses and connections joins with them.

# shellcheck source=tests/vm/guest/group.sh
. $LAB/group.sh
# shellcheck source=tests/vm/guest/talk.sh
. $LAB/talk.sh

# carrying N: eth<N> alone, as a host has it before it knows of groups.
carrying()
{
	local n

	for ((n = 0; n < NICS; n++)); do
		[ $n = "$1" ] || echo "link set eth$n down"
	done | ip -batch -
	up "eth$1"
	ip -batch - <<- END
		addr add $NET4.10/24 brd + dev eth$1
		addr add $NET4.11/24 brd + dev eth$1
		addr add $NET4.21/24 dev eth$1 noprefixroute
		addr add $NET6:10/64 dev eth$1 nodad
		route add default via $NET4.1 dev eth$1 metric 50
		route add 198.51.100.0/24 via $NET4.1 dev eth$1 src $NET4.11
		route add 2001:db8:1::/64 via $NET6:1 dev eth$1
		link add ipmp0 type ipmp
		link set ipmp0 up
	END
}

carried()
{
	ip -br addr show dev "$1" scope global | awk '{ $2 = ""; print }'
	ip route show dev "$1"
	ip -6 route show dev "$1" 2001:db8:1::/64
}

t "addresses and routes move to the group, and the connections over them go on" test_adopt
test_adopt()
{
	carrying 0
	connect $NET4.10 $NET6:10
	echoes before
	ipmpadm member add eth0 group ipmp0 adopt
	echoes adopted
	shows member eth0 state=active "test_addresses=[\"$NET4.21\"]"
	has address $NET4.10 member=eth0 home=eth0
	has address $NET4.11 member=eth0 home=eth0
	has address $NET6:10 member=eth0 home=eth0
	[[ $(ip route get 203.0.113.1) == *"via $NET4.1 dev ipmp0"* ]]
	[[ $(ip route get 198.51.100.1) == *"via $NET4.1 dev ipmp0 src $NET4.11"* ]]
	[[ $(ip route get 2001:db8:1::1) == *"via $NET6:1 dev ipmp0"* ]]
	same "routes left on eth0" "" "$(ip route show dev eth0)"
	ip link set eth2 up
	ip link set eth2 master ipmp0
	active 2
	cable 0 off
	settles 3 address $NET4.10 member=eth2 home=eth0
	echoes failed-over
	cable 0 on
	settles 3 address $NET4.10 member=eth0
	echoes failed-back
}

t "an adoption that fails leaves all as it was, and the connections too" test_refused
test_refused()
{
	local before

	carrying 0
	socat TCP4-LISTEN:7000,fork EXEC:cat &
	wait_for 5 listens host 7000
	coproc TCP { peer socat - TCP4:$NET4.10:7000; }
	echoes before
	# The group has an address of its own that one of those would double.
	ip addr add $NET6:10/64 dev ipmp0 nodad
	before=$(carried eth0; carried ipmp0)
	not ipmpadm member add eth0 group ipmp0 adopt 2> /tmp/refusal
	grep "^ipmpadm: cannot move $NET6:10" /tmp/refusal
	same "what is where" "$before" "$(carried eth0; carried ipmp0)"
	same "members" "" "$(look; names member)"
	echoes refused
}
