# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# Member NICs as hardware: cables, drivers, and their cards where they are alone
# on them (others: slot.sh). N counts from 0.

# nic_pci N: the PCI address of eth<N>.
nic_pci()
{
	pci_of "eth$1"
}

# nic_slot N: the slot of its card.
nic_slot()
{
	slot_of "eth$1"
}

# root_port N: the sysfs directory of the root port above eth<N>.
root_port()
{
	slot_port "$(nic_slot "$1")"
}

# nic_mac N: the permanent MAC address of eth<N>.
nic_mac()
{
	printf '52:54:00:00:%02x:00\n' $(($1 + 1))
}

# cable N on|off [both|member|switch]: plug or pull it; waits for nothing.
# Both ends lose their carrier, or only one (a broken fibre).
cable()
{
	local up=true ends=${3:-both} set='{"execute":"set_link","arguments":'

	[ "$2" = on ] || up=false
	: > /run/lab.cables
	case $ends in
	both)	qmp "$set{\"name\":\"cable$1\",\"up\":$up}}" \
		    "$set{\"name\":\"port$1\",\"up\":$up}}" ;;
	member)	qmp "$set{\"name\":\"cable$1\",\"up\":$up}}" ;;
	switch)	qmp "$set{\"name\":\"port$1\",\"up\":$up}}" ;;
	esac
}

# has_nic N: there is a network interface eth<N>, named and ready. (In a scenario,
# as everywhere below, net<N>.)
has_nic()
{
	[ -e "/sys/class/net/$NIC$1/device" ]
}

no_nic()
{
	not has_nic "$1"
}

# wait_nic N: until eth<N> is there and udev is done with it (at first the name
# may be one that the kernel gave, which will change once more).
wait_nic()
{
	wait_for 20 has_nic "$1"
	udev_done
	wait_for 20 has_nic "$1"
}

# nic_remove N: as `echo 1 > .../remove` does it; gone when it returns.
nic_remove()
{
	echo 1 > "/sys/bus/pci/devices/$(nic_pci "$1")/remove"
}

# nic_rescan N: find the NIC again that nic_remove took; waits for eth<N>.
nic_rescan()
{
	echo 1 > "$(root_port "$1")/rescan"
	wait_nic "$1"
}

# nic_del N: the hypervisor unplugs it (attention button); waits until it is out,
# which takes the 5 s in which a real person could press the button again.
nic_del()
{
	QMP_EVENT="\"device\": \"eth$1\"" \
		qmp '{"execute":"device_del","arguments":{"id":"eth'"$1"'"}}'
	wait_for 10 no_nic "$1"
}

# nic_add N [MAC [MODEL]]: the hypervisor plugs one in; waits for eth<N>.
nic_add()
{
	local command

	command=$(grep "\"eth$1\"" "/lab/slots/$(nic_slot "$1")")
	[ -z "${2-}" ] || command=${command/"$(nic_mac "$1")"/"$2"}
	[ -z "${3-}" ] || command=$(sed -E 's/("driver": ")[^"]*/\1'"$3/" <<< "$command")
	[[ $command != *e1000e* ]] || echo 0 > "$(root_port "$1")/msi_bus"
	qmp "$command"
	wait_nic "$1"
}

# nic_driver N: the driver bound to it; remembered, since unbinding forgets it.
nic_driver()
{
	local driver

	driver=$(readlink "/sys/bus/pci/devices/$(nic_pci "$1")/driver") || return
	echo "${driver##*/}"
}

# nic_unbind N, nic_bind N: take the driver away, give it back (waits for eth<N>).
nic_unbind()
{
	nic_driver "$1" > "/run/lab.driver$1"
	nic_pci "$1" > "/sys/bus/pci/devices/$(nic_pci "$1")/driver/unbind"
}

nic_bind()
{
	nic_pci "$1" > "/sys/bus/pci/drivers/$(cat "/run/lab.driver$1")/bind"
	wait_nic "$1"
}
