# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# The generic netlink family: who may do what, and what nonsense does.

# shellcheck source=tests/vm/guest/shows.sh
. $LAB/shows.sh

nobody()
{
	setpriv --reuid 65534 --regid 65534 --clear-groups "$@"
}

t "reading needs no privilege" test_read
test_read()
{
	group ipmp0 eth0
	address ipmp0 $NET4.10/24
	same "what nobody reads" "$(ipmpadm -j show)" "$(nobody ipmpadm -j show)"
	watch nobody
	ip link set eth0 down
	event event=member ifname=eth0 to=failed
}

t "changing anything without CAP_NET_ADMIN is refused, and nothing changes" test_no_admin
test_no_admin()
{
	local before denied="CAP_NET_ADMIN needed"

	group ipmp0 eth0 eth2
	address ipmp0 $NET4.10/24
	before=$(ipmpadm -j show)
	refused 1 "$denied" nobody ipmpadm group add production
	refused 1 "$denied" nobody ipmpadm group set ipmp0 failback off
	refused 1 "$denied" nobody ipmpadm group rebalance ipmp0
	refused 1 "$denied" nobody ipmpadm group del ipmp0
	refused 1 "$denied" nobody ipmpadm target add $NET4.1 group ipmp0
	refused 1 "$denied" nobody ipmpadm target del $NET4.1 group ipmp0
	refused 1 "$denied" nobody ipmpadm member add eth3 group ipmp0
	refused 1 "$denied" nobody ipmpadm member set eth0 standby on
	refused 1 "$denied" nobody ipmpadm member del eth0
	refused 1 "$denied" nobody ipmpadm member offline eth0
	refused 1 "$denied" nobody ipmpadm member online eth0
	refused 1 "$denied" nobody ipmpadm address add $NET4.11/24 group ipmp0
	refused 1 "$denied" nobody ipmpadm address set $NET4.10 group ipmp0 home eth0
	refused 1 "$denied" nobody ipmpadm address del $NET4.10 group ipmp0
	same "all groups" "$before" "$(ipmpadm -j show)"
}

t "root of a user namespace rules the groups of its own network namespace, no others" test_user_namespace
test_user_namespace()
{
	setting kernel.unprivileged_userns_clone 1
	setting user.max_user_namespaces 100
	group ipmp0 eth0
	refused 1 "CAP_NET_ADMIN needed" nobody unshare -Ur ipmpadm group del ipmp0
	STATE=$(nobody unshare -Urn bash -c 'ipmpadm group add own && ipmpadm -j show && ipmpadm group del own')
	has group ipmp0 group=own
	same "members" "" "$(names member)"
	shows group ipmp0 state=ok
	has member eth0 state=active
}

# say LINE ANSWER: what genl.py is asked, and what it must answer (a pattern).
say()
{
	REQUESTS+=("$1") ANSWERS+=("$2")
}

# said: ask all that say has collected, in one go.
said()
{
	local n=0 line

	printf '%s\n' "${REQUESTS[@]}" | $LAB/genl.py > /tmp/answers
	while read -r line; do
		# shellcheck disable=SC2053 # a pattern
		[[ $line == ${ANSWERS[n]} ]] ||
			fail "${REQUESTS[n]}: expected ${ANSWERS[n]}, got $line"
		n=$((n + 1))
	done < /tmp/answers
	same "number of answers" ${#REQUESTS[@]} $n
}

# unharmed: ask, and find that nothing has changed.
unharmed()
{
	local before

	before=$(ipmpadm -j show; links)
	said
	same "all groups" "$before" "$(ipmpadm -j show; links)"
}

t "requests that lack something: an error each, and nothing changes" test_missing
test_missing()
{
	local command

	group ipmp0 eth0 eth2
	address ipmp0 $NET4.10/24
	for command in group-set group-del group-get; do
		say "$command" "EINVAL ipmp: no group is named"
	done
	for command in member-set member-del member-get member-offline member-online; do
		say "$command" "EINVAL ipmp: no member is named"
		say "$command ifname=s:" "ENOENT *not a member of any group"
		say "$command ifname=s:eth3" "ENOENT *not a member of any group"
		say "$command ifname=s:eth77" "ENOENT *not a member of any group"
	done
	say "member-new ifname=s:eth3" "EINVAL ipmp: no group is named"
	say "member-new group-name=s:ipmp0" "EINVAL ipmp: no member is named"
	say "member-new group-name=s:ipmp0 ifname=s:eth77" "ENODEV *no such device"
	say "address-get group-name=s:ipmp0" "EINVAL *an address has 4 or 16 bytes"
	say "address-get addr=x:c000020a" "EINVAL ipmp: no group is named"
	say "address-get group-name=s:ipmp0 addr=x:c000020b" "ENOENT *not an address of the group"
	say "address-set group-name=s:ipmp0 addr=x:c000020a" "EINVAL ipmp: no home is given"
	say "address-set home=s:eth0 addr=x:c000020a" "EINVAL ipmp: no group is named"
	say "address-set group-name=s:ipmp0 home=s:eth0" "EINVAL *an address has 4 or 16 bytes"
	unharmed
}

t "unknown groups, by name and by index: an error each" test_unknown
test_unknown()
{
	local command

	group ipmp0 eth0
	for command in group-set group-del group-get "member-new ifname=s:eth3" \
		       "address-set addr=x:c000020a home=s:eth0" "address-get addr=x:c000020a"; do
		say "$command group-name=s:nothing" "ENOENT *no such group"
		say "$command group-name=s:eth0" "ENOENT *no such group"
		say "$command group-name=s:" "ENOENT *no such group"
		say "$command group-ifindex=u32:1" "ENOENT *no such group"
		say "$command group-ifindex=u32:4294967295" "ENOENT *no such group"
	done
	unharmed
}

t "attributes of wrong length or value: an error each, and nothing changes" test_wrong
test_wrong()
{
	local a16=a234567890123456 a32=a2345678901234567890123456789012

	group ipmp0 eth0
	address ipmp0 $NET4.10/24
	say "group-new group-name=s:$a32" "E*"
	say "group-new group-name=s:" "EINVAL *name*"
	say "group-new group-ifname=s:$a16" "E*"
	say "group-new group-ifname=s:" "EINVAL *not a valid interface name"
	say "group-new group-ifname=s:a/b" "EINVAL *not a valid interface name"
	say "group-new group-ifname=s:.." "EINVAL *not a valid interface name"
	say "group-new group-ifname=s:%d%d" "EINVAL*"
	say "group-new group-name=r:abc" "EINVAL*"
	say "group-new failback=u8:2" "E*"
	say "group-new xmit=u32:2" "E*"
	say "group-new xmit=u8:1" "E*"
	say "group-set group-name=s:ipmp0 failback=x:" "E*"
	say "group-set group-ifindex=x:01" "E*"
	say "group-get group-ifindex=x:0102" "E*"
	say "member-new group-name=s:ipmp0 ifname=s:$a16" "E*"
	say "member-new group-name=s:ipmp0 ifname=s:eth3 standby=u8:2" "E*"
	say "member-new group-name=s:ipmp0 ifname=r:eth3" "EINVAL*"
	say "member-offline ifname=s:eth0 force=u32:1" "E*"
	say "member-del ifname=x:" "*E*"
	say "address-set group-name=s:ipmp0 addr=x: home=s:eth0" "EINVAL *an address has*"
	say "address-set group-name=s:ipmp0 addr=x:c00002 home=s:eth0" "EINVAL *an address has*"
	say "address-set group-name=s:ipmp0 addr=x:c000020a0102030405060708090a0b0c0d home=s:eth0" \
		"EINVAL *an address has*"
	say "address-set group-name=s:ipmp0 addr=x:c000020a home=s:$a16" "E*"
	unharmed
}

t "messages that are none, and operations that there are not: an error each" test_malformed
test_malformed()
{
	group ipmp0 eth0
	say "group-get -h" "EINVAL*"
	say "unspec" "ENOTSUP*"
	say "group-ntf group-name=s:ipmp0" "ENOTSUP*"
	say "group-new -d" "ENOTSUP*"
	say "group-get group-name=s:ipmp0 77=x:00000000" "EINVAL*"
	say "group-new state=u32:1" "EINVAL*"
	say "member-get ifname=s:eth0 home=s:eth0" "EINVAL*"
	say "group-get group-name=s:ipmp0" "ok 1"
	say "member-get ifname=s:eth0" "ok 1"
	unharmed
}

t "a home for an address that is not there yet is kept, and forgotten when set to none" test_homes
test_homes()
{
	group ipmp0 eth0 eth2
	say "address-set group-name=s:ipmp0 addr=x:c0000214 home=s:eth2" "ok 0"
	say "address-get group-name=s:ipmp0 addr=x:c0000214" "ENOENT*"
	say "address-get -d" "ok 0"
	said
	address ipmp0 $NET4.20/24
	shows address $NET4.20 member=eth2 home=eth2
}

t "a dump of 4 groups with 300 addresses is complete and has nothing twice" test_dump
test_dump()
{
	local n

	group ipmp0 eth0
	group ipmp1 eth2
	group ipmp2
	group ipmp3 eth3
	for ((n = 0; n < 75; n++)); do
		echo "addr add 10.0.0.$((n + 1))/24 dev ipmp0"
		echo "addr add 10.0.1.$((n + 1))/24 dev ipmp1"
		echo "addr add fd00:2::$((n + 1))/64 dev ipmp2 nodad"
		echo "addr add fd00:3::$((n + 1))/64 dev ipmp3 nodad"
	done | tee /tmp/batch | ip -batch -
	look
	same "groups" "ipmp0 ipmp1 ipmp2 ipmp3 " "$(names group)"
	same "members" "eth0 eth2 eth3 " "$(names member)"
	sed 's,.*add ,,; s,/.*,,' /tmp/batch | sort > /tmp/there
	names address | tr ' ' '\n' | sed '/^$/d' | sort > /tmp/shown
	same "number of addresses" 300 "$(wc -l < /tmp/there)"
	diff /tmp/there /tmp/shown

	# A second reader at its own pace, and one who wants one group only.
	say "group-get -d" "ok 4"
	say "member-get -d" "ok 3"
	say "address-get -d" "ok 300"
	say "address-get -d group-ifindex=u32:$(< /sys/class/net/ipmp2/ifindex)" "ok 75"
	say "member-get -d group-ifindex=u32:$(< /sys/class/net/ipmp2/ifindex)" "ok 0"
	said
}

t "a member with 200 addresses of its own is shown, dumped and watched" test_many_own
test_many_own()
{
	local n

	for ((n = 1; n <= 200; n++)); do
		echo "addr add fd00:4::$n/64 dev eth0 nodad"
	done | ip -batch -
	group ipmp0 eth0 eth2
	shows member eth0 state=active
	value test_addresses
	same "own addresses" 200 "$(grep -o fd00:4 <<< "$VALUE" | wc -l)"
	has member eth2 state=active
	say "member-get ifname=s:eth0" "ok 1"
	say "member-get -d" "ok 2"
	said
	watch
	ip link set eth0 down
	event event=member ifname=eth0 to=failed
	complete
}

t "a place is kept for a device that is not there, and counts" test_place
test_place()
{
	group ipmp0 eth2 eth3
	ipmpadm member set eth3 standby on
	settles 2 member eth3 state=inactive
	address ipmp0 $NET4.10/24
	ipmpadm address set $NET4.10 group ipmp0 home away0
	say "member-new group-name=s:ipmp0 ifname=s:away0 place=f:" "ok 0"
	say "member-new group-name=s:ipmp0 ifname=s:away0 place=f:" "ok 0"
	say "member-new group-name=s:ipmp0 ifname=s:a/b place=f:" "EINVAL *not a valid interface name"
	said
	shows member away0 state=missing reason=absent standby=false perm_mac=
	has member eth3 state=active reason=capacity
	has address $NET4.10 home=away0
	ip link set eth0 down
	ip link set eth0 name away0
	ip link set away0 master ipmp0
	settles 5 member away0 state=active
	has member eth3 state=inactive
	has address $NET4.10 member=away0
	REQUESTS=() ANSWERS=()
	say "member-del ifname=s:away0 place=f:" "ok 0"
	said
	shows member away0 state=missing reason=removed
	has member eth3 state=active
	has address $NET4.10 home=away0
	same "flags of the NIC" "" "$(ip -br link show dev away0 | grep -w UP || true)"
	ipmpadm member del away0
	ip link set away0 name eth0
	same "members" "eth2 eth3 " "$(look; names member)"
}

t "members go offline in one commit: no address moves between them" test_also
test_also()
{
	local before

	watch
	group ipmp0 eth0 eth2 eth3
	address ipmp0 $NET4.10/24 $NET4.11/24 $NET4.12/24 $NET4.13/24
	say "member-offline ifname=s:eth0 also=s:eth2 also=s:eth3" "EBUSY *last usable member*"
	unharmed
	REQUESTS=() ANSWERS=()
	say "member-offline ifname=s:eth0 also=s:eth9" "ENOENT *not a member of any group"
	unharmed
	REQUESTS=() ANSWERS=()
	before=$(moves)
	say "member-offline ifname=s:eth0 also=s:eth2" "ok 0"
	said
	shows member eth0 state=offline
	has member eth2 state=offline
	same "addresses" "$NET4.10 $NET4.11 $NET4.12 $NET4.13 " "$(bound eth3 | tr '\n' ' ')"
	# Three: who was on eth3 has not moved, and nobody has moved twice.
	same "moves" $((before + 3)) "$(moves)"
}

moves()
{
	ethtool -S ipmp0 | awk '$1 == "address_moves:" { print $2 }'
}

t "a member is told to wait; refused where it is needed, and where none waits" test_wait
test_wait()
{
	local wait=57=f:

	group ipmp0 eth0 eth2 eth3
	ipmpadm member set eth3 standby on
	say "member-set ifname=s:eth0 $wait" "EBUSY *with failback no member waits"
	said
	REQUESTS=() ANSWERS=()
	ipmpadm group set ipmp0 failback off
	watch
	say "member-set ifname=s:eth3 $wait" "EBUSY *a standby*"
	say "member-set ifname=s:eth0 $wait" "ok 0"
	say "member-set ifname=s:eth0 $wait" "ok 0"
	said
	REQUESTS=() ANSWERS=()
	look
	has member eth0 state=inactive reason=failback-off
	has member eth2 state=active
	has member eth3 state=active
	event event=member ifname=eth0 from=active to=inactive reason=failback-off
	ip link set eth3 down
	look
	has member eth0 state=active
	ip link set eth2 down
	say "member-set ifname=s:eth0 $wait" "EBUSY *last usable member*"
	say "member-set ifname=s:eth2 $wait" "EBUSY *does not work*"
	said
	shows member eth0 state=active
	complete
}

# generation: what the groups are numbered with now, in GENERATION.
generation()
{
	GENERATION=$($LAB/genl.py group-get -d -v58)
}

# is_quiet: nothing changes by itself any more.
is_quiet()
{
	local before

	generation
	before=$GENERATION
	nap 0.5
	generation
	[ "$GENERATION" = "$before" ]
}

# numbered COMMAND...: it changes something, and so the number.
numbered()
{
	local before=$GENERATION

	"$@"
	generation
	[ "$GENERATION" != "$before" ] || fail "same number after: $*"
}

t "the generation changes with all that dumps tell of, and only with that" test_generation
test_generation()
{
	group ipmp0 eth0 eth2
	ipmpadm group set ipmp0 probe off
	settles 15 member eth2 state=active
	wait_for 15 is_quiet
	generation
	[[ $GENERATION == "ok 1 "???????? ]] || fail "no number: $GENERATION"
	numbered ipmpadm group set ipmp0 failback off
	numbered ipmpadm target add $NET4.1 group ipmp0
	numbered ipmpadm target del $NET4.1 group ipmp0
	numbered ip addr add $NET4.10/24 dev ipmp0
	numbered ipmpadm address set $NET4.10 group ipmp0 home eth0
	numbered ip addr add $NET4.20/24 dev eth0
	numbered ipmpadm member set eth2 standby on
	numbered ipmpadm member offline eth2
	numbered ip link add ipmp1 type ipmp
	numbered ip link del ipmp1
	wait_for 15 is_quiet
}
