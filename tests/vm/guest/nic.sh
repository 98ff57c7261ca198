# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# Member NICs as hardware: cables, slots, drivers. N counts from 0; eth<N> sits
# behind the PCIe root port rp<N>, on PCI bus N+1.

# nic_pci N: the PCI address of eth<N>.
nic_pci()
{
	printf '0000:%02x:00.0\n' $(($1 + 1))
}

# root_port N: the sysfs directory of the root port above eth<N>.
root_port()
{
	printf '/sys/bus/pci/devices/0000:00:%02x.%d\n' $((0x10 + $1 / 8)) $(($1 % 8))
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

# has_nic N: there is a network interface eth<N>, named and ready.
has_nic()
{
	[ -e "/sys/class/net/eth$1/device" ]
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
	udevadm settle --timeout=30
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
	local mac=${2:-$(nic_mac "$1")} models model

	read -ra models <<< "$MODELS"
	model=${3:-${models[$1]}}
	[ "$model" != e1000e ] || echo 0 > "$(root_port "$1")/msi_bus"
	qmp '{"execute":"device_add","arguments":{"driver":"'"$model"'","id":"eth'"$1"'",
		"bus":"rp'"$1"'","netdev":"cable'"$1"'","mac":"'"$mac"'","romfile":""}}'
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

# nic_repair N: whatever was done to it, have eth<N> back. Its MAC may be another.
nic_repair()
{
	local pci

	has_nic "$1" && return
	pci=/sys/bus/pci/devices/$(nic_pci "$1")
	if [ -e "$pci" ] && [ ! -e "$pci/driver" ]; then
		nic_bind "$1" && return
	fi
	echo 1 > "$(root_port "$1")/rescan"
	wait_for 3 has_nic "$1" 2> /dev/null || nic_add "$1"
	udevadm settle --timeout=30
}
