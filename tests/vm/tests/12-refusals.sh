# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# What a group refuses, in the kernel's words, and that nothing has changed then.

# shellcheck source=tests/vm/guest/shows.sh
. $LAB/shows.sh

# scene: everything that a refused request could have changed.
scene()
{
	links
	ipmpadm -j show
}

# spurned STATUS TEXT COMMAND...: refused, and the scene is as before.
spurned()
{
	local before

	before=$(scene)
	refused "$@"
	diff <(echo "$before") <(scene) || fail "refused, but changed: ${*:3}"
}

t "not Ethernet: refused" test_not_ethernet
test_not_ethernet()
{
	ip link add tunnel type sit local $NET4.20 remote $NET4.1
	group ipmp0 eth0
	spurned 2 "only Ethernet devices can be members" ip link set tunnel master ipmp0
	spurned 1 "only Ethernet devices can be members" ipmpadm member add tunnel group ipmp0
}

t "the loopback device: refused" test_loopback
test_loopback()
{
	group ipmp0 eth0
	spurned 2 "a loopback device cannot be a member" ip link set lo master ipmp0
	spurned 1 "a loopback device cannot be a member" ipmpadm member add lo group ipmp0
}

# iproute2 makes a NIC leave its master before it joins another, so that only
# ipmpadm can be refused here.
t "a NIC under a bridge or in another group: refused" test_has_master
test_has_master()
{
	group ipmp0 eth0
	group ipmp1 eth2
	ip link add br1 type bridge
	ip link set eth3 master br1
	spurned 1 "the device already has a master" ipmpadm member add eth3 group ipmp0
	spurned 1 "the device already has a master" ipmpadm member add eth2 group ipmp0
	spurned 1 "the device already has a master" ipmpadm member add eth2 group ipmp1
}

t "iproute2 moves a member from one group to the other" test_other_group
test_other_group()
{
	group ipmp0 eth0 eth2
	group ipmp1
	ip link set eth2 master ipmp1
	look
	same "members" "eth0 eth2 " "$(names member)"
	has member eth2 state=active
	says eth2 ip link show master ipmp1
	look group ipmp1
	same "members of ipmp1" "eth2 " "$(names member)"
}

t "a NIC with another receive handler: refused, and so is one on a member" test_rx_handler
test_rx_handler()
{
	group ipmp0 eth0
	ip link add link eth2 name mac0 type macvlan mode bridge
	spurned 2 "the device already has a receive handler" ip link set eth2 master ipmp0
	spurned 2 "busy" ip link add link eth0 name mac1 type macvlan mode bridge
}

t "a MAC that is already in the group: refused" test_same_mac
test_same_mac()
{
	ip link set eth2 down
	ip link set eth2 address "$(nic_mac 0)"
	group ipmp0 eth0
	spurned 2 "another member has the same MAC address" ip link set eth2 master ipmp0
	ip link set eth2 address 02:00:00:00:22:22
	ip link set eth2 master ipmp0
	shows member eth2 perm_mac="$(nic_mac 2)"
	spurned 2 "" ip link set ipmp0 address "$(nic_mac 0)"
}

t "a member cannot take the MAC of another" test_take_mac
test_take_mac()
{
	group ipmp0 eth0 eth2
	spurned 2 "the group has a member with that MAC" ip link set eth2 address "$(nic_mac 0)"
}

t "a group in a group, or a VRF: refused" test_nested
test_nested()
{
	group ipmp0 eth0
	group ipmp1
	ip link add vrf0 type vrf table 10
	spurned 2 "a group cannot be a member of a group" ip link set ipmp1 master ipmp0
	spurned 2 "a group cannot be a member of a group" ip link set ipmp0 master ipmp0
	spurned 2 "a VRF cannot be a member" ip link set vrf0 master ipmp0
}

t "VLAN, bridge, macvlan and others on top of a group: refused; a VRF is not" test_on_top
test_on_top()
{
	local stacked="nothing but a VRF can be stacked on a group"

	group ipmp0 eth0
	ip link add br1 type bridge
	ip link add vrf0 type vrf table 10
	modprobe -qa macvlan ipvlan 8021q
	spurned 2 "$stacked" ip link add link ipmp0 name v5 type vlan id 5
	spurned 2 "Device does not allow enslaving to a bridge" ip link set ipmp0 master br1
	spurned 2 "$stacked" ip link add link ipmp0 name mac0 type macvlan
	spurned 2 "$stacked" ip link add link ipmp0 name ipv0 type ipvlan
	ip link set ipmp0 master vrf0
	says ipmp0 ip link show master vrf0
}

# stacked_on IFNAME: refused, and the group is as before.
stacked_on()
{
	local before

	before=$(ip -d addr show ipmp0; ipmpadm -j show)
	refused 2 "nothing but a VRF can be stacked on a group" ip link set ipmp0 master "$1"
	same "the group" "$before" "$(ip -d addr show ipmp0; ipmpadm -j show)"
}

t "a group in a bond or a team: refused" test_lag_on_top
test_lag_on_top()
{
	modprobe -qa bonding team
	ip link add bond1 type bond
	ip link add team1 type team
	group ipmp0 eth0
	address ipmp0 $NET4.10/24
	# They take nobody who is up.
	ip link set ipmp0 down
	stacked_on bond1
	stacked_on team1
}

t "another network namespace: a group cannot move there, nor take a member from there" test_netns
test_netns()
{
	group ipmp0 eth0
	address ipmp0 $NET4.10/24
	ip netns add other
	ip -n other link add wire0 type veth peer name far0
	spurned 2 "" ip link set ipmp0 netns other
	spurned 1 "no such device" ipmpadm member add wire0 group ipmp0
	not test -e /sys/class/net/wire0
}

t "a MAC that is none for a group: refused" test_bad_mac
test_bad_mac()
{
	spurned 2 "not a unicast Ethernet address" ip link add ipmp0 address 01:00:00:00:00:01 type ipmp
	group ipmp0 eth0
	spurned 2 "" ip link set ipmp0 address 01:00:00:00:00:01
}

t "words that ipmpadm does not take change nothing, and say so in one line" test_words
test_words()
{
	group ipmp0 eth0
	address ipmp0 $NET4.10/24
	spurned 3 "unknown word" ipmpadm member add eth2 group ipmp0 active
	spurned 3 "" ipmpadm member set eth0 standby perhaps
	spurned 3 "not an IPv4 or IPv6 address" ipmpadm address add 192.0.2.300/24 group ipmp0
	spurned 3 "lacks its prefix length" ipmpadm address add $NET4.11 group ipmp0
	spurned 1 "already is in group ipmp0" ipmpadm address add $NET4.10/24 group ipmp0
	spurned 1 "is not in group ipmp0" ipmpadm address del $NET4.99 group ipmp0
}
