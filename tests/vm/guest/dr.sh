# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# Dynamic reconfiguration: files, what there is as a whole, and detaching.
# A test that wants it reads this file: . $LAB/dr.sh

# shellcheck source=tests/vm/guest/group.sh
. $LAB/group.sh

# file NAME LINE...: /etc/NAME with these lines. The next test finds none.
file()
{
	printf '%s\n' "${@:2}" > "/etc/$1"
}

# dump: all that is configured, in a form that two of them can be compared in:
# without numbers of interfaces, times and what is not there.
dump()
{
	configured
	grep -H . /sys/class/net/*/mtu
	ip -o addr show scope global | sed -E 's/^[0-9]+: //; s/valid_lft.*//; s/ tentative//; s/ +/ /g' | sort
	{
		ip route show
		ip -6 route show | sed -E '/^(fe80|ff00|multicast)/d; s/expires [^ ]*//'
	} | sed 's/ linkdown//' | sort
}

# is_same DUMP: there is now what was then.
is_same()
{
	[ "$(dump)" = "$1" ]
}

# unchanged COMMAND...: it fails with status 1, says something, and all is as it was.
unchanged()
{
	local before status=0 moves

	before=$(dump)
	moves=$(moves)
	"$@" > /tmp/said 2>&1 || status=$?
	same "status of $*" 1 "$status"
	same "all there is" "$before" "$(dump)"
	same "moves" "$moves" "$(moves)"
}

# moves: how often addresses have moved so far, in all groups.
moves()
{
	local name

	ip -br link show type ipmp | while read -r name _; do
		ethtool -S "$name" | awk '$1 == "address_moves:" { print $2 }'
	done
}

# hook NAME LINE...: a hook of that name.
hook()
{
	mkdir -p /etc/ipmp/dr.d
	printf '%s\n' '#!/bin/sh' "${@:2}" > "/etc/ipmp/dr.d/$1"
	chmod 755 "/etc/ipmp/dr.d/$1"
}

# order PATTERN...: the events have these lines, one after the other.
order()
{
	local at=0 line pattern

	for pattern; do
		# No pipe: grep leaves when it has found it, and tail would be what fails.
		line=$(grep -nE -m 1 -- "$pattern" < <(tail -n +$((at + 1)) $EVENTS)) ||
			fail "no $pattern after line $at of $(cat $EVENTS)"
		at=$((at + ${line%%:*}))
	done
}

# restored COMMAND...: it fails, and all is as it was; addresses may have moved
# and be back.
restored()
{
	local before status=0

	before=$(dump)
	"$@" > /tmp/said 2>&1 || status=$?
	[ $status != 0 ] || fail "$* succeeded"
	wait_for 5 is_same "$before"
	same "all there is" "$before" "$(dump)"
}
