#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# cost.sh PACKETS: instructions a packet, for a guest whose nanoseconds count
# instructions (-icount shift=0). A line for each measurement:
#	WAY CANDIDATE INSTRUCTIONS
#
# Sending: pktgen queues 60-byte UDP packets without a flow hash on the device.
# Receiving: pktgen injects them into the member, for a socket that is full.
# Hashed: a connected socket sends, so that its packets have a flow hash.

# shellcheck source=tests/bench/guest/common.sh
. /lab/bench/common.sh

set -eE -o pipefail

PACKETS=$1
PORT=9

# pktgen DEVICE WORD...: tell a file of pktgen's.
pktgen()
{
	local file=/proc/net/pktgen/$1

	shift
	echo "$*" > "$file"
}

# nanoseconds DEVICE: what the last run took, for a packet.
nanoseconds()
{
	awk '/^Result: OK:/ {
		match($0, /[0-9]+\(/); time = substr($0, RSTART, RLENGTH - 1)
		match($0, / [0-9]+ \(/); count = substr($0, RSTART + 1, RLENGTH - 3)
		printf "%.1f\n", time * 1000 / count; found = 1
	} END { exit !found }' "/proc/net/pktgen/$1"
}

# inject DEVICE MODE DST_MAC DST_IP SRC_IP: run pktgen; instructions a packet.
inject()
{
	pktgen kpktgend_0 rem_device_all
	pktgen kpktgend_0 add_device "$1"
	pktgen "$1" count "$PACKETS"
	pktgen "$1" pkt_size 60
	pktgen "$1" delay 0
	pktgen "$1" clone_skb 0
	pktgen "$1" xmit_mode "$2"
	pktgen "$1" dst_mac "$3"
	pktgen "$1" dst "$4"
	pktgen "$1" src_min "$5"
	pktgen "$1" src_max "$5"
	pktgen pgctrl start
	nanoseconds "$1"
}

mac()
{
	cat "/sys/class/net/$1/address"
}

# agreed COMMAND...: what it measures, once two runs in a row agree within 0.2 %;
# anything else that the guest does (udev, a late timer) shows up in one of them.
agreed()
{
	local last=0 this tries

	for ((tries = 0; tries < 8; tries++)); do
		this=$("$@")
		if awk "BEGIN { d = $this - $last; exit !(d * d * 250000 <= $this * $this) }"; then
			echo "$this"
			return
		fi
		last=$this
	done
	echo "no two runs agree: $*" >&2
	return 1
}

# measure LABEL DEVICE MEMBER: all ways, with the candidate in place.
measure()
{
	ip addr add $DATA/24 dev "$2"
	ip neigh replace $NET4.1 lladdr 52:54:00:fe:01:00 dev "$2" nud permanent
	udevadm settle
	echo "tx $1 $(agreed inject "$2" queue_xmit 52:54:00:fe:01:00 $NET4.1 $DATA)"
	echo "hashed $1 $(agreed udpcost $NET4.1 $PORT "$PACKETS")"
	echo "rx $1 $(agreed inject "$3" netif_receive "$(mac "$3")" $DATA $NET4.1)"
	ip addr del $DATA/24 dev "$2"
}

# candidate LABEL TYPE MEMBER...
candidate()
{
	local label=$1 type=$2

	shift 2
	master_add "$type" "$@"
	measure "$label" m0 "$1"
	master_del "$@"
}

# A socket that never reads: what arrives costs the same for each candidate, and
# no reader takes part in the count.
full_socket()
{
	udpgap recv $PORT 2> /dev/null &
	SOCKET=$!
	wait_for 5 listens
	kill -STOP $SOCKET
}

listens()
{
	ss -Hlun "sport = :$PORT" | grep -q .
}

main()
{
	local member

	modprobe -a pktgen dummy bonding
	[ -e /sys/class/net/bond0 ] && ip link del bond0
	[ -e /sys/class/net/dummy0 ] && ip link del dummy0
	# The router solicitations of one candidate are not the cost of another.
	sysctl -qw net.ipv6.conf.default.disable_ipv6=1
	for member in d0 d1; do
		ip link add $member type dummy
		ip link set $member up
	done
	full_socket
	measure plain d0 d0
	candidate active-backup active-backup d0 d1
	candidate balance-xor balance-xor d0 d1
	candidate group-1 ipmp d0
	candidate group-2 ipmp d0 d1
	kill -KILL $SOCKET
}

main
