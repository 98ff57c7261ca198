#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# failover.sh ROUNDS CASE...: what is lost when the member that does all the work
# is lost, by active-backup bonding and by a group on the same NICs. Both are set
# up alike: eth0 does the work, and the others stand by. In each round 500
# numbered packets a second flow in each direction between the peer and the
# address of the master. A line of JSON for each round:
#	{"candidate":,"case":,"round":,"in":{},"out":{},"control":{},...}
# `control` flows from peer to peer without touching a NIC: what it suffers is
# the machine's doing, and nobody's fault.

# shellcheck source=tests/bench/guest/common.sh
. /lab/bench/common.sh

set -eE -o pipefail
trap 'echo "failed: $BASH_COMMAND (line $LINENO)" >&2' ERR

ROUNDS=$1
CASES=("${@:2}")
RATE=500
COUNT=1000
BEFORE=150	# packets each way before the member is hit
RESULTS=/tmp/bench
FLOWS="in out control"

# What is done to eth0, and undone. (Called by name: hit_CASE, repair_CASE.)
hit_cable()	{ cable 0 off; }
repair_cable()
{
	cable 0 on
	forgive eth0
}

# forgive IFNAME: a group holds back whose carrier flaps; who joins anew has no past.
forgive()
{
	[ "$CANDIDATE" = ipmp ] || return 0
	ip link set "$1" nomaster
	member_join ipmp "$1"
	[ "$1" = eth0 ] || ipmpadm member set "$1" standby on
}

# The kernel tells of carriers that are lost once a second; the first loss after a
# quiet second is told at once, and what follows has to wait.
hit_second()
{
	nap 1.1
	now_ms
	BETWEEN=$NOW_MS
	cable 1 off
	wait_for 1 no_carrier eth1
	now_ms
	BETWEEN=$((NOW_MS - BETWEEN))
	cable 0 off
}

repair_second()
{
	cable 1 on
	cable 0 on
	forgive eth0
	forgive eth1
}

hit_remove()	{ nic_remove 0; }
repair_remove()
{
	nic_rescan 0
	member_join "$CANDIDATE" eth0
}

hit_down()	{ ip link set eth0 down; }
repair_down()	{ ip link set eth0 up; }
hit_nomaster()	{ ip link set eth0 nomaster; }
repair_nomaster() { member_join "$CANDIDATE" eth0; }

# setup CANDIDATE: m0 on all NICs.
setup()
{
	local n

	CANDIDATE=$1
	# shellcheck disable=SC2046 # words on purpose
	master_add "$CANDIDATE" $(members)
	if [ "$CANDIDATE" = ipmp ]; then
		for ((n = 1; n < NICS; n++)); do
			ipmpadm member set eth$n standby on
		done
	else
		echo eth0 > /sys/class/net/m0/bonding/primary
	fi
	ip addr add $DATA/24 dev m0
}

# recovered: every member is fit, eth0 does the work, and the switch and the peer
# know. Nothing is left over from the round before.
recovered()
{
	local n

	for ((n = 0; n < NICS; n++)); do
		has_carrier eth$n && plugged p$n && "fit_$CANDIDATE" eth$n || return
	done
	"leads_$CANDIDATE" &&
		ping -q -n -c 1 -W 1 -I $DATA $NET4.1 &&
		peer ping -q -n -c 1 -W 1 $DATA &&
		same "port of eth0" p0 "$(fdb "$(nic_mac 0)")" &&
		ip -n peer neigh show $DATA | grep "lladdr $(nic_mac 0)"
}

# plugged PORT: the switch uses it.
plugged()
{
	bridge -n sw link show dev "$1" | grep -q 'LOWER_UP.*state forwarding'
}

fit_active-backup()
{
	[ "$(< "/sys/class/net/$1/bonding_slave/mii_status")" = up ]
}

leads_active-backup()
{
	[ "$(< /sys/class/net/m0/bonding/active_slave)" = eth0 ]
}

fit_ipmp()
{
	local want=inactive

	[ "$1" != eth0 ] || want=active
	ipmpadm -j show | grep -q "\"ifname\":\"$1\",\"state\":\"$want\""
}

leads_ipmp()
{
	ipmpadm -j show | grep -q "\"address\":\"$DATA\"[^}]*\"member\":\"eth0\""
}

# carried PACKETS: eth0 has carried so many each way since `counted`.
counted()
{
	RX0=$(< /sys/class/net/eth0/statistics/rx_packets)
	TX0=$(< /sys/class/net/eth0/statistics/tx_packets)
}

carried()
{
	local rx tx

	rx=$(< /sys/class/net/eth0/statistics/rx_packets)
	tx=$(< /sys/class/net/eth0/statistics/tx_packets)
	((rx - RX0 >= $1 && tx - TX0 >= $1))
}

flows_begin()
{
	local common="--rate $RATE --count $COUNT --steady"

	rm -rf $RESULTS
	mkdir $RESULTS
	udpgap recv 5001 > $RESULTS/in 2> /dev/null &
	ip netns exec peer udpgap recv 5002 > $RESULTS/out 2> /dev/null &
	ip netns exec peer udpgap recv 5003 > $RESULTS/control 2> /dev/null &
	wait_for 5 listening
	counted
	# shellcheck disable=SC2086 # words
	{
		ip netns exec peer udpgap send $DATA 5001 $common > $RESULTS/in.sent &
		SENDERS=$!
		udpgap send $NET4.1 5002 $common --bind $DATA > $RESULTS/out.sent &
		SENDERS+=" $!"
		ip netns exec peer2 udpgap send $NET4.1 5003 $common > $RESULTS/control.sent &
		SENDERS+=" $!"
	}
	wait_for 5 carried $BEFORE
}

listening()
{
	[ "$(ss -Hlun sport = :5001 | wc -l)" = 1 ] &&
		[ "$(peer ss -Hlun 'sport = :5002 or sport = :5003' | wc -l)" = 2 ]
}

reported()
{
	local flow

	for flow in $FLOWS; do
		[ -s "$RESULTS/$flow" ] || return
	done
}

# flows_end: until all is counted. The senders only repeat that they are done.
flows_end()
{
	wait_for 40 reported
	# shellcheck disable=SC2086 # words
	kill $SENDERS 2> /dev/null || true
	wait
}

# one CASE ROUND
one()
{
	local flow

	wait_for 30 recovered
	BETWEEN=0
	flows_begin
	hit_"$1"
	flows_end
	repair_"$1"
	printf '{"candidate":"%s","case":"%s","round":%d,"between_ms":%d' \
		"$CANDIDATE" "$1" "$2" "$BETWEEN"
	for flow in $FLOWS; do
		printf ',"%s":%s,"%s_sent":%s' "$flow" "$(< "$RESULTS/$flow")" \
			"$flow" "$(< "$RESULTS/$flow.sent")"
	done
	echo "}"
}

main()
{
	local candidate case round

	modprobe bonding max_bonds=0
	for candidate in active-backup ipmp; do
		setup $candidate
		for case in "${CASES[@]}"; do
			for ((round = 1; round <= ROUNDS; round++)); do
				one "$case" $round
			done
		done
		wait_for 30 recovered
		# shellcheck disable=SC2046 # words on purpose
		master_del $(members)
	done
}

main
