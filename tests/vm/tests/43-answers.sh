# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# What counts as the answer to a probe, and what does not.

# shellcheck source=tests/vm/guest/group.sh
. $LAB/group.sh

ANSWER=/tmp/answer

# answers WORD: the target answers like that from now on, see answer.py.
answers()
{
	echo "$1" > $ANSWER/mode.new
	mv $ANSWER/mode.new $ANSWER/mode
}

# asked: eth0 and eth2 probe a target that answers soundly.
asked()
{
	group_of 0 2
	rm -rf $ANSWER
	mkdir $ANSWER
	answers sound
	peer $LAB/answer.py veth0 $NET4.9 $NET6:9 $ANSWER &
	wait_for 15 test -e $ANSWER/answers
	ipmpadm group set ipmp0 probe auto detection-time 1000
	ipmpadm target add $NET4.9 group ipmp0
	ipmpadm target add $NET6:9 group ipmp0
}

# counts FAMILY: it takes the target to be answering.
counts()
{
	local n

	for n in 0 2; do
		settles 20 member eth$n "probe_$1=ok"
	done
}

# answered WORD: it has answered both like that.
answered()
{
	grep -q "^$1 $(nic_mac 0)" $ANSWER/answers && grep -q "^$1 $(nic_mac 2)" $ANSWER/answers
}

# is_nothing FAMILY WORD...: answers like that count as none.
is_nothing()
{
	local family=$1 n word

	for word in "${@:2}"; do
		counts $family
		answers "$word"
		wait_for 20 answered "$word"
		for n in 0 2; do
			settles 20 member eth$n "probe_$family=unknown"
		done
		answers sound
	done
	counts $family
}

t "an ICMP echo reply with a wrong checksum or length is no answer" test_echo
test_echo()
{
	test_addresses 0 2
	asked
	is_nothing inet icmp-sum ip-sum short long
}

t "an ICMPv6 echo reply with a wrong checksum or length is no answer" test_echo_v6
test_echo_v6()
{
	test_addresses 0 2
	asked
	is_nothing inet6 icmp-sum short long
}

t "a neighbour advertisement that is not sound, or not solicited, is no answer" test_advertisement 150
test_advertisement()
{
	asked
	is_nothing inet6 unasked advert-sum far empty-option cut-option other-size wrong-mac
}

t "an ARP reply with what is no host's MAC is no answer" test_arp
test_arp()
{
	asked
	is_nothing inet no-mac wrong-mac
}

t "a neighbour advertisement need not tell the MAC that it came from" test_bare
test_bare()
{
	asked
	counts inet6
	answers far
	settles 20 member eth0 probe_inet6=unknown
	answers bare
	counts inet6
	wait_for 5 answered bare
}
