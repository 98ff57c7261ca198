# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# Neighbour discovery of the group, as the peers and the switch see it.

# shellcheck source=tests/vm/guest/capture.sh
. $LAB/capture.sh
# shellcheck source=tests/vm/guest/group.sh
. $LAB/group.sh

ND='icmp6 and ip6[40] >= 133 and ip6[40] <= 137'

# ask ADDRESS: the peer asks by multicast, until there is an answer.
ask()
{
	wait_for 5 peer ndisc6 -q -1 -m -r 1 -w 1000 "$1" veth0
}

# link_local IFNAME: the address in LINK_LOCAL.
link_local()
{
	[[ $(ip -6 addr show dev "$1" scope link) =~ inet6\ ([0-9a-f:]*)/ ]]
	LINK_LOCAL=${BASH_REMATCH[1]}
}

t "neighbour solicitations carry the MAC of the member that the sender is bound to" test_solicitations
test_solicitations()
{
	local n

	group_of 0 1 2
	capture nd sw any "$ND"
	for n in 0 1 2; do
		ip neigh flush dev ipmp0
		ping -q -n -c 1 -W 5 -I $NET6:1$n $NET6:1
		ip -n peer neigh show $NET6:1$n dev veth0 | grep -q "lladdr $(nic_mac $n) "
	done
	for n in 0 1 2; do
		wait_for 2 saw nd "$(by $n).* $NET6:1$n > ff02::1:ff00:1: .*who has $NET6:1 $(option source $n)"
	done
	own_macs nd
}

t "one advertisement for each multicast solicitation, by the bound member and with its MAC" test_advertisements
test_advertisements()
{
	local n

	group_of 0 1 2
	capture nd sw any "$ND"
	for n in 0 0 1 1 2 2; do
		ask $NET6:1$n
	done
	for n in 0 1 2; do
		wait_for 2 saw nd "$(by $n).* tgt is $NET6:1$n, Flags \[solicited, override\] $(option destination $n)" 2
	done
	same "answers" "$(count nd " port1 M .* who has $NET6:1[0-9]")" \
		"$(count nd " tgt is $NET6:1[0-9], Flags \[solicited, override\]")"
	own_macs nd
}

t "router solicitations carry the MAC of the member that they leave by" test_routers
test_routers()
{
	group_of 0 2
	settles 1 member eth0 cast=true
	wait_for 5 dad_done ipmp0
	link_local ipmp0
	capture nd sw any "$ND"
	# The kernel asks for routers when its link-local address is settled.
	ip link set ipmp0 down
	sysctl -qw net.ipv6.conf.ipmp0.accept_dad=0 net.ipv6.conf.ipmp0.router_solicitation_delay=0
	ip link set ipmp0 up
	wait_for 4 saw nd "$(by 0).* $LINK_LOCAL > ff02::2: .*router solicitation.*$(option source 0)"
	rdisc6 -q -1 -r 1 -w 100 ipmp0 || true
	own_macs nd
}

t "DAD probes leave by the member that the address is bound to" test_dad
test_dad()
{
	local n

	group_of 0 2
	capture nd sw any "$ND"
	ip addr add $NET6:30/64 dev ipmp0
	ip addr add $NET6:31/64 dev ipmp0
	for n in 30 31; do
		host_of $NET6:$n
		wait_for 5 saw nd "$(by "$HOST_OF").* :: > ff02::1:ff00:$n: .*who has $NET6:$n"
		same "probes for $NET6:$n elsewhere" 0 \
			"$(frames nd | grep "who has $NET6:$n" | grep -Evc "$(by "$HOST_OF")" || true)"
	done
	own_macs nd
}

t "DAD does not take its own probes, back through other members, for a duplicate" test_dad_own
test_dad_own()
{
	group_of 0 2
	# Else a nonce tells the kernel what is its own.
	setting net.ipv6.conf.all.enhanced_dad 0
	sysctl -qw net.ipv6.conf.ipmp0.enhanced_dad=0
	capture nd host eth2 "$ND"
	ip addr add $NET6:30/64 dev ipmp0
	host_of $NET6:30
	same "bound to" 0 "$HOST_OF"
	wait_for 5 dad_done ipmp0
	same "duplicates" "" "$(ip -6 addr show dev ipmp0 dadfailed)"
	# The switch did send them back.
	saw nd "$(nic_mac 0) > .* :: > ff02::1:ff00:30: .*who has $NET6:30"
}

dad_failed()
{
	"$1" ip -6 addr show dev "$2" dadfailed | grep -q "$3"
}

t "DAD sees that a neighbour has the address" test_duplicate
test_duplicate()
{
	local n

	group_of 0 2
	# Who is late with an answer is in time for the next probe.
	sysctl -qw net.ipv6.conf.ipmp0.dad_transmits=3
	trap 'peer2 sysctl -qw net.ipv6.conf.veth0.dad_transmits=1' EXIT
	peer2 sysctl -qw net.ipv6.conf.veth0.dad_transmits=3
	for n in 30 31; do
		ip -n peer2 addr add $NET6:$n/64 dev veth0 nodad
		ip addr add $NET6:$n/64 dev ipmp0
	done
	wait_for 5 dad_failed host ipmp0 $NET6:30
	wait_for 5 dad_failed host ipmp0 $NET6:31
	ip -n peer2 addr add $NET6:12/64 dev veth0
	ip -n peer2 addr add $NET6:10/64 dev veth0
	wait_for 5 dad_failed peer2 veth0 $NET6:12
	wait_for 5 dad_failed peer2 veth0 $NET6:10
}

t "test and link-local addresses are answered on their own NIC, and by nobody else" test_own
test_own()
{
	local n

	group_of 0 1 2
	test_addresses 0 1 2
	wait_for 5 dad_done eth1
	capture nd sw any "$ND"
	for n in 0 1 2; do
		ask $NET6:2$n
		link_local eth$n
		ask "$LINK_LOCAL"
		wait_for 2 saw nd "$(by $n).* tgt is $NET6:2$n, .*$(option destination $n)"
		wait_for 2 saw nd "$(by $n).* tgt is $LINK_LOCAL, .*$(option destination $n)"
	done
	same "answers" "$(count nd ' port1 M .*solicitation.* who has ')" \
		"$(count nd ' p[0-9] P .*advertisement.*Flags \[solicited, override\]')"
	own_macs nd
}

t "an address that a member lost with its link is the group's to have" test_lost
test_lost()
{
	group_of 0 2
	ip addr flush dev eth2
	ip addr add $NET6:22/64 dev eth2 nodad noprefixroute
	ip link set eth2 down
	ip addr add $NET6:22/64 dev ipmp0 nodad
	ask $NET6:22
}

t "the group's link-local address is answered by the cast member" test_link_local
test_link_local()
{
	group_of 0 2
	wait_for 5 dad_done ipmp0
	link_local ipmp0
	capture nd sw any "$ND"
	ask "$LINK_LOCAL"
	wait_for 2 saw nd "$(by 0).* tgt is $LINK_LOCAL, .*$(option destination 0)"
	ipmpadm member offline eth0
	ask "$LINK_LOCAL"
	wait_for 2 saw nd "$(by 2).* tgt is $LINK_LOCAL, Flags \[solicited.*$(option destination 2)"
	own_macs nd
}
