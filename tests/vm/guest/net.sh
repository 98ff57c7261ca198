# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# The network around the NICs:
#
#   eth0 --cable-- p0 \
#   eth1 --cable-- p1  br0 -- veth in namespace `peer`   192.0.2.1  2001:db8::1
#   ...                    \- veth in namespace `peer2`  192.0.2.2  2001:db8::2
#   initial namespace  namespace `sw`

NET4=192.0.2
NET6=2001:db8:
PEERS="peer peer2"

peer()  { ip netns exec peer "$@"; }
peer2() { ip netns exec peer2 "$@"; }
sw()    { ip netns exec sw "$@"; }
host()  { "$@"; }

# A kernel without IPv6 does not know how addresses are made, nor any.
NO_LINK_LOCAL="addrgenmode none"
[ -e /proc/sys/net/ipv6 ] || NO_LINK_LOCAL=

# members: the names of all member NICs.
members()
{
	local n

	for ((n = 0; n < NICS; n++)); do
		echo eth$n
	done
}

# network_up: all of it, once after boot.
network_up()
{
	wait_for 60 all_named eth
	switch_up
	clean_prepare
	ip -force -batch /run/lab.members.batch
}

# switch_up: the switch, the peers, and the way to the hypervisor.
switch_up()
{
	local n

	wait_for 60 all_named p
	modprobe -qa veth bridge
	for n in sw $PEERS; do
		ip netns add "$n"
	done
	switch_batch | ip -batch -
	switch_batch_inside | ip -n sw -batch -
	for n in 1 2; do
		peer_batch $n | ip -n "$(peer_name $n)" -batch -
	done
	wait_for 60 test -e $QMP_PORT
	qmp_start
	hold_code
	sysctl -qw kernel.hung_task_timeout_secs=$((30 * TIMESCALE_PERCENT / 100)) 2> /dev/null
}

# switch_down: it forwards nothing any more. A kernel that powers off breaks the queues of
# virtio devices while frames still arrive, and virtio_net waits for ever to send one.
switch_down()
{
	sw ip link set group default down
}

# hold_code: have somebody who wants time stamps, and a filter, at all times. With the
# first that does, and after the last, the kernel patches the code that all frames pass,
# and a CPU that QEMU emulates may still run into what is there for a moment (Oops:
# int3). ping is one that wants stamps, a test that drops frames adds a filter.
hold_code()
{
	ping -q -i 3600 127.0.0.1 < /dev/null > /dev/null 2>&1 &
	tc qdisc add dev lo clsact
}

# all_named eth|p: every such NIC has its name.
all_named()
{
	local name

	while read -r _ name _; do
		[[ ! $name =~ ^$1[0-9] ]] || [ -e "/sys/class/net/$name" ] || return
	done < /lab/places
}

peer_name()
{
	[ "$1" = 1 ] && echo peer || echo "peer$1"
}

switch_batch()
{
	local n

	for ((n = 0; n < NICS; n++)); do
		echo "link set p$n netns sw"
	done
}

switch_batch_inside()
{
	local n

	echo "link add br0 type bridge stp_state 0 mcast_snooping 0"
	echo "link set br0 $NO_LINK_LOCAL up"
	for ((n = 0; n < NICS; n++)); do
		echo "link set p$n master br0 mtu 9000 $NO_LINK_LOCAL up"
	done
	for n in 1 2; do
		echo "link add port$n type veth peer name veth0 netns $(peer_name $n)"
		echo "link set port$n master br0 mtu 9000 $NO_LINK_LOCAL up"
	done
}

peer_batch()
{
	cat <<-BATCH
		link set lo up
		link set veth0 mtu 9000 address 52:54:00:fe:0$1:00 up
		addr add $NET4.$1/24 dev veth0
	BATCH
	[ ! -e /proc/sys/net/ipv6 ] || echo "addr add $NET6:$1/64 dev veth0 nodad"
}

# spanning_tree: until the end of the test a port of the switch lets nothing through
# for 8 seconds after its link has come.
SPANNING=/run/lab.spanning

spanning_tree()
{
	touch $SPANNING
	# In hundredths of a second, and twice that long.
	sw ip link set br0 type bridge stp_state 1 forward_delay 400
}

spanning_tree_ends()
{
	sw ip link set br0 type bridge stp_state 0 forward_delay 1500
	rm $SPANNING
}

# fdb MAC: the switch ports on which br0 has learned MAC. (jq takes half a second
# to start on an emulated CPU, so plain text it is.)
fdb()
{
	local mac port rest

	bridge -n sw fdb show br br0 dynamic | while read -r mac _ port rest; do
		[ "$mac" != "$1" ] || echo "$port"
	done
}

# has_carrier IFNAME, no_carrier IFNAME
has_carrier()
{
	local carrier

	{ read -r carrier < "/sys/class/net/$1/carrier"; } 2> /dev/null && [ "$carrier" = 1 ]
}

no_carrier()
{
	not has_carrier "$1" 2> /dev/null
}

# up IFNAME...: administratively up, and wait for the carrier.
up()
{
	local ifname

	for ifname; do
		ip link set "$ifname" up
	done
	for ifname; do
		wait_for 10 has_carrier "$ifname"
	done
}
