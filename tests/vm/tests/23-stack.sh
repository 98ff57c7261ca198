# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# What the rest of the network stack sees: one interface, the group.

# shellcheck source=tests/vm/guest/capture.sh
. $LAB/capture.sh
# shellcheck source=tests/vm/guest/group.sh
. $LAB/group.sh
# shellcheck source=tests/vm/guest/talk.sh
. $LAB/talk.sh

# talk: both families, both ways, every address.
talk()
{
	local n

	for n; do
		ping -q -n -c 1 -W 5 -I $NET4.1$n $NET4.1
		ping -q -n -c 1 -W 5 -I $NET6:1$n $NET6:1
		peer ping -q -n -c 1 -W 5 $NET4.1$n
		peer ping -q -n -c 1 -W 5 $NET6:1$n
	done
}

t "neighbours and routes are on the group only, and stay there when a member is lost" test_neighbours
test_neighbours()
{
	group_of 0 2
	# NICs keep what earlier tests with addresses on them have learnt.
	ip neigh flush all
	talk 0 2
	same "neighbours elsewhere" "" "$(ip neigh | grep -v ' dev ipmp0 ' || true)"
	grep -q "^$NET4.1 lladdr 52:54:00:fe:01:00 " <<< "$(ip neigh show dev ipmp0)"
	grep -q "^$NET6:1 lladdr 52:54:00:fe:01:00 " <<< "$(ip neigh show dev ipmp0)"
	ip route get $NET4.1 | grep -q "dev ipmp0 src $NET4.10 "
	ip route get $NET6:1 | grep -q "dev ipmp0 .*src $NET6:1"
	ipmpadm member offline eth0
	ip route get $NET4.1 | grep -q "dev ipmp0 src $NET4.10 "
	grep -q "^$NET4.1 lladdr 52:54:00:fe:01:00 " <<< "$(ip neigh show dev ipmp0)"
	talk 0 2
}

t "packet filters see packets of data addresses come and go by the group only" test_filter
test_filter()
{
	group_of 0 2
	nft -f - <<-RULES
		table inet lab {
			counter in_group {}
			counter in_other {}
			counter out_group {}
			counter out_other {}
			chain in {
				type filter hook prerouting priority 0
				meta l4proto { icmp, icmpv6 } ip saddr $NET4.1 jump in4
				ip6 saddr $NET6:1 jump in4
			}
			chain in4 {
				iifname ipmp0 counter name in_group
				iifname != ipmp0 counter name in_other
			}
			chain out {
				type filter hook postrouting priority 0
				ip daddr $NET4.1 jump out4
				ip6 daddr $NET6:1 jump out4
			}
			chain out4 {
				oifname ipmp0 counter name out_group
				oifname != ipmp0 counter name out_other
			}
		}
	RULES
	talk 0 2
	ipmpadm member offline eth0
	talk 0 2
	packets in_group at_least 16
	packets out_group at_least 16
	packets in_other none
	packets out_other none
}

# packets COUNTER at_least N | none
packets()
{
	local n

	[[ $(nft list counter inet lab "$1") =~ packets\ ([0-9]+) ]]
	n=${BASH_REMATCH[1]}
	case $2 in
	at_least) ((n >= $3)) || fail "$1: $n packets" ;;
	none)	same "packets of $1" 0 "$n" ;;
	esac
}

# entries FAMILY PORT: how many connections to that port conntrack knows.
entries()
{
	conntrack -L -f "$1" -p tcp --dport "$2" 2> /dev/null | grep -c ESTABLISHED
}

t "a connection has one conntrack entry, also over a failover" test_conntrack
test_conntrack()
{
	group_of 0 2
	nft -f - <<-RULES
		table inet lab {
			chain in {
				type filter hook input priority 0
				ct state established,related accept
				iifname ipmp0 tcp dport { 7000, 7006 } ct state new accept
				meta l4proto tcp drop
			}
		}
	RULES
	connect $NET4.10 $NET6:10
	echoes before
	ipmpadm member offline eth0
	echoes offline
	ipmpadm member online eth0
	echoes online
	same "conntrack entries" 1 "$(entries ipv4 7000)"
	same "conntrack entries of IPv6" 1 "$(entries ipv6 7006)"
}

# inner: a namespace behind the host, which is its router.
inner()
{
	ip netns add inner
	ip link add inner0 type veth peer name veth0 netns inner
	# It asks at once, by its link-local address, for whom it forwards to.
	sysctl -qw net.ipv6.conf.inner0.accept_dad=0
	ip -batch - <<-BATCH
		addr add 198.51.100.1/24 dev inner0
		addr add 2001:db8:1::1/64 dev inner0 nodad
		link set inner0 up
	BATCH
	ip -n inner -batch - <<-BATCH
		addr add 198.51.100.2/24 dev veth0
		addr add 2001:db8:1::2/64 dev veth0 nodad
		link set veth0 up
		route add default via 198.51.100.1
		route add default via 2001:db8:1::1
	BATCH
	setting net.ipv4.ip_forward 1
	setting net.ipv6.conf.all.forwarding 1
}

t "the host routes between the group and another network, with data addresses as gateways" test_router
test_router()
{
	group_of 0 2
	inner
	ip -n peer route add 198.51.100.0/24 via $NET4.10
	ip -n peer route add 2001:db8:1::/64 via $NET6:12
	peer ping -q -n -c 2 -i 0.1 -W 5 198.51.100.2
	peer ping -q -n -c 2 -i 0.1 -W 5 2001:db8:1::2
	ip netns exec inner ping -q -n -c 2 -i 0.1 -W 5 $NET4.1
	ipmpadm member offline eth0
	peer ping -q -n -c 2 -i 0.1 -W 5 198.51.100.2
	ipmpadm member online eth0
	ipmpadm member offline eth2
	peer ping -q -n -c 2 -i 0.1 -W 5 2001:db8:1::2
	ip -n peer route del 198.51.100.0/24
	ip -n peer route del 2001:db8:1::/64
}

t "translated addresses work: the network behind is hidden behind a data address" test_nat
test_nat()
{
	group_of 0 2
	inner
	nft -f - <<-RULES
		table ip lab {
			chain post {
				type nat hook postrouting priority 100
				oifname ipmp0 snat to $NET4.12
			}
		}
	RULES
	ip netns exec inner ping -q -n -c 2 -i 0.1 -W 5 $NET4.1
	ipmpadm member offline eth2
	ip netns exec inner ping -q -n -c 2 -i 0.1 -W 5 $NET4.1
}

t "a group in a VRF works, and fails over" test_vrf
test_vrf()
{
	group_of 0 2
	modprobe vrf
	ip link add vrf0 type vrf table 10
	ip link set vrf0 up
	ip link set ipmp0 master vrf0
	ip addr replace $NET6:10/64 dev ipmp0 nodad
	ip addr replace $NET6:12/64 dev ipmp0 nodad
	ip route get vrf vrf0 $NET4.1 | grep -q "dev ipmp0 "
	ping -q -n -c 1 -W 5 -I vrf0 $NET4.1
	ping -q -n -c 1 -W 5 -I vrf0 $NET6:1
	peer ping -q -n -c 1 -W 5 $NET4.10
	peer ping -q -n -c 1 -W 5 $NET6:12
	ipmpadm member offline eth0
	ipmpadm member online eth0
	ipmpadm member offline eth2
	peer ping -q -n -c 1 -W 5 $NET4.10
	peer ping -q -n -c 1 -W 5 $NET6:12
}

t "strict settings of reverse path and ARP do not harm the group" test_strict
test_strict()
{
	group_of 0 2
	setting net.ipv4.conf.all.rp_filter 1
	setting net.ipv4.conf.all.arp_ignore 1
	setting net.ipv4.conf.all.arp_announce 2
	talk 0 2
	ipmpadm member offline eth0
	talk 0 2
}
