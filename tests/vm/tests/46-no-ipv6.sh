# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# A host that was told to have no IPv6: its tables were never made.

append ipv6.disable=1

# shellcheck source=tests/vm/guest/shows.sh
. $LAB/shows.sh

t "without IPv6 in the kernel a group works, is probed, and fails over" test_group
test_group()
{
	not test -e /proc/sys/net/ipv6
	up eth0 eth2
	ip link set eth1 down
	ip link set eth3 down
	group ipmp0 eth0 eth2
	ip addr add $NET4.10/24 dev ipmp0
	ip route add default via $NET4.1 dev ipmp0
	ipmpadm group set ipmp0 detection-time 1000
	settles 15 member eth0 state=active probe=ok
	peer ping -q -n -c 1 -W 5 $NET4.10
	cable 0 off
	settles 5 address $NET4.10 member=eth2
	peer ping -q -n -c 1 -W 5 $NET4.10
	ip link del ipmp0
	rmmod ipmp
}

t "what needs IPv6 is refused without it" test_refused
test_refused()
{
	group ipmp0 eth0
	refused 1 "this host has no IPv6" ipmpadm target add $NET6:1 group ipmp0
	refused 2 "not supported" ipmpadm address add $NET6:10/64 group ipmp0
	ipmpadm target add $NET4.1 group ipmp0
	settles 15 member eth0 probe=ok
}
