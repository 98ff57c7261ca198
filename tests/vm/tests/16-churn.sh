# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# Everything at once and over and over. It need not be fast, it must end well.

# shellcheck source=tests/vm/guest/shows.sh
. $LAB/shows.sh

# What is done over and over is written down as one long batch, so that the
# kernel is busy and not the shell.

# repeat COUNT LINE...: these lines, so many times.
repeat()
{
	local n count=$1

	shift
	for ((n = 0; n < count; n++)); do
		printf '%s\n' "$@"
	done
}

# sane: the group works, with all members and with these data addresses.
sane()
{
	local n

	ip link set eth1 down
	up eth0 eth2 eth3
	for n in 0 2 3; do
		# Already a member, or not: both are fine.
		ip link set eth$n master ipmp0
	done
	wait_for 15 shows group ipmp0 state=ok
	look
	same "members" "eth0 eth2 eth3 " "$(names member | tr ' ' '\n' | sort | tr '\n' ' ' | sed 's/^ *//')"
	same "addresses" "$* " "$(names address)"
	same "addresses of the interface" "$* " \
		"$(ip -br addr show ipmp0 scope global | grep -oE '[^ ]+/' | tr '/\n' ' ' | tr -s ' ')"
	for n; do
		wait_for 15 peer ping -q -c 1 -W 1 "$n"
	done
}

traffic()
{
	# Not more than an emulated CPU can do beside its work.
	peer ping -q -i 0.005 $NET4.10 > /dev/null 2>&1 &
	peer2 ping -q -i 0.005 $NET6:10 > /dev/null 2>&1 &
	udpgap send $NET4.1 5002 --count 1000000 > /dev/null 2>&1 &
}

group_of_three()
{
	ip link set eth1 down
	up eth0 eth2 eth3
	group ipmp0 eth0 eth2 eth3
	address ipmp0 $NET4.10/24 $NET6:10/64
}

t "join and leave in a loop, under traffic" test_join_leave 120
test_join_leave()
{
	group_of_three
	traffic
	repeat 15 "link set eth0 nomaster" "link set eth2 nomaster" \
		"link set eth0 master ipmp0" "link set eth2 master ipmp0" | ip -batch -
	sane $NET4.10 $NET6:10
}

t "the last member joins and leaves in a loop, under traffic" test_last_member 120
test_last_member()
{
	group_of_three
	traffic
	ip link set eth2 nomaster
	ip link set eth3 nomaster
	repeat 20 "link set eth0 nomaster" "link set eth0 master ipmp0" | ip -batch -
	sane $NET4.10 $NET6:10
}

t "a group is made and deleted in a loop, with a member and addresses, under traffic" test_group_loop 120
test_group_loop()
{
	group_of_three
	traffic
	repeat 10 "link del ipmp0" "link add ipmp0 type ipmp" "link set ipmp0 up" \
		"link set eth0 master ipmp0" "addr add $NET4.10/24 dev ipmp0" \
		"addr add $NET6:10/64 dev ipmp0 nodad" | ip -batch -
	sane $NET4.10 $NET6:10
}

t "addresses come and go in a loop, IPv4 and IPv6, with and without DAD" test_addresses 120
test_addresses()
{
	group_of_three
	traffic
	repeat 30 "addr add $NET4.11/24 dev ipmp0" "addr add $NET4.11/25 dev ipmp0" \
		"addr add $NET6:11/64 dev ipmp0 nodad" "addr add $NET6:12/64 dev ipmp0" \
		"addr del $NET4.11/24 dev ipmp0" "addr del $NET6:11/64 dev ipmp0" \
		"addr del $NET4.11/25 dev ipmp0" "addr del $NET6:12/64 dev ipmp0" | ip -batch -
	sane $NET4.10 $NET6:10
}

t "members are set down and up in a loop, under traffic" test_flapping 120
test_flapping()
{
	group_of_three
	traffic
	repeat 10 "link set eth0 down" "link set eth2 down" "link set eth0 up" \
		"link set eth3 down" "link set eth2 up" "link set eth3 up" | ip -batch -
	sane $NET4.10 $NET6:10
}

t "cables are pulled and plugged in a loop, under traffic" test_cables 120
test_cables()
{
	local n

	group_of_three
	traffic
	for n in 0 2 3 0 2 3 0 2 3; do
		cable $n off
		wait_for 15 shows member eth$n state=failed
		cable $n on
	done
	sane $NET4.10 $NET6:10
}

BUSY=()

# busily COMMAND...: over and over, whether it succeeds or not, until /run/calm.
busily()
{
	while [ ! -e /run/calm ]; do
		"$@" || true
	done > /dev/null 2>&1 &
	BUSY+=($!)
}

by_batch()
{
	ip -force -batch "/run/lab.$1"
}

# busily_ip NAME LINE...: the same with lines of an ip batch.
busily_ip()
{
	local name=$1

	shift
	repeat 5 "$@" > "/run/lab.$name"
	busily by_batch "$name"
}

home_and_back()
{
	ipmpadm address set $NET4.10 group ipmp0 home eth2
	ipmpadm member offline eth3
	ipmpadm group set ipmp0 failback off
	ipmpadm address set $NET4.10 group ipmp0 home none
	ipmpadm member online eth3
	ipmpadm group set ipmp0 failback on
}

t "all that at once: join, leave, addresses, states, show, monitor, traffic" test_all 120
test_all()
{
	rm -f /run/calm
	group_of_three
	traffic
	busily_ip join "link set eth0 nomaster" "link set eth0 master ipmp0"
	busily_ip addresses "addr add $NET4.11/24 dev ipmp0" "addr del $NET4.11/24 dev ipmp0" \
		"addr add $NET6:11/64 dev ipmp0" "addr del $NET6:11/64 dev ipmp0"
	busily_ip down "link set eth2 down" "link set eth2 up" "link set ipmp0 promisc on" \
		"link set eth3 mtu 1400" "link set ipmp0 promisc off" "link set eth3 mtu 1500"
	busily home_and_back
	busily ipmpadm -j show
	busily timeout 1 ipmpadm -j monitor
	busily ethtool -S ipmp0
	nap 5
	: > /run/calm
	settled
	rm /run/calm
	ip -force -batch - 2> /dev/null <<-BATCH || true
		addr del $NET4.11/24 dev ipmp0
		addr del $NET6:11/64 dev ipmp0
	BATCH
	# Each new MTU has cost it its carrier for a moment: who flaps is held back, who
	# joins anew is not.
	ip link set eth3 nomaster
	sane $NET4.10 $NET6:10
}

# settled: all that goes on busily has come to its end.
settled()
{
	wait_for 40 nobody_busy
}

nobody_busy()
{
	local pid

	for pid in "${BUSY[@]}"; do
		not kill -0 "$pid" 2> /dev/null || return
	done
}
