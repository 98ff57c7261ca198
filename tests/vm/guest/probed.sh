# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# Groups that are probed, and how soon they leave a path that goes silent.
# A test that wants it reads this file: . $LAB/probed.sh

# shellcheck disable=SC2034 # TOOK is a result

# shellcheck source=tests/vm/guest/group.sh
. $LAB/group.sh

# probed MS N...: a group of these with this detection time, probing the peers.
probed()
{
	local ms=$1

	shift
	group_of "$@"
	ipmpadm group set ipmp0 probe auto detection-time $ms
	ipmpadm target add $NET4.1 group ipmp0
	ipmpadm target add $NET6:1 group ipmp0
	ipmpadm target add $NET4.2 group ipmp0
	ipmpadm target add $NET6:2 group ipmp0
	both_ok "$@"
}

# both_ok N...: these are active, and answered by both families.
both_ok()
{
	local n

	for n; do
		settles 15 member eth$n state=active probe_inet=ok probe_inet6=ok reason=
	done
}

# all_ok N...: these are active, and answered.
all_ok()
{
	local n

	for n; do
		settles 15 member eth$n state=active probe=ok reason=
	done
}

# told_ms KEY=VALUE...: when the first event with all these was, in TOLD_MS, as
# milliseconds since 1970.
told_ms()
{
	local OBJECT

	while read -r OBJECT; do
		holds "$@" 2> /dev/null || continue
		value time
		TOLD_MS=$(date -d "$VALUE" +%s%3N)
		return
	done < $EVENTS
	return 1
}

# event_ms SECONDS KEY=VALUE...: the same, of one that is waited for.
event_ms()
{
	# What is waited for runs in a shell of its own.
	wait_for "$1" told_ms "${@:2}" && told_ms "${@:2}"
}

# probes sent|answered|lost|not_sent: how many all members have by the last look, in PROBES.
probes()
{
	local n

	PROBES=0
	for n in $(grep -oE "\"$1\":[0-9]+" <<< "$STATE" | cut -d : -f 2); do
		PROBES=$((PROBES + n))
	done
}

# not_sent: probes that the host was too busy to send, in NOT_SENT.
not_sent()
{
	look
	probes not_sent
	NOT_SENT=$PROBES
}

# left ADDRESS: when it left eth0 since its path was blocked; how long that took is in TOOK
# if it was the last.
left()
{
	event_ms 15 event=address address=$1 from=eth0 reason=probe-failed
	((TOLD_MS - BLOCKED <= TOOK)) || TOOK=$((TOLD_MS - BLOCKED))
}

# silence MS WAY: eth0 goes silent, and is left by both families. How long that took is
# in TOOK, as milliseconds.
silence()
{
	TOOK=0
	watch
	block_at 0 $2
	block_now
	left $NET4.10
	left $NET6:10
}

# left_in_time MS WAY: the addresses of a path that goes silent leave it within MS.
# An emulated CPU may be late by itself, so it is tried five times; how often it is in
# time is for the bench to tell.
left_in_time()
{
	local ms=$1 round family

	for round in 1 2 3 4 5; do
		probed $ms 0 2
		silence $ms $2
		((TOOK > ms && round < 5)) || break
		unblock 0
		ip link del ipmp0
	done
	at_most "milliseconds until the addresses moved (round $round)" $ms $TOOK
	settles 5 member eth0 state=failed reason=probe-failed probe=failed link=up
	has address $NET4.10 member=eth2
	has address $NET6:10 member=eth2
	told event=address address=$NET6:10 from=eth0 to=eth2 reason=probe-failed
	# On its way it may be unknown for a moment, when all targets are silent to it.
	for family in inet inet6; do
		event event=probe ifname=eth0 family=$family from=ok
		event event=probe ifname=eth0 family=$family to=failed
	done
	not told event=member ifname=eth2 to=failed 2> /dev/null
	not told event=group state=failed 2> /dev/null
	wait_for 5 says "member eth0 failed: probe-failed" dmesg
	wait_for 5 says "address $NET4.10 moves from eth0 to eth2: probe-failed" dmesg
	unblock 0
	settles 15 member eth0 state=active probe=ok
}
