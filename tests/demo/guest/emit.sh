# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# What the host is told: a JSON object a line, each in one write.

# tell EVENT [KEY VALUE]...: values are strings; `t` is when, in milliseconds.
tell()
{
	local text

	now_ms
	text="{\"event\":\"$1\",\"t\":$NOW_MS"
	shift
	while [ $# -gt 0 ]; do
		plain "$2"
		text+=",\"$1\":\"$PLAIN\""
		shift 2
	done
	printf '%s}\n' "$text"
}

# broke TEXT: it went wrong, and this is the end.
broke()
{
	tell failed why "$*"
	exit 1
}

# plain TEXT: what JSON takes without escapes, in PLAIN.
plain()
{
	PLAIN=${1//[\"\\]/\'}
	PLAIN=${PLAIN//[[:cntrl:]]/ }
}
