# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# Groups come, go and have names, by stock iproute2 and by ipmpadm alike.

# shellcheck source=tests/vm/guest/probed.sh
. $LAB/probed.sh

no_groups()
{
	look
	same "all groups" "[]" "$STATE"
}

t "ip link add and del make and remove a group" test_ip
test_ip()
{
	ip link add ipmp0 type ipmp
	shows group ipmp0 group=ipmp0 state=failed failback=true 'members=[]' 'addresses=[]'
	ip link del ipmp0
	no_groups
}

t "ipmpadm group add and del make and remove a group" test_tool
test_tool()
{
	ipmpadm group add production dev ipmp7
	shows group ipmp7 group=production state=failed failback=true
	says "    ipmp " ip -d link show ipmp7
	says ipmp7 ip link show ipmp7 up
	ipmpadm group del production
	no_groups
	not test -e /sys/class/net/ipmp7
}

# What both ways of asking say, without times, indices and generated MACs.
picture()
{
	wait_for 5 is_ready ipmp0
	wait_for 5 not says tentative ip addr show ipmp0 scope global 2> /dev/null
	ipmpadm -j show | sed 's/"since":"[^"]*"//g'
	ip -d addr show ipmp0 | sed -E 's/^[0-9]+: //; s/ nodad//; /fe80::/d; /valid_lft/d'
	ip -d link show eth0 | sed 's/qlen [0-9]*//'
}

t "a group made by ip and one made by ipmpadm show the same state" test_same
test_same()
{
	local by_ip by_tool

	group ipmp0 eth0
	address ipmp0 $NET4.10/24 $NET6:10/64
	by_ip=$(picture)
	ip addr del $NET4.10/24 dev ipmp0
	ip addr del $NET6:10/64 dev ipmp0
	ip link set eth0 nomaster
	ip link del ipmp0

	setting net.ipv6.conf.default.accept_dad 0
	ipmpadm group add ipmp0
	ipmpadm member add eth0 group ipmp0
	ipmpadm address add $NET4.10/24 group ipmp0
	ipmpadm address add $NET6:10/64 group ipmp0
	by_tool=$(picture)
	same "the picture" "$by_ip" "$by_tool"

	# What one way made, the other takes away.
	ipmpadm address del $NET6:10 group ipmp0
	ip addr del $NET4.10/24 dev ipmp0
	ipmpadm member del eth0
	shows group ipmp0 'members=[]' 'addresses=[]'
	same "addresses" "" "$(ip -br addr show ipmp0 scope global | grep -F "$NET4")"
	same "members of ipmp0" "" "$(ip link show master ipmp0)"
}

t "several groups each have their own members and addresses" test_several
test_several()
{
	group ipmp0 eth0
	ipmpadm group add storage
	ipmpadm member add eth2 group storage
	ipmpadm member add eth3 group storage
	address ipmp0 $NET4.10/24
	address ipmp1 198.51.100.1/24 198.51.100.2/24
	look
	same "groups" "ipmp0 ipmp1 " "$(names group)"
	same "members" "eth0 eth2 eth3 " "$(names member)"
	has address $NET4.10 member=eth0
	has address 198.51.100.1 member=eth2
	has address 198.51.100.2 member=eth3
	look group storage
	same "groups in storage" "ipmp1 " "$(names group)"
	same "members in storage" "eth2 eth3 " "$(names member)"
	same "addresses in storage" "198.51.100.1 198.51.100.2 " "$(names address)"
	ip link del ipmp0
	look
	same "groups left" "ipmp1 " "$(names group)"
	same "members left" "eth2 eth3 " "$(names member)"
}

t "without a name the interface is the next free ipmpN" test_default_name
test_default_name()
{
	ipmpadm group add a
	ipmpadm group add b
	ip link add type ipmp
	ipmpadm group del b
	ipmpadm group add c
	look
	has group ipmp0 group=a
	has group ipmp2 group=ipmp2
	has group ipmp1 group=c
}

t "a group is known by its name or its interface's, of up to 31 bytes" test_names
test_names()
{
	local long=a234567890123456789012345678901

	ipmpadm group add $long
	refused 3 "longer than 31 bytes" ipmpadm group add ${long}2
	shows group ipmp0 group=$long
	not test -e /sys/class/net/ipmp1
	ipmpadm group set $long failback off
	shows group ipmp0 failback=false
	ipmpadm group set ipmp0 failback on xmit source
	shows group ipmp0 failback=true xmit=source
	ipmpadm group del ipmp0
	no_groups
}

t "a second group of a name is refused, and nothing is left of it" test_exists
test_exists()
{
	group ipmp0 eth0
	ipmpadm group add production
	refused 2 "File exists" ip link add ipmp0 type ipmp
	refused 1 "a group of that name exists" ipmpadm group add production
	refused 1 "a group of that name exists" ipmpadm group add ipmp0 dev other
	refused 1 "exists" ipmpadm group add other dev ipmp0
	refused 1 "an interface of that name exists" ipmpadm group add other dev eth3
	refused 2 "a group of that name exists" ip link add production type ipmp
	look
	same "groups" "ipmp0 ipmp1 " "$(names group)"
	has member eth0 state=active
	not test -e /sys/class/net/other
	not test -e /sys/class/net/production
}

t "a renamed group keeps its name, and a renamed member its place and its addresses" test_rename
test_rename()
{
	group ipmp0 eth0 eth2
	address ipmp0 $NET4.10/24 $NET4.11/24
	ipmpadm address set $NET4.11 group ipmp0 home eth2
	ip link set ipmp0 down
	ip link set ipmp0 name front
	ip link set eth2 down
	ip link set eth2 name back
	ip link set back up
	wait_for 15 shows member back state=active
	look
	has group front group=ipmp0
	same "members" "eth0 back " "$(names member)"
	ip link set back down
	ip link set back name eth2
	ip link set eth2 up
	wait_for 15 shows address $NET4.11 member=eth2 home=eth2
	refused 2 "a group of that name exists" ip link add ipmp0 type ipmp
}

t "deleting a group with members and addresses gives the members back" test_del_full
test_del_full()
{
	group ipmp0 eth0 eth2
	address ipmp0 $NET4.10/24 $NET6:10/64
	ip link del ipmp0
	no_groups
	not says " master " ip link show eth0
	not says " master " ip link show eth2
	not says $NET4.10 ip addr
	not says $NET6:10 ip addr
	group ipmp0 eth0 eth2
	shows member eth2 state=active
}

t "unknown groups, and objects in them, are refused by name" test_unknown
test_unknown()
{
	refused 1 "group nothing does not exist" ipmpadm group del nothing
	refused 1 "group nothing does not exist" ipmpadm group set nothing failback off
	refused 1 "group nothing does not exist" ipmpadm show group nothing
	refused 1 "group nothing does not exist" ipmpadm member add eth0 group nothing
	refused 1 "group nothing does not exist" ipmpadm address add $NET4.10/24 group nothing
	no_groups
}

t "ethtool -i and -S show a group, and ip -d link the kind of group and member" test_ethtool
test_ethtool()
{
	ipmpadm group add production
	ip link set eth0 master ipmp0
	says "driver: ipmp*bus-info: production" ethtool -i ipmp0
	says "address_moves: 0*member_failures: 0*member_repairs: 0*announcements: 0*tx_rerouted: 0" \
		ethtool -S ipmp0
	says "probes_sent: 0*probes_answered: 0*probes_lost: 0*probes_not_sent: 0*probe_failures: 0*probe_repairs: 0" \
		ethtool -S ipmp0
	says ipmp_slave ip -d link show eth0
}

# counter NAME: that of ipmp0, in COUNTER.
counter()
{
	COUNTER=$(ethtool -S ipmp0 | awk -v name="$1:" '$1 == name { print $2 }')
}

more_than()
{
	counter "$1"
	((COUNTER > $2)) || fail "$1: more than $2, is $COUNTER"
}

t "ethtool -S counts probes, also those of members that left" test_probe_counters
test_probe_counters()
{
	local name
	local -A before

	probed 1000 0 2
	block 0 both
	settles 15 member eth0 state=failed reason=probe-failed
	unblock 0
	settles 30 member eth0 state=active probe=ok
	for name in probes_sent probes_answered probes_lost probe_failures probe_repairs; do
		more_than $name 0
		before[$name]=$COUNTER
	done
	ipmpadm member del eth0
	ipmpadm member del eth2
	for name in "${!before[@]}"; do
		more_than $name $((before[$name] - 1))
	done
}
