# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# Verdicts of a test.

# fail TEXT...: end the test, and say why.
fail()
{
	echo "$*" >&2
	exit 1
}

# skip TEXT...: end the test without a verdict; the kernel lacks something.
skip()
{
	echo "$*" >&2
	exit 4
}

# same WHAT EXPECTED ACTUAL
same()
{
	[ "$2" = "$3" ] || fail "$1: expected '$2', got '$3'"
}

# less WHAT LIMIT ACTUAL: ACTUAL is at most LIMIT.
at_most()
{
	((${3%%.*} <= $2)) || fail "$1: at most $2, got $3"
}
