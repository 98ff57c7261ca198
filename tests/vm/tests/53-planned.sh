# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# What a planned detach loses: nothing, the first time and the tenth.

topology dr
alone
kernels 6.1 debug

# shellcheck source=tests/vm/guest/rounds.sh
. $LAB/rounds.sh
# shellcheck source=tests/vm/guest/talk.sh
. $LAB/talk.sh

t "a planned detach loses nothing, and goes in the order that is written" test_planned
test_planned()
{
	local pci

	pci=$(nic_pci 0)
	group_of 0 2
	test_addresses 0
	ipmpadm address set $NET4.10 group ipmp0 home eth0
	watch
	flows_begin $NET4.10 $NET6:10
	says "$pci*can be removed" ipmpadm detach eth0
	no_nic 0
	not test -e "/sys/bus/pci/devices/$pci"
	shows member eth0 state=missing reason=removed "path=$pci" "test_addresses=[]"
	has address $NET4.10 member=eth2 home=eth0
	has address $NET6:10 member=eth2
	flows_end
	nothing_lost
	order '"eth0","state":"offline"' '"event":"address".*"from":"eth0","to":"eth2"' \
		'"eth0","state":"missing"'
	not peer ping -q -n -c 1 -W 1 $NET4.20
	says "already detached" ipmpadm detach eth0
	says "already detached" ipmpadm detach "$pci"
}

t "connections from and to an address that moves live on, and who listens is heard" test_tcp
test_tcp()
{
	group_of 0 2
	ipmpadm address set $NET4.10 group ipmp0 home eth0
	socat TCP4-LISTEN:7000,bind=$NET4.10,reuseaddr,fork EXEC:cat &
	peer socat TCP4-LISTEN:7000,reuseaddr EXEC:cat &
	wait_for 5 listens host 7000
	wait_for 5 listens peer 7000
	coproc TCP { peer socat - TCP4:$NET4.10:7000; }
	lives_on
	coproc TCP { socat - TCP4:$NET4.1:7000,bind=$NET4.10; }
	lives_on
	same "echo" new "$(echo new | peer socat -t 5 - TCP4:$NET4.10:7000)"
}

# lives_on: a connection, while eth0 goes and comes back; the next one is to be on it.
lives_on()
{
	local pid=$TCP_PID

	echoes before
	ipmpadm detach eth0
	echoes detached
	shows address $NET4.10 member=eth2
	nic_rescan 0
	ip link set eth0 up master ipmp0
	settles 5 address $NET4.10 member=eth0
	echoes returned
	kill "$pid"
	wait "$pid" || true
}

t "two members on one card go at once: each address moves once" test_twin
test_twin()
{
	local before

	group_of 4 5 3
	ip -batch - <<- END
		addr add $NET4.51/24 dev ipmp0
		addr add $NET4.52/24 dev ipmp0
	END
	look
	before=$(($(moves) + $(bound eth4 | wc -l) + $(bound eth5 | wc -l)))
	flows_begin $NET4.14 $NET6:15
	ipmpadm detach eth5
	slot_empty $TWIN
	same "moves" "$before" "$(moves)"
	flows_end
	nothing_lost
	look
	same "members" "eth4 eth5 eth3 " "$(names member)"
	has member eth4 state=missing
	has member eth5 state=missing
}

t "a hook fails in the middle: all is as before, on the members that had it" test_middle
test_middle()
{
	group_of 0 2
	test_addresses 0 2
	ipmpadm address set $NET4.10 group ipmp0 home eth0
	# shellcheck disable=SC2016
	hook 10-fail '[ "$1" != preremove ] || exit 1'
	flows_begin $NET4.10 $NET6:10
	restored ipmpadm detach eth0
	flows_end
	nothing_lost
}

t "a NIC that has just been plugged in joins under traffic, and fails over at once" test_new 120
test_new()
{
	local way

	group_of 0 2
	# Who has no home may move to the new one, and lose something there.
	ipmpadm address set $NET4.10 group ipmp0 home eth0
	ipmpadm address set $NET6:12 group ipmp0 home eth2
	nic_del 1
	flows_begin $NET4.10 $NET6:12
	nic_add 1
	ip link set eth1 up
	ipmpadm member add eth1 group ipmp0
	ipmpadm address add $NET4.41/24 group ipmp0 home eth1
	settles 10 address $NET4.41 member=eth1
	cable 1 off
	wait_for 5 is_elsewhere $NET4.41 eth1
	peer ping -q -n -c 1 -W 5 $NET4.41
	flows_end
	for way in in4 in6; do
		flow $way lost
		same "lost of $way" 0 "$VALUE"
	done
	# What goes out may be spread to the one whose cable was pulled.
	lost_at_most 250
}

# is_elsewhere ADDRESS IFNAME: it is on another member.
is_elsewhere()
{
	look
	object address "$1"
	value member
	[ "$VALUE" != "$2" ] && [ "$VALUE" != null ]
}

t "ten rounds of detach and attach under traffic lose and leak nothing" test_ten 240
test_ten()
{
	detach_and_attach 10
}
