# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# The lab itself: a host with systemd as init, booted several times. What 54-systemd
# does is done on such a host, too.

long
kernels 6.1

# shellcheck source=tests/vm/guest/journal.sh
. $LAB/journal.sh

boot "all NICs are there"

t "the host is up, and no unit has failed" test_up
test_up()
{
	systemctl is-system-running --wait || true
	same "failed units" "" "$(systemctl --failed --plain --no-legend)"
	systemctl is-active multi-user.target
	not systemctl is-active systemd-networkd
	same "mode of /, unpacked over" 755 "$(stat -c %a /)"
	[ ! -e /usr/sbin/ipmpadm ] || same "tool" ipmpadm "$(readlink /usr/sbin/if_mpadm)"
}

t "NICs have the names of their places, given by udev" test_names
test_names()
{
	local n

	for ((n = 0; n < NICS; n++)); do
		same "MAC of net$n" "$(nic_mac $n)" "$(< /sys/class/net/net$n/address)"
		udevadm info -q property -p "/sys/class/net/net$n" |
			grep -qx "ID_NET_LINK_FILE=/etc/systemd/network/10-net$n.link"
	done
}

t "nobody has touched a NIC, and the switch is up" test_untouched
test_untouched()
{
	local n

	for ((n = 0; n < NICS; n++)); do
		same "state of net$n" down "$(< /sys/class/net/net$n/operstate)"
		same "addresses of net$n" "" "$(ip -br addr show dev net$n | awk '{ print $3 }')"
	done
	ip addr add $NET4.20/24 dev net0
	up net0
	wait_for 5 ping -q -n -c 1 -W 2 -I net0 $NET4.1
}

t "systemd-networkd can be started" test_networkd
test_networkd()
{
	systemctl start systemd-networkd
	wait_for 30 systemctl is-active systemd-networkd
	networkctl list net0
	systemctl stop systemd-networkd.socket systemd-networkd
}

t "files are left for the next boot" test_leave
test_leave()
{
	echo "192.0.2.30/24" > /etc/hostname.net1
	cat > /etc/systemd/system/mark.service <<-'UNIT'
		[Unit]
		Description=Tells that it was run at boot

		[Service]
		Type=oneshot
		ExecStart=/bin/sh -c 'echo "marked, with $(cat /etc/hostname.net1)"'

		[Install]
		WantedBy=multi-user.target
	UNIT
	cat > /etc/systemd/system/seen@.service <<-'UNIT'
		[Service]
		Type=oneshot
		ExecStart=/bin/echo NIC %I was seen
	UNIT
	# While a NIC gets its name, systemd leaves the event `add` alone; `move` follows.
	echo 'SUBSYSTEM=="net", ACTION!="remove", KERNEL!="lo", TAG+="systemd",' \
		'ENV{SYSTEMD_WANTS}+="seen@$name.service"' > /etc/udev/rules.d/95-seen.rules
	systemctl enable mark.service
}

boot "one NIC is missing" without 1

t "the first boot's files are there, and its unit was run" test_second
test_second()
{
	same "hostname.net1" "192.0.2.30/24" "$(< /etc/hostname.net1)"
	wait_for 30 logged mark.service "marked, with 192.0.2.30/24"
	same "addresses of net0" "" "$(ip -br addr show dev net0 | awk '{ print $3 }')"
}

t "the others have their names, and the slot is empty" test_missing
test_missing()
{
	no_nic 1
	slot_empty "$(nic_slot 1)"
	same "MAC of net2" "$(nic_mac 2)" "$(< /sys/class/net/net2/address)"
	wait_for 30 logged seen@net2.service "NIC net2 was seen"
	not logged seen@net1.service "NIC net1 was seen"
}

t "the hypervisor adds the NIC, and udev starts what waits for its final name" test_late
test_late()
{
	nic_add 1
	same "MAC of net1" "$(nic_mac 1)" "$(< /sys/class/net/net1/address)"
	wait_for 30 logged seen@net1.service "NIC net1 was seen"
}
