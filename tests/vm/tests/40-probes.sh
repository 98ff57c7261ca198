# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# Probes: what they notice, whom they ask, and whom they blame.

# shellcheck source=tests/vm/guest/capture.sh
. $LAB/capture.sh
# shellcheck source=tests/vm/guest/probed.sh
. $LAB/probed.sh

t "when no target answers anybody, the group carries on and says so" test_all
test_all()
{
	probed 1000 0 2
	watch
	mute 1
	mute 2
	event event=group group=ipmp0 targets_silent=true
	settles 15 member eth0 state=active probe=unknown
	settles 15 member eth2 state=active probe=unknown
	nap 1
	not told event=member to=failed 2> /dev/null
	not told event=address 2> /dev/null
	wait_for 5 says "no probe target answers any member" dmesg
	unmute 1
	unmute 2
	all_ok 0 2
	event event=group group=ipmp0 targets_silent=false
	not told event=member to=failed 2> /dev/null
}

t "a member that probes failed stays failed when its targets are taken away" test_no_more
test_no_more()
{
	local to

	probed 1000 0 2
	block 0 both
	settles 15 member eth0 state=failed reason=probe-failed
	for to in $NET4.1 $NET4.2 $NET6:1 $NET6:2; do
		ipmpadm target del $to group ipmp0
	done
	shows member eth0 state=failed reason=probe-failed
	has address $NET4.10 member=eth2
	unblock 0
	for to in $NET4.1 $NET4.2 $NET6:1 $NET6:2; do
		ipmpadm target add $to group ipmp0
	done
	all_ok 0 2
}

t "a shorter detection time takes effect at once" test_shorter
test_shorter()
{
	group_of 0 2
	ipmpadm target add $NET4.1 group ipmp0
	ipmpadm target add $NET6:1 group ipmp0
	# The next probe would be sent in minutes.
	ipmpadm group set ipmp0 probe auto detection-time 3600000
	settles 5 member eth0 probe=unknown
	ipmpadm group set ipmp0 detection-time 1000
	all_ok 0 2
}

t "with the rule of Solaris all fail when no target answers" test_solaris
test_solaris()
{
	probed 1000 0 2
	ipmpadm group set ipmp0 all-silent fail
	mute 1
	mute 2
	settles 15 group ipmp0 state=failed
	has member eth0 state=failed reason=probe-failed
	# Who changes his mind has all of them back, and knows why.
	ipmpadm group set ipmp0 all-silent carry-on
	settles 5 member eth0 state=active
	has member eth2 state=active
	has group ipmp0 targets_silent=true
	ipmpadm group set ipmp0 all-silent fail
	settles 15 group ipmp0 state=failed
	unmute 1
	unmute 2
	all_ok 0 2
}

t "a target that alone is silent is set aside" test_one_target
test_one_target()
{
	probed 1000 0 2
	watch
	mute 2
	wait_for 30 says silent ipmpadm show
	nap 1
	all_ok 0 2
	not told event=member to=failed 2> /dev/null
	not told event=group targets_silent=true 2> /dev/null
	unmute 2
}

# missed NUMBER: so many probes have not been sent.
missed()
{
	not_sent
	((NOT_SENT >= $1))
}

# under_way: answers to probes are.
under_way()
{
	local open

	look
	probes sent
	open=$PROBES
	probes answered
	((open > PROBES))
}

# Four paths send one each second, and an answer is waited for twice as long.
t "who gets no CPU has not sent his probes, and has lost none" test_stall
test_stall()
{
	probed 10000 0 2
	worsen port1 delay 400ms
	worsen port2 delay 400ms
	watch
	not_sent
	wait_for 10 under_way
	stall 6000
	wait_for 30 missed $((NOT_SENT + 4 * 4))
	all_ok 0 2
	probes lost
	same "probes lost" 0 $PROBES
	not told event=member to=failed 2> /dev/null
	not told event=probe 2> /dev/null
	not told event=group targets_silent=true 2> /dev/null
}

t "IPv6 alone is lost: its addresses move, and nothing else" test_v6
test_v6()
{
	probed 1000 0 2
	watch
	drop p0 egress protocol ipv6 matchall
	is_alone $NET6:10 $NET4.10
}

t "IPv4 alone is lost: its addresses move, and nothing else" test_v4
test_v4()
{
	probed 1000 0 2
	watch
	drop p0 egress protocol ip matchall
	drop p0 egress protocol arp matchall
	is_alone $NET4.10 $NET6:10
}

# is_alone LOST OTHER: eth0 loses the address of the family that it has lost, not the other.
is_alone()
{
	event event=address address=$1 from=eth0 to=eth2 reason=probe-failed
	look
	has member eth0 state=active reason=probe-failed probe=failed
	has address $2 member=eth0
	has group ipmp0 state=degraded
	refused 1 "the last usable member of the group cannot go offline without force" \
		ipmpadm member offline eth2
	unblock 0
	all_ok 0 2
	look
	has group ipmp0 state=ok
	not told event=address address=$2 2> /dev/null
}

t "the last member that probes speak well of cannot go offline without force" test_last
test_last()
{
	probed 1000 0 2
	block 0 both
	settles 15 member eth0 state=failed reason=probe-failed link=up
	refused 1 "the last usable member of the group cannot go offline without force" \
		ipmpadm member offline eth2
	has address $NET4.10 member=eth2
	unblock 0
	all_ok 0 2
	ipmpadm member offline eth2
	shows member eth2 state=offline probe=disabled
}

t "probes need no address: ARP requests and neighbour solicitations" test_no_address
test_no_address()
{
	group_of 0 2
	capture all peer veth0 'arp or icmp6 or icmp'
	ipmpadm group set ipmp0 probe auto detection-time 1000
	ipmpadm target add $NET4.1 group ipmp0
	ipmpadm target add $NET6:1 group ipmp0
	all_ok 0 2
	wait_for 5 saw all "$(nic_mac 0) > .* who-has $NET4.1 .*tell 0.0.0.0" 3
	wait_for 5 saw all "$(nic_mac 2) > .* who-has $NET4.1 .*tell 0.0.0.0" 3
	wait_for 5 saw all "$(nic_mac 0) > .* fe80::[^ ]* > .*neighbor solicitation.* who has $NET6:1" 3
	never all 'echo request'
	never all 'icmp6 sum [^o]'
}

t "a path that nothing can be asked on is as good as its other family, and no better" test_mute
test_mute()
{
	local link_local

	probed 1000 0 2
	[[ $(ip -6 addr show dev eth0 scope link) =~ (fe80:[0-9a-f:]*/[0-9]+) ]]
	link_local=${BASH_REMATCH[1]}
	ip addr del "$link_local" dev eth0
	settles 15 member eth0 state=active probe_inet=ok probe_inet6=unknown
	block 0 both
	settles 15 member eth0 state=failed reason=probe-failed
	has address $NET6:10 member=eth2
	unblock 0
	settles 15 member eth0 state=active probe_inet=ok
	cable 0 off
	settles 15 member eth0 state=failed
	# Nor need it prove what it cannot.
	cable 0 on
	settles 15 member eth0 state=active reason= probe_inet=ok probe_inet6=unknown
	ip addr add "$link_local" dev eth0
	all_ok 0 2
}

t "a test address is probed from, on-link, with echo requests" test_echo
test_echo()
{
	group_of 0 2
	test_addresses 0 2
	capture all peer veth0 'icmp or icmp6'
	ipmpadm group set ipmp0 probe auto detection-time 1000
	ipmpadm target add $NET4.1 group ipmp0
	ipmpadm target add $NET6:1 group ipmp0
	all_ok 0 2
	wait_for 5 saw all "$(nic_mac 0) > .* ttl 1, .* $NET4.20 > $NET4.1: ICMP echo request" 3
	wait_for 5 saw all "$(nic_mac 2) > .* ttl 1, .* $NET4.22 > $NET4.1: ICMP echo request" 3
	wait_for 5 saw all "$(nic_mac 0) > .*hlim 1, .* $NET6:20 > $NET6:1: .*echo request" 3
	never all 'icmp6 sum [^o]'
	watch
	block 0 both
	event event=member ifname=eth0 from=active to=failed reason=probe-failed
	unblock 0
	settles 15 member eth0 state=active probe=ok
}

t "no target is the broadcast address of a subnet, or has become our own" test_unfit
test_unfit()
{
	probed 1000 0 2
	refused 1 "a target is the unicast address of a host" \
		ipmpadm target add $NET4.255 group ipmp0
	ip addr add $NET4.77/24 dev ipmp0
	refused 1 "a target cannot be an address of this host" \
		ipmpadm target add $NET4.77 group ipmp0
	ip addr del $NET4.77/24 dev ipmp0
	ipmpadm target add $NET4.77 group ipmp0
	ip addr add $NET4.77/24 dev ipmp0
	wait_for 15 says "$NET4.77*spare" ipmpadm target
	all_ok 0 2
}

t "without given targets the router is probed, else reachable neighbours" test_found
test_found()
{
	group_of 0 2
	shows member eth0 probe=disabled
	ipmpadm group set ipmp0 probe auto detection-time 1000
	shows member eth0 state=active probe=unknown
	finds inet $NET4.2 $NET4.1
	finds inet6 $NET6:2 $NET6:1
}

# finds FAMILY NEIGHBOUR ROUTER: it asks whom it has talked to, and the router when there
# is one.
finds()
{
	local n

	shows member eth0 probe_$1=disabled
	ping -q -n -c 1 -W 5 $2
	settles 15 member eth0 probe_$1=ok
	wait_for 5 says "$2 " ipmpadm target
	ip route add default via $3 dev ipmp0
	wait_for 10 says "$3 *router" ipmpadm target
	for n in 0 2; do
		settles 15 member eth$n state=active probe_$1=ok
	done
	ip route del default via $3
}

# asks_neighbour: the group, which has a word with it, has it as a target.
asks_neighbour()
{
	ping -q -n -c 1 -W 1 $NET4.2 && says "$NET4.2" ipmpadm target
}

t "when no router answers, neighbours are asked as well" test_dead_router
test_dead_router()
{
	group_of 0 2
	ipmpadm group set ipmp0 probe auto detection-time 1000
	ip route add default via $NET4.1 dev ipmp0
	settles 15 member eth0 probe=ok
	mute 1
	wait_for 45 asks_neighbour
	all_ok 0 2
	settles 15 group ipmp0 targets_silent=false
	unmute 1
	ip route del default
}

t "a member whose carrier is back proves itself by ten answers first" test_repair
test_repair()
{
	probed 1000 0 2
	watch
	cable 0 off
	event event=member ifname=eth0 from=active to=failed
	block 0 both
	cable 0 on
	event event=member ifname=eth0 state=failed link=up reason=repairing
	unblock 0
	settles 15 member eth0 state=active probe=ok
}

t "a link that flaps is held back, and it shows until when" test_hold
test_hold()
{
	local ends n

	group_of 0 2
	watch
	for n in 1 2 3; do
		cable 0 off
		settles 5 member eth0 link=down
		cable 0 on
		settles 5 member eth0 link=up
	done
	has member eth0 state=failed reason=hold
	value hold_until
	[ "$VALUE" != null ] || fail "no end of the hold"
	ends=$VALUE
	settles 30 member eth0 state=active
	has member eth0
	value since
	[[ ! $VALUE < $ends ]] || fail "the hold that ends at $ends was over at $VALUE"
}

t "by the rule of Solaris, too, who is held back works while nobody else can" test_held_last
test_held_last()
{
	local n rounds=3

	# A hold of 10 s is over before a debug kernel has been looked at.
	[ "$KERNEL" != debug ] || rounds=4
	probed 1000 0 2
	ipmpadm group set ipmp0 all-silent fail
	for ((n = 0; n < rounds; n++)); do
		all_ok 0 2
		block 0 both
		settles 15 member eth0 state=failed reason=probe-failed
		unblock 0
	done
	settles 5 member eth0 state=failed reason=hold
	cable 2 off
	settles 5 member eth0 state=active reason=hold
	has address $NET4.10 member=eth0
	cable 2 on
	all_ok 0 2
}
