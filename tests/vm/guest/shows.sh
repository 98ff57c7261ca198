# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# Making groups, and asking what they are. A test that wants it reads this file:
# . $LAB/shows.sh
#
# Objects of `ipmpadm -j show` are taken apart in bash: jq takes half a second to
# start on an emulated CPU. They hold no objects themselves, but a group does.

# shellcheck disable=SC2034  # STATE, OBJECT and VALUE are results

# group NAME [MEMBER...]: make it with stock iproute2, up, with members.
group()
{
	local name=$1 ifname

	shift
	{
		echo "link add $name type ipmp"
		echo "link set $name up"
		for ifname; do
			echo "link set $ifname master $name"
		done
	} | ip -batch -
}

# address IFNAME ADDRESS/LENGTH...: give it these; no waiting for DAD.
address()
{
	local name=$1 ip

	shift
	for ip; do
		case $ip in
		*:*)	echo "addr add $ip dev $name nodad" ;;
		*)	echo "addr add $ip dev $name" ;;
		esac
	done | ip -batch -
}

# look [group NAME]: what there is now, in STATE.
# shellcheck disable=SC2120 # most want all groups
look()
{
	STATE=$(ipmpadm -j show "$@")
}

# object group|member|address NAME: find it in STATE; it is in OBJECT then.
object()
{
	local key=ifname

	[ "$1" != address ] || key=address
	[[ $STATE =~ \{[^{}]*\"$key\":\"$2\"[^{}]* ]] || return
	OBJECT=${BASH_REMATCH[0]}
}

# value KEY: of OBJECT, in VALUE; words without their quotes.
value()
{
	VALUE=
	[[ $OBJECT =~ \"$1\":(\"([^\"]*)\"|(\[[^]]*\])|([^],}]*)) ]] || return
	VALUE=${BASH_REMATCH[2]}${BASH_REMATCH[3]}${BASH_REMATCH[4]}
}

# holds KEY=VALUE...: OBJECT has all these.
holds()
{
	local pair

	for pair; do
		value "${pair%%=*}" || true
		[ "$VALUE" = "${pair#*=}" ] || {
			echo "expected $pair, got '$VALUE' in $OBJECT" >&2
			return 1
		}
	done
}

# has group|member|address NAME [KEY=VALUE...]: by the STATE of the last look.
has()
{
	object "$1" "$2" || {
		echo "no $1 $2 in $STATE" >&2
		return 1
	}
	holds "${@:3}"
}

# shows group|member|address NAME [KEY=VALUE...]: as it is now.
shows()
{
	look
	has "$@"
}

# settles SECONDS group|member|address NAME [KEY=VALUE...]: wait until it shows
# that, and have a look.
settles()
{
	wait_for "$1" shows "${@:2}"
	look
}

# bound IFNAME: the data addresses on it, in order, by the last look.
bound()
{
	{ grep -oE "\{\"address\"[^{}]*\"member\":\"$1\"" <<< "$STATE" || true; } |
		cut -d '"' -f 4
}

# names group|member|address: of all there are, in order, by the last look; a
# group's is that of its interface.
names()
{
	local key end=

	case $1 in
	group)	key='\{"group":"[^{}"]*","ifname"' ;;
	member)	key='\{"ifname"' ;;
	# Targets have addresses, too.
	address) key='\{"address"' end='","prefix_len' ;;
	esac
	{ grep -oE "$key:\"[^\"]*$end" <<< "$STATE" || true; } | sed "s/$end$//; s/.*\"//" |
		tr '\n' ' '
}

# configured: what shows of the configuration, in a form that two of them can be
# compared in: without times, counters, what probes say, and what card it is.
configured()
{
	ipmpadm -j show | sed -E 's/"(since|perm_mac|path)":"[^"]*"//g
		s/"(cast|targets_silent|address_moves|detection_now_ms|hold_until)":[^],}]*//g
		s/"probe(_inet6?)?":"(ok|failed|unknown|disabled)"//g
		s/"(probes|targets)":\[[^]]*\]//g'
}

# links: without what follows a carrier (LOWER_UP) up to a second late.
links()
{
	ip -d link | sed -E 's/qlen [0-9]*//; s/NO-CARRIER,//; s/ state [A-Z]+ / /'
}

# watch [AS...]: from now on events go to the file EVENTS, of one monitor at a time;
# of one that is run by the command AS.
EVENTS=/tmp/events
MONITOR=

watch()
{
	[ -z "$MONITOR" ] || kill "$MONITOR" 2> /dev/null || true
	: > $EVENTS
	"$@" ipmpadm -j monitor > $EVENTS &
	MONITOR=$!
	wait_for 15 grep -q '"event":"sync"' $EVENTS
}

# told KEY=VALUE...: there has been an event with all these.
told()
{
	local OBJECT

	while read -r OBJECT; do
		[[ $OBJECT == *'"event":"exists"'* ]] || ! holds "$@" 2> /dev/null ||
			return 0
	done < $EVENTS
	echo "no event with $*" >&2
	cat $EVENTS >&2
	return 1
}

# event KEY=VALUE...: wait for one.
event()
{
	wait_for 15 told "$@"
}

# complete: events have been told one after the other, with none left out.
complete()
{
	local OBJECT last=

	while read -r OBJECT; do
		value event
		case $VALUE in exists | sync) continue ;; esac
		value seq
		[ -z "$last" ] || same "seq after $last" $((last + 1)) "$VALUE"
		last=$VALUE
	done < $EVENTS
	[ -n "$last" ] || fail "no events at all"
	same "number of snapshots" 1 "$(grep -c '"event":"sync"' $EVENTS)"
}

# refused STATUS TEXT COMMAND...: it fails with this status, and says TEXT.
refused()
{
	local want=$1 text=$2 status=0 said

	shift 2
	said=$("$@" 2>&1 > /dev/null) || status=$?
	same "status of $*" "$want" "$status"
	[[ $said == *"$text"* ]] || fail "$*: should say '$text', says '$said'"
}

# says PATTERN COMMAND...: it succeeds, and its output has the PATTERN somewhere.
says()
{
	local output

	output=$("${@:2}") || return
	# shellcheck disable=SC2053 # a pattern
	[[ $output == *$1* ]] || {
		echo "no '$1' in: $output" >&2
		return 1
	}
}
