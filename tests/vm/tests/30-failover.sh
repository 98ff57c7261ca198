# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# What a failover loses, and whom it tells.

alone

# shellcheck source=tests/vm/guest/capture.sh
. $LAB/capture.sh
# shellcheck source=tests/vm/guest/probed.sh
. $LAB/probed.sh
# shellcheck source=tests/vm/guest/flows.sh
. $LAB/flows.sh
# shellcheck source=tests/vm/guest/talk.sh
. $LAB/talk.sh

# lead N M: a group in which eth<N> does all the work and eth<M> stands by, so that
# whatever is lost is lost by the failover. 192.0.2.10 and 2001:db8::10 count.
lead()
{
	# shellcheck disable=SC2046 # words on purpose
	up eth$1 eth$2
	{
		ip -br link | awk '/^eth/ { print $1 }' |
			grep -vx -e eth$1 -e eth$2 | sed 's/.*/link set & down/'
		cat <<-BATCH
			link add ipmp0 type ipmp
			link set eth$1 master ipmp0
			link set eth$2 master ipmp0
			link set ipmp0 up
			addr add $NET4.10/24 dev ipmp0
			addr add $NET6:10/64 dev ipmp0 nodad
		BATCH
	} | ip -batch -
	ipmpadm member set eth$2 standby on
	wait_for 5 is_ready ipmp0
	settles 1 member eth$2 state=inactive
	has address $NET4.10 member=eth$1
	has address $NET6:10 member=eth$1
}

carrier_changes()
{
	cat /sys/class/net/ipmp0/carrier_changes
}

# loses_nothing N M COMMAND...: do this to eth<N>; eth<M> takes over.
loses_nothing()
{
	local n=$1 m=$2 changes

	shift 2
	lead $n $m
	changes=$(carrier_changes)
	fdb_watch
	watch
	flows_begin $NET4.10 $NET6:10
	"$@" $n
	settles 3 address $NET4.10 member=eth$m
	has address $NET6:10 member=eth$m
	flows_end
	nothing_lost
	same "changes of the group's carrier" "$changes" "$(carrier_changes)"
	not told event=group state=failed 2> /dev/null
	fdb_steady
}

take_offline() { ipmpadm member offline eth$1; }
take_out()     { ip link set eth$1 nomaster; }
take_down()    { ip link set eth$1 down; }

# back and forth
offline_online()
{
	ipmpadm member offline eth$1
	settles 3 address $NET4.10 member=eth2
	ipmpadm member online eth$1
	settles 3 address $NET4.10 member=eth$1
	ipmpadm member offline eth$1
}

t "nothing is lost when a member goes offline and online" test_offline
test_offline()
{
	loses_nothing 0 2 offline_online
	told event=member ifname=eth0 from=active to=offline reason=offline
	told event=address address=$NET4.10 from=eth0 to=eth2 reason=offline
	told event=member ifname=eth0 from=offline to=active
	told event=address address=$NET6:10 from=eth2 to=eth0
}

t "nothing is lost when a member leaves" test_nomaster
test_nomaster()
{
	loses_nothing 0 2 take_out
	told event=member ifname=eth0 change=del reason=left
	told event=address address=$NET4.10 from=eth0 to=eth2 reason=left
}

t "nothing is lost when a member is set down" test_down
test_down()
{
	loses_nothing 0 2 take_down
	told event=member ifname=eth0 from=active to=failed reason=admin-down
	told event=address address=$NET6:10 from=eth0 to=eth2 reason=admin-down
}

t "nothing is lost when a virtio NIC is removed through sysfs" test_remove_virtio
test_remove_virtio()
{
	loses_nothing 0 2 nic_remove
	told event=member ifname=eth0 from=active to=failed reason=removed
	told event=member ifname=eth0 to=missing reason=removed
	told event=address address=$NET4.10 from=eth0 to=eth2 reason=removed
}

t "nothing is lost when an e1000e is removed through sysfs" test_remove_e1000e
test_remove_e1000e()
{
	loses_nothing 1 2 nic_remove
}

t "nothing is lost when a vmxnet3 loses its driver" test_unbind
test_unbind()
{
	loses_nothing 3 2 nic_unbind
}

t "nothing is lost when the hypervisor unplugs a NIC" test_unplug
test_unplug()
{
	loses_nothing 0 2 nic_del
}

t "a pulled cable is noticed at once, and little is lost" test_cable
test_cable()
{
	local changes

	lead 0 2
	changes=$(carrier_changes)
	watch
	flows_begin $NET4.10 $NET6:10
	cable 0 off
	settles 3 address $NET4.10 member=eth2
	flows_end
	lost_at_most 250
	same "changes of the group's carrier" "$changes" "$(carrier_changes)"
	told event=member ifname=eth0 from=active to=failed reason=link-down
	told event=address address=$NET4.10 from=eth0 to=eth2 reason=link-down
	not told event=group state=failed 2> /dev/null
}

# since NAME REGEX: milliseconds from the first frame that matches to each other.
since()
{
	frames "$1" | grep -E -- "$2" |
		awk 'NR == 1 { first = $1; next } { printf "%d ", ($1 - first) * 1000 }'
}

t "moved addresses are announced by their new member, again and again" test_announced
test_announced()
{
	local garp na n i times least=(0 50 350 1500)

	group_of 0 2
	ping -q -n -c 1 -W 5 $NET4.1
	ping -q -n -c 1 -W 5 $NET6:1
	capture all sw any 'arp or icmp6'
	ipmpadm member offline eth0
	garp="$(by 2).*who-has $NET4.10 .*tell $NET4.10"
	na="$(by 2).* $NET6:10 > ff02::1: .*advertisement.* tgt is $NET6:10, Flags \[override\].*$(option destination 2)"
	wait_for 8 saw all "$garp" 5
	wait_for 8 saw all "$na" 5
	never all "who-has $NET4.12 .*tell $NET4.12"
	never all "ff02::1: .*tgt is $NET6:12"
	for n in "$garp" "$na"; do
		read -ra times <<< "$(since all "$n")"
		for i in "${!least[@]}"; do
			((times[i] >= least[i])) || fail "announced too soon: ${times[*]}"
		done
	done
	own_macs all
}

# announced: the addresses that eth2 has announced, but for link-local ones.
announced()
{
	frames all | sed -nE "/$(by 2)/ {
		s/.*who-has ([0-9.]+) .*tell \\1,.*/\\1/p
		s/.* > ff02::1: .*tgt is (2001:[0-9a-f:]+), Flags \\[override\\].*/\\1/p
	}" | sort -u
}

all_announced()
{
	diff /tmp/moved <(announced)
}

t "of many addresses each that moved is announced, and no other" test_many
test_many()
{
	local n

	group_of 0 2
	for ((n = 101; n <= 160; n++)); do
		echo "addr add $NET4.$n/24 dev ipmp0"
		echo "addr add $NET6:$n/64 dev ipmp0 nodad"
	done | ip -batch -
	look
	bound eth0 | sort > /tmp/moved
	same "addresses on eth0" 62 "$(wc -l < /tmp/moved)"
	capture all sw any 'arp or icmp6'
	ipmpadm member offline eth0
	wait_for 5 all_announced
	own_macs all
}

# ignore_announcements: the switch keeps broadcast ARP and multicast NA from the
# peer, as if it did not believe in them.
ignore_announcements()
{
	drop port1 egress protocol arp flower dst_mac ff:ff:ff:ff:ff:ff
	drop port1 egress protocol ipv6 flower dst_mac 33:33:00:00:00:01
}

t "a neighbour that ignores announcements is asked, and learns from that" test_asked
test_asked()
{
	group_of 0 2
	peer ping -q -n -c 1 -W 5 $NET4.10
	peer ping -q -n -c 1 -W 5 $NET6:10
	ignore_announcements
	ipmpadm member offline eth0
	wait_for 1 knows $NET4.10 2
	wait_for 1 knows $NET6:10 2
	pass port1
}

# knows ADDRESS N: the peer has eth<N>'s MAC for it.
knows()
{
	ip -n peer neigh show "$1" dev veth0 | grep -q "lladdr $(nic_mac $2) "
}

t "TCP connections, IPv4 and IPv6, live through all of it" test_tcp
test_tcp()
{
	group_of 0 2 3
	connect $NET4.10 $NET6:12
	echoes begin
	ipmpadm member offline eth0
	echoes offline
	ipmpadm member online eth0
	echoes online
	cable 0 off
	echoes cable
	settles 3 member eth0 state=failed
	cable 0 on
	active 0
	echoes plugged
	ip link set eth0 down
	echoes down
	ip link set eth3 nomaster
	echoes nomaster
	ip link set eth0 up
	active 0
	nic_remove 2
	echoes removed
	ip link set eth3 master ipmp0
	nic_unbind 0
	echoes unbound
}

t "two NICs vanish at once under traffic, and the third carries on without a loss" test_two
test_two()
{
	local removals

	group_of 0 2 3
	flows_begin $NET4.10 $NET6:12
	nic_remove 0 &
	removals=$!
	nic_remove 2 &
	wait $removals $!
	shows member eth0 state=missing
	has member eth2 state=missing
	has address $NET4.10 member=eth3
	has address $NET6:12 member=eth3
	flows_end
	nothing_lost
}

# rerouted: packets have left by another member than the dead one that was chosen.
rerouted()
{
	[[ $(ethtool -S ipmp0) =~ tx_rerouted:\ ([0-9]+) ]]
	((BASH_REMATCH[1] > 0))
}

# How many depends on when the 10 ms of the poll began, so it is tried some times.
t "what is sent by a member that has just died leaves by another" test_rerouted
test_rerouted()
{
	local round

	group_of 0 2
	ipmpadm member set eth2 standby on
	udpgap send $NET4.1 5002 --rate 2000 --count 1000000 > /dev/null 2>&1 &
	for round in {1..10}; do
		settles 5 member eth2 state=inactive
		cable 0 off
		settles 3 member eth0 state=failed
		! rerouted || return 0
		cable 0 on
		# Who joins anew is not held back for flapping.
		ip link set eth0 nomaster
		wait_for 5 has_carrier eth0
		ip link set eth0 master ipmp0
		active 0
	done
	fail "no packet took another member in $round rounds"
}

t "a second carrier lost within the same second is noticed as fast as the first" test_second
test_second()
{
	local pulled

	group_of 0 2 3
	watch
	cable 0 off
	event event=member ifname=eth0 state=failed
	cable 2 off
	now_ms
	pulled=$NOW_MS
	event_ms 15 event=member ifname=eth2 state=failed
	at_most "ms until the second loss was noticed" \
		$((400 * TIMESCALE_PERCENT / 100)) $((TOLD_MS - pulled))
	shows member eth3 state=active
	peer ping -q -n -c 1 -W 5 $NET4.10
	peer ping -q -n -c 1 -W 5 $NET4.12
}
