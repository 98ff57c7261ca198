# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# Which member a packet takes.

# shellcheck source=tests/vm/guest/capture.sh
. $LAB/capture.sh
# shellcheck source=tests/vm/guest/group.sh
. $LAB/group.sh

# Addresses that the peer's NIC has, but not its stack: nobody replies.
dark_batch()
{
	local n

	for n in 0 1 2; do
		echo "neigh replace $NET4.8$n lladdr 52:54:00:fe:01:00 dev ipmp0 nud permanent"
		echo "neigh replace $NET6:8$n lladdr 52:54:00:fe:01:00 dev ipmp0 nud permanent"
		echo "route add $NET4.8$n dev ipmp0 src $NET4.1$n"
		echo "route add $NET6:8$n dev ipmp0 src $NET6:1$n"
	done
}

# flows ADDRESS COUNT: open so many, and keep them in FDS.
flows()
{
	local n fd

	# What comes from there tcpdump takes for another protocol than UDP.
	setting net.ipv4.ip_local_reserved_ports 49152
	for ((n = 0; n < $2; n++)); do
		exec {fd}<> /dev/udp/$1/$((42000 + n))
		FDS+=("$fd")
	done
}

# say WORD: over all flows.
say()
{
	local fd

	for fd in "${FDS[@]}"; do
		echo "$1" >&"$fd"
	done
}

# ways NAME LENGTH: port of the switch and flow of each packet of that payload.
ways()
{
	frames "$1" | awk -v size="$2" '
		$0 ~ "UDP, length " size " " && match($0, /[0-9a-f.:]+ > [0-9a-f.:]+: /) {
			print $2, substr($0, RSTART, RLENGTH)
		}' | sort -k 2
}

t "outbound flows spread over the active members, each with the MAC that it leaves by" test_spread
test_spread()
{
	local n count

	group_of 0 1 2
	dark_batch | ip -batch -
	capture out sw any 'udp dst portrange 42000-42100'
	flows $NET4.80 60
	flows $NET6:80 60
	say spread
	wait_for 5 saw out "UDP, length 7" 120
	for n in 0 1 2; do
		count=$(count out "$(by $n).* $NET4.10.[0-9]+ > ")
		((count >= 5)) || fail "only $count of 60 IPv4 flows by eth$n"
		count=$(count out "$(by $n).* $NET6:10.[0-9]+ > ")
		((count >= 5)) || fail "only $count of 60 IPv6 flows by eth$n"
	done
	own_macs out
}

t "flows stay on their members when another is lost" test_stay
test_stay()
{
	group_of 0 1 2
	dark_batch | ip -batch -
	capture out sw any 'udp dst portrange 42000-42100'
	flows $NET4.80 30
	flows $NET6:80 30
	say four
	wait_for 5 saw out "UDP, length 5 " 60
	ways out 5 > /tmp/before
	ipmpadm member offline eth1
	say after
	wait_for 5 saw out "UDP, length 6 " 60
	ways out 6 > /tmp/after
	same "flows that moved" "" "$(grep -v '^p1 ' /tmp/before | grep -vxFf /tmp/after || true)"
	same "flows on the lost member" "" "$(grep '^p1 ' /tmp/after || true)"
	# Those of the lost one spread over both that remain.
	for n in p0 p2; do
		grep '^p1 ' /tmp/before | sed "s/^p1/$n/" | grep -qxFf /tmp/after ||
			fail "no flow of the lost member went to $n"
	done
}

t "with the source policy packets leave by the member that hosts their source" test_source
test_source()
{
	local n

	group_of 0 1 2
	ipmpadm group set ipmp0 xmit source
	dark_batch | ip -batch -
	capture out sw any 'udp dst portrange 42000-42100'
	for n in 0 1 2; do
		flows $NET4.8$n 10
		flows $NET6:8$n 10
	done
	say source
	wait_for 5 saw out "UDP, length 7" 60
	for n in 0 1 2; do
		same "by eth$n" 10 "$(count out "$(by $n).* $NET4.1$n.[0-9]+ > ")"
		same "by eth$n" 10 "$(count out "$(by $n).* $NET6:1$n.[0-9]+ > ")"
	done
	ipmpadm member offline eth1
	say moved
	wait_for 5 saw out "UDP, length 6" 60
	host_of $NET4.11
	same "moved with its address" 10 "$(count out "$(by "$HOST_OF").* $NET4.11.[0-9]+ > .*UDP, length 6")"
	own_macs out
}

t "inbound packets arrive by the member that their destination is bound to" test_inbound
test_inbound()
{
	local n

	group_of 0 1 2
	for n in 0 1 2; do
		capture in$n host eth$n 'icmp or (icmp6 and ip6[40] == 128)'
	done
	for n in 0 1 2; do
		peer ping -q -n -c 3 -i 0.1 -W 5 $NET4.1$n
		peer ping -q -n -c 3 -i 0.1 -W 5 $NET6:1$n
	done
	for n in 0 1 2; do
		same "IPv4 by eth$n" 3 "$(count in$n "> $NET4.1$n: .*echo request")"
		same "IPv6 by eth$n" 3 "$(count in$n "> $NET6:1$n: .*echo request")"
		same "requests by eth$n" 6 "$(count in$n "echo request")"
	done
}

t "what a test address sends leaves by its own NIC" test_own
test_own()
{
	local n policy

	group_of 0 1 2
	test_addresses 0 1 2
	# The group asks by its link-local address for whom others are to talk to.
	wait_for 5 dad_done ipmp0
	capture out sw any 'icmp or icmp6'
	for policy in flow source; do
		ipmpadm group set ipmp0 xmit $policy
		for n in 0 1 2; do
			ping -q -n -c 3 -i 0.1 -W 5 -I $NET4.2$n $NET4.1
			ping -q -n -c 3 -i 0.1 -W 5 -I $NET6:2$n $NET6:1
		done
	done
	for n in 0 1 2; do
		same "IPv4 by eth$n" 6 "$(count out "$(by $n).* $NET4.2$n > $NET4.1: .*echo request")"
		same "IPv6 by eth$n" 6 "$(count out "$(by $n).* $NET6:2$n > $NET6:1: .*echo request")"
	done
	own_macs out
}

# IPv4 and UDP, from port 40000 of 192.0.2.10 to port 42000 of 192.0.2.1.
HEADER=4500001c000100004011f6c4c000020ac0000201
PORTS=9c40a41000080000

t "what a program hands to the driver by AF_XDP leaves by a member, with its MAC" test_xdp
test_xdp()
{
	local mac

	group_of 0 2
	capture out sw any 'udp dst port 42000'
	mac=$(< /sys/class/net/ipmp0/address)
	xdpsend ipmp0 "525400fe0100${mac//:}0800$HEADER$PORTS"
	wait_for 5 saw out "$NET4.10.40000 > $NET4.1.42000"
	own_macs out
}
