# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# The steps of dynamic reconfiguration: a card is kept, detached and attached, and
# then is not there at boot. What is told beside what other steps tell (steps.sh):
#
#   packets	count, lost: numbered UDP packets while the card was detached

# shellcheck source=tests/vm/guest/flows.sh
. $LAB/flows.sh

# others on|off: the cables of all NICs but the card, and wait until the group knows.
others()
{
	local state=active

	[ "$1" = on ] || state=failed
	cable 1 "$1"
	cable 2 "$1"
	wait_for 20 shows member eth1 state=$state &&
		wait_for 20 shows member eth2 state=$state ||
		broke "eth1 and eth2 are not $state"
}

step_refuse()
{
	local before

	step refuse "the other cables are pulled: $CARD is the last one, and is kept" \
		"detach of the last refused" "ipmpadm detach $CARD"
	others off
	before=$(configured)
	runs 1 ipmpadm detach $CARD
	[[ $SAID == *"$CARD is the last functioning interface of group $GROUP"* &&
		$SAID == *"hosts data address $DATA"* ]] || broke "it does not say why"
	[ "$(configured)" = "$before" ] || broke "something has changed"
	then_flows active home
	# There is more to read than elsewhere.
	nap $HOLD
}

step_detach()
{
	step detach "with the cables back $CARD is detached, and nothing is lost" \
		"detached as planned" "ipmpadm detach $CARD"
	others on
	wait_for 20 came_out active home
	# Much longer than it takes; flows_end would tell.
	flows_begin "$DATA" "$NET6:10" 10
	runs 0 ipmpadm detach $CARD
	no_nic ${CARD#eth} || broke "$CARD is still there"
	then_flows missing away
	flows_end > /dev/null
	count_packets
}

# count_packets: how many there were, of both ways and families.
count_packets()
{
	local count=0 lost=0 flow

	for flow in $FLOWS; do
		flow $flow received
		count=$((count + VALUE))
		flow $flow lost
		lost=$((lost + VALUE))
	done
	tell packets count $((count + lost)) lost $lost
	[ $lost = 0 ] || broke "$lost UDP packets were lost"
}

step_attach()
{
	step attach "$CARD is attached again, and takes its addresses back" \
		"attached again" "ipmpadm attach $CARD"
	runs 0 ipmpadm attach $CARD
	then_flows active home
}

# Not a boot of the machine, but what its boot would do: nothing is configured, the
# card is not there, and the files are. With two NICs there is one place to go to.
step_boot()
{
	local moved="moving addresses from failed IPv4 interfaces: $CARD (moved to eth1)"

	transfer_stop
	step boot "a boot with files for two NICs, and the card $CARD is not there" \
		"boot without the card" "ipmpadm boot wait 0"
	unconfigure
	nic_remove ${CARD#eth}
	runs 0 ipmpadm boot wait 0
	[[ $'\n'$SAID$'\n' == *$'\n'"$moved"$'\n'* ]] || broke "it does not say: $moved"
	then_answers missing away
}

unconfigure()
{
	ip link del ipmp0
	ip addr flush dev eth1 scope global
	ip addr flush dev eth2 scope global
	rm /etc/hostname.eth2
	ip link set eth2 down
}
