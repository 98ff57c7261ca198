# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# The steps of the story. Each tells what it is about to do, does it, and sees
# by `ipmpadm -j show` that it came out. What it tells:
#
#   step	name, title (what happens), short (the same in the table), command
#   said	text: a line that a command printed
#   seen	member and its state, address and the member that holds it
#   flowing	after that, bytes have arrived
#   answered	without a transfer: the address has answered the peer

GROUP=production
CARD=eth0
DATA=$NET4.10
# How long the viewer may look at what came out.
HOLD=4

# step NAME TITLE SHORT [COMMAND]
step()
{
	tell step name "$1" title "$2" short "$3" command "${4-}"
}

# runs STATUS COMMAND...: it must end with that status. What it says is told, and
# in SAID.
runs()
{
	local line status=0

	SAID=$("${@:2}" 2>&1) || status=$?
	while IFS= read -r line; do
		[ -z "$line" ] || tell said text "$line"
	done <<< "$SAID"
	[ $status = "$1" ] || broke "${*:2}: ended with status $status, not $1"
}

# seen STATE home|away: wait until the card is in that state, and the data address
# on it or on another.
seen()
{
	wait_for 20 came_out "$1" "$2" || broke "$CARD was not $1, or $DATA not $2"
	came_out "$1" "$2"
	tell seen member $CARD state "$1" address "$DATA" holder "$VALUE"
}

# then_flows STATE home|away: the same, and then traffic must go on.
then_flows()
{
	seen "$@"
	flows
	tell flowing
	nap $HOLD
}

# then_answers STATE home|away: the same where no transfer is going on.
then_answers()
{
	seen "$@"
	wait_for 20 peer ping -q -n -c 1 -W 1 "$DATA" || broke "$DATA does not answer"
	tell answered
	nap $HOLD
}

came_out()
{
	shows member $CARD state="$1" && has address "$DATA" || return
	value member
	case $2-$VALUE in
	"home-$CARD")	return ;;
	"away-$CARD")	;;
	away-eth*)	return ;;
	esac
	echo "$DATA is on ${VALUE:-none}"
	return 1
}

# The files of the Solaris guide: for each NIC a data and a test address.
write_files()
{
	local n

	for n in 0 1 2; do
		printf '%s\n' "$NET4.1$n/24 broadcast + group $GROUP up" \
			"addif $NET4.2$n/24 broadcast + deprecated -failover up" \
			> /etc/hostname.eth$n
	done
	echo "addif $NET6:10/64 up" > /etc/hostname6.$CARD
}

step_group()
{
	step group "three NICs become one group, as their files say" \
		"a group of three NICs" "cat /etc/hostname.$CARD; ipmpadm boot"
	write_files
	runs 0 cat /etc/hostname.$CARD
	runs 0 ipmpadm boot
	then_answers active home
}

step_transfer()
{
	step transfer "a TCP transfer to $DATA begins" "nothing, for comparison" \
		"tcpflow send $DATA"
	transfer_start
	flows
	seen active home
	nap $HOLD
}

step_pull()
{
	step pull "somebody pulls the cable of $CARD" "cable of $CARD pulled"
	cable ${CARD#eth} off
	then_flows failed away
}

step_plug()
{
	step plug "the cable of $CARD is plugged in again" "cable plugged in again"
	cable ${CARD#eth} on
	then_flows active home
}

step_remove()
{
	local device

	device=/sys/bus/pci/devices/$(nic_pci ${CARD#eth})
	step remove "the card $CARD is removed, with no warning to anyone" \
		"card $CARD removed" "echo 1 > $device/remove"
	nic_remove ${CARD#eth}
	then_flows missing away
}

step_return()
{
	step return "PCI finds the card again; its file is applied, as udev has it done" \
		"card found again" \
		"echo 1 > $(root_port ${CARD#eth})/rescan; ipmpadm replay $CARD"
	nic_rescan ${CARD#eth}
	runs 0 ipmpadm replay $CARD
	then_flows active home
}
