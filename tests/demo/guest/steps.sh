# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# The steps of the story. Each tells what it is about to do, does it, and sees
# by `ipmpadm -j show` that it came out. What it tells:
#
#   step	name, title (what happens), short (the same in the table), command
#   seen	member and its state, address and the member that holds it
#   flowing	after that, bytes have arrived

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

step_group()
{
	local n

	step group "three NICs become one group with four data addresses" \
		"a group of three NICs" "ipmpadm group add $GROUP; ipmpadm member add eth0 group ..."
	ipmpadm group add $GROUP
	for n in 0 1 2; do
		ipmpadm member add eth$n group $GROUP
	done
	ipmpadm address add "$DATA/24" group $GROUP home $CARD
	ipmpadm address add "$NET6:10/64" group $GROUP home $CARD
	ipmpadm address add "$NET4.11/24" group $GROUP home eth1
	ipmpadm address add "$NET4.12/24" group $GROUP home eth2
	seen active home
	nap $HOLD
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

step_rescan()
{
	step rescan "PCI finds the card again; the group still misses it" \
		"card found again" "echo 1 > $(root_port ${CARD#eth})/rescan"
	nic_rescan ${CARD#eth}
	then_flows missing away
}

step_join()
{
	step join "$CARD joins again and takes its place" "$CARD joined again" \
		"ipmpadm member add $CARD group $GROUP"
	ipmpadm member add $CARD group $GROUP
	then_flows active home
}
