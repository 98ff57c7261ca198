# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# Joining and leaving: what a NIC brings, what the group takes from it, and how
# the NIC looks afterwards.

# shellcheck source=tests/vm/guest/shows.sh
. $LAB/shows.sh

t "a NIC joins while up and carrying addresses, which then are test addresses" test_join_up
test_join_up()
{
	up eth0
	address eth0 $NET4.20/24 $NET6:20/64
	group ipmp0 eth0
	look
	has member eth0 state=active link=up standby=false probe=unknown \
		"test_addresses=[\"$NET4.20\",\"$NET6:20\"]"
	same "data addresses" "" "$(names address)"
	says "$NET4.20/24*$NET6:20/64" ip -br addr show eth0
	wait_for 15 ping -q -c 1 -W 1 -I eth0 $NET4.1

	# Later ones are too, and one that goes is none any more.
	address eth0 $NET4.21/24
	ip addr del $NET6:20/64 dev eth0
	shows member eth0 "test_addresses=[\"$NET4.20\",\"$NET4.21\"]"
}

t "a NIC that is down when it joins is taken up, and is down again when it has left" test_join_down
test_join_down()
{
	ip link set eth2 down
	group ipmp0 eth2
	settles 15 member eth2 state=active
	says LOWER_UP ip link show eth2 up
	ip link set eth2 nomaster
	not says UP ip link show eth2 up

	# Unless somebody has set it up himself meanwhile.
	ip link set eth2 master ipmp0
	ip link set eth2 down
	shows member eth2 state=failed reason=admin-down
	ip link set eth2 up
	ip link set eth2 nomaster
	says UP ip link show eth2 up
}

t "a member keeps MAC, MTU and addresses" test_keeps
test_keeps()
{
	local before

	ip link set eth0 mtu 1400
	address eth0 $NET4.20/24 $NET6:20/64
	before=$(looks eth0)
	group ipmp0 eth0 eth2
	same "eth0 as a member" "$before" "$(looks eth0)"
}

# looks IFNAME: all that users see of it, but for its master.
looks()
{
	ip -d addr show dev "$1" |
		sed -E 's/ master [^ ]*//; s/ipmp_slave//; s/numtxqueues/\n&/; s/qlen [0-9]*//' |
		sed -E 's/^ *//; s/ *$//; /^$/d'
}

# nature IFNAME: everything there is to see of a NIC, also lists and counts.
nature()
{
	looks "$1"
	ip maddr show dev "$1"
	grep -w "$1" /proc/net/dev_mcast
	bridge fdb show dev "$1"
	ethtool -k "$1"
	cat "/sys/class/net/$1/flags"
}

# given_back WHAT...: eth3 looks as before when it has joined, WHAT was done and
# it has left. It is the NIC with large receive offload, which a member cannot use.
given_back()
{
	local before after

	before=$(nature eth3)
	ip link set eth3 master ipmp0
	[ $# = 0 ] || "$@"
	ip link set eth3 nomaster
	after=$(nature eth3)
	diff <(echo "$before") <(echo "$after") || fail "not as before ($*)"
}

restless_group()
{
	ip -batch - <<-BATCH
		link set ipmp0 promisc on allmulticast on
		maddr add 33:33:00:00:12:34 dev ipmp0
		addr add $NET4.30/24 dev ipmp0
		link set ipmp0 address 02:00:00:00:77:77
		link set ipmp0 down
		link set ipmp0 up
	BATCH
}

quiet_group()
{
	ip -batch - <<-BATCH
		link set ipmp0 promisc off allmulticast off
		maddr del 33:33:00:00:12:34 dev ipmp0
		link set ipmp0 down
	BATCH
}

t "who leaves is given back as it was, whatever the group did meanwhile" test_give_back
test_give_back()
{
	up eth3
	ethtool -K eth3 lro on
	address eth3 $NET4.23/24 $NET6:23/64
	wait_for 5 says ff02::1:ff00:23 ip maddr show dev eth3
	group ipmp0 eth0
	given_back
	given_back restless_group
	given_back quiet_group
	given_back ip link set ipmp0 up
}

leave_by_deletion()
{
	ip link del ipmp0
	ip link add ipmp0 type ipmp
}

t "nomaster, member del and the end of the group give a NIC back alike" test_ways_out
test_ways_out()
{
	local before

	up eth3
	group ipmp0 eth0
	ip link set ipmp0 promisc on
	before=$(nature eth3)
	ip link set eth3 master ipmp0
	ipmpadm member del eth3
	same "after member del" "$before" "$(nature eth3)"
	ip link set eth3 master ipmp0
	leave_by_deletion
	same "after the deletion of the group" "$before" "$(nature eth3)"
}

mtu()
{
	local mtu

	read -r mtu < "/sys/class/net/$1/mtu"
	same "MTU of $1" "$2" "$mtu"
}

t "the MTU of the group is that of its smallest member, also when that changes" test_mtu
test_mtu()
{
	ip link set eth0 mtu 9000
	group ipmp0 eth0
	mtu ipmp0 9000
	ip link set eth2 master ipmp0
	mtu ipmp0 1500
	ip link set eth2 mtu 4000
	mtu ipmp0 4000
	refused 2 "mtu greater than device maximum" ip link set ipmp0 mtu 4001
	ip link set ipmp0 mtu 3000
	mtu ipmp0 3000
	ip link set eth2 mtu 2000
	mtu ipmp0 2000
	ip link set eth2 nomaster
	# What the administrator asked for holds, now that it can.
	mtu ipmp0 3000
	mtu eth2 2000
	mtu eth0 9000
	# Likewise when it was asked for from the start.
	ip link add ipmp1 mtu 1400 type ipmp
	ip link set eth3 master ipmp1
	mtu ipmp1 1400
}

feature()
{
	says "$2: $3" ethtool -k "$1"
}

t "the group can do what a member can: features follow them" test_features
test_features()
{
	# The lab's virtio NICs offload nothing, the other models do.
	group ipmp0 eth0
	feature ipmp0 scatter-gather off
	ip link set eth3 master ipmp0
	feature ipmp0 scatter-gather on
	feature ipmp0 tcp-segmentation-offload on
	feature ipmp0 generic-receive-offload on
	ethtool -K eth3 sg off
	feature ipmp0 scatter-gather off
	ip link set eth1 master ipmp0
	feature ipmp0 scatter-gather on
	ethtool -K eth3 sg on
	ip link set eth1 nomaster
	feature ipmp0 scatter-gather on
	ip link set eth3 nomaster
	feature ipmp0 scatter-gather off
}

t "the carrier is up while a member is usable" test_carrier
test_carrier()
{
	up eth0 eth2
	group ipmp0
	no_carrier ipmp0
	ip link set eth0 master ipmp0
	has_carrier ipmp0
	ip link set eth2 master ipmp0
	cable 0 off
	wait_for 15 shows member eth0 state=failed
	has_carrier ipmp0
	ip link set eth2 down
	no_carrier ipmp0
	ip link set eth2 up
	wait_for 15 has_carrier ipmp0
	ip link set eth2 nomaster
	no_carrier ipmp0
	cable 0 on
	wait_for 15 has_carrier ipmp0
}

# counters: of the group, in COUNTERS.
counters()
{
	local name

	COUNTERS=()
	for name in rx_packets rx_bytes tx_packets tx_bytes; do
		COUNTERS+=("$(< /sys/class/net/ipmp0/statistics/$name)")
	done
}

# grown LEAST: no counter has shrunk since the last look; there are at least so many
# more packets, of at least 98 bytes (a ping).
grown()
{
	local last=("${COUNTERS[@]}") i least

	counters
	for i in 0 1 2 3; do
		least=$((i % 2 ? $1 * 98 : $1))
		((COUNTERS[i] >= last[i] + least)) ||
			fail "counters went from ${last[*]} to ${COUNTERS[*]}"
	done
}

# echoes NUMBER: so many, and it goes on until the last is here.
echoes()
{
	ping -q -f -c $1 -w $((10 * TIMESCALE_PERCENT / 100)) $NET4.1 > /dev/null
}

t "statistics of the group never shrink over joins and leaves" test_statistics
test_statistics()
{
	ip link set eth1 down
	up eth0 eth2 eth3
	group ipmp0 eth0 eth2 eth3
	address ipmp0 $NET4.10/24
	wait_for 15 ping -q -c 1 -W 1 $NET4.1
	counters
	for _ in 1 2; do
		echoes 20
		grown 20
		ip link set eth0 nomaster
		grown 0
		echoes 20
		grown 20
		ip link set eth0 master ipmp0
		grown 0
	done
}

t "ipmpadm member add joins, as a standby where asked, and member set changes the role" test_standby
test_standby()
{
	up eth0 eth2
	ipmpadm group add production
	ipmpadm member add eth0 group production
	ipmpadm member add eth2 group production standby
	look
	has member eth0 state=active standby=false
	has member eth2 state=inactive reason=standby standby=true
	says eth2 ip link show master ipmp0
	ipmpadm member set eth2 standby off
	shows member eth2 state=active standby=false reason=
	ipmpadm member set eth0 standby on
	shows member eth0 state=inactive standby=true
	refused 1 "not a member" ipmpadm member set eth3 standby on
	refused 1 "no such device" ipmpadm member add eth9 group production
	refused 1 "not a member" ipmpadm member del eth3
}

# wire N MAC: a NIC `wire<N>` to come and go at will; its other end is up.
wire()
{
	ip link add wire"$1" address "$2" type veth peer name far"$1"
	ip link set far"$1" up
	ip link set wire"$1" up
}

t "a member that vanished keeps its place, and takes it again with its role" test_rejoin
test_rejoin()
{
	wire 0 02:00:00:00:10:00
	wire 1 02:00:00:00:11:00
	group ipmp0 wire0 wire1 eth0
	ipmpadm member set wire0 standby on
	address ipmp0 $NET4.10/24
	ipmpadm address set $NET4.10 group ipmp0 home wire1
	ip link del far0
	ip link del far1
	look
	same "members" "wire0 wire1 eth0 " "$(names member)"
	has member wire0 state=missing reason=removed link=unknown standby=true
	has member wire1 state=missing standby=false
	has group ipmp0 state=degraded
	has address $NET4.10 member=eth0 home=wire1

	wire 1 02:00:00:00:12:00
	wire 0 02:00:00:00:13:00
	ipmpadm member add wire1 group ipmp0
	ip link set wire0 master ipmp0
	look
	same "members" "wire0 wire1 eth0 " "$(names member)"
	has member wire0 state=inactive standby=true
	has member wire1 state=active standby=false
	has group ipmp0 state=ok
	has address $NET4.10 member=wire1
}

t "a name is that of the device that has it, not of one whose place is kept" test_same_name
test_same_name()
{
	wire 0 02:00:00:00:10:00
	wire 1 02:00:00:00:11:00
	group ipmp0 wire0 wire1 eth0
	address ipmp0 $NET4.10/24
	ip link del far0
	shows member wire0 state=missing
	ip link set wire1 down
	ip link set wire1 name wire0
	ip link set wire0 up
	ipmpadm member offline wire0
	says '"ifname":"wire0","state":"offline"' ipmpadm -j show
	ipmpadm address set $NET4.10 group ipmp0 home wire0
	ipmpadm member online wire0
	settles 5 address $NET4.10 member=wire0
}

t "another card in the place of one that flapped is not held back for that" test_other_card
test_other_card()
{
	local n

	wire 0 02:00:00:00:10:00
	group ipmp0 wire0 eth0
	# shellcheck disable=SC2034 # six times
	for n in {1..6}; do
		ip link set far0 down
		settles 5 member wire0 link=down
		ip link set far0 up
		settles 5 member wire0 link=up
	done
	shows member wire0 state=failed reason=hold
	ip link del far0
	wire 0 02:00:00:00:10:00
	ip link set wire0 master ipmp0
	settles 5 member wire0 state=failed reason=hold link=up
	ip link del far0
	wire 0 02:00:00:00:11:00
	ip link set wire0 master ipmp0
	settles 5 member wire0 state=active link=up
}

t "a missing member is forgotten by member del, and can be given another role" test_missing_del
test_missing_del()
{
	wire 0 02:00:00:00:10:00
	group ipmp0 wire0 eth0
	ip link del far0
	shows member wire0 state=missing
	ipmpadm member set wire0 standby on
	shows member wire0 state=missing standby=true
	ipmpadm member del wire0
	look
	same "members" "eth0 " "$(names member)"
	has group ipmp0 state=ok
}

t "a card taken out and put back joins again in its place" test_card
test_card()
{
	up eth0 eth2
	group ipmp0 eth2 eth0
	ipmpadm member set eth2 standby on
	nic_remove 2
	shows member eth2 state=missing reason=removed "perm_mac=$(nic_mac 2)" "path=$(nic_pci 2)"
	nic_rescan 2
	shows member eth2 state=missing
	ip link set eth2 master ipmp0
	settles 15 member eth2 state=inactive standby=true
	same "members" "eth2 eth0 " "$(names member)"
}
