# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# ARP of the group, as the peers and the switch see it.

# shellcheck source=tests/vm/guest/capture.sh
. $LAB/capture.sh
# shellcheck source=tests/vm/guest/group.sh
. $LAB/group.sh

ARP_REQUEST=1
ARP_REPLY=2

# ask ADDRESS [PEER]: the peer asks by broadcast, until there is an answer.
ask()
{
	"${2:-peer}" arping -q -f -b -w 5 -I veth0 "$1"
}

# neighbour PEER ADDRESS: the MAC that the peer has for it.
neighbour()
{
	local mac

	mac=$(ip -n "$1" neigh show "$2" dev veth0)
	[[ $mac =~ lladdr\ ([0-9a-f:]*) ]] && echo "${BASH_REMATCH[1]}"
}

t "ARP requests carry the MAC of the member that the sender address is bound to" test_requests
test_requests()
{
	local n

	group_of 0 1 2
	capture arp sw any arp
	for n in 0 1 2; do
		# Nor must the peer have anything to ask, from which the group would learn.
		ip -n peer neigh flush dev veth0
		ip neigh flush dev ipmp0
		ping -q -n -c 1 -W 5 -I $NET4.1$n $NET4.1
		same "the peer's entry for $NET4.1$n" "$(nic_mac $n)" "$(neighbour peer $NET4.1$n)"
	done
	for n in 0 1 2; do
		wait_for 2 saw arp "$(by $n).*$(arp_hex $ARP_REQUEST "$(nic_mac $n)" $NET4.1$n)"
	done
	own_macs arp
}

t "one reply to each broadcast request, by the bound member and with its MAC" test_replies
test_replies()
{
	local n

	group_of 0 1 2
	capture arp sw any arp
	capture seen peer veth0 arp
	for n in 0 0 1 1 2 2; do
		ask $NET4.1$n
	done
	for n in 0 1 2; do
		wait_for 2 saw arp "$(by $n).*$(arp_hex $ARP_REPLY "$(nic_mac $n)" $NET4.1$n)" 2
		wait_for 2 saw seen "^[^ ]+ $(nic_mac $n) > 52:54:00:fe:01:00.* $NET4.1$n is-at $(nic_mac $n)" 2
	done
	same "replies" "$(count arp ' port1 B .* who-has ')" "$(count seen ' is-at ')"
	own_macs arp
}

t "announcements and ARP probes of programs carry the MAC of the bound member" test_programs
test_programs()
{
	local n

	group_of 0 1 2
	capture arp sw any arp
	for n in 0 1 2; do
		arping -q -U -c 1 -w 1 -I ipmp0 $NET4.1$n &
		arping -q -A -c 1 -w 1 -I ipmp0 $NET4.1$n &
		arping -q -D -c 1 -w 1 -I ipmp0 $NET4.1$n &
	done
	for n in 0 1 2; do
		wait_for 5 saw arp "$(by $n).*$(arp_hex $ARP_REQUEST "$(nic_mac $n)" $NET4.1$n)"
		wait_for 5 saw arp "$(by $n).*$(arp_hex $ARP_REPLY "$(nic_mac $n)" $NET4.1$n)"
		wait_for 5 saw arp "$(by $n).*who-has $NET4.1$n .*$(arp_hex $ARP_REQUEST "$(nic_mac $n)" 0.0.0.0)"
	done
	own_macs arp
}

t "an ARP probe finds who else has the address, and does not take itself for another" test_duplicate
test_duplicate()
{
	group_of 0 1 2
	ip -n peer2 addr add $NET4.50/24 dev veth0
	not arping -q -D -c 3 -w 4 -I ipmp0 $NET4.50
	arping -q -D -c 1 -w 1 -I ipmp0 $NET4.51
	arping -q -D -c 1 -w 1 -I ipmp0 $NET4.11
}

t "a test address is answered on its own NIC, and by nobody else" test_own
test_own()
{
	local n

	group_of 0 1 2
	test_addresses 0 1 2
	capture arp sw any arp
	for n in 0 0 1 1 2 2; do
		ask $NET4.2$n
	done
	for n in 0 1 2; do
		wait_for 2 saw arp "$(by $n).*$(arp_hex $ARP_REPLY "$(nic_mac $n)" $NET4.2$n)" 2
	done
	same "replies" "$(count arp ' port1 B .* who-has ')" "$(count arp ' is-at ')"
	own_macs arp
}

# deaf N: the switch sends no broadcast to eth<N>; deaf_no_more: it does again.
deaf()
{
	drop p$1 egress protocol all flower dst_mac ff:ff:ff:ff:ff:ff
}

deaf_no_more()
{
	pass p$1
}

t "a request is answered once also when the bound or the cast member does not hear it" test_deaf
test_deaf()
{
	local n

	group_of 0 1
	has member eth0 cast=true
	capture arp sw any arp
	# Another peer the second time: who asks again at once, by the other way, is
	# taken for a copy.
	for n in 0 1; do
		deaf $n
		ask $NET4.11 "$(peer_name $((n + 1)))"
		ask $NET4.11 "$(peer_name $((n + 1)))"
		deaf_no_more $n
	done
	wait_for 2 saw arp "$(by 1).*$(arp_hex $ARP_REPLY "$(nic_mac 1)" $NET4.11)" 4
	same "replies" "$(count arp ' port[12] B .* who-has ')" "$(count arp ' is-at ')"
}

# asked_at NAME: when the questions for 192.0.2.11 came, a line each.
asked_at()
{
	frames "$1" | awk -v what="who-has $NET4.11 " 'index($0, what) { print $1 }'
}

# all_heard: each question has come to both members.
all_heard()
{
	local name

	for name in late0 late1; do
		same "questions at $name" "$(count arp " port[12] B .* who-has $NET4.11 ")" \
			"$(asked_at $name | wc -l)"
	done
}

# apart: how many of them a busy machine has brought to one so late that the group must
# take them for new ones: half a second after the other.
apart()
{
	paste -d ' ' <(asked_at late0) <(asked_at late1) |
		awk '{ d = $1 - $2; n += d < -.45 || d > .45 } END { print n + 0 }'
}

t "a request is answered once also when its copies come far apart" test_late
test_late()
{
	local n questions replies

	group_of 0 1
	has member eth0 cast=true
	capture arp sw any arp
	capture late0 host eth0 arp
	capture late1 host eth1 arp
	for n in 0 1; do
		worsen p$n delay 250ms
		ask $NET4.11 "$(peer_name $((n + 1)))"
		wait_for 5 all_heard
		better p$n
	done
	# What has been heard is answered at once, so before this is.
	ask $NET4.10
	wait_for 2 saw arp "$(by 0).* $NET4.10 is-at "
	questions=$(count arp ' port[12] B .* who-has ')
	replies=$(count arp ' is-at ')
	((replies >= questions)) || fail "only $replies replies to $questions questions"
	at_most "replies" $((questions + $(apart))) $replies
}

t "who has an old MAC for an address still reaches it" test_stale
test_stale()
{
	group_of 0 2
	ip -n peer neigh replace $NET4.10 lladdr "$(nic_mac 2)" nud permanent dev veth0
	peer ping -q -n -c 2 -i 0.1 -W 5 $NET4.10
	ip -n peer neigh del $NET4.10 dev veth0
}

# once_by_mac MAC: what the peer sends to it for 192.0.2.10 and 2001:db8::10 is
# answered, and the group gets it once.
once_by_mac()
{
	local ip

	for ip in $NET4.10 $NET6:10; do
		ip -n peer neigh replace $ip lladdr "$1" nud permanent dev veth0
		peer ping -q -n -c 3 -i 0.1 -W 5 $ip > /tmp/ping
		ip -n peer neigh del $ip dev veth0
		not grep duplicates /tmp/ping
	done
}

# So a DHCP server answers.
t "what is sent to the MAC of the group itself arrives once" test_group_mac
test_group_mac()
{
	local mac

	group_of 0 1 2
	read -r mac < /sys/class/net/ipmp0/address
	once_by_mac "$mac"
	ipmpadm member offline eth0
	once_by_mac "$mac"
	ipmpadm member offline eth1
	once_by_mac "$mac"
	# Nobody has it, so the switch must have sent it to all.
	same "ports of $mac" "" "$(fdb "$mac")"
}

# upheaval N M K: all that can happen to members, under traffic. (Not a vmxnet3 for
# K: QEMU aborts on one that was removed and is used again.)
upheaval()
{
	ipmpadm member offline eth$2
	cable $1 off
	settles 5 member eth$1 state=failed
	ipmpadm member online eth$2
	cable $1 on
	active $1 $2
	ip link set eth$3 nomaster
	ip link set eth$3 master ipmp0
	ip link set eth$1 down
	ip link set eth$1 up
	active $1 $2 $3
	nic_remove $3
	nic_rescan $3
	ip link set eth$3 master ipmp0
	active $3
}

t "no MAC ever shows up on two switch ports, whatever happens to the members" test_ports 120
test_ports()
{
	group_of 0 2 3
	fdb_watch
	capture all sw any 'arp or icmp or icmp6'
	ping -q -n -i 0.02 -I $NET4.10 $NET4.1 > /dev/null &
	ping -q -n -i 0.02 -I $NET6:12 $NET6:1 > /dev/null &
	peer ping -q -n -i 0.02 $NET4.13 > /dev/null &
	upheaval 0 3 2
	wait_for 2 saw all "$(by 0)"
	fdb_steady
	own_macs all
}
