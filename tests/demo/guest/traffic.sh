# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# The one TCP transfer of the story, from the peer to a data address. Its ends
# come before all others on the CPU: it is the network that is to be watched.

PORT=5001
RATE=2000000
RECEIVED=/run/demo.received
# So many bytes are proof that it flows.
PROOF=50000

transfer_start()
{
	rm -f $RECEIVED
	nice -n -20 tcpflow recv $PORT $RECEIVED &
	RECEIVER=$!
	wait_for 10 grep -q . $RECEIVED
	ip netns exec peer nice -n -20 tcpflow send "$DATA" $PORT $RATE &
	SENDER=$!
}

# Both ends count, and each fails when the other's count is not its own.
transfer_stop()
{
	kill -TERM "$SENDER"
	wait_for 30 ended "$SENDER"
	wait "$SENDER"
	wait_for 10 ended "$RECEIVER"
	wait "$RECEIVER"
}

ended()
{
	! kill -0 "$1" 2> /dev/null
}

# flows: wait until bytes arrive, from now on.
flows()
{
	local now enough

	read -r now < $RECEIVED
	enough=$((now + PROOF))
	wait_for 20 arrived $enough || broke "no bytes arrived any more"
}

arrived()
{
	local now

	read -r now < $RECEIVED
	((now >= $1)) || {
		echo "$now bytes have arrived"
		return 1
	}
}
