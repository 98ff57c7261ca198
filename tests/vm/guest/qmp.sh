# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# QEMU's monitor, from inside the guest.

QMP_PORT=/dev/virtio-ports/qmp
QMP_LOCK=/run/lab.qmp.lock

# qmp COMMAND...: each a command in QMP's JSON; fails when QEMU refuses one. They
# reach QEMU together, so that even `stop` can be among them.
# With QMP_EVENT set, waits for an event whose text holds that as well.
# The port takes one opener at a time, hence the lock.
qmp()
{
	local port lock status=0

	exec {lock}> $QMP_LOCK
	flock "$lock"
	exec {port}<> $QMP_PORT
	# One line is one write.
	echo "$@" >&"$port"
	for _; do
		qmp_reply "$port" || status=1
	done
	if [ -n "${QMP_EVENT-}" ] && [ $status = 0 ]; then
		qmp_event "$port" || status=1
	fi
	exec {port}>&- {lock}>&-
	return $status
}

qmp_reply()
{
	local reply

	while read -rt 20 -u "$1" reply; do
		case $reply in
		'{"return"'*)	return 0 ;;
		'{"error"'*)	echo "qmp: $reply" >&2; return 1 ;;
		*"${QMP_EVENT:-no event}"*)	QMP_EVENT= ;;
		esac
	done
	echo "qmp: no reply" >&2
	return 1
}

qmp_event()
{
	local event

	[ -n "$QMP_EVENT" ] || return 0
	while read -rt $((20 * TIMESCALE_PERCENT / 100)) -u "$1" event; do
		case $event in *"$QMP_EVENT"*) return 0 ;; esac
	done
	echo "qmp: no event with $QMP_EVENT" >&2
	return 1
}

# To be called once, before anything else: QMP starts with a negotiation.
qmp_start()
{
	qmp '{"execute":"qmp_capabilities"}'
}

# hmp COMMAND-LINE: a command of QEMU's human monitor.
hmp()
{
	qmp '{"execute":"human-monitor-command","arguments":{"command-line":"'"$1"'"}}'
}
