# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# Back to the state before a test: NICs present, cabled, up, with nothing but
# their IPv6 link-local address; no other interface or namespace but the lab's;
# peers, switch and settings as after boot. The NICs stay up because an e1000e
# takes 3 s to get its carrier.

# setting PATH VALUE: change a sysctl (slashes or dots) until the end of the test.
setting()
{
	echo "$1=$(sysctl -n "$1")" >> /run/lab.settings
	sysctl -qw "$1=$2"
}

clean()
{
	clean_processes
	clean_links
	clean_hardware
	clean_members
	clean_switch
	clean_drops
	clean_settings
	clean_files
}

# Every process of the test, wherever it has hidden.
clean_processes()
{
	local group=/sys/fs/cgroup/test

	[ -d $group ] || return 0
	echo 1 > $group/cgroup.kill
	wait_for 5 grep -q 'populated 0' $group/cgroup.events
	rmdir $group
}

# Namespaces and interfaces that are not the lab's. A namespace that goes gives
# its physical NICs back.
clean_links()
{
	local name

	for name in /run/netns/*; do
		name=${name##*/}
		case " sw $PEERS " in *" $name "*) ;; *) ip netns del "$name" ;; esac
	done
	for name in /sys/class/net/*; do
		[ -e "$name/device" ] || [ ! -d "$name" ] || [ "${name##*/}" = lo ] ||
			ip link del "${name##*/}" 2> /dev/null
	done
	return 0
}

clean_hardware()
{
	local n

	umount -q /mnt || true
	for ((n = 1; n <= SLOTS; n++)); do
		slot_repair $n
	done
	[ -e /run/lab.cables ] || return 0
	for ((n = 0; n < NICS; n++)); do
		cable $n on
	done
	rm /run/lab.cables
}

# clean_prepare: write down once what is done after each test; starting a process
# costs tens of milliseconds on an emulated CPU.
clean_prepare()
{
	members_clean_batch > /run/lab.members.batch
	peer_clean_batch 1 > /run/lab.peer.batch
	peer_clean_batch 2 > /run/lab.peer2.batch
}

members_clean_batch()
{
	local n

	for ((n = 0; n < NICS; n++)); do
		cat <<-BATCH
			link set eth$n nomaster mtu 1500
			link set eth$n promisc off allmulticast off arp on up
			addr flush dev eth$n scope global
			addr flush dev eth$n scope site
		BATCH
	done
}

peer_clean_batch()
{
	echo "addr flush dev veth0"
	peer_batch "$1"
	echo "neigh flush all"
}

clean_members()
{
	local n

	for ((n = 0; n < NICS; n++)); do
		clean_mac $n
	done
	ip -force -batch /run/lab.members.batch 2> /dev/null
	[ ! -d /sys/module/nf_tables ] || nft flush ruleset
	return 0
}

# The permanent MAC of eth<N>, should it have got another; it must be down for that.
clean_mac()
{
	local mac

	read -r mac < "/sys/class/net/eth$1/address" || return 0
	[ "$mac" = "$(nic_mac "$1")" ] ||
		ip link set "eth$1" down address "$(nic_mac "$1")"
}

clean_switch()
{
	local name

	[ ! -e $SPANNING ] || spanning_tree_ends
	bridge -n sw fdb flush dev br0 2> /dev/null
	for name in $PEERS; do
		ip -n "$name" -force -batch "/run/lab.$name.batch" 2> /dev/null
	done
	return 0
}

clean_settings()
{
	[ -e /run/lab.settings ] || return 0
	tac /run/lab.settings | sysctl -q -p -
	rm /run/lab.settings
}

# What a test may have written where ipmpadm reads or keeps something.
clean_files()
{
	rm -rf /etc/hostname.* /etc/hostname6.* /etc/netmasks /etc/ipmp /run/ipmp \
		/etc/default/mpathd
}
