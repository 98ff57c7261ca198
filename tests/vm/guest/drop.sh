# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# A switch that drops frames while every link stays up. What a test has not ended
# itself ends with it.

DROPS=/run/lab.drops

# drop PORT ingress|egress [protocol NAME]: what comes in by this port of the switch,
# or goes out.
drop()
{
	local port=$1 way=$2

	shift 2
	grep -qxs "$port" $DROPS || {
		sw tc qdisc add dev "$port" clsact
		echo "$port" >> $DROPS
	}
	sw tc filter add dev "$port" "$way" "$@" matchall action drop
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
	in)	drop "p$1" ingress ;;
	out)	drop "p$1" egress ;;
	both)	drop "p$1" ingress
		drop "p$1" egress ;;
	esac
}

unblock()
{
	pass "p$1"
}

# mute 1|2: this peer answers nobody any more; unmute 1|2 ends it.
mute()
{
	drop "port$1" ingress
}

unmute()
{
	pass "port$1"
}

clean_drops()
{
	local ports

	[ -s $DROPS ] || return 0
	mapfile -t ports < $DROPS
	pass "${ports[@]}"
}
