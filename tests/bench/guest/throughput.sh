#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# throughput.sh ROUNDS SECONDS: what a TCP connection carries through active-backup
# bonding and through a group on the same two NICs, out to the peer and in from it,
# in turns. A line for each measurement:
#	CANDIDATE WAY MEGABITS-A-SECOND

# shellcheck source=tests/bench/guest/common.sh
. /lab/bench/common.sh

set -eE -o pipefail
trap 'echo "failed: $BASH_COMMAND (line $LINENO)" >&2' ERR

ROUNDS=$1
DURATION=$2

# transfer [-R]: megabits a second; -R for inbound.
transfer()
{
	iperf3 -c $NET4.1 -B $DATA -t "$DURATION" -O 1 "$@" -J |
		jq '.end.sum_received.bits_per_second / 1e6'
}

serves()
{
	peer ss -Hltn 'sport = :5201' | grep -q .
}

reaches()
{
	ping -q -n -c 1 -W 1 -I $DATA $NET4.1 && peer ping -q -n -c 1 -W 1 $DATA
}

main()
{
	local round candidate

	modprobe bonding max_bonds=0
	ip netns exec peer iperf3 -s > /dev/null &
	wait_for 5 serves
	for ((round = 1; round <= ROUNDS; round++)); do
		for candidate in active-backup ipmp; do
			master_add $candidate eth0 eth1
			ip addr add $DATA/24 dev m0
			wait_for 10 reaches
			echo "$candidate out $(transfer)"
			echo "$candidate in $(transfer -R)"
			master_del eth0 eth1
		done
	done
	kill %1
}

main
