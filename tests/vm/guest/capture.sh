# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# What others see of the host: frames, and what the switch learns from them.
# A test that wants it reads this file: . $LAB/capture.sh

# capture NAME WHERE IFNAME FILTER: tcpdump in the background, of what comes in.
# WHERE is host, sw, peer or peer2. On IFNAME `any` of the switch each line tells
# by which port a frame came. Returns when it listens.
capture()
{
	# Or what another of that name has said would do.
	: > "/tmp/$1.errors"
	# With a short snapshot length thousands fit into the buffer, else dozens.
	"$2" tcpdump -i "$3" -Q in -n -e -l -vv -x -tt --immediate-mode -s 256 "$4" \
		> "/tmp/$1.frames" 2> "/tmp/$1.errors" &
	wait_for 10 grep -q 'listening on' "/tmp/$1.errors"
}

# frames NAME: the frames so far, one a line; without those that the switch itself
# receives of what it floods.
frames()
{
	awk 'function flush() { if (line != "" && line !~ /^[^ ]+ br0 /) print line }
	     { gsub(/[ \t]+/, " ") }
	     /^[0-9]/ { flush(); line = $0; next }
	     { line = line $0 }
	     # The last one may still be being printed, the bytes come last.
	     END { if (line ~ / 0x0000: /) flush() }' "/tmp/$1.frames"
}

# count NAME REGEX: how many frames match.
count()
{
	frames "$1" | grep -Ec -- "$2" || true
}

# saw NAME REGEX [COUNT]: at least COUNT frames match; to be waited for.
saw()
{
	local n

	n=$(count "$1" "$2")
	((n >= ${3:-1})) || {
		frames "$1" | tail -n 20 | cut -c -250 >&2
		echo "$n frames of $1, not ${3:-1}, match: $2" >&2
		return 1
	}
}

# never NAME REGEX: no frame matches.
never()
{
	local found

	[ -e "/tmp/$1.frames" ] || fail "there is no capture $1"
	# No pipe: grep leaves when it has found enough, and the pipe would have failed.
	found=$(grep -E -m 5 -- "$2" < <(frames "$1")) || return 0
	fail "$1 saw: $found"
}

# by N: a regex, that a frame came by eth<N>'s switch port, from its MAC.
by()
{
	echo "^[^ ]+ p$1 [BMP] ifindex [0-9]+ $(nic_mac "$1") "
}

# arp_hex OPERATION MAC ADDRESS: a regex of the packet; tcpdump's words leave the
# sender's MAC out of a request.
arp_hex()
{
	local mac=${2//:/} b

	IFS=. read -ra b <<< "$3"
	printf '0x0000: 0001 0800 0604 000%d %s %s %s %02x%02x 0x0010: %02x%02x' "$1" \
		"${mac:0:4}" "${mac:4:4}" "${mac:8:4}" "${b[@]}"
}

# option KIND N: a regex of a link-layer address option with eth<N>'s MAC.
option()
{
	echo "$1 link-address option \([12]\), length 8 \(1\): $(nic_mac "$2")"
}

# own_macs NAME: by each port of a member came nothing but what has the MAC of
# that NIC: as Ethernet source, in ARP, in neighbour discovery, and the checksum
# is right. NAME is a capture on `any` of the switch.
own_macs()
{
	local wrong

	wrong=$(frames "$1" | awk '
	$2 !~ /^p[0-9]+$/ { next }
	{
		n = substr($2, 2) + 1
		mac = sprintf("52:54:00:00:%02x:00", n)
		hex = sprintf("0001 0800 0604 000[12] 5254 0000 %02x00", n)
		ok = $6 == mac
		if (/ethertype ARP/ && $0 !~ hex)
			ok = 0
		rest = $0
		while (match(rest, /link-address option \([12]\), length 8 \(1\): [0-9a-f:]*/)) {
			if (substr(rest, RSTART + RLENGTH - 17, 17) != mac)
				ok = 0
			rest = substr(rest, RSTART + RLENGTH)
		}
		if (/ICMP6/ && !/icmp6 sum ok/)
			ok = 0
		good += ok
		if (!ok)
			print
	}
	END { if (!good) print "no frames at all" }')
	[ -z "$wrong" ] || fail "wrong MAC or checksum: $wrong"
}

# fdb_watch: from now on note what the switch learns, from nothing.
fdb_watch()
{
	stdbuf -oL bridge -n sw monitor fdb > /tmp/fdb.log &
	# Listening cannot be seen; so have something learnt until it is noted.
	wait_for 5 fdb_watched
	bridge -n sw fdb flush dev br0
}

fdb_watched()
{
	bridge -n sw fdb replace 52:54:00:aa:aa:aa dev port2 master static
	bridge -n sw fdb del 52:54:00:aa:aa:aa dev port2 master
	grep -q 52:54:00:aa:aa:aa /tmp/fdb.log
}

# fdb_steady: no NIC's MAC was learnt on another port than its own.
fdb_steady()
{
	local wrong

	wrong=$(awk '
	$1 !~ /^52:54:00:/ || $1 ~ /^52:54:00:(ff|aa):/ { next }
	{ learnt++ }
	$1 in port && port[$1] != $3 { print $1, "on", port[$1], "and", $3 }
	{ port[$1] = $3 }
	$1 ~ /^52:54:00:00:/ && $3 != "p" strtonum("0x" substr($1, 13, 2)) - 1 { print }
	END { if (!learnt) print "nothing learnt" }' /tmp/fdb.log)
	[ -z "$wrong" ] || fail "MAC on a wrong port: $wrong"
	# Nothing of the host but NICs' MACs: not that of the group, above all.
	wrong=$(grep -v -e '^Deleted' -e '^52:54:00:' /tmp/fdb.log) || return 0
	fail "strange MAC: $wrong"
}
