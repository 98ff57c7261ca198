# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# A switch that drops or delays frames while every link stays up. What a test has not ended
# itself ends with it.

DROPS=/run/lab.drops
WORSE=/run/lab.worse

# drop PORT ingress|egress FILTER...: what comes in by this port of the switch, or
# goes out, and fits tc's FILTER.
drop()
{
	local port=$1 way=$2

	shift 2
	grep -qxs "$port" $DROPS || {
		sw tc qdisc add dev "$port" clsact
		echo "$port" >> $DROPS
	}
	sw tc filter add dev "$port" "$way" "$@" action drop
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
	case $2 in
	in)	drop "p$1" ingress matchall ;;
	out)	drop "p$1" egress matchall ;;
	both)	drop "p$1" ingress matchall
		drop "p$1" egress matchall ;;
	esac
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

# worsen PORT WORD...: what leaves by this port suffers what tc-netem(8) says.
worsen()
{
	echo "$1" >> $WORSE
	sw tc qdisc add dev "$1" root netem "${@:2}"
}

clean_drops()
{
	local port ports

	if [ -s $WORSE ]; then
		while read -r port; do
			sw tc qdisc del dev "$port" root
		done < $WORSE
		rm $WORSE
	fi
	[ -s $DROPS ] || return 0
	mapfile -t ports < $DROPS
	pass "${ports[@]}"
}
