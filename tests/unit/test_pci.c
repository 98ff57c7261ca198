// SPDX-License-Identifier: GPL-2.0
/* What is written to which file of sysfs, in a tree of the test's own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "fake.h"
#include "lib/err.h"
#include "dr/pci.h"

static char root[32];
static const struct component_roots roots = { .sys = root };

static int make(const char *format)
{
	char cmd[512];

	snprintf(cmd, sizeof(cmd), format, root);
	return system(cmd);
}

static int setup(void **state)
{
	(void)state;
	fake_reset();
	fake_link(5, "eth5", false);
	fake_no_udev();
	strcpy(root, "/tmp/pci.XXXXXX");
	if (!mkdtemp(root))
		return 1;
	return make("cd %s && mkdir -p bus/pci/devices bus/pci/slots/4 class/net class/pci_bus/0000:01 &&"
		    "d=devices/pci0000:00/0000:00:01.0/0000:01:00.0 && mkdir -p $d/virtio0/net/eth5 &&"
		    "echo 0x020000 >$d/class && echo 1 >bus/pci/slots/4/power && : >$d/remove && : >class/pci_bus/0000:01/rescan &&"
		    "ln -s ../../../$d bus/pci/devices/ && ln -s ../../$d/virtio0/net/eth5 class/net/ &&"
		    "mkdir -p devices/virtual/net/lo && ln -s ../../devices/virtual/net/lo class/net/");
}

static int teardown(void **state)
{
	(void)state;
	fake_reset();
	return make("rm -rf %s");
}

static const char *text_of(const char *file)
{
	static char text[64];
	char path[256];
	size_t n;
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", root, file);
	f = fopen(path, "r");
	assert_non_null(f);
	n = fread(text, 1, sizeof(text) - 1, f);
	text[n] = '\0';
	fclose(f);
	return text;
}

static void test_remove(void **state)
{
	(void)state;
	assert_int_equal(pci_remove(&roots, "0000:01:00.0"), STATUS_OK);
	assert_string_equal(text_of("bus/pci/devices/0000:01:00.0/remove"), "1");
	/* Gone already. */
	assert_int_equal(pci_remove(&roots, "0000:02:00.0"), STATUS_OK);
	/* Not writable: a directory, as root may write all else. */
	make("cd %s/bus/pci/devices/0000:01:00.0 && rm remove && mkdir remove");
	assert_int_equal(pci_remove(&roots, "0000:01:00.0"), STATUS_FAILED);
}

static void test_rescan(void **state)
{
	struct component_place p = { 0 };

	(void)state;
	snprintf(p.rescan, sizeof(p.rescan), "%s/class/pci_bus/0000:01/rescan",
		 root);
	assert_int_equal(pci_rescan(&p), STATUS_OK);
	assert_string_equal(text_of("class/pci_bus/0000:01/rescan"), "1");
	strcpy(strrchr(p.rescan, '/'), "/none");
	assert_int_equal(pci_rescan(&p), STATUS_FAILED);
}

static void test_power(void **state)
{
	bool on = false;

	(void)state;
	assert_true(pci_power_is(&roots, "4", &on));
	assert_true(on);
	assert_int_equal(pci_power(&roots, "4", false), STATUS_OK);
	assert_true(pci_power_is(&roots, "4", &on));
	assert_false(on);
	assert_int_equal(pci_power(&roots, "4", true), STATUS_OK);
	assert_true(pci_power_is(&roots, "4", &on));
	assert_true(on);
	assert_false(pci_power_is(&roots, "5", &on));
	assert_false(pci_power_is(&roots, "", &on));
	assert_int_equal(pci_power(&roots, "5", true), STATUS_FAILED);
}

static size_t wait_for(const char *addr, unsigned int seconds,
		       struct pci_nic **nics)
{
	char function[1][COMPONENT_PCI];
	size_t n;

	strcpy(function[0], addr);
	pci_nics_wait(&roots, function, 1, seconds, nics, &n);
	return n;
}

static void test_nics(void **state)
{
	struct pci_nic *nics;

	(void)state;
	assert_int_equal(wait_for("0000:01:00.0", 10, &nics), 1);
	assert_string_equal(nics[0].ifname, "eth5");
	assert_string_equal(nics[0].pci, "0000:01:00.0");
	free(nics);
	assert_int_equal(fake_waits(), 0);
	/* A device of another kind is not waited for. */
	assert_int_equal(wait_for("0000:02:00.0", 10, &nics), 0);
	free(nics);
	assert_int_equal(fake_waits(), 0);
}

static void test_nic_that_never_comes(void **state)
{
	struct pci_nic *nics;

	(void)state;
	make("rm %s/class/net/eth5");
	assert_int_equal(wait_for("0000:01:00.0", 2, &nics), 0);
	free(nics);
	assert_true(fake_waits() > 0);
}

/* As above, but with a udev: only that can say that there is no driver. */
static size_t wait_with_udev(void (*more)(void))
{
	struct pci_nic *nics;
	size_t n;

	fake_reset();
	fake_link(5, "eth5", false);
	if (more)
		more();
	n = wait_for("0000:01:00.0", 2, &nics);
	free(nics);
	return n;
}

static void no_record(void)
{
	fake_unnamed("0000:01:00.0");
}

static void test_no_driver(void **state)
{
	(void)state;
	make("rm %s/class/net/eth5");
	assert_int_equal(wait_with_udev(NULL), 0);
	assert_int_equal(fake_waits(), 0);
	/* One may come as long as udev has something to do. */
	assert_int_equal(wait_with_udev(fake_busy), 0);
	assert_int_equal(fake_waits(), 1);
	/* Nor has udev done all if it has not even begun. */
	assert_int_equal(wait_with_udev(no_record), 0);
	assert_true(fake_waits() > 0);
	/* Who has one is waited for. */
	make("cd %s/bus/pci/devices/0000:01:00.0 && mkdir driver");
	assert_int_equal(wait_with_udev(NULL), 0);
	assert_true(fake_waits() > 0);
	make("cd %s/class/net && ln -s ../../bus/pci/devices/0000:01:00.0/virtio0/net/eth5 .");
	assert_int_equal(wait_with_udev(NULL), 1);
	assert_int_equal(fake_waits(), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_remove),
		TEST(test_rescan),
		TEST(test_power),
		TEST(test_nics),
		TEST(test_nic_that_never_comes),
		TEST(test_no_driver),
	};

	return cmocka_run_group_tests_name("pci", tests, NULL, NULL);
}
