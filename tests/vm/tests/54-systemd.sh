# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# A host with systemd and our units, over several boots: with all NICs, with one
# missing that the hypervisor adds later, and again with all. No command is typed
# but to look.

kernels 6.1

# shellcheck source=tests/vm/guest/shows.sh
. $LAB/shows.sh
# shellcheck source=tests/vm/guest/journal.sh
. $LAB/journal.sh

# both_work: as the files say, and the world sees it.
both_work()
{
	settles 20 member net0 state=active "test_addresses=[\"$NET4.20\"]"
	settles 20 member net1 state=active "test_addresses=[\"$NET4.21\"]"
	has address $NET4.10 member=net0 home=net0
	has address $NET4.11 member=net1 home=net1
	has address $NET6:11 member=net1 home=net1
	wait_for 10 peer ping -q -n -c 1 -W 2 $NET4.10
	wait_for 10 peer ping -q -n -c 1 -W 2 $NET4.11
}

# ours: what there is of ours, in a form that boots can be compared by.
ours()
{
	configured
	ip -o addr show scope global | sed -E 's/^[0-9]+: //; s/valid_lft.*//; s/ +/ /g; /^net[23]/d' | sort
	ip route show | sed 's/ linkdown//; /dev net[23]/d' | sort
}

# wait_in_boot SECONDS: so long boot waits for NICs. A busy machine needs most of the
# usual 10 seconds to name them.
wait_in_boot()
{
	echo "IPMP_BOOT_WAIT=$1" > /etc/default/ipmp
}

boot "nothing is configured yet"

t "without files nothing happens, and no unit fails" test_nothing
test_nothing()
{
	systemctl is-system-running --wait || true
	same "failed units" "" "$(systemctl --failed --plain --no-legend)"
	same "groups" "" "$(look; names group)"
}

t "files are written and the unit is enabled, for the next boot" test_write
test_write()
{
	local n

	for n in 0 1; do
		printf '%s\n' "$NET4.1$n netmask + broadcast + group production up" \
			"addif $NET4.2$n deprecated -failover netmask + broadcast + up" \
			> /etc/hostname.net$n
		echo "addif $NET6:1$n/64 up" > /etc/hostname6.net$n
	done
	ipmpadm check
	systemctl enable ipmp.service
	systemctl enable systemd-networkd.service
	# As a careless administrator does it.
	printf '[Match]\nName=net*\n[Network]\nDHCP=yes\nAddress=203.0.113.7/24\n' \
		> /etc/systemd/network/50-all.network
	wait_in_boot 60
}

boot "all NICs are there"

t "a cold boot configures what the files say" test_cold
test_cold()
{
	systemctl is-active ipmp.service
	both_work
	not logged ipmp.service "moving addresses"
	ours > /root/all-there
}

t "systemd-networkd runs, takes the other NICs, and leaves ours alone" test_networkd
test_networkd()
{
	wait_for 30 systemctl is-active systemd-networkd
	wait_for 30 setup_is net2 -e configuring -e configured
	wait_for 30 setup_is net0 -e unmanaged
	wait_for 30 setup_is net1 -e unmanaged
	same "foreign addresses" "" "$(ip -br addr show dev net0 | grep -F 203.0.113.7 || true)"
	# The next boot has one to wait for in vain.
	wait_in_boot 10
}

# setup_is IFNAME -e WORD...: what networkd says of it is one of these.
setup_is()
{
	local line

	line=$(networkctl --no-legend list "$1")
	grep -qwF "${@:2}" <<< "$line"
}

boot "a NIC is missing" without 1

t "its addresses are hosted by the other one, and the journal says so" test_missing
test_missing()
{
	no_nic 1
	settles 30 member net1 state=missing reason=absent
	has address $NET4.11 member=net0 home=net1
	wait_for 30 logged ipmp.service "moving addresses from failed IPv4 interfaces: net1 (moved to net0)"
	wait_for 30 logged ipmp.service "moving addresses from failed IPv6 interfaces: net1 (moved to net0)"
	wait_for 10 peer ping -q -n -c 1 -W 2 $NET4.11
}

t "the hypervisor adds it: configured and failed back, with no command typed" test_added
test_added()
{
	nic_add 1
	both_work
	# As if the machine had been booted with it.
	ours > /root/added
	diff /root/all-there /root/added
}

t "it is pulled and plugged in again: the same" test_again
test_again()
{
	nic_remove 1
	settles 5 member net1 state=missing
	has address $NET4.11 member=net0
	nic_rescan 1
	both_work
	wait_in_boot 60
}

boot "all NICs are there again"

t "a reboot ends where the first boot did" test_reboot
test_reboot()
{
	both_work
	not logged ipmp.service "moving addresses"
	ours > /root/rebooted
	diff /root/all-there /root/rebooted
}
