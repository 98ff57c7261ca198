# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# Groups in network namespaces: each sees its own, and may vanish with them.

# shellcheck source=tests/vm/guest/shows.sh
. $LAB/shows.sh

# space NAME: a namespace with a group ipmp0 of two veth members and an address.
# The members' other ends are in the initial namespace: <NAME>0 and <NAME>1.
space()
{
	local n

	ip netns add "$1"
	ip -n "$1" -batch - <<-BATCH
		link set lo up
		link add ipmp0 type ipmp
		link set ipmp0 up
		addr add $NET4.10/24 dev ipmp0
		addr add $NET6:10/64 dev ipmp0 nodad
	BATCH
	for n in 0 1; do
		ip link add "$1$n" type veth peer name wire$n netns "$1"
		ip link set "$1$n" up
		ip -n "$1" link set wire$n master ipmp0
	done
}

# look_in NAMESPACE: what there is, in STATE.
look_in()
{
	STATE=$(ip netns exec "$1" ipmpadm -j show)
}

shows_in()
{
	look_in "$1"
	has "${@:2}"
}

# settles_in NAMESPACE ...: wait until it shows that, and have a look.
settles_in()
{
	wait_for 15 shows_in "$@"
	look_in "$1"
}

t "namespaces have groups of the same name, each with its own members and addresses" test_several
test_several()
{
	space red
	space blue
	group ipmp0 eth0
	address ipmp0 $NET4.11/24
	ip link set red0 down
	settles_in red member wire0 state=failed reason=link-down
	has group ipmp0 state=degraded
	has address $NET4.10 member=wire1
	settles_in blue group ipmp0 state=ok
	same "members" "wire0 wire1 " "$(names member)"
	same "addresses" "$NET4.10 $NET6:10 " "$(names address)"
	look
	same "members here" "eth0 " "$(names member)"
	same "addresses here" "$NET4.11 " "$(names address)"
	ip -n blue link del ipmp0
	look_in blue
	same "groups in blue" "[]" "$STATE"
	shows_in red group ipmp0 state=degraded
	shows group ipmp0 state=ok
}

t "a namespace hears of its own events only, counted by themselves" test_events
test_events()
{
	space red
	space blue
	watch ip netns exec red
	group ipmp0 eth0
	ip -n blue link set wire0 down
	ip -n red link set wire0 down
	event event=member ifname=wire0 to=failed reason=admin-down
	not grep -q eth0 $EVENTS
	ip -n blue link set wire0 up
	ip -n red link set wire0 up
	event event=member ifname=wire0 from=failed to=active
	same "members that failed" 1 "$(grep -c '"from":"active","to":"failed"' $EVENTS)"
	complete
}

gone()
{
	not test -e "/sys/class/net/$1" 2> /dev/null
}

t "a namespace is deleted with group, members and addresses in it, under traffic" test_delete
test_delete()
{
	local round

	for round in 1 2 3; do
		space red
		wait_for 15 shows_in red group ipmp0 state=ok
		ip addr add $NET4.250/24 dev red0
		ping -q -f -w 20 -I red0 $NET4.10 > /dev/null &
		ip netns exec red ipmpadm -j monitor > /tmp/monitor.$round &
		wait_for 15 grep -q '"event":"sync"' /tmp/monitor.$round
		ip netns del red
		# Ping and monitor keep it alive; it ends with the last of them.
		kill %%
		kill %-
		wait_for 15 gone red0
		wait_for 15 gone red1
	done
	no_memory_of_it
}

# The module can go: nothing holds it.
no_memory_of_it()
{
	wait_for 15 rmmod ipmp
	modprobe ipmp
}

t "a member that moves to another namespace is missing, and returns to its place" test_member_moves
test_member_moves()
{
	group ipmp0 eth2 eth0
	ipmpadm member set eth2 standby on
	address ipmp0 $NET4.10/24
	ip netns add other
	watch
	ip link set eth2 netns other
	look
	has member eth2 state=missing reason=removed standby=true
	has address $NET4.10 member=eth0
	event event=member ifname=eth2 to=missing reason=removed
	not says ipmp ip -n other -d link show eth2
	ip -n other link set eth2 up
	ip -n other addr add $NET4.22/24 dev eth2
	wait_for 15 ip netns exec other ping -q -c 1 -W 1 $NET4.1

	ip -n other link set eth2 netns 1
	shows member eth2 state=missing
	ip link set eth2 up
	ip link set eth2 master ipmp0
	settles 15 member eth2 state=inactive standby=true
	same "members" "eth2 eth0 " "$(names member)"
	complete
}

t "a card in a group of a namespace comes back free when that is deleted" test_card_returns
test_card_returns()
{
	ip netns add other
	ip link set eth2 netns other
	ip -n other -batch - <<-BATCH
		link add ipmp0 type ipmp
		link set ipmp0 up
		link set eth2 master ipmp0
		addr add $NET4.10/24 dev ipmp0
	BATCH
	wait_for 15 ip netns exec other ping -q -c 1 -W 1 $NET4.1
	ip netns del other
	wait_for 15 test -e /sys/class/net/eth2
	not says ipmp ip -d link show eth2
	group ipmp0 eth2
	wait_for 15 shows member eth2 state=active
}
