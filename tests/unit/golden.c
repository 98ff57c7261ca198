// SPDX-License-Identifier: GPL-2.0
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "fake.h"
#include "golden.h"

static void rewrite(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

/* To accept what is printed now: UPDATE_GOLDEN=1 make check, and look at it. */
void golden_is(const char *file, const char *text)
{
	static char expected[65536];
	char path[256];
	size_t len;
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", GOLDEN, file);
	if (getenv("UPDATE_GOLDEN"))
		rewrite(path, text);
	f = fopen(path, "r");
	assert_non_null(f);
	len = fread(expected, 1, sizeof(expected) - 1, f);
	fclose(f);
	expected[len] = '\0';
	assert_string_equal(text, expected);
}

#define PRODUCTION \
	"group-ifindex=5 group-ifname=ipmp0 group-name=production "
#define STORAGE	"group-ifindex=6 group-ifname=ipmp1 group-name=storage "
#define SPARE	"group-ifindex=7 group-ifname=spare group-name=spare "

/* Two groups in all kinds of states, and an empty one. */
void golden_world(void)
{
	fake_object("group-get " PRODUCTION
		    "group-state=degraded failback=1 xmit=flow");
	fake_object("group-get " STORAGE
		    "group-state=failed failback=0 xmit=source");
	fake_object("group-get " SPARE
		    "group-state=failed failback=1 xmit=flow");
	fake_object("member-get " PRODUCTION
		    "ifindex=2 ifname=eth0 state=active "
		    "since=1767225000000000000 standby=0 link=up cast=1 "
		    "perm-addr=52:54:00:00:01:00 path=0000:01:00.0 "
		    "test-addr=192.0.2.21 test-addr=2001:db8::21");
	fake_object("member-get " PRODUCTION
		    "ifindex=3 ifname=eth1 state=failed reason=link-down "
		    "since=1767225788000000000 standby=0 link=down cast=0 "
		    "perm-addr=52:54:00:00:02:00 path=0000:02:00.0");
	fake_object("member-get " PRODUCTION
		    "ifindex=4 ifname=enp3s0 state=active reason=capacity "
		    "since=1767225788000000000 standby=1 link=up cast=0 "
		    "perm-addr=52:54:00:00:03:00 path=0000:03:00.0");
	fake_object("member-get " STORAGE
		    "ifname=eth8 state=missing reason=removed "
		    "since=1767000000000000000 standby=0 link=unknown cast=0 "
		    "perm-addr=52:54:00:00:08:00 path=0000:08:00.0");
	fake_object("member-get " STORAGE
		    "ifindex=9 ifname=veth9 state=offline reason=offline "
		    "since=1767222000000000000 standby=1 link=unknown cast=0 "
		    "perm-addr=52:54:00:00:09:00 path=");
	fake_object("address-get " PRODUCTION
		    "addr=192.0.2.10 prefix-len=24 member=eth0 home=eth0");
	fake_object("address-get " PRODUCTION
		    "addr=192.0.2.11 prefix-len=24 member=enp3s0 home=eth1");
	fake_object("address-get " PRODUCTION
		    "addr=2001:db8::10 prefix-len=64 member=eth0");
	fake_object("address-get " STORAGE
		    "addr=198.51.100.1 prefix-len=28 home=eth8");
}

#define QUIET	"group-ifindex=8 group-ifname=ipmp2 group-name=quiet "
#define SINCE	"since=1767225788000000000 "
#define HOLD	"hold-until=1767225842500000000 "

static void probed_groups(void)
{
	fake_object("group-get " PRODUCTION
		    "group-state=degraded failback=1 xmit=flow probe=auto "
		    "detection-time=10000 fail-open=1 detection-now=21420");
	fake_object("group-get " STORAGE
		    "group-state=failed failback=0 xmit=source probe=auto "
		    "detection-time=100 fail-open=0 detection-now=100 "
		    "targets-silent=1");
	fake_object("group-get " SPARE
		    "group-state=failed failback=1 xmit=flow probe=off "
		    "detection-time=10000 fail-open=1");
	fake_object("group-get " QUIET
		    "group-state=ok failback=1 xmit=source probe=auto "
		    "detection-time=1000 fail-open=1 detection-now=1000 "
		    "targets-silent=1");
}

static void probed_members(void)
{
	fake_object("member-get " PRODUCTION SINCE
		    "ifindex=2 ifname=eth0 state=active "
		    "standby=0 link=up cast=1 perm-addr=52:54:00:00:01:00 "
		    "path=0000:01:00.0 test-addr=192.0.2.21 "
		    "probe-state=ok probe-state4=ok probe-state6=ok");
	fake_object("member-get " PRODUCTION SINCE HOLD
		    "ifindex=3 ifname=eth1 state=failed reason=probe-failed "
		    "standby=0 link=up cast=0 perm-addr=52:54:00:00:02:00 "
		    "path=0000:02:00.0 probe-state=failed "
		    "probe-state4=failed probe-state6=failed");
	fake_object("member-get " PRODUCTION SINCE
		    "ifindex=4 ifname=enp3s0 state=active reason=capacity "
		    "standby=1 link=up cast=0 perm-addr=52:54:00:00:03:00 "
		    "path=0000:03:00.0 probe-state=failed probe-state4=ok "
		    "probe-state6=failed");
	fake_object("member-get " PRODUCTION SINCE
		    "ifindex=10 ifname=eth4 state=inactive reason=standby "
		    "standby=1 link=up cast=0 perm-addr=52:54:00:00:04:00 "
		    "path=0000:04:00.0 probe-state=ok probe-state4=ok "
		    "probe-state6=disabled");
	fake_object("member-get " PRODUCTION SINCE
		    "ifindex=11 ifname=eth5 state=offline "
		    "reason=duplicate-mac standby=0 link=up cast=0 "
		    "perm-addr=52:54:00:00:01:00 path=0000:05:00.0");
	fake_object("member-get " PRODUCTION SINCE HOLD
		    "ifindex=12 ifname=eth6 state=inactive reason=hold "
		    "standby=0 link=up cast=0 perm-addr=52:54:00:00:06:00 "
		    "path=0000:06:00.0 probe-state=ok probe-state4=ok");
	fake_object("member-get " STORAGE SINCE
		    "ifname=eth8 state=missing reason=removed standby=0 "
		    "link=unknown cast=0 perm-addr=52:54:00:00:08:00 "
		    "path=0000:08:00.0");
	fake_object("member-get " STORAGE SINCE
		    "ifindex=9 ifname=veth9 state=failed reason=admin-down "
		    "standby=1 link=unknown cast=0 "
		    "perm-addr=52:54:00:00:09:00 path=");
	fake_object("member-get " QUIET SINCE
		    "ifindex=13 ifname=eth11 state=active "
		    "standby=0 link=up cast=1 perm-addr=52:54:00:00:11:00 "
		    "path=0000:11:00.0 probe-state=unknown "
		    "probe-state4=unknown");
}

static void probed_addresses(void)
{
	fake_object("address-get " PRODUCTION
		    "addr=192.0.2.10 prefix-len=24 member=eth0 home=eth0");
	fake_object("address-get " PRODUCTION
		    "addr=2001:db8::10 prefix-len=64 member=eth0");
	fake_object("address-get " STORAGE
		    "addr=198.51.100.1 prefix-len=28 home=eth8");
	fake_object("address-get " QUIET
		    "addr=203.0.113.7 prefix-len=24 member=eth11");
}

static void probed_targets(void)
{
	fake_object("target-get " PRODUCTION SINCE
		    "target=192.0.2.1 target-source=given target-state=active "
		    "sent=1200 answered=1190 lost=9 rtt=420 rtt-avg=400 "
		    "rtt-dev=51");
	fake_object("target-get " PRODUCTION SINCE
		    "target=192.0.2.254 target-source=given target-state=slow "
		    "sent=70 answered=70 lost=0 rtt=1530123 rtt-avg=1480000 "
		    "rtt-dev=90500");
	fake_object("target-get " PRODUCTION SINCE
		    "target=192.0.2.2 target-source=given target-state=active "
		    "sent=1198 answered=1198 lost=0 rtt=380 rtt-avg=395 "
		    "rtt-dev=12");
	fake_object("target-get " PRODUCTION SINCE
		    "target=fe80::5054:ff:fe00:aa01 target-source=neighbour "
		    "target-state=active sent=1100 answered=1000 lost=100 "
		    "rtt-avg=900 rtt-dev=40");
	fake_object("target-get " PRODUCTION SINCE
		    "target=fe80::5054:ff:fe00:aa02 target-source=neighbour "
		    "target-state=spare sent=0 answered=0 lost=0");
	fake_object("target-get " QUIET SINCE
		    "target=203.0.113.1 target-source=router "
		    "target-state=active sent=50 answered=0 lost=50");
	fake_object("target-get " STORAGE SINCE
		    "target=198.51.100.2 target-source=router "
		    "target-state=silent sent=50 answered=45 lost=5 "
		    "rtt-avg=5000000 rtt-dev=0");
	/* Two groups may have the same. */
	fake_object("target-get " STORAGE SINCE
		    "target=203.0.113.1 target-source=given "
		    "target-state=silent sent=5 answered=0 lost=5");
}

static void probed_probes(void)
{
	fake_object("probe-get " PRODUCTION SINCE
		    "ifindex=2 ifname=eth0 family=2 probe-state=ok "
		    "probe-kind=echo probe-source=192.0.2.21 sent=1800 "
		    "answered=1799 lost=1 not-sent=3 failures=0 repairs=0 "
		    "rtt=410 rtt-avg=400 rtt-dev=50");
	fake_object("probe-get " PRODUCTION SINCE
		    "ifindex=2 ifname=eth0 family=10 probe-state=ok "
		    "probe-kind=echo probe-source=fe80::5054:ff:fe00:100 "
		    "sent=1800 answered=1800 lost=0 not-sent=0 failures=0 "
		    "repairs=0 rtt=510 rtt-avg=500 rtt-dev=50");
	fake_object("probe-get " PRODUCTION SINCE
		    "ifindex=3 ifname=eth1 family=2 probe-state=failed "
		    "probe-kind=neighbour sent=900 answered=800 lost=100 "
		    "not-sent=0 failures=2 repairs=1 rtt-avg=400 rtt-dev=50");
	fake_object("probe-get " PRODUCTION SINCE
		    "ifindex=3 ifname=eth1 family=10 probe-state=failed "
		    "probe-kind=neighbour sent=18446744073709551615 "
		    "answered=18446744073709551510 lost=105 not-sent=0 "
		    "failures=2 repairs=1");
	fake_object("probe-get " PRODUCTION SINCE
		    "ifindex=4 ifname=enp3s0 family=2 probe-state=ok "
		    "probe-kind=neighbour sent=10 answered=10 lost=0 "
		    "not-sent=0 failures=0 repairs=0 rtt=400 rtt-avg=400 "
		    "rtt-dev=1");
	fake_object("probe-get " PRODUCTION SINCE
		    "ifindex=4 ifname=enp3s0 family=10 probe-state=failed "
		    "probe-kind=neighbour sent=10 answered=0 lost=10 "
		    "not-sent=0 failures=1 repairs=0");
	fake_object("probe-get " PRODUCTION SINCE
		    "ifindex=10 ifname=eth4 family=10 probe-state=disabled "
		    "probe-kind=none");
	fake_object("probe-get " QUIET SINCE
		    "ifindex=13 ifname=eth11 family=2 probe-state=unknown "
		    "probe-kind=neighbour sent=50 answered=0 lost=50");
}

/* Groups whose members are probed, with all that can come of it. */
void golden_probed(void)
{
	probed_groups();
	probed_members();
	probed_addresses();
	probed_targets();
	probed_probes();
	fake_counter("ipmp0", "address_moves", 7);
	fake_counter("ipmp0", "member_failures", 3);
	fake_counter("ipmp0", "member_repairs", 2);
	fake_counter("ipmp0", "announcements", 41);
	fake_counter("ipmp0", "tx_rerouted", 12345678901);
	fake_counter("ipmp0", "probes_sent", 9000);
	fake_counter("ipmp0", "probes_answered", 8990);
	fake_counter("ipmp0", "probes_lost", 10);
	fake_counter("ipmp0", "probes_not_sent", 5);
	fake_counter("ipmp0", "probe_failures", 4);
	fake_counter("ipmp0", "probe_repairs", 3);
	fake_counter("ipmp1", "address_moves", 1);
	/* What only a newer kernel module counts. */
	fake_counter("ipmp1", "new_things", 5);
}
