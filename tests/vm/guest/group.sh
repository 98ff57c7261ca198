# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# The group that most tests of traffic begin with: its data addresses are
# 192.0.2.1<N> and 2001:db8::1<N>, bound to eth<N> at first.
# A test that wants it reads this file: . $LAB/group.sh

# shellcheck source=tests/vm/guest/shows.sh
. $LAB/shows.sh

# group_of N...: ipmp0 with members eth<N>, up and with data addresses. All other
# NICs are down: Linux would answer for any of its addresses there.
group_of()
{
	local n

	# shellcheck disable=SC2046 # words on purpose
	up $(printf 'eth%d ' "$@")
	group_batch "$@" | ip -batch -
	# Probes would be among the frames that tests count; others ask for them.
	ipmpadm group set ipmp0 probe off
	wait_for 5 is_ready ipmp0
	look
	for n; do
		has address $NET4.1$n member=eth$n
		has address $NET6:1$n member=eth$n
	done
}

group_batch()
{
	local n

	for ((n = 0; n < NICS; n++)); do
		[[ " $* " == *" $n "* ]] || echo "link set eth$n down"
	done
	echo "link add ipmp0 type ipmp"
	for n; do
		echo "link set eth$n master ipmp0"
	done
	echo "link set ipmp0 up"
	for n; do
		echo "addr add $NET4.1$n/24 dev ipmp0"
	done
	for n; do
		echo "addr add $NET6:1$n/64 dev ipmp0 nodad"
	done
}

# test_addresses N...: 192.0.2.2<N> and 2001:db8::2<N> on eth<N>, as the tool would
# add them.
test_addresses()
{
	local n

	for n; do
		echo "addr add $NET4.2$n/24 dev eth$n noprefixroute"
		echo "addr add $NET6:2$n/64 dev eth$n nodad noprefixroute preferred_lft 0"
	done | ip -batch -
}

# is_ready IFNAME: the stack has taken notice of its carrier.
is_ready()
{
	local state

	read -r state < "/sys/class/net/$1/operstate"
	[ "$state" = up ]
}

# active N...: wait until these members are.
active()
{
	local n

	for n; do
		settles 5 member eth$n state=active
	done
}


# host_of ADDRESS: the N of eth<N> that it is bound to, in HOST_OF.
host_of()
{
	look
	object address "$1"
	value member
	# shellcheck disable=SC2034 # a result
	HOST_OF=${VALUE#eth}
}

# dad_done IFNAME: none of its IPv6 addresses is tentative any more.
dad_done()
{
	not grep -q . <<< "$(ip -6 addr show dev "$1" tentative)"
}
