// SPDX-License-Identifier: GPL-2.0
/* Who uses what one PCI removal takes away. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <netlink/msg.h>

#include <cmocka.h>

#include "component_look.h"
#include "component/component_link.h"
#include "lib/err.h"
#include "view/json.h"

#define WITH_DISK SINGLE, "func 0000:01:00.1 on 0000:00:1c.0 class=0x010000", \
	"disk vdb 254:16 on 0000:01:00.1", "part vdb1 254:17 of vdb", \
	"part vdb2 254:18 of vdb", "func 0000:00:05.0", \
	"disk vda 254:0 on 0000:00:05.0", "part vda1 254:1 of vda", \
	"file proc/self/ns/net 2 eth0 dev=virtio/virtio0"

#define DISK_SAID(rows) \
	"remove: 0000:01:00.1 0000:01:00.0\n" \
	"goes: 0000:01:00.0 0000:01:00.1\n" \
	"is below '0000:00:1c.0' slot '' rescan /class/pci_bus/0000:01/rescan\n" \
	"nic eth0\n" rows

static void test_idle_disk(void **state)
{
	static const char *const lines[] = {
		WITH_DISK,
		"file proc/self/mountinfo 21 1 254:1 / / rw - ext4 /dev/vda1 rw",
		"file proc/swaps Filename Type Size Used Priority",
		"file dev/vdb", NULL
	};

	(void)state;
	machine = tree_make(lines);
	is("eth0", DISK_SAID("RESOURCE      INFORMATION\n"
			     "0000:01:00.0  network interface eth0\n"));
}

static void test_mounted_disk_and_swap(void **state)
{
	static const char *const lines[] = {
		WITH_DISK,
		"file proc/self/mountinfo 21 1 254:1 / / rw - ext4 /dev/vda1 rw",
		"more proc/self/mountinfo 22 21 254:17 / /srv/a\\040b rw,relatime shared:1 - ext4 /dev/vdb1 rw",
		"more proc/self/mountinfo 23 21 254:17 /x /mnt rw - ext4 /dev/vdb1 rw",
		"file proc/swaps Filename				Type		Size	Used	Priority",
		"more proc/swaps /dev/vdb2                               partition	1048572	0	-2",
		"more proc/swaps /swapfile                               file	1048572	0	-3",
		NULL
	};

	(void)state;
	machine = tree_make(lines);
	is("eth0", DISK_SAID("RESOURCE      INFORMATION\n"
			     "0000:01:00.0  network interface eth0\n"
			     "/dev/vdb1     mounted on /srv/a b\n"
			     "/dev/vdb1     mounted on /mnt\n"
			     "/dev/vdb2     swap space\n"));
}

static void test_md_and_lvm(void **state)
{
	static const char *const lines[] = {
		WITH_DISK,
		"disk md0 9:0", "file sys/devices/virtual/block/md0/md/level raid1",
		"part md0p1 259:0 of md0",
		"disk dm-0 253:0", "disk dm-1 253:1",
		"file sys/devices/virtual/block/dm-0/dm/name vg-data",
		"file sys/devices/virtual/block/dm-0/dm/uuid LVM-abc",
		"file sys/devices/virtual/block/dm-1/dm/name secret",
		"file sys/devices/virtual/block/dm-1/dm/uuid CRYPT-LUKS2-abc",
		"holder md0 of vdb1", "holder dm-0 of vdb2", "holder dm-1 of dm-0",
		"file proc/self/mountinfo 22 21 259:0 / /srv rw - ext4 /dev/md0p1 rw",
		"more proc/self/mountinfo 23 21 253:1 / /home rw - xfs /dev/mapper/secret rw",
		"file proc/swaps Filename Type Size Used Priority",
		"more proc/swaps /dev/dm-0 partition 1 0 -2",
		NULL
	};

	(void)state;
	machine = tree_make(lines);
	is("eth0",
	   DISK_SAID("RESOURCE             INFORMATION\n"
		     "0000:01:00.0         network interface eth0\n"
		     "/dev/vdb1            member of md array /dev/md0\n"
		     "/dev/md0p1           mounted on /srv\n"
		     "/dev/vdb2            physical volume below /dev/mapper/vg-data\n"
		     "/dev/mapper/vg-data  swap space\n"
		     "/dev/mapper/vg-data  encrypted, below /dev/mapper/secret\n"
		     "/dev/mapper/secret   mounted on /home\n"));
}

/* btrfs has a device number of its own, and names one of its devices. */
static void test_btrfs(void **state)
{
	static const char *const lines[] = {
		WITH_DISK,
		"file proc/self/mountinfo 22 21 0:40 / /srv rw - btrfs /dev/vdb1 rw",
		"more proc/self/mountinfo 23 21 0:41 / /tmp rw - tmpfs none rw",
		"file sys/fs/btrfs/1b-2c/devices/vdb1",
		"file sys/fs/btrfs/1b-2c/devices/vdb2",
		NULL
	};

	(void)state;
	machine = tree_make(lines);
	is("eth0",
	   DISK_SAID("RESOURCE      INFORMATION\n"
		     "0000:01:00.0  network interface eth0\n"
		     "/dev/vdb1     mounted on /srv\n"
		     "/dev/vdb1     part of btrfs file system 1b-2c\n"
		     "/dev/vdb2     part of btrfs file system 1b-2c\n"));
}

/* The disk is not below the function, only a path to it is. */
static void test_nvme_multipath(void **state)
{
	static const char *const lines[] = {
		SINGLE,
		"file proc/self/ns/net 2 eth0 dev=virtio/virtio0",
		"file sys/devices/pci0000:00/0000:00:1c.0/0000:01:00.0/nvme/nvme0/x",
		"file sys/devices/virtual/nvme-subsystem/nvme-subsys0/nvme0n1/dev 259:1",
		"link sys/devices/virtual/nvme-subsystem/nvme-subsys0/nvme0 sys/devices/pci0000:00/0000:00:1c.0/0000:01:00.0/nvme/nvme0",
		"link sys/class/block/nvme0n1 sys/devices/virtual/nvme-subsystem/nvme-subsys0/nvme0n1",
		"file proc/self/mountinfo 22 21 259:1 / /srv rw - ext4 /dev/nvme0n1 rw",
		NULL
	};

	(void)state;
	machine = tree_make(lines);
	has("eth0", "/dev/nvme0n1  mounted on /srv\n");
}

static void test_mounts_cannot_be_read(void **state)
{
	static const char *const lines[] = { SINGLE, NULL };

	(void)state;
	machine = tree_make(lines);
	unlink(tree_path("proc/self/mountinfo"));
	has("01:00.0", "/proc/self/mountinfo: No such file or directory\n= 1\n");
}

#define SRIOV "root 0000:00", "port 0000:00:1c.0 01-02", \
	"func 0000:01:00.0 on 0000:00:1c.0 ari", \
	"vf 0000:01:10.0 of 0000:01:00.0 ari", \
	"vf 0000:01:10.2 of 0000:01:00.0 ari driver=vfio-pci", \
	"vf 0000:02:00.0 of 0000:01:00.0", \
	"file proc/self/ns/net 2 eth0 dev=pci/0000:01:00.0", \
	"more proc/self/ns/net 3 eth0v0 dev=pci/0000:01:10.0", \
	"file proc/77/comm nginx"

static void test_virtual_functions(void **state)
{
	static const char *const lines[] = {
		SRIOV,
		"file netns/blue 4 eth7 up dev=pci/0000:02:00.0 addr=198.51.100.7",
		"link proc/77/ns/net netns/blue",
		NULL
	};
	static const char said[] =
		"remove: 0000:01:00.0\n"
		"goes: 0000:01:00.0 0000:01:10.0 0000:01:10.2 0000:02:00.0\n"
		"is below '0000:00:1c.0' slot '' rescan /class/pci_bus/0000:01/rescan\n"
		"nic eth0\nnic eth0v0 vf\nnic eth7 vf configured\n"
		"RESOURCE      INFORMATION\n"
		"0000:01:00.0  network interface eth0\n"
		"0000:01:10.0  virtual function, network interface eth0v0\n"
		"0000:02:00.0  virtual function, network interface eth7\n"
		"eth7          hosts IP address 198.51.100.7 in network namespace blue\n"
		"0000:01:10.2  bound to vfio-pci, for a virtual machine or a program\n";

	(void)state;
	machine = tree_make(lines);
	is("eth0", said);
	is("eth0v0", said);
	is("01:10.2", said);
	is("02:00.0", said);
	/* Once by its name, not again by the process in it. */
	assert_int_equal(look_reads, 2);
	is("eth7",
	   "ipmpadm: eth7 is in network namespace blue: name it by its PCI address, 0000:02:00.0\n"
	   "= 1\n");
}

static void test_network_namespace_of_a_process(void **state)
{
	static const char *const lines[] = {
		SRIOV,
		"file proc/77/ns/net 4 eth7 dev=pci/0000:02:00.0",
		"link proc/78/ns/net proc/self/ns/net",
		"link proc/79/ns/net proc/79/gone",
		NULL
	};

	(void)state;
	machine = tree_make(lines);
	has("eth0", "nic eth7 vf configured\n");
	has("eth0", "eth7          is down without an address in the network namespace of process 77 (nginx)\n");
	assert_int_equal(look_reads, 2);
	look_refuse = 2;
	has("eth0", "ipmpadm: cannot look into the network namespace of process 77 (nginx): ");
	has("eth0", "/proc/77/ns/net: Operation not permitted (CAP_SYS_ADMIN needed)\n= 1\n");
	/* For the place alone no other is entered. */
	place_is("eth0", "is below '0000:00:1c.0' slot '' rescan /class/pci_bus/0000:01/rescan\n");
}

static void test_what_is_built_on_a_nic(void **state)
{
	static const char *const lines[] = {
		TWO_FUNCTIONS,
		"file proc/self/ns/net 2 eth0 up dev=pci/0000:01:00.0 addr=fe80::1",
		"more proc/self/ns/net 3 eth1 up dev=pci/0000:01:00.1 master=5",
		"more proc/self/ns/net 4 eth0.7 up kind=vlan lower=2 master=6 addr=192.0.2.7",
		"more proc/self/ns/net 5 bond0 up kind=bond addr=192.0.2.5",
		"more proc/self/ns/net 6 ipmp0 up kind=ipmp",
		"more proc/self/ns/net 7 veth0 up kind=veth lower=2 nsid=0",
		"more proc/self/ns/net 8 mv0 kind=macvlan lower=4",
		NULL
	};

	(void)state;
	machine = tree_make(lines);
	look_nsid = 0;
	has("eth0",
	    "nic eth0\nnic eth0.7 on eth0 grouped configured\nnic mv0 on eth0.7\nnic eth1 configured\n"
	    "RESOURCE      INFORMATION\n"
	    "0000:01:00.0  network interface eth0\n"
	    "0000:01:00.1  network interface eth1\n"
	    "eth0          hosts link-local address fe80::1\n"
	    "eth0.7        vlan on eth0\n"
	    "eth0.7        member of ipmp0\n"
	    "eth0.7        hosts test address 192.0.2.7\n"
	    "mv0           macvlan on eth0.7\n"
	    "eth1          port of bond bond0\n");
}

/* Containers have macvlans of the host's NIC. */
static void test_built_on_in_another_namespace(void **state)
{
	static const char *const lines[] = {
		SINGLE,
		"file proc/self/ns/net 2 eth0 up dev=virtio/virtio0",
		"file netns/blue 2 mv0 up kind=macvlan lower=2 nsid=3 addr=192.0.2.9",
		NULL
	};

	(void)state;
	machine = tree_make(lines);
	look_nsid = 3;
	has("eth0", "nic eth0\nnic mv0 on eth0 configured\n");
	has("eth0", "mv0           macvlan on eth0 in network namespace blue\n"
	    "mv0           hosts IP address 192.0.2.9 in network namespace blue\n");
	look_nsid = 1;
	lacks("eth0", "mv0");
}

static void test_json(void **state)
{
	static const char *const lines[] = {
		SINGLE, "slot 1 0000:01:00",
		"file proc/self/ns/net 2 eth0 up dev=virtio/virtio0 addr=192.0.2.1",
		NULL
	};
	static const char said[] =
		"{\"component\":\"eth0\",\"slot\":\"1\",\"port\":\"0000:00:1c.0\","
		"\"functions\":[\"0000:01:00.0\"],"
		"\"interfaces\":[{\"ifname\":\"eth0\",\"pci\":\"0000:01:00.0\","
		"\"perm_mac\":\"\",\"netns\":null,\"master\":null,\"lower\":null,"
		"\"virtual_function\":false}],"
		"\"resources\":[{\"resource\":\"eth0\","
		"\"information\":\"hosts IP address 192.0.2.1\","
		"\"kind\":\"interface\",\"nic\":\"eth0\"}]}";
	struct component c;
	struct json_object *j;

	(void)state;
	machine = tree_make(lines);
	look_reads = 0;
	assert_int_equal(component_find(machine, "eth0", &c), STATUS_OK);
	j = component_json(&c);
	component_free(&c);
	assert_string_equal(json_object_to_json_string_ext(j, 0), said);
	json_object_put(j);
}

/* The rows of a resource stay together, whoever adds them. */
static void test_added_rows(void **state)
{
	struct component c = { 0 };

	(void)state;
	component_add_use(&c, USE_ADDRESS, "eth0", "eth0", "a");
	component_add_use(&c, USE_HARDWARE, "", "/dev/vdb", "b");
	component_add_use(&c, USE_ADDRESS, "eth0", "eth0", "c%d", 1);
	assert_int_equal(c.nuses, 3);
	assert_string_equal(c.uses[1].information, "c1");
	assert_string_equal(c.uses[1].nic, "eth0");
	assert_string_equal(c.uses[2].resource, "/dev/vdb");
	component_free(&c);
}

static struct nl_msg *message(int type, const void *head, size_t len)
{
	struct nl_msg *msg = nlmsg_alloc_simple(type, 0);

	assert_non_null(msg);
	assert_false(nlmsg_append(msg, (void *)head, len, NLMSG_ALIGNTO));
	return msg;
}

static void decode(struct nl_msg *msg, struct links *l)
{
	assert_int_equal(links_decode(nlmsg_hdr(msg), l), 0);
	nlmsg_free(msg);
}

static void decode_address(struct links *l, int ifindex, const char *local,
			   const char *address)
{
	struct ifaddrmsg head = { .ifa_family = AF_INET, .ifa_prefixlen = 24 };
	struct nl_msg *msg;

	head.ifa_index = (unsigned int)ifindex;
	msg = message(RTM_NEWADDR, &head, sizeof(head));
	if (local)
		nla_put(msg, IFA_LOCAL, 4, local);
	nla_put(msg, IFA_ADDRESS, 4, address);
	decode(msg, l);
}

/* What rtnetlink says, which the files above stand for elsewhere. */
static void test_decode(void **state)
{
	struct ifinfomsg head = { .ifi_index = 4, .ifi_flags = IFF_UP };
	struct links l = { 0 };
	struct nl_msg *msg = message(RTM_NEWLINK, &head, sizeof(head));
	struct nlattr *info;
	char text[IPADDR_TEXT];

	(void)state;
	nla_put_string(msg, IFLA_IFNAME, "eth0.7");
	nla_put_u32(msg, IFLA_LINK, 2);
	nla_put_s32(msg, IFLA_LINK_NETNSID, 3);
	nla_put_u32(msg, IFLA_MASTER, 9);
	nla_put(msg, IFLA_ADDRESS, 6, "\x02\0\0\0\0\1");
	nla_put(msg, IFLA_PERM_ADDRESS, 6, "\x02\0\0\0\xff\2");
	nla_put_string(msg, IFLA_PARENT_DEV_NAME, "virtio0");
	nla_put_string(msg, IFLA_PARENT_DEV_BUS_NAME, "virtio");
	info = nla_nest_start(msg, IFLA_LINKINFO);
	nla_put_string(msg, IFLA_INFO_KIND, "vlan");
	nla_nest_end(msg, info);
	decode(msg, &l);
	head.ifi_index = 5;
	head.ifi_flags = 0;
	msg = message(RTM_NEWLINK, &head, sizeof(head));
	nla_put(msg, IFLA_ADDRESS, 6, "\x02\0\0\0\0\1");
	decode(msg, &l);
	decode_address(&l, 4, "\xc0\0\2\1", "\xc0\0\2\2");
	decode_address(&l, 4, NULL, "\xc0\0\2\3");
	decode_address(&l, 6, NULL, "\xc0\0\2\4");
	assert_int_equal(links_decode(NULL, &l), 0);

	assert_int_equal(l.n, 2);
	assert_ptr_equal(links_find(&l, 4), &l.link[0]);
	assert_null(links_find(&l, 6));
	assert_string_equal(l.link[0].ifname, "eth0.7");
	assert_true(l.link[0].up);
	assert_int_equal(l.link[0].lower, 2);
	assert_int_equal(l.link[0].lower_nsid, 3);
	assert_int_equal(l.link[0].master, 9);
	assert_string_equal(l.link[0].mac, "02:00:00:00:ff:02");
	assert_string_equal(l.link[0].parent, "virtio0");
	assert_string_equal(l.link[0].bus, "virtio");
	assert_string_equal(l.link[0].kind, "vlan");
	assert_int_equal(l.link[0].naddr, 2);
	assert_string_equal(ipaddr_text_len(&l.link[0].addr[0], text),
			    "192.0.2.1/24");
	assert_string_equal(ipaddr_text_len(&l.link[0].addr[1], text),
			    "192.0.2.3/24");
	assert_false(l.link[1].up);
	assert_int_equal(l.link[1].lower_nsid, LINK_NSID_OWN);
	assert_string_equal(l.link[1].mac, "02:00:00:00:00:01");
	assert_string_equal(l.link[1].bus, "");
	links_free(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_idle_disk),
		TEST(test_mounted_disk_and_swap),
		TEST(test_md_and_lvm),
		TEST(test_btrfs),
		TEST(test_nvme_multipath),
		TEST(test_mounts_cannot_be_read),
		TEST(test_virtual_functions),
		TEST(test_network_namespace_of_a_process),
		TEST(test_what_is_built_on_a_nic),
		TEST(test_built_on_in_another_namespace),
		TEST(test_json),
		TEST(test_added_rows),
		TEST(test_decode),
	};

	look_tear_down(NULL);
	return cmocka_run_group_tests_name("component_use", tests, NULL, NULL);
}
