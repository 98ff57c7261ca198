# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# The lab itself: cards of several functions, and with a bridge.

topology dr
kernels 6.1 debug

# gone NAME...: neither the device nor what it was for is there.
gone()
{
	local name pci

	for name; do
		not has_hardware "$name"
		pci=$(pci_of "$name") || continue
		not test -e "/sys/bus/pci/devices/$pci"
	done
}

t "the peer answers over each NIC of a card, and the switch learns where" test_cards
test_cards()
{
	local n

	for ((n = 4; n < NICS; n++)); do
		up eth$n
		ip addr add $NET4.2$n/24 dev eth$n
		wait_for 5 ping -q -n -c 1 -W 2 -I eth$n $NET4.1
		same "switch port of eth$n" "p$n" "$(fdb "$(nic_mac $n)")"
		ip addr flush dev eth$n
	done
}

t "one power-off takes both functions of a card, and another card gets their names" test_twin
test_twin()
{
	same "slots" "$TWIN $TWIN" "$(nic_slot 4) $(nic_slot 5)"
	same "buses" "$(nic_pci 4)" "$(nic_pci 5 | sed 's/1$/0/')"
	slot_power $TWIN off
	wait_for 5 slot_empty $TWIN
	gone eth4 eth5
	slot_add $TWIN 99
	same "MAC of eth4" 52:54:00:99:05:00 "$(< /sys/class/net/eth4/address)"
	same "MAC of eth5" 52:54:00:99:06:00 "$(< /sys/class/net/eth5/address)"
}

t "one function of a card is removed and found again alone" test_function
test_function()
{
	nic_remove 5
	gone eth5
	has_nic 4
	nic_rescan 5
}

t "one removal takes a bridge with both NICs behind it, one rescan finds all" test_bridge
test_bridge()
{
	local before

	before="$(nic_pci 7) $(nic_pci 8)"
	slot_remove $BRIDGE
	gone eth7 eth8
	slot_rescan $BRIDGE
	same "addresses" "$before" "$(nic_pci 7) $(nic_pci 8)"
	same "MAC of eth7" "$(nic_mac 7)" "$(< /sys/class/net/eth7/address)"
	same "MAC of eth8" "$(nic_mac 8)" "$(< /sys/class/net/eth8/address)"
}

t "the slot of a card with a bridge is switched off and on" test_bridge_power
test_bridge_power()
{
	slot_power $BRIDGE off
	wait_for 5 slot_empty $BRIDGE
	gone eth7 eth8
	slot_power $BRIDGE on
	slot_wait $BRIDGE
}

t "a slot on a card gives up its NIC, and gets another one" test_inner
test_inner()
{
	slot_power ${BRIDGE}2 off
	wait_for 5 no_nic 8
	has_nic 7
	nic_add 8 52:54:00:99:99:99
	same "MAC" 52:54:00:99:99:99 "$(< /sys/class/net/eth8/address)"
}

t "a disk beside a NIC on a card is mounted, and its card knows it" test_store
test_store()
{
	local disk

	disk=$(disk_of store)
	mount "$disk" /mnt
	echo mark > /mnt/mark
	[[ $(readlink -f "/sys/class/block/${disk##*/}") == *"/$(pci_of store)/"* ]]
	same "slot" "$(nic_slot 6)" "$(slot_of store)"
	umount /mnt
	slot_del $STORE
	gone eth6 store
	slot_add $STORE
	mount "$(disk_of store)" /mnt
	same "what was written" mark "$(< /mnt/mark)"
}
