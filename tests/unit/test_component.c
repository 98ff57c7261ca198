// SPDX-License-Identifier: GPL-2.0
/* What one PCI removal takes away, on machines of all kinds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "component_look.h"

static void test_single_nic_behind_a_root_port(void **state)
{
	static const char *const lines[] = {
		SINGLE,
		"slot 1 0000:01:00",
		"file proc/self/ns/net 1 lo up addr=127.0.0.1",
		"more proc/self/ns/net 2 eth0 up dev=virtio/virtio0 master=9 addr=192.0.2.21",
		"more proc/self/ns/net 9 ipmp0 up kind=ipmp addr=192.0.2.10",
		NULL
	};
	static const char said[] =
		"remove: 0000:01:00.0\n"
		"goes: 0000:01:00.0\n"
		"is below '0000:00:1c.0' slot '1' rescan /class/pci_bus/0000:01/rescan\n"
		"nic eth0 grouped configured\n"
		"RESOURCE      INFORMATION\n"
		"0000:01:00.0  network interface eth0\n"
		"eth0          member of ipmp0\n"
		"eth0          hosts test address 192.0.2.21\n";

	(void)state;
	machine = tree_make(lines);
	is("eth0", said);
	is("0000:01:00.0", said);
	is("01:00.0", said);
	is("0000:1:0.0", said);
	is("slot:1", said);
}

static void test_card_with_two_functions(void **state)
{
	static const char *const lines[] = {
		TWO_FUNCTIONS,
		"file proc/self/ns/net 2 eth0 dev=pci/0000:01:00.0",
		"more proc/self/ns/net 3 eth1 up dev=pci/0000:01:00.1",
		"more proc/self/ns/net 4 eth2 up dev=pci/0000:02:00.0",
		NULL
	};
	static const char said[] =
		"remove: 0000:01:00.1 0000:01:00.0\n"
		"goes: 0000:01:00.0 0000:01:00.1\n"
		"is below '0000:00:1c.0' slot '' rescan /class/pci_bus/0000:01/rescan\n"
		"nic eth0\n"
		"nic eth1 configured\n"
		"RESOURCE      INFORMATION\n"
		"0000:01:00.0  network interface eth0\n"
		"0000:01:00.1  network interface eth1\n"
		"eth1          is up without an address\n";

	(void)state;
	machine = tree_make(lines);
	is("eth0", said);
	is("eth1", said);
	is("01:00.1", said);
}

#define SWITCH "root 0000:00", "port 0000:00:1c.0 01-04", \
	"port 0000:01:00.0 02-04 on 0000:00:1c.0", \
	"port 0000:02:00.0 03-03 on 0000:01:00.0", \
	"port 0000:02:01.0 04-04 on 0000:01:00.0", \
	"func 0000:03:00.0 on 0000:02:00.0", \
	"func 0000:04:00.0 on 0000:02:01.0", \
	"file proc/self/ns/net 2 eth4 dev=pci/0000:03:00.0", \
	"more proc/self/ns/net 3 eth5 dev=pci/0000:04:00.0"

#define SWITCH_SAID(slot) \
	"remove: 0000:01:00.0\n" \
	"goes: 0000:01:00.0 0000:02:00.0 0000:02:01.0 0000:03:00.0 0000:04:00.0\n" \
	"is below '0000:00:1c.0' slot '" slot "' rescan /class/pci_bus/0000:01/rescan\n" \
	"nic eth4\nnic eth5\n" \
	"RESOURCE      INFORMATION\n" \
	"0000:03:00.0  network interface eth4\n" \
	"0000:04:00.0  network interface eth5\n"

static void test_card_with_a_switch(void **state)
{
	static const char *const lines[] = {
		SWITCH, "slot 11 0000:03:00", "slot 12 0000:04:00",
		"slot 4 0000:01:00", NULL
	};

	(void)state;
	machine = tree_make(lines);
	is("eth4", SWITCH_SAID("4"));
	is("04:00.0", SWITCH_SAID("4"));
	is("02:01.0", SWITCH_SAID("4"));
	is("slot:4", SWITCH_SAID("4"));
	/* Who names a slot of the card means that one alone. */
	is("slot:12",
	   "remove: 0000:04:00.0\n"
	   "goes: 0000:04:00.0\n"
	   "is below '0000:02:01.0' slot '12' rescan /class/pci_bus/0000:04/rescan\n"
	   "nic eth5\n"
	   "RESOURCE      INFORMATION\n"
	   "0000:04:00.0  network interface eth5\n");
}

static void test_card_with_a_switch_without_slots(void **state)
{
	static const char *const lines[] = { SWITCH, NULL };

	(void)state;
	machine = tree_make(lines);
	is("eth5", SWITCH_SAID(""));
	is("00:1c.0",
	   "ipmpadm: 00:1c.0 cannot be removed: it is part of the mainboard, not in a slot\n"
	   "= 1\n");
}

/* The slots are those of the switch, which nobody can take out. */
static void test_switch_of_the_mainboard(void **state)
{
	static const char *const lines[] = {
		SWITCH, "slot 11 0000:03:00", "slot 12 0000:04:00", NULL
	};

	(void)state;
	machine = tree_make(lines);
	has("eth5", "remove: 0000:04:00.0\ngoes: 0000:04:00.0\n"
	    "is below '0000:02:01.0' slot '12'");
	is("02:01.0",
	   "ipmpadm: 02:01.0 cannot be removed: it holds slots; name one of those\n"
	   "= 1\n");
}

static void test_root_complex(void **state)
{
	static const char *const lines[] = {
		"root 0000:00",
		"func 0000:00:02.0", "func 0000:00:02.1",
		"func 0000:00:1f.0 class=0x060100", "func 0000:00:1f.2",
		"func 0000:00:1f.6",
		"file proc/self/ns/net 2 eth0 dev=pci/0000:00:02.1",
		"more proc/self/ns/net 3 eth1 dev=pci/0000:00:1f.6",
		NULL
	};

	(void)state;
	machine = tree_make(lines);
	has("eth0", "remove: 0000:00:02.1 0000:00:02.0\n"
	    "goes: 0000:00:02.0 0000:00:02.1\n"
	    "is below '' slot '' rescan /class/pci_bus/0000:00/rescan\n");
	has("eth1", "remove: 0000:00:1f.6\ngoes: 0000:00:1f.6\n");
	is("00:1f.0",
	   "ipmpadm: 00:1f.0 cannot be removed: it is part of the mainboard, not in a slot\n"
	   "= 1\n");
}

/* A bus with several cards, each in a slot or not. */
static void test_conventional_bus(void **state)
{
	static const char *const lines[] = {
		"root 0000:00", "port 0000:00:1e.0 01-01",
		"func 0000:01:01.0 on 0000:00:1e.0",
		"func 0000:01:02.0 on 0000:00:1e.0", "slot 7 0000:01:02",
		NULL
	};

	(void)state;
	machine = tree_make(lines);
	has("01:01.0", "goes: 0000:01:01.0\nis below '0000:00:1e.0' slot ''");
	has("01:02.0", "goes: 0000:01:02.0\nis below '0000:00:1e.0' slot '7'");
}

/* A controller that knows the bus of its slot only. */
static void test_slot_without_device_number(void **state)
{
	static const char *const lines[] = {
		SINGLE, "slot U9-C1 0000:01", "port 0000:00:1d.0 02-02",
		"slot U9-C2 0000:02", NULL
	};

	(void)state;
	machine = tree_make(lines);
	has("slot:U9-C1", "goes: 0000:01:00.0\nis below '0000:00:1c.0' slot 'U9-C1'");
	has("01:00.0", "slot 'U9-C1'");
	is("slot:U9-C2", "ipmpadm: slot:U9-C2: there is no card in it, or it is detached\n= 1\n");
	place_is("slot:U9-C2", "was below '0000:00:1d.0' slot 'U9-C2' rescan /class/pci_bus/0000:02/rescan\n");
}

/* With ARI the functions of a card have numbers like those of cards. */
static void test_ari(void **state)
{
	static const char *const lines[] = {
		"root 0000:00", "port 0000:00:1c.0 01-01",
		"func 0000:01:00.0 on 0000:00:1c.0 ari",
		"func 0000:01:01.0 on 0000:00:1c.0 ari", "slot 3 0000:01:00",
		NULL
	};

	(void)state;
	machine = tree_make(lines);
	has("01:01.0", "remove: 0000:01:01.0 0000:01:00.0\n"
	    "goes: 0000:01:00.0 0000:01:01.0\n"
	    "is below '0000:00:1c.0' slot '3'");
}

/* A host bridge that is a PCI device itself, with a domain of its own. */
static void test_domain_below_a_device(void **state)
{
	static const char *const lines[] = {
		"root 0000:00", "func 0000:00:0e.0 class=0x010400",
		"file sys/devices/pci0000:00/0000:00:0e.0/pci10000:e0/x",
		"file sys/devices/pci0000:00/0000:00:0e.0/pci10000:e0/10000:e0:06.0/class 0x020000",
		"file sys/devices/pci0000:00/0000:00:0e.0/pci10000:e0/pci_bus/10000:e0/rescan",
		"link sys/class/pci_bus/10000:e0 sys/devices/pci0000:00/0000:00:0e.0/pci10000:e0/pci_bus/10000:e0",
		"link sys/bus/pci/devices/10000:e0:06.0 sys/devices/pci0000:00/0000:00:0e.0/pci10000:e0/10000:e0:06.0",
		NULL
	};

	(void)state;
	machine = tree_make(lines);
	has("10000:e0:06.0", "goes: 10000:e0:06.0\nis below '' slot '' rescan /class/pci_bus/10000:e0/rescan\n");
	has("00:0e.0", "goes: 0000:00:0e.0 10000:e0:06.0\n");
}

static void test_names_that_are_no_component(void **state)
{
	static const char *const lines[] = {
		SINGLE,
		"slot 1 0000:01:00", "slot 2 0000:05:00",
		"func 0000:01:00.1 on 0000:00:1c.0 class=0x0c0330",
		"bus usb 1-1:1.0 on 0000:01:00.1",
		"file proc/self/ns/net 1 lo",
		"more proc/self/ns/net 2 eth0 dev=virtio/virtio0",
		"more proc/self/ns/net 3 veth0 kind=veth lower=2",
		"more proc/self/ns/net 4 eth0.7 kind=vlan lower=2",
		"more proc/self/ns/net 5 usb0 dev=usb/1-1:1.0",
		NULL
	};

	(void)state;
	machine = tree_make(lines);
	is("eth9", "ipmpadm: eth9: there is no such interface (on PCI devices: eth0, usb0)\n= 1\n");
	is("lo", "ipmpadm: lo is not on a PCI device: it is a virtual interface\n= 1\n");
	is("veth0", "ipmpadm: veth0 is not on a PCI device: it is a virtual interface of kind veth\n= 1\n");
	is("eth0.7", "ipmpadm: eth0.7 is not on a PCI device: it is a vlan on eth0; name that\n= 1\n");
	is("usb0", "ipmpadm: usb0 is not on a PCI device: 1-1:1.0 is on the usb bus\n= 1\n");
	/* But it goes with the card that its bus is on. */
	has("eth0", "0000:01:00.1  network interface usb0\n");
	is("0000:09:00.0", "ipmpadm: 0000:09:00.0: there is no such PCI device (interfaces on PCI devices: eth0, usb0)\n= 1\n");
	is("slot:2", "ipmpadm: slot:2: there is no card in it, or it is detached\n= 1\n");
	is("slot:3", "ipmpadm: slot:3: there is no such slot (slots: 1, 2)\n= 1\n");
	is("slot:", "ipmpadm: slot:: there is no such slot (slots: 1, 2)\n= 1\n");
	is("slot:../devices", "ipmpadm: slot:../devices: there is no such slot (slots: 1, 2)\n= 1\n");
	is("00:1", "ipmpadm: 00:1: not an interface, a PCI address (0000:01:00.0) or slot:NAME\n= 3\n");
	is("0000:01:20.0", "ipmpadm: 0000:01:20.0: not an interface, a PCI address (0000:01:00.0) or slot:NAME\n= 3\n");
	is("0000:01:00.0x", "ipmpadm: 0000:01:00.0x: not an interface, a PCI address (0000:01:00.0) or slot:NAME\n= 3\n");
}

static void test_same_address_in_two_domains(void **state)
{
	static const char *const lines[] = {
		SINGLE, "root 0001:00", "port 0001:00:1c.0 01-01",
		"func 0001:01:00.0 on 0001:00:1c.0", NULL
	};

	(void)state;
	machine = tree_make(lines);
	is("01:00.0",
	   "ipmpadm: 01:00.0 is in several PCI domains: say which (0000:01:00.0, 0001:01:00.0)\n"
	   "= 1\n");
	has("0001:01:00.0", "is below '0001:00:1c.0'");
}

/* Where to look for a card that was detached. */
static void test_place_of_what_has_gone(void **state)
{
	static const char *const lines[] = {
		SWITCH, "slot 4 0000:01:00", "slot 5 0000:05:00",
		"port 0000:00:1d.0 05-05", NULL
	};
	static const char gone[] =
		"was below '0000:00:1c.0' slot '4' rescan /class/pci_bus/0000:01/rescan\n";

	(void)state;
	machine = tree_make(lines);
	place_is("04:00.0", "is below '0000:00:1c.0' slot '4' rescan /class/pci_bus/0000:01/rescan\n");
	unlink(tree_path("sys/class/pci_bus/0000:04"));
	unlink(tree_path("sys/class/pci_bus/0000:03"));
	unlink(tree_path("sys/class/pci_bus/0000:02"));
	unlink(tree_path("sys/bus/pci/devices/0000:02:00.0"));
	unlink(tree_path("sys/bus/pci/devices/0000:02:01.0"));
	unlink(tree_path("sys/bus/pci/devices/0000:03:00.0"));
	unlink(tree_path("sys/bus/pci/devices/0000:04:00.0"));
	tree_remove("0000:01:00.0");
	place_is("0000:04:00.0", gone);
	place_is("0000:01:00.0", gone);
	place_is("slot:4", gone);
	place_is("5:0.0", "was below '0000:00:1d.0' slot '5' rescan /class/pci_bus/0000:05/rescan\n");
	place_is("0000:77:00.0", "ipmpadm: 0000:77:00.0: no PCI bridge leads there\n= 1\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_single_nic_behind_a_root_port),
		TEST(test_card_with_two_functions),
		TEST(test_card_with_a_switch),
		TEST(test_card_with_a_switch_without_slots),
		TEST(test_switch_of_the_mainboard),
		TEST(test_root_complex),
		TEST(test_conventional_bus),
		TEST(test_slot_without_device_number),
		TEST(test_ari),
		TEST(test_domain_below_a_device),
		TEST(test_names_that_are_no_component),
		TEST(test_same_address_in_two_domains),
		TEST(test_place_of_what_has_gone),
	};

	look_tear_down(NULL);
	return cmocka_run_group_tests_name("component", tests, NULL, NULL);
}
