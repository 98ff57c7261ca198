#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Generate the netlink family from its specification, below the directory OUT,
# with the generator of a kernel tree.
#
# Usage: scripts/ynl-regen.sh KERNEL_TREE [OUT]
set -eu

tree=$1
top=$(cd "$(dirname "$0")/.." && pwd)
out=${2:-$top}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The generator looks for its schema beside the folder of the specification,
# and for the top of the tree by the file MAINTAINERS.
mkdir -p "$work/Documentation/netlink/specs" "$work/kmod" \
	"$work/include/uapi/linux"
: >"$work/MAINTAINERS"
cp "$tree"/Documentation/netlink/*.yaml "$work/Documentation/netlink/"
cp "$top/Documentation/netlink/specs/ipmp.yaml" \
	"$work/Documentation/netlink/specs/"

gen() {
	python3 "$tree/tools/net/ynl/$generator" \
		--spec "$work/Documentation/netlink/specs/ipmp.yaml" \
		--mode "$1" "$2" -o "$work/$3"
}

# Renamed in 6.13.
generator=ynl-gen-c.py
[ -e "$tree/tools/net/ynl/$generator" ] || generator=pyynl/ynl_gen_c.py

gen uapi --header include/uapi/linux/ipmp.h
gen kernel --header kmod/netlink-gen.h
gen kernel --source kmod/netlink-gen.c

mkdir -p "$out/include/uapi/linux" "$out/kmod"
cp "$work/include/uapi/linux/ipmp.h" "$out/include/uapi/linux/"
cp "$work/kmod/netlink-gen.h" "$work/kmod/netlink-gen.c" "$out/kmod/"
