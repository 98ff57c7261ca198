#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# silence.sh ROUNDS MS...: how long it takes until the address of eth0 is elsewhere
# after its path has gone silent, with each of these detection times. The group is
# a new one each time: who fails again and again is held back. A line for each round:
#	MS WAY MILLISECONDS

# shellcheck source=tests/bench/guest/common.sh
. /lab/bench/common.sh
# shellcheck source=tests/vm/guest/probed.sh
. /lab/guest/probed.sh

set -eE -o pipefail
trap 'echo "failed: $BASH_COMMAND (line $LINENO)" >&2' ERR

ROUNDS=$1
TIMES=("${@:2}")
WAYS=(both in out)

# one MS WAY
one()
{
	probed "$1" 0 2
	silence "$1" "$2"
	echo "$1 $2 $TOOK"
	unblock 0
	ip link del ipmp0
}

main()
{
	local ms round

	for ms in "${TIMES[@]}"; do
		for ((round = 0; round < ROUNDS; round++)); do
			one "$ms" "${WAYS[round % 3]}"
		done
	done
}

main
