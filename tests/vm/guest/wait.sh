# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# Waiting for something to become true, never for time to pass.

# A descriptor on which nothing ever comes: `read -t` on it sleeps without a fork.
exec {NEVER}<> <(:)

# nap SECONDS: sleep, without starting a process.
nap()
{
	read -rt "$1" -u "$NEVER" || true
}

# now_ms: milliseconds since the epoch, in variable NOW_MS.
now_ms()
{
	NOW_MS=$((${EPOCHREALTIME/[.,]/} / 1000))
}

# wait_for SECONDS COMMAND...: repeat COMMAND until it succeeds. The deadline is
# longer on a slow kernel (TIMESCALE). Its output is shown when time is up.
wait_for()
{
	local deadline seconds=$1 output

	shift
	now_ms
	deadline=$((NOW_MS + seconds * TIMESCALE_PERCENT * 10))
	# Who stands still for long has one more look.
	until output=$("$@" 2>&1); do
		if ((NOW_MS > deadline)); then
			echo "not within $seconds s (x $TIMESCALE): $*" >&2
			[ -z "$output" ] || printf '%s\n' "$output" >&2
			return 1
		fi
		nap 0.05
		now_ms
	done
}

# not COMMAND...: succeed when COMMAND fails; unlike `!` it obeys `set -e`.
not()
{
	if "$@"; then
		echo "succeeded, should not: $*" >&2
		return 1
	fi
}

# udev_done: udev has done all that it was told.
udev_done()
{
	udevadm settle --timeout=$((30 * TIMESCALE_PERCENT / 100))
}
