# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# Kinds of members, sizes of frames.

# shellcheck source=tests/vm/guest/capture.sh
. $LAB/capture.sh
# shellcheck source=tests/vm/guest/probed.sh
. $LAB/probed.sh

t "NICs of different drivers work in one group" test_drivers
test_drivers()
{
	local n

	group_of 0 1 3
	same "drivers" "virtio-pci e1000e vmxnet3" "$(nic_driver 0) $(nic_driver 1) $(nic_driver 3)"
	for n in 0 1 3; do
		peer ping -q -n -c 1 -W 5 $NET4.1$n
		peer ping -q -n -c 1 -W 5 $NET6:1$n
	done
	for n in 0 1; do
		ipmpadm member offline eth$n
		peer ping -q -n -c 1 -W 5 $NET4.1$n
		ping -q -n -c 1 -W 5 $NET4.1
		ping -q -n -c 1 -W 5 $NET6:1
	done
}

netconf_seen()
{
	grep -q "$1" /tmp/netconf
}

# deleted_once: the group goes, and IP does not begin anew on its device as it goes,
# which would hold it back for a second.
deleted_once()
{
	ip monitor netconf > /tmp/netconf &
	wait_for 5 monitors_netconf
	ip link del ipmp0
	ip link add last type dummy
	wait_for 5 netconf_seen "inet last"
	same "ends of IPv4 on ipmp0" 1 "$(grep -c "^Deleted inet ipmp0" /tmp/netconf)"
}

# It listens when it tells of something.
monitors_netconf()
{
	ip link add first type dummy
	ip link del first
	netconf_seen first
}

# (Not with vmxnet3: QEMU's cannot receive them with large receive offload off.)
t "frames of 9000 bytes pass the group end to end; the smallest member says how large" test_jumbo
test_jumbo()
{
	local n

	group_of 0 2
	for n in 0 2; do
		ip link set eth$n mtu 9000
	done
	same "MTU" 9000 "$(< /sys/class/net/ipmp0/mtu)"
	for n in 0 2; do
		ping -q -n -c 1 -W 5 -s 8972 -M "do" -I $NET4.1$n $NET4.1
		peer ping -q -n -c 1 -W 5 -s 8952 -M "do" $NET6:1$n
	done
	deleted_once
	group_of 0 2
	ip link set eth2 mtu 4000
	same "MTU" 4000 "$(< /sys/class/net/ipmp0/mtu)"
	not ping -q -n -c 1 -W 1 -s 8972 -M "do" $NET4.1 2> /dev/null
	ping -q -n -c 1 -W 5 -s 3972 -M "do" $NET4.1
}

# served PORT: the peer's iperf3 listens, for one client.
served()
{
	peer ss -Hltn "sport = :$1" | grep -q .
}

# bulk ADDRESS OPTION...: so much TCP, in time.
bulk()
{
	peer iperf3 -s -1 -p 7005 > /dev/null &
	wait_for 5 served 7005
	iperf3 -c "$1" -p 7005 -n 2M "${@:2}" > /dev/null
	wait $!
}

t "bulk TCP passes both ways, in large segments, IPv4 and IPv6" test_bulk
test_bulk()
{
	group_of 0 1
	: > /tmp/out.errors
	: > /tmp/in.errors
	host tcpdump -i ipmp0 -Q out -n -q -l --immediate-mode -s 100 'tcp and greater 2000' \
		> /tmp/out.frames 2> /tmp/out.errors &
	host tcpdump -i ipmp0 -Q in -n -q -l --immediate-mode -s 100 'tcp and greater 2000' \
		> /tmp/in.frames 2> /tmp/in.errors &
	wait_for 5 grep -q 'listening on' /tmp/out.errors
	wait_for 5 grep -q 'listening on' /tmp/in.errors
	bulk $NET4.1
	bulk $NET4.1 -R
	bulk $NET6:1 -B $NET6:11
	bulk $NET6:1 -B $NET6:11 -R
	wait_for 2 grep -q " IP .* > $NET4.1.7005" /tmp/out.frames
	wait_for 2 grep -q " IP6 .* > $NET6:1.7005" /tmp/out.frames
	wait_for 2 grep -q " IP $NET4.1.7005 > " /tmp/in.frames
	wait_for 2 grep -q " IP6 $NET6:1.7005 > " /tmp/in.frames
}

# vlan_up N...: a group of VLAN devices on eth<N>; the peer has VLAN 100 too.
vlan_up()
{
	local n

	modprobe 8021q
	# shellcheck disable=SC2046 # words on purpose
	up $(printf 'eth%d ' "$@")
	ip -n peer -batch - <<-BATCH
		link add link veth0 name veth0.100 type vlan id 100
		addr add 198.51.100.1/24 dev veth0.100
		addr add 2001:db8:1::1/64 dev veth0.100 nodad
		link set veth0.100 up
	BATCH
	{
		for n; do
			echo "link add link eth$n name eth$n.100 type vlan id 100"
			echo "link set eth$n.100 up"
		done
		echo "link add ipmp0 type ipmp"
		for n; do
			echo "link set eth$n.100 master ipmp0"
		done
		echo "link set ipmp0 up"
		for n; do
			echo "addr add 198.51.100.1$n/24 dev ipmp0"
			echo "addr add 2001:db8:1::1$n/64 dev ipmp0 nodad"
		done
	} | ip -batch -
	wait_for 5 is_ready ipmp0
}

vlan_talk()
{
	local n

	for n; do
		peer ping -q -n -c 1 -W 5 198.51.100.1$n
		peer ping -q -n -c 1 -W 5 2001:db8:1::1$n
	done
	ping -q -n -c 1 -W 5 198.51.100.1
	ping -q -n -c 1 -W 5 2001:db8:1::1
}

vlan_down()
{
	ip -n peer link del veth0.100
}

t "VLAN devices are members, and fail over with the NIC below" test_vlan
test_vlan()
{
	trap vlan_down EXIT
	vlan_up 0 2
	vlan_talk 0 2
	shows member eth0.100 state=active path="$(nic_pci 0)"
	cable 0 off
	settles 3 member eth0.100 state=failed
	vlan_talk 0 2
	cable 0 on
	settles 5 member eth0.100 state=active
	nic_remove 2
	shows member eth2.100 state=missing
	vlan_talk 0 2
}

t "the loss of a NIC below VLANs is noticed at once, within a second of another" test_vlan_fast
test_vlan_fast()
{
	local limit=400 pulled round

	[ "$KERNEL" != debug ] || limit=$((limit * TIMESCALE_PERCENT / 100))
	trap vlan_down EXIT
	vlan_up 0 2 3
	# A machine that stands still is late itself, so it is tried three times.
	for round in 1 2 3; do
		watch
		cable 0 off
		event event=member ifname=eth0.100 to=failed
		now_ms
		pulled=$NOW_MS
		cable 2 off
		event_ms 15 event=member ifname=eth2.100 to=failed
		((TOLD_MS - pulled > limit)) || return 0
		cable 0 on
		cable 2 on
		settles 15 member eth0.100 state=active
		settles 15 member eth2.100 state=active
	done
	fail "noticed after $((TOLD_MS - pulled)) ms, in round $round"
}

t "a member follows the NIC below it, also when that is another one" test_restacked
test_restacked()
{
	up eth0 eth2 eth3
	ip link add tunnel0 type vxlan id 5 dstport 4789 remote $NET4.1 dev eth0
	group ipmp0 tunnel0 eth3
	settles 5 member tunnel0 state=active
	ip link set tunnel0 type vxlan id 5 dev eth2
	cable 0 off
	wait_for 5 no_carrier eth0
	shows member tunnel0 state=active
	nic_remove 0
	shows member tunnel0 state=active
	cable 2 off
	settles 5 member tunnel0 state=failed reason=link-down
	cable 2 on
	settles 5 member tunnel0 state=active
	nic_remove 2
	shows member tunnel0 state=missing
}

# group_on IFNAME...: ipmp0 of these; 192.0.2.1<N> and 2001:db8::1<N> for the Nth.
group_on()
{
	local n

	{
		echo "link add ipmp0 type ipmp"
		printf 'link set %s master ipmp0\n' "$@"
		echo "link set ipmp0 up"
		for ((n = 0; n < $#; n++)); do
			echo "addr add $NET4.1$n/24 dev ipmp0"
			echo "addr add $NET6:1$n/64 dev ipmp0 nodad"
		done
	} | ip -batch -
	ipmpadm group set ipmp0 probe off
	wait_for 5 is_ready ipmp0
}

# reaches N...: the peer these addresses, and the host the peer.
reaches()
{
	local n

	for n; do
		peer ping -q -n -c 1 -W 5 $NET4.1$n
		peer ping -q -n -c 1 -W 5 $NET6:1$n
	done
	ping -q -n -c 1 -W 5 $NET4.1
	ping -q -n -c 1 -W 5 $NET6:1
}

t "a NIC is in one group and its VLAN in another, and both lose it" test_trunk
test_trunk()
{
	trap vlan_down EXIT
	vlan_up 0 2
	ip link set eth1 down
	ip link set eth3 down
	group ipmp1 eth0 eth2
	address ipmp1 $NET4.1{0,2}/24 $NET6:1{0,2}/64
	wait_for 5 is_ready ipmp1
	vlan_talk 0 2
	reaches 0 2
	ipmpadm member offline eth0
	look
	has member eth0 state=offline
	has member eth0.100 state=active
	vlan_talk 0 2
	reaches 0 2
	ipmpadm member online eth0
	nic_remove 2
	look
	has member eth2 state=missing
	has member eth2.100 state=missing
	vlan_talk 0 2
	reaches 0 2
}

t "macvlans are members, and fail over with the NIC below" test_macvlan
test_macvlan()
{
	modprobe macvlan
	ip link set eth1 down
	ip link set eth3 down
	up eth0 eth2
	# The NICs below are no members, and would answer for any address.
	setting net.ipv4.conf.all.arp_ignore 1
	ip link add link eth0 name mac0 type macvlan mode bridge
	ip link add link eth2 name mac2 type macvlan mode bridge
	up mac0 mac2
	group_on mac0 mac2
	reaches 0 1
	cable 0 off
	settles 3 member mac0 state=failed
	reaches 0 1
	cable 0 on
	settles 5 member mac0 state=active
	nic_remove 2
	shows member mac2 state=missing
	reaches 0 1
}

bond_uses()
{
	[ "$(< /sys/class/net/bond1/bonding/active_slave)" = "$1" ]
}

t "a bond is a member: it goes on with one of its NICs, and fails without both" test_bond
test_bond()
{
	modprobe bonding max_bonds=0
	ip -batch - <<-BATCH
		link set eth0 down
		link set eth1 down
		link set eth2 down
		link add bond1 type bond mode active-backup miimon 50
		link set eth0 master bond1
		link set eth2 master bond1
		link set bond1 up
	BATCH
	up bond1 eth3
	group_on bond1 eth3
	settles 3 member eth3 state=active
	has member bond1 state=active
	reaches 0 1
	cable 0 off
	wait_for 5 bond_uses eth2
	reaches 0 1
	has address $NET4.10 member=bond1
	shows member bond1 state=active
	cable 2 off
	settles 5 member bond1 state=failed reason=link-down
	same "addresses on bond1" "" "$(bound bond1)"
	reaches 0 1
	cable 2 on
	settles 5 member bond1 state=active
	reaches 0 1
	# Neighbours are told of another MAC.
	ip link set bond1 address 02:00:00:00:77:01
	reaches 0 1
}

# ping_tagged N: the group's device has taken what the peer sends to eth<N>.
ping_tagged()
{
	peer ping -q -n -c 1 -W 1 $NET4.1$1 > /dev/null || true
	saw group "> $NET4.1$1: ICMP echo request"
}

t "a tag without a VLAN is no tag: the group takes the frame" test_priority
test_priority()
{
	modprobe 8021q
	group_of 0 2
	ip -n peer -batch - <<-BATCH
		link add link veth0 name prio0 type vlan id 0
		link set prio0 up
		neigh replace $NET4.10 lladdr $(nic_mac 0) dev prio0
		route add $NET4.10/32 dev prio0 src $NET4.1
	BATCH
	# Some NICs filter by VLAN, and have not been told of this one.
	ip link set eth0 promisc on
	capture tagged sw port1 vlan
	capture group host ipmp0 icmp
	wait_for 10 ping_tagged 0
	wait_for 2 saw tagged "vlan 0, .*> $NET4.10: ICMP echo request"
}
