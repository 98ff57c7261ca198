# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# The states of members and groups, and where addresses go.

# shellcheck source=tests/vm/guest/shows.sh
. $LAB/shows.sh

t "a member without carrier is failed and its address moves; both come back" test_cable
test_cable()
{
	up eth0 eth2
	group ipmp0 eth0 eth2
	address ipmp0 $NET4.10/24
	ipmpadm address set $NET4.10 group ipmp0 home eth0
	watch
	cable 0 off
	settles 15 member eth0 state=failed reason=link-down link=down
	has member eth2 state=active reason=
	has address $NET4.10 member=eth2 home=eth0
	has group ipmp0 state=degraded
	event event=address address=$NET4.10 from=eth0 to=eth2 reason=link-down
	cable 0 on
	settles 15 member eth0 state=active reason= link=up
	has address $NET4.10 member=eth0
	has group ipmp0 state=ok
	event event=address address=$NET4.10 from=eth2 to=eth0 reason=home
	told event=member ifname=eth0 from=active to=failed reason=link-down
	told event=member ifname=eth0 from=failed to=active
	told event=group group=ipmp0 from=ok to=degraded
	told event=group group=ipmp0 from=degraded to=ok
	complete
}

t "a member that is set down is failed: admin-down" test_admin_down
test_admin_down()
{
	group ipmp0 eth0 eth2
	address ipmp0 $NET4.10/24
	watch
	ip link set eth0 down
	look
	has member eth0 state=failed reason=admin-down link=unknown
	has address $NET4.10 member=eth2
	event event=member ifname=eth0 from=active to=failed reason=admin-down
	event event=address address=$NET4.10 from=eth0 to=eth2 reason=admin-down
	ip link set eth0 up
	settles 15 member eth0 state=active
	# Nobody else needed it, and it has no home.
	has address $NET4.10 member=eth2
	event event=member ifname=eth0 from=failed to=active
	complete
}

t "a member that vanishes is missing: removed; one that leaves is gone" test_missing
test_missing()
{
	group ipmp0 eth0 eth2 eth3
	settles 15 member eth3 state=active
	address ipmp0 $NET4.10/24 $NET4.11/24
	ipmpadm address set $NET4.11 group ipmp0 home eth2
	watch
	nic_remove 0
	look
	has member eth0 state=missing reason=removed link=unknown
	has address $NET4.10 member=eth3
	has group ipmp0 state=degraded
	event event=member ifname=eth0 to=missing reason=removed
	event event=address address=$NET4.10 from=eth0 to=eth3 reason=removed
	ip link set eth2 nomaster
	event event=member change=del ifname=eth2 reason=left
	event event=address address=$NET4.11 from=eth2 to=eth3 reason=left
	complete
}

t "as many members are active as are no standbys" test_standby
test_standby()
{
	up eth0 eth1 eth2 eth3
	group ipmp0 eth0 eth1 eth2 eth3
	ipmpadm member set eth2 standby on
	ipmpadm member set eth3 standby on
	look
	has member eth0 state=active
	has member eth1 state=active
	has member eth2 state=inactive reason=standby
	has member eth3 state=inactive reason=standby
	has group ipmp0 state=ok
	watch
	ip link set eth0 down
	look
	has member eth2 state=active reason=capacity
	has member eth3 state=inactive reason=standby
	event event=member ifname=eth2 from=inactive to=active reason=capacity
	cable 1 off
	settles 15 member eth1 state=failed
	has member eth3 state=active reason=capacity
	ip link set eth0 up
	settles 15 member eth0 state=active
	# One of the standbys is needed still: the one that has work keeps it.
	has member eth2 state=active reason=capacity
	has member eth3 state=inactive reason=standby
	event event=member ifname=eth3 from=active to=inactive reason=standby
	complete
}

t "a group of standbys alone has one active member" test_only_standby
test_only_standby()
{
	group ipmp0
	ipmpadm member add eth0 group ipmp0 standby
	shows member eth0 state=active reason=capacity
	ipmpadm member add eth2 group ipmp0 standby
	look
	has member eth0 state=active reason=capacity
	has member eth2 state=inactive reason=standby
	ip link set eth0 down
	shows member eth2 state=active reason=capacity
}

t "offline takes a member out, though not the last usable one without -f; online puts it back" test_offline
test_offline()
{
	group ipmp0 eth0 eth2
	address ipmp0 $NET4.10/24
	ipmpadm address set $NET4.10 group ipmp0 home eth0
	watch
	ipmpadm member offline eth0
	look
	has member eth0 state=offline reason=offline link=up
	has address $NET4.10 member=eth2
	has group ipmp0 state=degraded
	says LOWER_UP ip link show eth0 up
	event event=member ifname=eth0 from=active to=offline reason=offline
	event event=address address=$NET4.10 from=eth0 to=eth2 reason=offline
	refused 1 "the last usable member of the group cannot go offline without force" \
		ipmpadm member offline eth2
	shows member eth2 state=active

	ipmpadm member offline eth2 -f
	look
	has member eth2 state=offline
	has address $NET4.10 member=null
	has group ipmp0 state=failed
	no_carrier ipmp0
	ipmpadm member online eth2
	shows member eth2 state=active
	ipmpadm member online eth0
	look
	has member eth0 state=active reason=
	has address $NET4.10 member=eth0
	has group ipmp0 state=ok
	has_carrier ipmp0
	event event=member ifname=eth0 from=offline to=active
	complete
	refused 1 "not a member" ipmpadm member offline eth3
}

t "a member that is offline stays so when its carrier comes and goes" test_offline_stays
test_offline_stays()
{
	group ipmp0 eth0 eth2
	ipmpadm member offline eth0
	ipmpadm member offline eth0
	ip link set eth0 down
	shows member eth0 state=offline link=unknown
	ip link set eth0 up
	wait_for 15 shows member eth0 state=offline link=up
	ipmpadm member online eth0
	ipmpadm member online eth0
	shows member eth0 state=active
}

t "failback off: a repaired member waits until it is needed" test_failback_off
test_failback_off()
{
	group ipmp0 eth0 eth2
	ipmpadm group set ipmp0 failback off
	address ipmp0 $NET4.10/24
	ipmpadm address set $NET4.10 group ipmp0 home eth0
	watch
	ip link set eth0 down
	shows address $NET4.10 member=eth2
	ip link set eth0 up
	settles 15 member eth0 state=inactive reason=failback-off
	has address $NET4.10 member=eth2 home=eth0
	has group ipmp0 state=ok
	event event=member ifname=eth0 from=failed to=inactive reason=failback-off
	ip link set eth2 down
	look
	has member eth0 state=active
	has address $NET4.10 member=eth0
	ip link set eth2 up
	settles 15 member eth2 state=inactive reason=failback-off
	ipmpadm group set ipmp0 failback on
	look
	has group ipmp0 failback=true
	has member eth2 state=active
	has member eth0 state=active
	complete
}

t "failback off: rebalance gives work and addresses back, once" test_rebalance
test_rebalance()
{
	group ipmp0 eth0 eth2
	ipmpadm group set ipmp0 failback off
	address ipmp0 $NET4.10/24 $NET4.11/24
	ipmpadm address set $NET4.10 group ipmp0 home eth0
	ip link set eth0 down
	ip link set eth0 up
	settles 15 member eth0 state=inactive reason=failback-off
	has address $NET4.10 member=eth2 home=eth0
	ipmpadm group rebalance ipmp0
	look
	has member eth0 state=active
	has address $NET4.10 member=eth0
	has address $NET4.11 member=eth2
	has group ipmp0 failback=false
	# And no more than once.
	ip link set eth0 down
	ip link set eth0 up
	settles 15 member eth0 state=inactive reason=failback-off
	refused 1 "does not exist" ipmpadm group rebalance nobody
}

# spread: how many addresses each of eth0, eth2 and eth3 has.
spread()
{
	local n

	for n in 0 2 3; do
		bound eth$n | wc -l
	done | paste -sd ' '
}

moves()
{
	ethtool -S ipmp0 | awk '/address_moves/ { print $2 }'
}

t "addresses move only when their member is lost, or balance needs the fewest moves" test_fewest_moves
test_fewest_moves()
{
	local eth2 eth3

	group ipmp0 eth0 eth2 eth3
	wait_for 15 shows member eth3 state=active
	# No prefix in common: the first of several would take the others with it.
	address ipmp0 $NET4.{10..12}/32 $NET6:{10..12}/128
	look
	same "spread" "2 2 2" "$(spread)"
	same "moves" 0 "$(moves)"
	eth2=$(bound eth2) eth3=$(bound eth3)
	ip link set eth0 down
	look
	same "spread without eth0" "0 3 3" "$(spread)"
	same "moves" 2 "$(moves)"
	same "who stays on eth2" "$eth2" "$(comm -12 <(bound eth2 | sort) <(sort <<< "$eth2"))"
	same "who stays on eth3" "$eth3" "$(comm -12 <(bound eth3 | sort) <(sort <<< "$eth3"))"
	ip link set eth0 up
	settles 15 member eth0 state=active
	same "spread with eth0 again" "2 2 2" "$(spread)"
	same "moves" 4 "$(moves)"
	ipmpadm address del "$(bound eth0 | head -n 1)" group ipmp0
	same "moves" 4 "$(moves)"
}

t "addresses at home stay there, however uneven that is" test_homes
test_homes()
{
	local n

	group ipmp0
	ipmpadm address add $NET4.10/24 group ipmp0 home eth2
	ipmpadm address add $NET4.11/24 group ipmp0 home eth2
	ipmpadm address add $NET6:10/64 group ipmp0 home eth2
	shows address $NET4.10 member=null home=eth2
	ip link set eth0 master ipmp0
	look
	same "on eth0" 3 "$(bound eth0 | wc -l)"
	ip link set eth2 master ipmp0
	settles 15 member eth2 state=active
	same "on eth2" 3 "$(bound eth2 | wc -l)"
	for n in 12 13; do
		ip addr add $NET4.$n/24 dev ipmp0
	done
	shows address $NET4.12 member=eth0 home=null
	has address $NET4.13 member=eth0 home=null
	ipmpadm address set $NET4.10 group ipmp0 home none
	ipmpadm address set $NET4.11 group ipmp0 home eth0
	look
	has address $NET4.10 home=null
	has address $NET4.11 member=eth0 home=eth0
}

t "the home of an address that is yet to come is kept for it" test_home_first
test_home_first()
{
	group ipmp0 eth0 eth2
	watch
	ipmpadm address add $NET4.10/24 group ipmp0 home eth2
	event event=address change=new address=$NET4.10 from=null to=eth2 reason=added
	ipmpadm address del $NET4.10 group ipmp0
	event event=address change=del address=$NET4.10 from=eth2 to=null reason=deleted
	complete
	ipmpadm address add $NET4.10/24 group ipmp0
	shows address $NET4.10 member=eth0 home=null
}

t "all members lost: the group is failed, carrier down, addresses stay; all is well again later" test_all_lost
test_all_lost()
{
	up eth0 eth2
	group ipmp0 eth0 eth2
	address ipmp0 $NET4.10/24 $NET6:10/64
	ip link set eth1 down
	ip link set eth3 down
	watch
	cable 0 off
	settles 15 member eth0 state=failed
	cable 2 off
	settles 15 group ipmp0 state=failed
	has member eth0 state=failed reason=link-down
	has member eth2 state=failed reason=link-down
	has address $NET4.10 member=null
	has address $NET6:10 member=null
	no_carrier ipmp0
	says "$NET4.10/24*$NET6:10/64" ip -br addr show ipmp0
	event event=group from=degraded to=failed
	event event=address address=$NET4.10 to=null reason=link-down

	cable 2 on
	settles 15 member eth2 state=active
	has address $NET4.10 member=eth2
	has address $NET6:10 member=eth2
	has group ipmp0 state=degraded
	has_carrier ipmp0
	event event=address address=$NET4.10 from=null to=eth2 reason=link-up
	wait_for 15 peer ping -q -c 1 -W 1 $NET4.10
	wait_for 15 peer ping -q -c 1 -W 1 $NET6:10
	cable 0 on
	wait_for 15 shows group ipmp0 state=ok
	complete
}

t "a group without members is failed, and works with the first that joins" test_empty
test_empty()
{
	group ipmp0
	address ipmp0 $NET4.10/24 $NET6:10/64
	shows address $NET4.10 member=null
	has group ipmp0 state=failed
	ip link set eth0 master ipmp0
	look
	has address $NET4.10 member=eth0
	has address $NET6:10 member=eth0
	has group ipmp0 state=ok
	ip link set eth0 nomaster
	look
	has address $NET4.10 member=null
	has group ipmp0 state=failed
	says "$NET4.10/24*$NET6:10/64" ip -br addr show ipmp0
}

# Distributions promote by default.
t "an address that is promoted to primary is gone once it is taken away" test_promoted
test_promoted()
{
	setting net.ipv4.conf.all.promote_secondaries 1
	group ipmp0 eth0
	address ipmp0 $NET4.10/24 $NET4.11/24 $NET4.11/32
	ip addr del $NET4.10/24 dev ipmp0
	shows address $NET4.11 member=eth0
	ip addr del $NET4.11/24 dev ipmp0
	shows address $NET4.11 member=eth0
	ip addr del $NET4.11/32 dev ipmp0
	look
	not object address $NET4.11
}

t "an IPv4 address written as one of IPv6 is another, and not the group's to move" test_mapped
test_mapped()
{
	group ipmp0 eth0 eth2
	address ipmp0 $NET4.10/24
	ip addr add ::ffff:$NET4.10/128 dev ipmp0 nodad
	ip addr add ::ffff:$NET4.11/128 dev ipmp0 nodad
	look
	same "addresses" "$NET4.10 " "$(names address)"
	ip addr del ::ffff:$NET4.10/128 dev ipmp0
	shows address $NET4.10 member=eth0
}

t "the time of a state is when it was entered" test_since
test_since()
{
	local since

	group ipmp0 eth0 eth2
	look
	object member eth0
	value since
	since=$VALUE
	[ $(($(date +%s) - $(date -d "$since" +%s))) -le 10 ]
	nap 1
	ip link set eth2 down
	shows member eth0 since="$since"
	object member eth2
	value since
	[[ $VALUE > $since ]]
}

t "a monitor starts with all that exists, then a sync" test_snapshot
test_snapshot()
{
	local words

	group ipmp0 eth0
	group ipmp1 eth2
	address ipmp0 $NET4.10/24
	watch
	words=$(sed -E 's/.*"event":"([^"]*)".*/\1/' $EVENTS | uniq -c | tr -s ' \n' ' ')
	same "events" " 5 exists 1 sync " "$words"
	ip link del ipmp1
	event event=group change=del group=ipmp1
	told event=member change=del ifname=eth2 group=ipmp1 reason=left
	ip link add ipmp2 type ipmp
	event event=group change=new group=ipmp2 to=failed
	complete
}

t "changes of home, role, cast member, link and options are told as well" test_told
test_told()
{
	group ipmp0 eth0 eth2
	address ipmp0 $NET4.10/24
	look
	has member eth0 cast=true
	watch
	ipmpadm address set $NET4.10 group ipmp0 home eth0
	event event=address address=$NET4.10 home=eth0 member=eth0
	ipmpadm group set ipmp0 failback off
	event event=group group=ipmp0 failback=false
	ipmpadm member offline eth0
	event event=member ifname=eth2 cast=true
	told event=member ifname=eth0 cast=false
	cable 0 off
	event event=member ifname=eth0 state=offline link=down
	complete
	# Or the event by which it went offline would do.
	watch
	cable 0 on
	event event=member ifname=eth0 state=offline link=up
	ipmpadm member set eth0 standby on
	event event=member ifname=eth0 standby=true
	complete
}

# logged: the lines of the kernel log about ipmp0 since the last `dmesg -C`.
logged()
{
	dmesg | sed -n 's/.* ipmp0[^:]*: //p'
}

# all_logged NUMBER: so many moves are in the log, those left out counted.
all_logged()
{
	same "moves" "$1" "$(logged | awk '
		/moves from eth0 to eth2/ { n++ }
		/^[0-9]+ more such lines/ { n += $1 }
		END { print n + 0 }')"
}

t "the log has all in its order, and counts what it leaves out" test_log
test_log()
{
	local i first

	group ipmp0 eth0 eth2
	ipmpadm member set eth2 standby on
	for ((i = 0; i < 150; i++)); do
		echo "addr add $NET6:1:$i/64 dev ipmp0 nodad"
	done | ip -batch -
	dmesg -C
	ip link set eth0 down
	wait_for 10 all_logged 150
	read -r first < <(logged)
	same "the first line" "member eth0 failed: admin-down" "$first"
}

t "in the log a failure is a warning, a failed group an error, and what works again neither" test_severity
test_severity()
{
	group ipmp0 eth0 eth2
	address ipmp0 $NET4.10/24
	dmesg -C
	ip link set eth0 down
	ip link set eth2 down
	ip link set eth0 up
	settles 15 member eth0 state=active
	wait_for 5 says "address $NET4.10 moves from none to eth0: link-up" dmesg -l info
	says "address $NET4.10 moves from eth0 to eth2: admin-down" dmesg -l info
	says "member eth0 active" dmesg -l info
	says "member eth0 failed: admin-down" dmesg -l warn
	says "no usable member is left" dmesg -l err
	says "a member is usable again" dmesg -l info
}

t "failures and repairs of members are counted, and who is taken offline has not failed" test_counted
test_counted()
{
	group ipmp0 eth0 eth2
	address ipmp0 $NET4.10/24
	ip link set eth0 down
	settles 5 member eth0 state=failed
	ip link set eth0 up
	settles 15 member eth0 state=active
	ipmpadm member set eth2 standby on
	ip link set eth2 down
	settles 5 member eth2 state=failed
	ip link set eth2 up
	settles 15 member eth2 state=inactive
	ipmpadm member offline eth2
	ipmpadm member online eth2
	says "member_failures: 2*member_repairs: 2*announcements: [1-9]" ethtool -S ipmp0
}

t "what is in the log of a group that ends is printed before it has ended" test_last_words
test_last_words()
{
	group ipmp0 eth0 eth2
	dmesg -C
	ip link del ipmp0
	same "the log" "eth0 left,eth2 left" \
		"$(logged | grep ' left$' | paste -sd ,)"
}
