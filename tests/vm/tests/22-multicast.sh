# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# Broadcast and multicast: what is heard, how often, and who says what is wanted.

# shellcheck source=tests/vm/guest/capture.sh
. $LAB/capture.sh
# shellcheck source=tests/vm/guest/group.sh
. $LAB/group.sh

GROUP4=239.1.1.1
GROUP6=ff15::4242

# listen FILE ADDRESS...: what comes to these goes to FILE, a line a packet.
listen()
{
	socat -u "$2" OPEN:"$1",creat,append &
	wait_for 5 listens "$3"
}

listens()
{
	ss -Hlun "sport = :$1" | grep -q .
}

# each_once FILE COMMAND...: what it sends, numbered, arrives once each.
each_once()
{
	local file=$1 n

	shift
	for n in 1 2 3 4; do
		echo "number $n" | "$@"
	done
	wait_for 3 grep -q "number 4" "$file"
	same "packets in $file" "number 1 number 2 number 3 number 4" "$(paste -sd ' ' "$file")"
}

t "broadcast and multicast arrive once" test_once
test_once()
{
	group_of 0 1 2
	listen /tmp/broadcast UDP4-RECV:6001 6001
	listen /tmp/mc4 UDP4-RECV:6002,ip-add-membership=$GROUP4:ipmp0 6002
	listen /tmp/mc6 "UDP6-RECV:6003,ipv6-join-group=[$GROUP6]:ipmp0" 6003
	each_once /tmp/broadcast peer socat -u - UDP4-DATAGRAM:$NET4.255:6001,broadcast
	each_once /tmp/mc4 peer socat -u - UDP4-DATAGRAM:$GROUP4:6002,ip-multicast-if=$NET4.1
	each_once /tmp/mc6 peer socat -u - "UDP6-DATAGRAM:[$GROUP6]:6003"
}

t "a ping to all nodes is answered once, by the group" test_all_nodes
test_all_nodes()
{
	group_of 0 1 2
	capture echo sw any 'icmp6 and ip6[40] == 129'
	peer ping -q -n -c 3 -i 0.2 -W 5 ff02::1%veth0
	wait_for 3 saw echo " p[0-9] .* $NET6:1[0-2] > $NET6:1: .*echo reply, id [0-9]+, seq 3"
	same "repeated replies" "" \
		"$(frames echo | sed -n 's/^[^ ]* p[0-9] .*\(echo reply, id [0-9]*, seq [0-9]*\).*/\1/p' | sort | uniq -d)"
	never echo " p[0-9] .* fe80::.* echo reply"
	own_macs echo
}

# passes N MAC: eth<N>'s receive filter lets it through.
passes()
{
	ip maddr show dev eth$1 | grep -q "link  $2"
}

# filter N: all that it lets through.
filter()
{
	ip maddr show dev eth$1 | grep link | sort
}

# filters N WHAT: no more and no less; to be waited for, as new kernels change
# filters a moment later.
filters()
{
	same "what eth$1 hears" "$2" "$(filter $1)"
}

# all_joined: the group of 0 and 2 hears what its link-local address wants, and the one
# that was added last.
all_joined()
{
	wait_for 2 passes 2 33:33:ff:00:01:00
	wait_for 2 passes 2 33:33:ff:00:00:12
}

t "a VLAN on a member does not take what the group hears with it" test_vlan
test_vlan()
{
	local mac=33:33:ff:00:00:77 before n

	group_of 0 2
	all_joined
	before=$(filter 2)
	# The solicited-node address of both.
	ip link add link eth2 name vlan7 up type vlan id 7
	ip addr add 2001:db8:7::77/64 dev vlan7 nodad
	ip addr add $NET6:77/64 dev ipmp0 nodad
	for n in 0 2; do
		wait_for 2 passes $n $mac
	done
	ip link del vlan7
	for n in 0 2; do
		passes $n $mac
	done
	# Also of who joins when the VLAN has it already.
	ip link set eth2 nomaster
	ip link add link eth2 name vlan7 up type vlan id 7
	ip addr add 2001:db8:7::77/64 dev vlan7 nodad
	ip link set eth2 master ipmp0
	ip link del vlan7
	wait_for 2 passes 2 $mac
	ip addr del $NET6:77/64 dev ipmp0
	wait_for 2 not passes 0 $mac
	wait_for 2 filters 2 "$before"
}

t "what a group hears its members hear no longer than they are in it, and it is up" test_filter
test_filter()
{
	local alone before

	up eth0 eth2
	alone=$(filter 2)
	group_of 0 2
	all_joined
	before=$(filter 2)
	[ "$alone" != "$before" ]
	sysctl -qw net.ipv6.conf.ipmp0.keep_addr_on_down=1
	ip link set ipmp0 down
	wait_for 2 filters 2 "$alone"
	ip link set ipmp0 up
	wait_for 5 is_ready ipmp0
	wait_for 2 filters 2 "$before"
	ip link set eth2 nomaster
	wait_for 2 filters 2 "$alone"
}

t "IGMP and MLD reports leave by the cast member, and again by the next one" test_reports
test_reports()
{
	group_of 0 2
	capture mld sw any 'igmp or ip6[6] == 0'
	listen /tmp/mc4 UDP4-RECV:6002,ip-add-membership=$GROUP4:ipmp0 6002
	listen /tmp/mc6 "UDP6-RECV:6003,ipv6-join-group=[$GROUP6]:ipmp0" 6003
	wait_for 3 saw mld "$(by 0).*igmp v3 report.*gaddr $GROUP4"
	wait_for 3 saw mld "$(by 0).*listener report v2.*gaddr $GROUP6"
	never mld "$(by 2).*gaddr ($GROUP4|$GROUP6)"
	ipmpadm member offline eth0
	wait_for 3 saw mld "$(by 2).*igmp v3 report.*gaddr $GROUP4"
	wait_for 3 saw mld "$(by 2).*listener report v2.*gaddr $GROUP6"
	own_macs mld
}

# snooping: the switch sends multicast only where it was asked for, and asks.
snooping()
{
	ip -n sw addr add fe80::5/64 dev br0 nodad
	ip -n sw link set br0 type bridge mcast_query_response_interval 50 \
		mcast_snooping 1 mcast_querier 1 mcast_mld_version 2 mcast_igmp_version 3
}

snooping_off()
{
	ip -n sw link set br0 type bridge mcast_snooping 0 mcast_querier 0 \
		mcast_query_response_interval 1000
	ip -n sw addr flush dev br0
}

# wanted N ADDRESS: the switch knows that it is wanted at eth<N>.
wanted()
{
	grep -q "port p$1 grp $2 " < <(bridge -n sw mdb show dev br0)
}

# hears FILE WORD COMMAND...: what it sends arrives, by and by; to be waited for.
hears()
{
	local file=$1 word=$2

	shift 2
	echo "$word" | "$@"
	nap 0.1
	grep -q "$word" "$file"
}

t "with a snooping switch multicast keeps arriving after a failover" test_snooping
test_snooping()
{
	trap snooping_off EXIT
	group_of 0 2
	snooping
	listen /tmp/mc4 UDP4-RECV:6002,ip-add-membership=$GROUP4:ipmp0 6002
	listen /tmp/mc6 "UDP6-RECV:6003,ipv6-join-group=[$GROUP6]:ipmp0" 6003
	wait_for 3 wanted 0 $GROUP4
	wait_for 3 wanted 0 $GROUP6
	not wanted 2 $GROUP4 2> /dev/null
	send4=(peer socat -u - "UDP4-DATAGRAM:$GROUP4:6002,ip-multicast-if=$NET4.1")
	send6=(peer socat -u - "UDP6-DATAGRAM:[$GROUP6]:6003")
	wait_for 3 hears /tmp/mc4 before "${send4[@]}"
	wait_for 3 hears /tmp/mc6 before "${send6[@]}"
	ipmpadm member offline eth0
	wait_for 3 wanted 2 $GROUP4
	wait_for 3 wanted 2 $GROUP6
	wait_for 1 hears /tmp/mc4 after "${send4[@]}"
	wait_for 1 hears /tmp/mc6 after "${send6[@]}"
}

t "with a snooping switch every address is found, and every member answers for itself" test_snooped
test_snooped()
{
	local n

	trap snooping_off EXIT
	group_of 0 2
	test_addresses 0 2
	snooping
	capture mld sw any 'ip6[6] == 0'
	# Ask now, not in the two minutes that a querier takes.
	ip -n sw link set br0 type bridge mcast_querier 0
	ip -n sw link set br0 type bridge mcast_querier 1
	for n in 0 2; do
		wait_for 5 wanted $n ff02::1:ff00:2$n
		wait_for 3 saw mld "$(by $n).* fe80::5054:ff:fe00:$((n + 1))00 > ff02::16: .*gaddr ff02::1:ff00:2$n"
	done
	wait_for 3 wanted 0 ff02::1:ff00:12
	for n in 10 12 20 22; do
		ip -n peer neigh flush dev veth0
		peer ping -q -n -c 1 -W 5 $NET6:$n
	done
	own_macs mld
}
