# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# The module comes when it is asked for, and goes whenever it is told to.

# shellcheck source=tests/vm/guest/shows.sh
. $LAB/shows.sh

loaded()
{
	[ -d /sys/module/ipmp ]
}

unload()
{
	rmmod ipmp
	not loaded
	not test -e /sys/class/net/ipmp0
	not test -e /sys/class/net/eth0/master -o -e /sys/class/net/eth2/master -o -e /sys/class/net/eth3/master
}

# full_group: a group with everything: all but one NIC, a standby, addresses of
# both families with and without home, a promiscuous listener.
full_group()
{
	ip link set eth1 down
	group ipmp0 eth0 eth2 eth3
	address ipmp0 $NET4.1{0..4}/24 $NET6:1{0..4}/64
	ipmpadm member set eth3 standby on
	ipmpadm address set $NET4.10 group ipmp0 home eth2
	ip link set ipmp0 promisc on
	wait_for 15 peer ping -q -c 1 -W 1 $NET4.10
}

# traffic: in and out, IPv4 and IPv6, until the test ends.
traffic()
{
	# Not more than an emulated CPU can do beside its work.
	peer ping -q -i 0.005 $NET4.10 > /dev/null &
	peer2 ping -q -i 0.005 $NET6:11 > /dev/null &
	# Without a group there is no way; it goes on when there is one again.
	while :; do ping -q -i 0.005 -w 5 $NET4.1; nap 0.1; done > /dev/null 2>&1 &
	while :; do ping -q -i 0.005 -w 5 $NET6:2; nap 0.1; done > /dev/null 2>&1 &
}

t "the module unloads with groups up and traffic flowing, again and again" test_rmmod 120
test_rmmod()
{
	local round

	up eth0 eth2 eth3
	traffic
	for round in 1 2 3; do
		full_group
		[ $round != 2 ] || group ipmp1
		unload
	done
	full_group
}

t "rmmod gives the members back as they were" test_give_back
test_give_back()
{
	local before

	up eth3
	address eth3 $NET4.23/24 $NET6:23/64
	wait_for 5 says ff02::1:ff00:23 ip maddr show dev eth3
	before=$(ip -d addr show eth3; ip maddr show dev eth3; ethtool -k eth3)
	group ipmp0 eth3
	ip link set ipmp0 promisc on
	unload
	same "eth3" "$before" "$(ip -d addr show eth3; ip maddr show dev eth3; ethtool -k eth3)"
}

t "rmmod while a member is missing, and while one fails" test_rmmod_missing
test_rmmod_missing()
{
	ip link add wire0 address 02:00:00:00:10:00 type veth peer name far0
	ip link set far0 up
	group ipmp0 wire0 eth0
	address ipmp0 $NET4.10/24
	ip link del far0
	shows member wire0 state=missing
	cable 0 off
	unload
}

t "ip link add type ipmp loads the module" test_load_by_ip
test_load_by_ip()
{
	! loaded || rmmod ipmp
	ip link add ipmp0 type ipmp
	loaded
	shows group ipmp0 state=failed
}

t "ipmpadm loads the module, as root and as nobody" test_load_by_tool
test_load_by_tool()
{
	! loaded || rmmod ipmp
	same "groups" "[]" "$(ipmpadm -j show)"
	loaded
	rmmod ipmp
	same "groups" "[]" "$(setpriv --reuid 65534 --clear-groups ipmpadm -j show)"
	loaded
}

t "a module that cannot be loaded: one clear line and exit status 2" test_no_module
test_no_module()
{
	! loaded || rmmod ipmp
	echo "install ipmp /bin/false" > /run/modprobe.d.conf
	mkdir -p /run/modprobe.d
	mv /run/modprobe.d.conf /run/modprobe.d/lab.conf
	no_module || { rm /run/modprobe.d/lab.conf; false; }
	rm /run/modprobe.d/lab.conf
}

no_module()
{
	refused 2 "module" ipmpadm show
	refused 2 "module" ipmpadm group add production
	refused 2 "module" ipmpadm monitor
	not ip link add ipmp0 type ipmp 2> /dev/null
}

t "rmmod while events are monitored and state is read" test_rmmod_monitor
test_rmmod_monitor()
{
	local reader round

	while :; do ipmpadm -j show > /dev/null 2>&1 || true; done &
	reader=$!
	for round in 1 2 3; do
		group ipmp0 eth0 eth2
		address ipmp0 $NET4.10/24 $NET6:10/64
		watch
		ip link set eth0 down
		event event=member ifname=eth0 to=failed
		ip link set eth0 up
		# A reader may be in the module, for which rmmod has to wait.
		wait_for 15 rmmod ipmp
	done
	kill $reader
}

t "loading and unloading leave no trace in memory, proc or sysctl" test_trace
test_trace()
{
	local before

	! loaded || rmmod ipmp
	modprobe ipmp
	rmmod ipmp
	before=$(trace)
	modprobe ipmp
	group ipmp0 eth0
	rmmod ipmp
	same "trace" "$before" "$(trace)"
	modprobe ipmp
}

trace()
{
	ls /proc/sys/net/ipv4/conf /proc/net /sys/class/net
	grep ipmp /proc/modules /proc/slabinfo || true
}
