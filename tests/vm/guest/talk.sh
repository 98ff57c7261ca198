# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# A TCP connection that is spoken over: coproc TCP { COMMAND; }, then echoes.
# A test that wants it reads this file: . $LAB/talk.sh

# listens host|peer PORT: somebody there accepts connections.
listens()
{
	"$1" ss -Hltn "sport = :$2" | grep -q .
}

# connect ADDRESS4 ADDRESS6: the peer connects to both, one connection behind the
# other: what echoes has been through both.
connect()
{
	socat TCP4-LISTEN:7000 EXEC:cat &
	socat TCP6-LISTEN:7006,ipv6only=1 EXEC:cat &
	wait_for 5 listens host 7000
	wait_for 5 listens host 7006
	coproc TCP {
		peer socat - "TCP4:$1:7000" | peer socat - "TCP6:[$2]:7006"
	}
}

# echoes WORD: the other end of the connection sends it back.
echoes()
{
	local line

	echo "$1" >&"${TCP[1]}"
	read -rt $((5 * TIMESCALE_PERCENT / 100)) -u "${TCP[0]}" line || fail "silence after $1"
	same "echo" "$1" "$line"
}
