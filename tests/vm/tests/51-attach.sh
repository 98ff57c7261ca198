# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# Cards come back: configured from their files, and given back what is theirs.

topology dr
kernels 6.1 debug

# shellcheck source=tests/vm/guest/dr.sh
. $LAB/dr.sh

# The setup of the Solaris guide: two members with a data and a test address each.
files_of_two()
{
	file hostname.eth0 "$NET4.10 netmask + broadcast + group production up" \
		"addif $NET4.20 deprecated -failover netmask + broadcast + up"
	file hostname.eth2 "$NET4.12 netmask + broadcast + group production up" \
		"addif $NET4.22 deprecated -failover netmask + broadcast + up"
	file hostname6.eth0 "addif $NET6:10/64 up"
}

# booted: as files_of_two says, by boot.
booted()
{
	files_of_two
	ipmpadm boot wait 0
	active 0 2
	wait_for 5 is_ready ipmp0
}

t "a card that returns is configured from its file, and its addresses fail back" test_file
test_file()
{
	local before

	booted
	before=$(dump)
	ipmpadm detach eth0
	shows address $NET4.10 member=eth2 home=eth0
	ipmpadm attach "$(nic_pci 0)" > /tmp/said
	grep -q "eth0: found" /tmp/said
	settles 5 member eth0 state=active "test_addresses=[\"$NET4.20\"]"
	has address $NET4.10 member=eth0 home=eth0
	has address $NET6:10 member=eth0
	wait_for 5 is_same "$before"
	same "all there is" "$before" "$(dump)"
	peer ping -q -n -c 1 -W 5 $NET4.20
	peer ping -q -n -c 1 -W 5 $NET4.10
	# And once more: nothing to do.
	ipmpadm replay eth0
	same "all there is" "$before" "$(dump)"
}

t "a card that is named as a missing member is attached by that name" test_by_name
test_by_name()
{
	booted
	ipmpadm detach eth0
	ipmpadm attach eth0
	settles 5 member eth0 state=active
}

t "without a file it is only recognised, until one is written and replayed" test_no_file
test_no_file()
{
	booted
	ipmpadm detach eth0
	rm /etc/hostname.eth0 /etc/hostname6.eth0
	ipmpadm attach "$(nic_pci 0)" > /tmp/said
	grep -q "eth0 has no file" /tmp/said
	has_nic 0
	same "addresses of eth0" "" "$(ip -br addr show dev eth0 scope global | awk '{ print $3 }')"
	shows member eth0 state=missing
	has address $NET4.10 member=eth2
	files_of_two
	ipmpadm replay eth0
	settles 5 member eth0 state=active
	has address $NET4.10 member=eth0
}

t "a file that has changed meanwhile counts as it is now" test_changed
test_changed()
{
	booted
	ipmpadm detach eth0
	file hostname.eth0 "$NET4.10 netmask + broadcast + group production up" \
		"addif $NET4.25 deprecated -failover netmask + broadcast + up" \
		"addif $NET4.40 netmask + broadcast + up"
	ipmpadm attach "$(nic_pci 0)"
	settles 5 member eth0 state=active "test_addresses=[\"$NET4.25\"]"
	has address $NET4.10 member=eth0
	has address $NET4.40 member=eth0 home=eth0
}

t "addresses fail back only when the card works" test_no_link
test_no_link()
{
	booted
	ipmpadm detach eth0
	cable 0 off
	ipmpadm attach "$(nic_pci 0)"
	settles 5 member eth0 state=failed
	has address $NET4.10 member=eth2 home=eth0
	cable 0 on
	settles 5 address $NET4.10 member=eth0
}

t "with failback off they stay where they are" test_failback_off
test_failback_off()
{
	booted
	ipmpadm group set production failback off
	ipmpadm detach eth0
	ipmpadm attach "$(nic_pci 0)"
	settles 5 member eth0 state=inactive reason=failback-off
	has address $NET4.10 member=eth2 home=eth0
}

t "another card in the same slot is the same member" test_other_card
test_other_card()
{
	booted
	ipmpadm detach --power-off eth0
	wait_for 5 slot_empty "$(nic_slot 0)"
	nic_add 0 52:54:00:77:77:77
	ipmpadm replay eth0
	settles 5 member eth0 state=active perm_mac=52:54:00:77:77:77
	has address $NET4.10 member=eth0
	peer ping -q -n -c 1 -W 5 $NET4.10
}

# remember MAC ADDRESS...: the peer has this MAC for these, and no reason to doubt it.
remember()
{
	local ip

	for ip in "${@:2}"; do
		ip -n peer neigh replace "$ip" lladdr "$1" dev veth0 nud reachable
	done
}

# remembered MAC ADDRESS...: it has this one now.
remembered()
{
	local ip

	for ip in "${@:2}"; do
		says "lladdr $1 " ip -n peer neigh show "$ip" dev veth0 || return
	done
}

t "another card announces the test addresses, which had another MAC" test_announced
test_announced()
{
	files_of_two
	file hostname6.eth0 "addif $NET6:20/64 -failover up"
	ipmpadm boot wait 0
	active 0 2
	# Probes would tell the MAC, too.
	ipmpadm group set production probe off
	ipmpadm detach --power-off eth0
	wait_for 5 slot_empty "$(nic_slot 0)"
	remember "$(nic_mac 0)" $NET4.20 $NET6:20
	nic_add 0 52:54:00:77:77:77
	ipmpadm replay eth0
	settles 5 member eth0 state=active
	wait_for 15 remembered 52:54:00:77:77:77 $NET4.20 $NET6:20
	remember "$(nic_mac 0)" $NET4.20 $NET6:20
	ip link set eth0 address 52:54:00:77:77:78
	wait_for 15 remembered 52:54:00:77:77:78 $NET4.20 $NET6:20
}

t "however a card goes and comes back, it ends as it began" test_ways 120
test_ways()
{
	local before way

	booted
	before=$(dump)
	for way in removed unplugged unbound; do
		gone_$way
		settles 5 member eth0 state=missing
		has address $NET4.10 member=eth2 home=eth0
		has address $NET6:10 member=eth2
		back_$way
		ipmpadm replay eth0
		active 0
		wait_for 5 is_same "$before" || true
		same "all there is, $way" "$before" "$(dump)"
		peer ping -q -n -c 1 -W 5 $NET4.10
		peer ping -q -n -c 1 -W 5 $NET4.20
	done
}

gone_removed()		{ nic_remove 0; }
back_removed()		{ nic_rescan 0; }
gone_unplugged()	{ nic_del 0; }
back_unplugged()	{ nic_add 0; }
gone_unbound()		{ nic_unbind 0; }
back_unbound()		{ nic_bind 0; }

t "NICs that come later make a group of their own, which fails over by itself" test_own_group
test_own_group()
{
	booted
	nic_remove 1
	nic_remove 3
	file hostname.eth1 "198.51.100.1 netmask 255.255.255.0 broadcast + group other up"
	file hostname.eth3 "198.51.100.3 netmask 255.255.255.0 broadcast + group other up"
	nic_rescan 1
	nic_rescan 3
	ipmpadm replay eth1
	ipmpadm replay eth3
	settles 5 address 198.51.100.1 member=eth1
	has address 198.51.100.3 member=eth3
	cable 1 off
	settles 3 address 198.51.100.1 member=eth3
	has address $NET4.10 member=eth0
	has address $NET4.12 member=eth2
	settles 2 group ipmp1 state=degraded
	has group ipmp0 state=ok
}

t "a card whose power goes by hand is attached by its slot" test_powered
test_powered()
{
	local before slot

	booted
	before=$(dump)
	slot=$(nic_slot 0)
	slot_power "$slot" off
	settles 5 member eth0 state=missing
	has address $NET4.10 member=eth2 home=eth0
	nic_add 0
	ipmpadm attach "slot:$slot"
	active 0
	wait_for 5 is_same "$before" || true
	same "all there is" "$before" "$(dump)"
}

t "only the slot that is attached is looked at" test_scope
test_scope()
{
	ip link set eth0 down
	ip link set eth2 down
	ipmpadm detach eth0
	ipmpadm detach eth2
	ipmpadm attach "slot:$(nic_slot 0)"
	has_nic 0
	not has_nic 2
}

t "what is saved replays to the same" test_save
test_save()
{
	local before

	booted
	before=$(dump)
	rm /etc/hostname.* /etc/hostname6.*
	ipmpadm save
	ipmpadm check
	ip link del ipmp0
	ip addr flush dev eth0 scope global
	ip addr flush dev eth2 scope global
	ipmpadm boot wait 0
	active 0 2
	wait_for 5 is_same "$before"
	same "all there is" "$before" "$(dump)"
}
