# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# What boot makes of files, with all NICs there and with some missing.

topology dr
kernels 6.1 debug

# shellcheck source=tests/vm/guest/dr.sh
. $LAB/dr.sh

# boot_says LINE...: these, in order, are what boot prints on its output.
boot_says()
{
	ipmpadm boot wait 0 > /tmp/out 2> /tmp/err || true
	same "output of boot" "$(printf '%s\n' "$@")" "$(cat /tmp/out)"
}

member_file()
{
	file "hostname.$1" "$NET4.$2 netmask + broadcast + group production ${3-} up"
	file "hostname6.$1" "addif $NET6:$2/64 up"
}

t "addresses of a missing NIC are hosted by another, and it gets them back" test_missing
test_missing()
{
	local before

	member_file eth0 10
	member_file eth2 12
	ipmpadm boot wait 0 > /tmp/out
	same "output of boot" "" "$(cat /tmp/out)"
	active 0 2
	before=$(dump)
	ip link del ipmp0
	nic_remove 0
	boot_says "moving addresses from failed IPv4 interfaces: eth0 (moved to eth2)" \
		"moving addresses from failed IPv6 interfaces: eth0 (moved to eth2)"
	shows member eth0 state=missing reason=absent
	has address $NET4.10 member=eth2 home=eth0
	has address $NET6:10 member=eth2 home=eth0
	peer ping -q -n -c 1 -W 5 $NET4.10
	nic_rescan 0
	ipmpadm replay eth0
	settles 5 address $NET4.10 member=eth0
	wait_for 5 is_same "$before"
	same "all there is, as after a boot with it" "$before" "$(dump)"
}

t "without an alternative it says so, and boot goes on" test_no_alternative
test_no_alternative()
{
	member_file eth0 10
	file hostname.eth2 "$NET4.12 netmask + broadcast + up"
	nic_remove 0
	boot_says "moving addresses from failed IPv4 interfaces: eth0 (couldn't move; no alternative interface)" \
		"moving addresses from failed IPv6 interfaces: eth0 (couldn't move; no alternative interface)"
	[[ $(ip -br addr show dev eth2) == *$NET4.12/24* ]]
}

t "several missing NICs come in one line; only what files name is moved" test_several
test_several()
{
	member_file eth0 10
	file hostname.eth3 "dhcp" "addif $NET4.13 netmask + broadcast + up" "group production" \
		"addif $NET4.23 -failover deprecated netmask + broadcast + up"
	member_file eth2 12
	nic_remove 0
	nic_remove 3
	boot_says "moving addresses from failed IPv4 interfaces: eth0 (moved to eth2) eth3 (moved to eth2)" \
		"moving addresses from failed IPv6 interfaces: eth0 (moved to eth2)"
	same "addresses" "$NET4.10 $NET4.12 $NET4.13 $NET6:10 $NET6:12 " "$(look; names address | tr ' ' '\n' | sort | xargs) "
}

t "several that could share the work of a missing NIC, and boot says who does what" test_share
test_share()
{
	member_file eth0 10
	member_file eth2 12
	member_file eth3 13
	nic_remove 0
	boot_says "moving addresses from failed IPv4 interfaces: eth0 (moved to eth2)" \
		"moving addresses from failed IPv6 interfaces: eth0 (moved to eth3)"
	shows address $NET4.10 member=eth2 home=eth0
	has address $NET6:10 member=eth3 home=eth0
}

t "NICs that come back in another order are not taken for each other" test_order
test_order()
{
	local n

	member_file eth0 10
	member_file eth1 11
	member_file eth2 12
	nic_remove 0
	nic_remove 1
	ipmpadm boot wait 0 > /dev/null
	# The kernel calls it eth0 at first.
	nic_rescan 1
	nic_rescan 0
	for n in 1 0; do
		ipmpadm replay eth$n
	done
	for n in 0 1; do
		settles 5 address $NET4.1$n member=eth$n
		has address $NET6:1$n member=eth$n
		has member eth$n state=active perm_mac="$(nic_mac $n)"
	done
}

t "a standby takes the work of a missing NIC, and keeps its role" test_standby
test_standby()
{
	member_file eth0 10
	file hostname.eth2 "group production standby up"
	member_file eth3 13
	nic_remove 0
	boot_says "moving addresses from failed IPv4 interfaces: eth0 (moved to eth2)" \
		"moving addresses from failed IPv6 interfaces: eth0 (moved to eth2)"
	shows member eth2 state=active standby=true reason=capacity
	nic_rescan 0
	ipmpadm replay eth0
	settles 5 member eth0 state=active
	has member eth2 state=inactive standby=true
	has address $NET4.10 member=eth0
}

t "boot waits for a late NIC, and not longer than it is told" test_late
test_late()
{
	member_file eth0 10
	member_file eth2 12
	nic_remove 0
	ipmpadm boot wait 30 > /tmp/out 2>&1 &
	wait_for 10 pgrep -x ipmpadm
	nic_rescan 0
	wait $!
	same "output of boot" "" "$(cat /tmp/out)"
	active 0 2
}

t "a file with errors is named with line and word, and the rest is done" test_errors
test_errors()
{
	file hostname.eth0 "$NET4.10 netmask + broadcast + group production up" "addif $NET4.300 up" "bogus"
	ipmpadm boot wait 0 2> /tmp/err && fail "boot should have failed"
	grep -q "/etc/hostname.eth0:2: $NET4.300: " /tmp/err
	grep -q "/etc/hostname.eth0:3: bogus: " /tmp/err
	settles 5 address $NET4.10 member=eth0
}
