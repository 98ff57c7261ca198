#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# probing.sh SECONDS MEMBERS...: instructions a second for probing so many members,
# for a guest whose nanoseconds count instructions (-icount shift=0): what it is not
# idle. Both families are probed, and answered by a host in a namespace behind a
# bridge. A line for each detection time, 0 for no probes:
#	MEMBERS MS INSTRUCTIONS

# shellcheck source=tests/vm/guest/lib.sh
. /lab/guest/lib.sh

set -eE -o pipefail
trap 'echo "failed: $BASH_COMMAND (line $LINENO)" >&2' ERR

SECONDS_EACH=$1
COUNTS=("${@:2}")

# The other host, and so many cables to it.
far_host()
{
	local n

	ip netns add far
	ip -n far link add br0 type bridge stp_state 0 mcast_snooping 0
	ip -n far addr add $NET4.1/24 dev br0
	ip -n far addr add $NET6:1/64 dev br0 nodad
	ip -n far link set br0 up
	for ((n = 0; n < $1; n++)); do
		echo "link add v$n type veth peer name w$n netns far"
	done | ip -batch -
	for ((n = 0; n < $1; n++)); do
		echo "link set w$n master br0 up"
	done | ip -n far -batch -
}

near_host()
{
	local n

	ip link add ipmp0 type ipmp
	for ((n = 0; n < $1; n++)); do
		echo "link set v$n master ipmp0"
	done | ip -batch -
	ip link set ipmp0 up
	ip addr add $NET4.10/24 dev ipmp0
	ipmpadm target add $NET4.1 group ipmp0
	ipmpadm target add $NET6:1 group ipmp0
}

# probed_ok N: all of them are answered.
probed_ok()
{
	[ "$(ipmpadm -j show | grep -o '"probe":"ok"' | wc -l)" -ge "$1" ]
}

# busy: nanoseconds that the CPU was not idle since the guest began.
busy()
{
	awk '{ printf "%.0f\n", ($1 - $2) * 1000000000 }' /proc/uptime
}

# spent: what a second costs now.
spent()
{
	local before after

	before=$(busy)
	nap "$SECONDS_EACH"
	after=$(busy)
	echo $(((after - before) / SECONDS_EACH))
}

# one MEMBERS
one()
{
	local ms

	far_host "$1"
	near_host "$1"
	for ms in 10000 1000 100; do
		ipmpadm group set ipmp0 detection-time $ms
		wait_for 120 probed_ok "$1"
		echo "$1 $ms $(spent)"
	done
	ipmpadm group set ipmp0 probe off
	echo "$1 0 $(spent)"
	ip link del ipmp0
	ip netns del far
}

main()
{
	local count

	systemctl stop systemd-udevd 2> /dev/null || true
	for count in "${COUNTS[@]}"; do
		one "$count"
	done
}

main
