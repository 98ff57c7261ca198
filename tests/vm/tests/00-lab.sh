# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# The lab itself: cables, slots, switch and peers do what tests rely on.

kernels 6.1

pings()
{
	ping -q -n -c 1 -W 2 -I "$@"
}

t "the peer answers over each NIC, IPv4 and IPv6, and the switch learns where" test_reach
test_reach()
{
	local n

	for ((n = 0; n < NICS; n++)); do
		up eth$n
		ip addr add $NET4.2$n/24 dev eth$n
		ip addr add $NET6:2$n/64 dev eth$n nodad
		wait_for 5 pings eth$n $NET4.1
		wait_for 5 pings eth$n $NET6:1
		wait_for 5 pings eth$n $NET6:2
		same "switch port of eth$n" "p$n" "$(fdb "$(nic_mac $n)")"
		ip addr flush dev eth$n
	done
}

t "frames of 9000 bytes pass each NIC" test_jumbo
test_jumbo()
{
	local n

	for ((n = 0; n < NICS; n++)); do
		ip link set eth$n mtu 9000
		up eth$n
		ip addr add $NET4.2$n/24 dev eth$n
		wait_for 5 pings eth$n -s 8972 -M "do" $NET4.1
		ip addr flush dev eth$n
	done
}

port_is_down()
{
	ip -n sw link show "$1" | grep -q NO-CARRIER
}

t "a pulled cable takes the carrier of both its ends, and plugged in gives it back" test_cable
test_cable()
{
	local n

	for ((n = 0; n < NICS; n++)); do
		up eth$n
		cable $n off
		wait_for 5 no_carrier eth$n
		wait_for 5 port_is_down p$n
		cable $n on
	done
	for ((n = 0; n < NICS; n++)); do
		wait_for 10 has_carrier eth$n
	done
}

t "a removed NIC comes back under its name and MAC when its slot is rescanned" test_rescan
test_rescan()
{
	local n

	for ((n = 0; n < NICS; n++)); do
		nic_remove $n
		no_nic $n
		nic_rescan $n
		same "MAC of eth$n" "$(nic_mac $n)" "$(< /sys/class/net/eth$n/address)"
	done
}

t "NICs removed and rescanned together get their own names" test_rescan_together
test_rescan_together()
{
	local n

	for ((n = NICS - 1; n >= 0; n--)); do
		nic_remove $n
	done
	echo 1 > /sys/bus/pci/rescan
	for ((n = 0; n < NICS; n++)); do
		wait_nic $n
		same "MAC of eth$n" "$(nic_mac $n)" "$(< /sys/class/net/eth$n/address)"
	done
}

t "the hypervisor unplugs a NIC, and plugs one in with another MAC" test_unplug
test_unplug()
{
	nic_del 1
	not test -e "/sys/bus/pci/devices/$(nic_pci 1)"
	nic_add 1 52:54:00:99:99:99
	same "MAC" 52:54:00:99:99:99 "$(< /sys/class/net/eth1/address)"
	nic_del 1
	nic_add 1
	same "MAC" "$(nic_mac 1)" "$(< /sys/class/net/eth1/address)"
}

t "a driver is unbound and bound again" test_unbind
test_unbind()
{
	local n

	for ((n = 0; n < NICS; n++)); do
		nic_unbind $n
		no_nic $n
		nic_bind $n
	done
}

t "udpgap counts what a pulled cable loses, both ways" test_udpgap
test_udpgap()
{
	up eth0
	ip addr add $NET4.20/24 dev eth0
	wait_for 5 pings eth0 $NET4.1
	udpgap recv 5001 > /tmp/in &
	peer udpgap recv 5002 > /tmp/out &
	wait_for 5 listens host 5001
	wait_for 5 listens peer 5002
	peer udpgap send $NET4.20 5001 --count 100000 > /tmp/in.sent &
	udpgap send $NET4.1 5002 --count 100000 > /tmp/out.sent &
	nap 0.5
	cable 0 off
	# The kernel takes up to a second to notice; until then the port may keep what
	# it is to send, for the time when the cable is back.
	wait_for 5 port_is_down p0
	nap 0.5
	cable 0 on
	wait_for 15 pings eth0 $NET4.1
	# What arrives now ends the gap.
	nap 0.5
	pkill -f '^udpgap send'
	wait
	cat /tmp/in.sent /tmp/in /tmp/out.sent /tmp/out
	counted_all /tmp/in.sent /tmp/in
	counted_all /tmp/out.sent /tmp/out
}

# counted_all SENT RECEIVED: the receiver knows of each, and of the gap.
counted_all()
{
	jq -es '.[1].lost > 0 and .[1].gap_ms > 300 and
		.[1].lost + .[1].received == .[0].sent' "$1" "$2"
}

# listens host|peer PORT
listens()
{
	[ -n "$("$1" ss -Hlun "sport = :$2")" ]
}
