# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# Numbered UDP packets both ways, IPv4 and IPv6, and what they have lost.
# A test that wants it reads this file: . $LAB/flows.sh

FLOWS_RATE=200
FLOWS_LONGEST=300	# seconds
FLOWS="in4 out4 in6 out6"

# flows_begin ADDRESS4 ADDRESS6: between the peer and these addresses of the host,
# until flows_end. Returns when packets flow. A sender that was kept from its work
# does not make up for it: a burst would be lost on a queue, not on a failover.
flows_begin()
{
	local common="--rate $FLOWS_RATE --count $((FLOWS_LONGEST * FLOWS_RATE)) --steady"

	udpgap recv 5004 > /tmp/flow.in4 2> /tmp/flow.in4.begun &
	udpgap recv 5006 > /tmp/flow.in6 2> /tmp/flow.in6.begun &
	peer udpgap recv 5004 > /tmp/flow.out4 2> /tmp/flow.out4.begun &
	peer udpgap recv 5006 > /tmp/flow.out6 2> /tmp/flow.out6.begun &
	wait_for 5 listen_all host
	wait_for 5 listen_all peer
	ping -q -n -c 1 -W 5 -I "$1" $NET4.1 > /dev/null
	ping -q -n -c 1 -W 5 -I "$2" $NET6:1 > /dev/null
	# shellcheck disable=SC2086 # words
	{
		peer udpgap send "$1" 5004 $common > /tmp/flow.in4.sent &
		SENDERS=$!
		peer udpgap send "$2" 5006 $common > /tmp/flow.in6.sent &
		SENDERS+=" $!"
		udpgap send $NET4.1 5004 $common --bind "$1" > /tmp/flow.out4.sent &
		SENDERS+=" $!"
		udpgap send $NET6:1 5006 $common --bind "$2" > /tmp/flow.out6.sent &
		SENDERS+=" $!"
	}
	wait_for 20 all_flow
}

all_flow()
{
	local flow

	for flow in $FLOWS; do
		[ -s /tmp/flow.$flow.begun ] || return
	done
}

listen_all()
{
	[ "$("$1" ss -Hlun 'sport = :5004 or sport = :5006' | wc -l)" -ge 2 ]
}

# flows_end: let them flow for as long as neighbours take to follow, and count.
flows_end()
{
	local flow

	nap 0.7
	# shellcheck disable=SC2086 # words
	kill -0 $SENDERS 2> /dev/null || fail "the flows had ended before the test was done with them"
	pkill -f '^udpgap send'
	for flow in $FLOWS; do
		wait_for 40 test -s /tmp/flow.$flow
		echo "$flow $(cat /tmp/flow.$flow.sent /tmp/flow.$flow | tr '\n' ' ')"
	done
}

# flow FLOW KEY: a number of the report, in VALUE.
flow()
{
	[[ $(< /tmp/flow.$1) =~ \"$2\":([0-9]+) ]]
	VALUE=${BASH_REMATCH[1]}
}

# nothing_lost: and nothing twice. A member that goes waits for 50 ms, in which neighbours
# follow; on the debug kernel all but that wait takes several times as long.
nothing_lost()
{
	local late=0

	[ "$KERNEL" != debug ] || late=$((50 * (TIMESCALE_PERCENT - 100) / 100))
	lost_at_most $late
}

# lost_at_most MS: no flow has lost more than it sends in so long. (How long it was
# silent says more of a busy host than of what is tested.)
lost_at_most()
{
	local f

	for f in $FLOWS; do
		flow $f lost
		at_most "lost of $f" $(($1 * FLOWS_RATE / 1000)) "$VALUE"
		flow $f duplicates
		same "duplicates of $f" 0 "$VALUE"
	done
}
