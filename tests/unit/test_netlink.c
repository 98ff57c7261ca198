// SPDX-License-Identifier: GPL-2.0
/* The clients: dumps, extended acknowledgements, what the kernel may do. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "fake.h"
#include "netlink/genl.h"
#include "spec.h"

static int setup(void **state)
{
	(void)state;
	fake_reset();
	return 0;
}

static void read_all(struct state *st)
{
	struct ipmp c;

	assert_int_equal(ipmp_open(&c), 0);
	assert_int_equal(ipmp_read(&c, st), 0);
	ipmp_close(&c);
}

static void test_decode(void **state)
{
	const struct member *m;
	struct state st;

	(void)state;
	fake_object("group-get group-ifindex=5 group-ifname=ipmp0 group-name=production group-state=degraded failback=0 xmit=source");
	fake_object("member-get group-ifindex=5 group-ifname=ipmp0 group-name=production ifindex=2 ifname=eth0 state=failed reason=link-down since=1767225600000000000 standby=1 link=down cast=1 perm-addr=52:54:00:00:01:00 path=0000:01:00.0 test-addr=192.0.2.21 test-addr=2001:db8::21");
	fake_object("member-get group-ifindex=5 group-ifname=ipmp0 group-name=production ifname=eth1 state=missing reason=removed since=1");
	fake_object("address-get group-ifindex=5 group-ifname=ipmp0 group-name=production addr=2001:db8::10 prefix-len=64 home=eth0");
	read_all(&st);

	assert_int_equal(st.ngroups, 1);
	assert_int_equal(st.groups[0].id.ifindex, 5);
	assert_string_equal(st.groups[0].id.ifname, "ipmp0");
	assert_string_equal(st.groups[0].id.name, "production");
	assert_int_equal(st.groups[0].state, IPMP_GROUP_STATE_DEGRADED);
	assert_false(st.groups[0].failback);
	assert_int_equal(st.groups[0].xmit, IPMP_XMIT_SOURCE);

	assert_int_equal(st.nmembers, 2);
	m = &st.members[0];
	assert_int_equal(m->group.ifindex, 5);
	assert_int_equal(m->ifindex, 2);
	assert_string_equal(m->ifname, "eth0");
	assert_int_equal(m->state, IPMP_MEMBER_STATE_FAILED);
	assert_int_equal(m->reason, IPMP_REASON_LINK_DOWN);
	assert_int_equal(m->since, UINT64_C(1767225600000000000));
	assert_true(m->standby);
	assert_true(m->cast);
	assert_int_equal(m->link, IPMP_LINK_DOWN);
	assert_int_equal(m->perm_len, 6);
	assert_memory_equal(m->perm_addr, "\x52\x54\x00\x00\x01\x00", 6);
	assert_string_equal(m->path, "0000:01:00.0");
	assert_int_equal(m->ntest, 2);
	assert_int_equal(m->test[0].family, AF_INET);
	assert_int_equal(m->test[1].family, AF_INET6);
	assert_int_equal(st.members[1].ifindex, 0);
	assert_int_equal(st.members[1].perm_len, 0);

	assert_int_equal(st.naddresses, 1);
	assert_int_equal(st.addresses[0].addr.prefix_len, 64);
	assert_string_equal(st.addresses[0].member, "");
	assert_string_equal(st.addresses[0].home, "eth0");
	state_free(&st);
}

/* Longer than they may be: cut, never written beyond their place. */
static void test_decode_of_names_too_long(void **state)
{
	struct state st;

	(void)state;
	fake_object("group-get group-ifindex=5 group-ifname=0123456789012345678 group-name=0123456789012345678901234567890123456789");
	fake_object("member-get group-ifindex=5 ifname=0123456789012345678 path=0123456789012345678901234567890123456789012345678901234567890123456789");
	read_all(&st);
	assert_string_equal(st.groups[0].id.ifname, "012345678901234");
	assert_int_equal(strlen(st.groups[0].id.name), 31);
	assert_int_equal(strlen(st.members[0].path), 63);
	state_free(&st);
}

static void test_dump_that_was_disturbed(void **state)
{
	struct state st;

	(void)state;
	fake_object("group-get group-ifindex=5 group-ifname=ipmp0 group-name=a");
	fake_object("member-get group-ifindex=5 ifname=eth0 test-addr=192.0.2.21");
	fake_disturb_dump();
	read_all(&st);
	assert_int_equal(st.ngroups, 1);
	assert_int_equal(st.nmembers, 1);
	state_free(&st);
}

static unsigned int dumps, changes;

/* eth0 fails, and its address moves, again and again. */
static void show_world(void)
{
	bool failed = changes % 2;
	char text[128];

	fake_forget_objects();
	snprintf(text, sizeof(text), "group-get group-ifindex=5 group-ifname=ipmp0 group-name=a generation=%u",
		 7 + changes);
	fake_object(text);
	snprintf(text, sizeof(text), "member-get group-ifindex=5 ifname=eth0 state=%s",
		 failed ? "failed" : "active");
	fake_object(text);
	snprintf(text, sizeof(text), "address-get group-ifindex=5 addr=192.0.2.10 prefix-len=24 member=%s",
		 failed ? "eth1" : "eth0");
	fake_object(text);
}

/* Once, after the members were read; the first request asks for the family. */
static void change_once(void)
{
	if (++dumps == 3) {
		changes++;
		show_world();
	}
}

static void change_always(void)
{
	dumps++;
	changes++;
	show_world();
}

static unsigned int read_changing(struct state *st, void (*change)(void))
{
	dumps = 0;
	changes = 0;
	show_world();
	fake_hook = change;
	read_all(st);
	fake_hook = NULL;
	return dumps;
}

static void test_change_between_dumps(void **state)
{
	struct state st;

	(void)state;
	/* All twice, and each time the groups once more. */
	assert_int_equal(read_changing(&st, change_once), 1 + 2 * 6);
	assert_int_equal(st.ngroups, 1);
	assert_int_equal(st.groups[0].generation, 8);
	assert_int_equal(st.nmembers, 1);
	assert_int_equal(st.members[0].state, IPMP_MEMBER_STATE_FAILED);
	assert_int_equal(st.naddresses, 1);
	assert_string_equal(st.addresses[0].member, "eth1");
	state_free(&st);
}

static void test_change_without_end(void **state)
{
	struct state st;

	(void)state;
	assert_int_equal(read_changing(&st, change_always), 1 + 5 * 6);
	assert_int_equal(st.ngroups, 1);
	assert_int_equal(st.nmembers, 1);
	state_free(&st);
}

static void test_dump_that_fails(void **state)
{
	struct state st;
	struct ipmp c;

	(void)state;
	fake_object("group-get group-ifindex=5 group-ifname=ipmp0 group-name=a");
	fake_refuse_dump(-ENOMEM);
	assert_int_equal(ipmp_open(&c), 0);
	assert_int_equal(ipmp_read(&c, &st), -ENOMEM);
	state_free(&st);
	/* The connection is still good. */
	assert_int_equal(ipmp_read(&c, &st), 0);
	state_free(&st);
	ipmp_close(&c);
}

static void test_address_that_cannot_be(void **state)
{
	struct state st;
	struct ipmp c;

	(void)state;
	fake_object("address-get group-ifindex=5 prefix-len=24");
	assert_int_equal(ipmp_open(&c), 0);
	assert_int_equal(ipmp_read(&c, &st), -EBADMSG);
	assert_int_equal(c.s.err, -EBADMSG);
	state_free(&st);
	ipmp_close(&c);
}

static void refuse(bool uncapped, uint32_t offset, const char *text)
{
	struct ipmp c;

	assert_int_equal(ipmp_open(&c), 0);
	fake_refuse(1, -EINVAL, text);
	fake_refuse_with(offset, uncapped);
	assert_int_equal(ipmp_member_del(&c, "eth0", false), -EINVAL);
	assert_int_equal(c.s.err, -EINVAL);
	assert_string_equal(c.s.text, text ? text : "");
	assert_int_equal(c.s.offset, offset);
	/* Nothing of it is left for the next one. */
	assert_int_equal(ipmp_member_online(&c, "eth0"), 0);
	assert_string_equal(c.s.text, "");
	assert_int_equal(c.s.offset, 0);
	ipmp_close(&c);
}

static void test_extended_ack(void **state)
{
	(void)state;
	refuse(false, 0, NULL);
	refuse(false, 0, "no such member");
	refuse(false, 20, NULL);
	refuse(false, 20, "no such member");
	refuse(true, 0, NULL);
	refuse(true, 20, "no such member");
}

static void test_offset_is_told_where_there_are_no_words(void **state)
{
	(void)state;
	fake_refuse(1, -EINVAL, NULL);
	fake_refuse_with(20, false);
	assert_int_equal(fake_run("ipmpadm member del eth0"), 1);
	assert_string_equal(fake_err(), "ipmpadm: cannot take eth0 out of its group: Invalid argument (at byte 20 of the request)\n");
}

/* Names of every length that is allowed fit into a request. */
static void test_longest_request(void **state)
{
	const struct ipmp_policy p = { 1, 1, 3600000, 1, 0 };
	struct ipmp c;

	(void)state;
	assert_int_equal(ipmp_open(&c), 0);
	assert_int_equal(ipmp_group_new(&c, "1234567890123456789012345678901",
					"123456789012345", &p), 0);
	ipmp_close(&c);
	assert_string_equal(fake_log(), "group-new group-ifname=123456789012345 group-name=1234567890123456789012345678901 failback=1 xmit=1 detection-time=3600000 probe=1 fail-open=0\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_decode, setup),
		cmocka_unit_test_setup(test_decode_of_names_too_long, setup),
		cmocka_unit_test_setup(test_dump_that_was_disturbed, setup),
		cmocka_unit_test_setup(test_change_between_dumps, setup),
		cmocka_unit_test_setup(test_change_without_end, setup),
		cmocka_unit_test_setup(test_dump_that_fails, setup),
		cmocka_unit_test_setup(test_address_that_cannot_be, setup),
		cmocka_unit_test_setup(test_extended_ack, setup),
		cmocka_unit_test_setup(test_offset_is_told_where_there_are_no_words,
				       setup),
		cmocka_unit_test_setup_teardown(test_longest_request, setup,
						setup),
	};

	return cmocka_run_group_tests_name("netlink", tests, NULL, NULL);
}
