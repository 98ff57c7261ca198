# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# Who is fit to work: the cases between those that 13-states and 40-probes tell of.

# shellcheck source=tests/vm/guest/capture.sh
. $LAB/capture.sh
# shellcheck source=tests/vm/guest/probed.sh
. $LAB/probed.sh

# lost IFNAME COUNT: it has lost so many IPv4 probes at least.
lost()
{
	local n

	n=$(ipmpadm -j show | jq ".[].members[] | select(.ifname == \"$1\").probes[] |
		select(.family == \"inet\").lost")
	((n >= $2)) || {
		echo "$1 has lost $n probes" >&2
		return 1
	}
}

t "a member that joins is given time, until its first answer" test_quiet
test_quiet()
{
	probed 1000 0
	up eth2
	block 2 out
	watch
	ipmpadm member add eth2 group ipmp0
	wait_for 15 lost eth2 12
	shows member eth2 state=active probe=unknown
	not told event=member ifname=eth2 to=failed 2> /dev/null
	unblock 2
	all_ok 0 2
	block 2 out
	settles 15 member eth2 state=failed reason=probe-failed
}

# all_forward: no port of the switch listens or learns any more.
all_forward()
{
	not grep -qE "state (listening|learning)" <<< "$(bridge -n sw link)"
}

t "a switch port that lets nothing through at first fails nobody who joins by it" test_spanning_tree
test_spanning_tree()
{
	probed 1000 0
	up eth2
	cable 2 off
	spanning_tree
	wait_for 30 all_forward
	settles 15 member eth0 state=active probe=ok
	wait_for 15 says "state disabled" bridge -n sw link show dev p2
	watch
	cable 2 on
	# It listens, or learns.
	wait_for 5 says "state l" bridge -n sw link show dev p2
	ipmpadm member add eth2 group ipmp0
	wait_for 15 lost eth2 12
	settles 30 member eth2 state=active probe=ok
	not told event=member to=failed 2> /dev/null
}

# stretched: the group says that it needs longer than a second.
stretched()
{
	look
	object group ipmp0
	value detection_now_ms
	((VALUE > 1000)) || {
		echo "failures are detected within $VALUE ms" >&2
		return 1
	}
}

t "when all targets are slow the detection time grows, and shrinks again" test_slow
test_slow()
{
	probed 1000 0 2
	watch
	worsen port1 delay 400ms
	worsen port2 delay 400ms
	wait_for 30 stretched
	wait_for 5 says "probe targets are slow: failures are detected within" dmesg
	better port1
	better port2
	settles 60 group ipmp0 detection_now_ms=1000
	wait_for 5 says "fast enough again: failures are detected within 1000 ms" dmesg
	all_ok 0 2
	not told event=member to=failed 2> /dev/null
}

t "an active and a standby member change places by probes, and back" test_standby
test_standby()
{
	probed 1000 0
	up eth2
	ipmpadm member add eth2 group ipmp0 standby
	settles 15 member eth2 state=inactive probe=ok
	watch
	block 0 both
	event event=address address=$NET4.10 from=eth0 to=eth2 reason=probe-failed
	event event=address address=$NET6:10 from=eth0 to=eth2 reason=probe-failed
	settles 5 member eth2 state=active probe=ok
	has member eth0 state=failed reason=probe-failed
	unblock 0
	settles 15 member eth0 state=active probe=ok
	has member eth2 state=inactive probe=ok
	has address $NET4.10 member=eth0
	has address $NET6:10 member=eth0
}

t "a cable that is cut while its member is offline fails it when it comes back" test_cut
test_cut()
{
	group_of 0 2
	watch
	ipmpadm member offline eth0
	cable 0 off
	settles 15 member eth0 state=offline link=down
	ipmpadm member online eth0
	shows member eth0 state=failed reason=link-down
	has address $NET4.10 member=eth2
	not told event=member ifname=eth0 to=active 2> /dev/null
	cable 0 on
	settles 15 member eth0 state=active
}

# said TEXT: how often the kernel has said it.
said()
{
	dmesg | grep -c "$1" || true
}

t "that a group has failed is said once, and the members one by one" test_failed
test_failed()
{
	local text="no usable member is left" n

	group_of 0 2
	dmesg -C
	watch
	cable 0 off
	cable 2 off
	settles 15 group ipmp0 state=failed
	for n in 0 2; do
		event event=member ifname=eth$n to=failed
	done
	event event=group group=ipmp0 to=failed
	same "events of its failure" 1 "$(grep -c '"event":"group".*"to":"failed"' $EVENTS)"
	cable 2 on
	settles 15 group ipmp0 state=degraded
	wait_for 5 says "member eth2 active" dmesg
	same "lines that say it" 1 "$(said "$text")"
}

# twins: of two members v2 is kept out, as it has the MAC of v0. Nobody can refuse
# that: a VLAN follows its device.
twins()
{
	modprobe 8021q
	up eth0 eth2
	ip link add link eth0 name v0 type vlan id 5
	ip link add link eth2 name v2 type vlan id 5
	ip link set v0 up
	ip link set v2 up
	group ipmp0 v0 v2
	settles 5 member v2 state=active
	ip link set eth2 address "$(nic_mac 0)"
	settles 5 member v2 state=offline reason=duplicate-mac
	has member v0 state=active
}

t "of two members with one MAC one is kept out until they differ again" test_differ
test_differ()
{
	twins
	refused 1 "another member has the same MAC" ipmpadm member online v2
	ip link set eth2 address "$(nic_mac 2)"
	settles 5 member v2 state=active reason=
}

t "who is offline, or leaves, keeps nobody with its MAC out" test_twin
test_twin()
{
	twins
	refused 1 "the last usable member" ipmpadm member offline v0
	ipmpadm member offline v0 -f
	settles 5 member v2 state=active reason=
	has member v0 state=offline reason=offline
	# Who comes back finds the MAC taken.
	ipmpadm member online v0
	settles 5 member v0 state=offline reason=duplicate-mac
	has member v2 state=active
	ip link set v2 nomaster
	settles 5 member v0 state=active reason=
}

t "the host speaks by its data addresses, not by its test addresses" test_source
test_source()
{
	group_of 0 2
	test_addresses 0 2
	capture said peer veth0 'icmp or icmp6 or tcp'
	ping -q -n -c 2 -W 5 $NET4.1
	ping -q -n -c 2 -W 5 $NET6:1
	wait_for 5 saw said " $NET4.1[02] > $NET4.1: ICMP echo request" 2
	wait_for 5 saw said " $NET6:1[02] > $NET6:1: .*echo request" 2
	never said " ($NET4.2|$NET6:2)[02] > .*echo request"
}
