# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# What scripts read and call: ipmpstat, if_mpadm, metrics, targets; of groups of the kernel.

# shellcheck source=tests/vm/guest/group.sh
. $LAB/group.sh

ipmpstat()
(
	exec -a ipmpstat ipmpadm "$@"
)

if_mpadm()
(
	exec -a if_mpadm ipmpadm "$@"
)

# mixed: eth0 is active, eth1 failed and eth2 offline, so that the standby eth3 is active.
mixed()
{
	group_of 0 1 2
	ipmpadm member add eth3 group ipmp0 standby
	settles 15 member eth3 state=inactive link=up
	cable 1 off
	settles 15 member eth1 state=failed link=down
	ipmpadm member offline eth2
	settles 15 member eth2 state=offline
	has member eth3 state=active
	has member eth0 state=active cast=true
}

t "ipmpstat tells active, failed, offline and standby members apart" test_mixed
test_mixed()
{
	local rows n

	mixed
	same "-g" "ipmp0:ipmp0:degraded::eth0 eth3 [eth1 eth2]" \
		"$(ipmpstat -gPo group,groupname,state,fdt,interfaces)"
	rows="eth0:yes:ipmp0:--mbM--:up:disabled:ok
eth1:no:ipmp0:-------:down:disabled:failed
eth2:no:ipmp0:-------:up:disabled:offline
eth3:yes:ipmp0:-s-----:up:disabled:ok"
	same "-i" "$rows" "$(ipmpstat -iPo interface,active,group,flags,link,probe,state)"
	rows=$(ipmpstat -anPo address,state,group,inbound,outbound)
	same "number of addresses" 6 "$(wc -l <<< "$rows")"
	for n in 0 1 2; do
		object address $NET4.1$n
		value member
		grep -qxF "$NET4.1$n:up:ipmp0:$VALUE:eth0 eth3" <<< "$rows"
		object address $NET6:1$n
		value member
		grep -qxF "2001\\:db8\\:\\:1$n:up:ipmp0:$VALUE:eth0 eth3" <<< "$rows"
	done
	same "-t" "$(printf '%s:disabled::\n' eth0 eth1 eth2 eth3)" \
		"$(ipmpstat -tnPo interface,mode,testaddr,targets)"

	ipmpadm member online eth2
	cable 1 on
	settles 15 member eth1 state=active
	settles 15 member eth3 state=inactive
	same "-g" "ipmp0:ok:eth0 eth1 eth2 (eth3)" "$(ipmpstat -gPo group,state,interfaces)"
	same "flags of the standby" "is-----" "$(ipmpstat -iPo flags | tail -n 1)"
	ip link set ipmp0 down
	same "-a" down "$(ipmpstat -anPo state | sort -u)"
}

t "ipmpstat for people has headers, and names or numbers" test_people
test_people()
{
	group_of 0
	echo "$NET4.10 service" >> /etc/hosts
	wait_for 15 says "ADDRESS *STATE *GROUP *INBOUND *OUTBOUND*service * up *" ipmpstat -a
	says "ADDRESS *$NET4.10 * up *" ipmpstat -an
	says "GROUP *GROUPNAME *STATE *FDT *INTERFACES*ipmp0 *ok *--*eth0" ipmpstat -g
	says "INTERFACE *ACTIVE *GROUP *eth0 *yes *ipmp0 *--mbM--" ipmpstat -i
	says "INTERFACE *MODE *TESTADDR *TARGETS*eth0 *disabled *--" ipmpstat -t
	says "STATE*GROUP*ok*ipmp0" ipmpstat -g -o state,group
	sed -i '$d' /etc/hosts
	refused 1 "probe-based failure detection is disabled" ipmpstat -p
	refused 3 "unknown output field" ipmpstat -gPo group,nothing
	says "*-g*GROUP,GROUPNAME,STATE,FDT,INTERFACES" ipmpstat -h
}

t "ipmpstat tells the targets and each probe" test_probed
test_probed()
{
	local rows

	group_of 0 2
	test_addresses 0
	ipmpadm group set ipmp0 probe auto
	ipmpadm target add $NET4.1 group ipmp0
	settles 30 member eth0 state=active probe_inet=ok
	settles 30 member eth2 state=active probe_inet=ok
	rows=$(ipmpstat -tnPo interface,mode,testaddr,targets)
	grep -qxF "eth0:routes:$NET4.20:$NET4.1" <<< "$rows"
	grep -qxF "eth2:routes::$NET4.1" <<< "$rows"
	same "detection time" "10.00s" "$(ipmpstat -gPo fdt)"
	ipmpstat -pnPo interface,probe,netrtt,target > /tmp/probes &
	wait_for 15 grep -qE "^eth0:[0-9]+:[0-9.]+ms:$NET4.1\$" /tmp/probes
	wait_for 15 grep -qE "^eth2:[0-9]+:[0-9.]+ms:$NET4.1\$" /tmp/probes
}

t "if_mpadm takes a member out and puts it back" test_if_mpadm
test_if_mpadm()
{
	group_of 0 2
	if_mpadm -d eth0
	shows member eth0 state=offline
	has address $NET4.10 member=eth2
	refused 1 "interface eth0 is already offline" if_mpadm -d eth0
	refused 1 "interface eth2 is not offline" if_mpadm -r eth2
	refused 1 "the last usable member of the group cannot go offline without force" \
		if_mpadm -d eth2
	refused 1 "not a member" if_mpadm -d eth3
	refused 3 "cannot be the name of an interface" if_mpadm -d eth0:1
	if_mpadm -r eth0
	settles 15 member eth0 state=active
	refused 1 "not a member" if_mpadm -r eth3
	says "usage: if_mpadm" if_mpadm -h
}

# metric LINE: it is among the metrics of the last test_metrics.
metric()
{
	grep -qxF "$1" /tmp/metrics || fail "no '$1' in: $(< /tmp/metrics)"
}

t "metrics are what Prometheus reads" test_metrics
test_metrics()
{
	local group='group="ipmp0"'

	mixed
	ipmpadm metrics > /tmp/metrics
	$LAB/prometheus.py < /tmp/metrics
	metric "ipmp_group_state{$group,state=\"degraded\"} 1"
	metric "ipmp_group_state{$group,state=\"ok\"} 0"
	metric "ipmp_group_members{$group} 4"
	metric "ipmp_group_active_members{$group} 2"
	metric "ipmp_group_standby_members{$group} 1"
	metric "ipmp_group_addresses{$group} 6"
	metric "ipmp_group_unbound_addresses{$group} 0"
	metric "ipmp_member_state{$group,member=\"eth1\",state=\"failed\"} 1"
	metric "ipmp_member_state{$group,member=\"eth2\",state=\"offline\"} 1"
	metric "ipmp_member_standby{$group,member=\"eth3\"} 1"
	metric "ipmp_member_link{$group,member=\"eth1\",state=\"down\"} 1"
	refused 3 "there is no JSON of it" ipmpadm -j metrics
}

t "targets are given, listed and taken away" test_targets
test_targets()
{
	group ipmp0 eth0
	ipmpadm target add $NET4.1 group ipmp0
	ipmpadm target add $NET6:1 group ipmp0
	says "$NET4.1 *given *$NET6:1 *given *" ipmpadm target show group ipmp0
	says "\"group\":\"ipmp0\",\"address\":\"$NET4.1\",\"family\":\"inet\",\"source\":\"given\"" \
		ipmpadm -j target
	refused 1 "the group has that target already" ipmpadm target add $NET4.1 group ipmp0
	refused 1 "does not exist" ipmpadm target show group nobody
	ipmpadm target del $NET4.1 group ipmp0
	not says "$NET4.1 " ipmpadm target show 2> /dev/null
	refused 1 "cannot delete target $NET4.1 from group ipmp0" \
		ipmpadm target del $NET4.1 group ipmp0
	ipmpadm target del $NET6:1 group ipmp0
	# Others are sought again.
	not says given ipmpadm target show 2> /dev/null
}

# rows: what ipmpstat tells of members and others, in all columns.
rows()
{
	ipmpstat -iPo interface,active,group,flags,link,probe,state
}

t "new groups are as /etc/default/mpathd says, and others stay as they are" test_defaults
test_defaults()
{
	ipmpadm group add first
	mkdir -p /etc/default
	printf '%s\n' FAILURE_DETECTION_TIME=2500 FAILBACK=no > /etc/default/mpathd
	ipmpadm group add second
	ipmpadm group add third failback on detection-time 500
	look
	has group ipmp0 detection_time_ms=10000 failback=true
	has group ipmp1 detection_time_ms=2500 failback=false
	has group ipmp2 detection_time_ms=500 failback=true
}

t "NICs in no group are told of where /etc/default/mpathd says so" test_ungrouped
test_ungrouped()
{
	group ipmp0 eth0
	up eth2
	same "rows" 1 "$(rows | wc -l)"
	mkdir -p /etc/default
	echo TRACK_INTERFACES_ONLY_WITH_GROUPS=no > /etc/default/mpathd
	says "in no group*eth2 *up *" ipmpadm show
	rows | grep -xF "eth2:yes::-------:up:disabled:ok" > /dev/null
	watch
	cable 2 off
	event event=link ifname=eth2 group=null change=set from=up to=down
	rows | grep -xF "eth2:no::-------:down:disabled:failed" > /dev/null
	ip link set eth2 master ipmp0
	event event=link ifname=eth2 change=del to=null
	rm /etc/default/mpathd
	same "rows" 2 "$(rows | wc -l)"
}
