# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# What is done over and over: few times in every run, many times in a long one.
# A test that wants it reads this file: . $LAB/rounds.sh

# shellcheck source=tests/vm/guest/dr.sh
. $LAB/dr.sh
# shellcheck source=tests/vm/guest/flows.sh
. $LAB/flows.sh

# references: what holds the module and the lower devices.
references()
{
	cat /sys/module/ipmp/refcnt
	names member
	names address
	ip -br link | wc -l
}

# remove_and_join ROUNDS: a card is removed, found again and joins, so many times.
remove_and_join()
{
	local before round

	group_of 0 2
	look
	before=$(references)
	dmesg -C
	for ((round = 0; round < $1; round++)); do
		nic_remove 2
		echo 1 > "$(root_port 2)/rescan"
		wait_for 10 ip link set eth2 master ipmp0
	done
	active 2
	same "references" "$before" "$(references)"
	not grep -E 'unregister_netdevice: waiting|leaked' <<< "$(dmesg)"
	peer ping -q -n -c 1 -W 5 $NET4.12
	# The last one goes with all that a reference could still hold.
	nic_remove 2
	ip link del ipmp0
	same "users of the module" 0 "$(cat /sys/module/ipmp/refcnt)"
	# What comes after is not to wait for names behind all that.
	wait_for 120 udevadm settle --timeout=10
}

# detach_and_attach ROUNDS: under traffic, so many times; it is counted every ten.
detach_and_attach()
{
	local round

	file hostname.eth0 "group ipmp0 up"
	group_of 0 2
	ipmpadm address set $NET4.10 group ipmp0 home eth0
	dmesg -C
	for ((round = 1; round <= $1; round++)); do
		((round % 10 != 1)) || flows_begin $NET4.10 $NET6:12
		ipmpadm detach eth0 > /dev/null
		ipmpadm attach "$(nic_pci 0)" > /dev/null
		active 0
		((round % 10)) || { flows_end; nothing_lost; }
	done
	shows address $NET4.10 member=eth0
	not grep -E 'unregister_netdevice: waiting|leaked' <<< "$(dmesg)"
}
