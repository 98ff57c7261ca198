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
	char path[256], expected[16384];
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
		    "ifindex=2 ifname=eth0 state=active reason=joined "
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
