# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# Detached and attached, over and over.

topology dr
kernels 6.1 debug

# shellcheck source=tests/vm/guest/dr.sh
. $LAB/dr.sh
# shellcheck source=tests/vm/guest/flows.sh
. $LAB/flows.sh

t "fifty rounds of detach and attach under traffic lose and leak nothing" test_fifty 600
test_fifty()
{
	local round

	file hostname.eth0 "group ipmp0 up"
	group_of 0 2
	ipmpadm address set $NET4.10 group ipmp0 home eth0
	dmesg -C
	for ((round = 0; round < 50; round++)); do
		((round % 10)) || flows_begin $NET4.10 $NET6:12
		ipmpadm detach eth0 > /dev/null
		ipmpadm attach "$(nic_pci 0)" > /dev/null
		active 0
		((round % 10)) || { flows_end; nothing_lost; }
	done
	shows address $NET4.10 member=eth0
	not grep -E 'unregister_netdevice: waiting|leaked' <<< "$(dmesg)"
}
