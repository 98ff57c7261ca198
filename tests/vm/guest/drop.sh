# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# A switch that drops or delays frames while every link stays up. What a test has not ended
# itself ends with it.

DROPS=/run/lab.drops
WORSE=/run/lab.worse

# can_drop PORT: filters can be added to it.
can_drop()
{
	grep -qxs "$1" $DROPS || {
		sw tc qdisc add dev "$1" clsact
		echo "$1" >> $DROPS
	}
}

# drop PORT ingress|egress FILTER...: what comes in by this port of the switch, or
# goes out, and fits tc's FILTER.
drop()
{
	can_drop "$1"
	sw tc filter add dev "$1" "$2" "${@:3}" action drop
}

# pass PORT...: these drop nothing any more.
pass()
{
	local port

	for port; do
		sw tc qdisc del dev "$port" clsact
		sed -i "/^$port$/d" $DROPS
	done
}

# block N in|out|both: what comes from eth<N> (in), what goes to it (out), or both.
# unblock N ends it.
block()
{
	block_at "$@"
	block_now
}

# block_at N in|out|both, then block_now: the same, but what takes long is done
# before. Since when is in BLOCKED, as milliseconds since 1970: by then tc is done,
# so it may have begun a few sooner.
block_at()
{
	local way

	can_drop "p$1"
	BLOCK=
	for way in ingress egress; do
		case $2$way in
		outingress | inegress) ;;
		*)	BLOCK+="filter add dev p$1 $way matchall action drop"$'\n' ;;
		esac
	done
	# What it prints of its first line shows that it reads.
	exec {BLOCK_TC}> >(sw tc -batch - > /run/lab.block 2>&1)
	BLOCK_PID=$!
	echo "qdisc show dev p$1" >&$BLOCK_TC
	wait_for 10 grep -q clsact /run/lab.block
}

block_now()
{
	printf '%s' "$BLOCK" >&$BLOCK_TC
	exec {BLOCK_TC}>&-
	wait "$BLOCK_PID"
	now_ms
	# shellcheck disable=SC2034 # a result
	BLOCKED=$NOW_MS
}

unblock()
{
	pass "p$1"
}

# mute 1|2: this peer answers nobody any more; unmute 1|2 ends it.
mute()
{
	drop "port$1" ingress matchall
}

unmute()
{
	pass "port$1"
}

# worsen PORT WORD...: what leaves by this port suffers what tc-netem(8) says;
# better PORT ends it.
worsen()
{
	echo "$1" >> $WORSE
	sw tc qdisc add dev "$1" root netem "${@:2}"
}

better()
{
	sw tc qdisc del dev "$1" root
	sed -i "/^$1$/d" $WORSE
}

clean_drops()
{
	local port ports

	if [ -s $WORSE ]; then
		mapfile -t ports < $WORSE
		for port in "${ports[@]}"; do
			better "$port"
		done
	fi
	[ -s $DROPS ] || return 0
	mapfile -t ports < $DROPS
	pass "${ports[@]}"
}
