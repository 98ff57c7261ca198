# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# PCIe slots and the cards in them. S is the number of a slot, as in
# /sys/bus/pci/slots. Topology `single` has eth<N> alone in slot N+1; `dr` beside
# these (lablib/topology.py), with four of them in slots 5 to 7:
#
#   TWIN    one card, two functions: eth4, eth5
#   STORE   one card, two functions: eth6, and the disk `store`
#   BRIDGE  one card with a bridge: eth7 behind slot 71 of it, eth8 behind 72;
#           QEMU cannot plug it in, so it never leaves

# shellcheck disable=SC2034 # for tests
case $TOPOLOGY in
dr)	TWIN=$((SLOTS - 2)) STORE=$((SLOTS - 1)) BRIDGE=$SLOTS ;;
*)	TWIN=none STORE=none BRIDGE=none ;;
esac

# place_of NAME: the way to it from the root, and its slot, in PLACE and SLOT.
place_of()
{
	local name

	while read -r PLACE name SLOT; do
		[ "$name" != "$1" ] || return 0
	done < /lab/places
	echo "there is no $1 in this topology" >&2
	return 1
}

# slot_of NAME: the slot where eth<N> or `store` is.
slot_of()
{
	local PLACE SLOT

	place_of "$1"
	echo "$SLOT"
}

# pci_of NAME: its PCI address; known without the device, not without a bridge
# that is above it.
pci_of()
{
	local PLACE SLOT steps step bus=00 path=/sys/devices/pci0000:00

	place_of "$1"
	IFS=/ read -ra steps <<< "$PLACE"
	for step in "${steps[@]}"; do
		[ "$bus" != none ] || return
		path+=/0000:$bus:$step bus=none
		[ ! -e $path/secondary_bus_number ] ||
			printf -v bus %02x "$(< $path/secondary_bus_number)"
	done
	echo "${path##*/}"
}

# slot_port S: the sysfs directory of the root port above the card.
slot_port()
{
	printf '/sys/bus/pci/devices/0000:00:%02x.%d\n' $((0x10 + ($1 - 1) / 8)) $((($1 - 1) % 8))
}

# slot_names S: what the card has: eth<N>..., store.
slot_names()
{
	local name slot

	while read -r _ name slot; do
		[ "$slot" != "$1" ] || echo "$name"
	done < /lab/places
}

# disk_of NAME: the block device that `store` is.
disk_of()
{
	local file serial

	for file in /sys/block/*/serial; do
		{ read -r serial < "$file"; } 2> /dev/null || true
		[ "$serial" != "$1" ] || {
			file=${file%/serial}
			echo "/dev/${file##*/}"
			return
		}
	done
	return 1
}

# has_hardware NAME: it is there, with its driver.
has_hardware()
{
	case $1 in
	eth*)	has_nic "${1#eth}" ;;
	*)	disk_of "$1" > /dev/null ;;
	esac
}

# slot_full S, slot_empty S: all of the card is there, nothing of it is.
slot_full()
{
	local name slot

	while read -r _ name slot; do
		[ "$slot" != "$1" ] || has_hardware "$name" || return
	done < /lab/places
}

slot_empty()
{
	local below

	for below in "$(slot_port "$1")"/0000:*; do
		[[ $below == *:pcie* ]] || [ ! -e "$below" ] || return
	done
}

# slot_wait S: until all of the card is there and udev is done with it.
slot_wait()
{
	wait_for 20 slot_full "$1"
	udev_done
	wait_for 20 slot_full "$1"
}

# slot_power S on|off: as an administrator does it by hand. QEMU takes the card
# out when power goes off, so that only slot_add gets it back; not so BRIDGE.
slot_power()
{
	local value=0

	[ "$2" = off ] || value=1
	echo $value > "/sys/bus/pci/slots/$1/power"
}

# slot_remove S: the whole card, by `echo 1 > .../remove`; gone when it returns.
slot_remove()
{
	local device

	for device in "$(slot_port "$1")"/0000:*; do
		[[ $device == *:pcie* ]] || echo 1 > "$device/remove"
	done
}

# slot_rescan S: find the card again that was removed; waits for all of it.
slot_rescan()
{
	echo 1 > "$(slot_port "$1")/rescan"
	slot_wait "$1"
}

# slot_del S: the hypervisor unplugs the card (attention button). BRIDGE stays, but
# is off: slot_power gets it back.
slot_del()
{
	local main event=

	read -r main < "/lab/slots/$1"
	[ "$1" = "$BRIDGE" ] || event="\"device\": \"$main\""
	QMP_EVENT=$event qmp '{"execute":"device_del","arguments":{"id":"'"$main"'"}}'
	wait_for 10 slot_empty "$1"
}

# slot_add S [XX]: the hypervisor plugs a card in, with XX as fourth byte of its
# MACs if it is to be another one; waits for all of it.
slot_add()
{
	local commands

	mapfile -t commands < <(sed "1d; s/52:54:00:00:/52:54:00:${2:-00}:/" "/lab/slots/$1")
	[[ ${commands[*]} != *e1000e* ]] || echo 0 > "$(slot_port "$1")/msi_bus"
	qmp "${commands[@]}"
	slot_wait "$1"
}

# slot_repair S: whatever was done to it, have the card back. Its MACs may be others.
slot_repair()
{
	local name

	slot_full "$1" && return
	# Of a slot that is empty this is too much asked.
	[ "$(< "/sys/bus/pci/slots/$1/power")" = 1 ] || slot_power "$1" on 2> /dev/null
	for name in $(slot_names "$1"); do
		slot_bind "$name"
	done
	echo 1 > "$(slot_port "$1")/rescan"
	wait_for 3 slot_full "$1" 2> /dev/null || slot_refill "$1"
	udev_done
}

# slot_bind NAME: give it its driver back, should it have lost that.
slot_bind()
{
	local pci

	pci=$(pci_of "$1") && [ -e "/sys/bus/pci/devices/$pci" ] || return 0
	[ -e "/sys/bus/pci/devices/$pci/driver" ] || echo "$pci" > /sys/bus/pci/drivers_probe
}

# slot_refill S: plug in what has been taken out.
slot_refill()
{
	local name

	if [ "$1" = "$BRIDGE" ] && ! slot_empty "$1"; then
		for name in $(slot_names "$1"); do
			has_hardware "$name" || nic_add "${name#eth}"
		done
	else
		slot_empty "$1" || slot_del "$1"
		slot_add "$1"
	fi
}
