# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# What the measurements share: the candidates that are compared, each as `m0`.

# shellcheck source=tests/vm/guest/lib.sh
. /lab/guest/lib.sh

# shellcheck disable=SC2034 # of those who read this
DATA=$NET4.10

# master_add TYPE MEMBER...: TYPE is ipmp, or a mode of bonding. A bond wants its
# slaves to be down when they join.
master_add()
{
	local type=$1 member

	shift
	case $type in
	ipmp)		ip link add m0 type ipmp ;;
	balance-xor)	ip link add m0 type bond mode balance-xor miimon 100 \
				xmit_hash_policy layer3+4 ;;
	*)		ip link add m0 type bond mode "$type" miimon 100 ;;
	esac
	for member; do
		member_join "$type" "$member"
	done
	ip link set m0 up
	wait_for 20 has_carrier m0
}

member_join()
{
	[ "$1" = ipmp ] || ip link set "$2" down
	ip link set "$2" master m0
}

# A slave comes out of a bond down.
master_del()
{
	local member

	ip link del m0
	for member; do
		ip link set "$member" up
	done
}
