# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# Over many sets of hostname files: attaching later ends as booting with the NIC.

long
kernels 6.1 debug

# shellcheck source=tests/vm/guest/dr.sh
. $LAB/dr.sh

t "over the corpus, attaching later ends as booting with the NIC" test_corpus 1800
test_corpus()
{
	local dir n=0

	for dir in /lab/corpus/*/; do
		case $dir in
		# Two NICs claim one address there: the last one to come has it.
		*/doubtful/ | */errors/) continue ;;
		# With failback off who comes late waits.
		*/group-file-options/) continue ;;
		esac
		corpus_case "$dir"
		n=$((n + 1))
	done
	[ $n -ge 25 ] || fail "only $n sets of files"
}

corpus_case()
{
	local name=${1#/lab/corpus/} want ifname

	ifname=$(first_nic "$1") || return 0
	ipmpadm --root "$1" boot wait 0 > /dev/null 2>&1 || true
	settled
	want=$(homed)
	teardown
	nic_remove "${ifname#eth}"
	ipmpadm --root "$1" boot wait 0 > /dev/null 2>&1 || true
	nic_rescan "${ifname#eth}"
	ipmpadm --root "$1" replay "$ifname" > /dev/null 2>&1 || true
	settled
	wait_for 5 is_homed "$want" || true
	same "what is there with the files of $name" "$want" "$(homed)"
	teardown
}

# homed: the dump, without saying where addresses are that have no home: these
# move only when they must.
homed()
{
	dump | sed -E 's/"member":"[^"]*","home":null/"home":null/g'
}

is_homed()
{
	[ "$(homed)" = "$1" ]
}

first_nic()
{
	local path

	for path in "$1"/etc/hostname.eth[0-3] "$1"/etc/hostname6.eth[0-3]; do
		[ -e "$path" ] || continue
		echo "${path##*.}"
		return
	done
	return 1
}

# settled: every group knows its members' carriers, and duplicates are found.
settled()
{
	wait_for 10 is_settled
}

is_settled()
{
	[[ $(ipmpadm -j show) != *'"state":"failed"'* ]] &&
		[ -z "$(ip -o -6 addr show tentative)" ]
}

teardown()
{
	ip -br link show type ipmp | while read -r name _; do
		ip link del "$name"
	done
	ip -force -batch /run/lab.members.batch 2> /dev/null || true
	ip link set eth0 up
	ip link set eth1 up
}
