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

# echoes WORD: the other end of the connection sends it back.
echoes()
{
	local line

	echo "$1" >&"${TCP[1]}"
	read -rt $((5 * TIMESCALE_PERCENT / 100)) -u "${TCP[0]}" line || fail "silence after $1"
	same "echo" "$1" "$line"
}
