// SPDX-License-Identifier: GPL-2.0
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "cards.h"
#include "dr.h"
#include "fake.h"
#include "dr/hooks.h"

void dr_run(const char *line)
{
	assert_int_equal(fake_run(line), 0);
}

void dr_world(const char *failback)
{
	char line[64];

	fake_reset();
	cards_reset();
	fake_live();
	fake_sticky();
	snprintf(line, sizeof(line),
		 "ipmpadm group add production failback %s", failback);
	dr_run(line);
	dr_run("ipmpadm member add eth0 group production");
	fake_addr("dev=100 addr=192.0.2.10/24");
	fake_addr("dev=100 addr=192.0.2.11/24");
	fake_addr("dev=100 addr=2001:db8::10/64");
	dr_run("ipmpadm address set 192.0.2.10 group production home eth0");
	dr_run("ipmpadm show");
	dr_run("ipmpadm member add eth1 group production");
	dr_run("ipmpadm member add eth2 group production");
	dr_run("ipmpadm member add eth3 group production standby");
	fake_addr("dev=2 addr=192.0.2.21/24 brd=192.0.2.255 flags=512 label=eth0:1");
	fake_addr("dev=2 addr=192.0.2.31/24 flags=512");
	fake_addr("dev=2 addr=2001:db8::21/64 flags=512 pref=0");
	fake_addr("dev=2 addr=fe80::2/64 scope=253");
	fake_route("dev=2 dst=198.51.100.0/24 via=192.0.2.1 table=100 proto=4");
	fake_forget_log();
	cards_die(0);
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The index of a link changes when it comes back. */
static char *cut_index(char *line)
{
	char *dev = strstr(line, " dev=");

	if (dev)
		memmove(dev, dev + 5 + strspn(dev + 5, "0123456789"),
			strlen(dev + 5 + strspn(dev + 5, "0123456789")) + 1);
	return line;
}

/* What a link carries is told in the order of adding, which does not matter. */
static void add_links(char *text, size_t size)
{
	char *copy = strdup(fake_links()), *line, *save, *lines[64];
	size_t i, used = strlen(text), n = 0;

	for (line = strtok_r(copy, "\n", &save);; line = strtok_r(NULL, "\n", &save)) {
		if (!line || *line != ' ') {
			qsort(lines, n, sizeof(lines[0]), compare);
			for (i = 0; i < n; i++)
				used += (size_t)snprintf(text + used,
							 size - used, "%s\n",
							 lines[i]);
			n = 0;
		}
		if (!line)
			break;
		if (*line != ' ')
			used += (size_t)snprintf(text + used, size - used,
						 "%s\n", line);
		else if (!strstr(line, "fe80::2"))	/* the kernel's own */
			lines[n++] = cut_index(line);
	}
	free(copy);
}

const char *dr_state(void)
{
	static char text[2][8192];
	static unsigned int which;
	char *t = text[which++ % 2];

	dr_run("ipmpadm -p -j show");
	snprintf(t, sizeof(text[0]), "%s", fake_out());
	add_links(t, sizeof(text[0]));
	return t;
}

int dr_setup(void **state)
{
	(void)state;
	return system("rm -rf " RUN_DIR " " HOOKS_DIR " && mkdir -p "
		      RUN_DIR " " HOOKS_DIR);
}

int dr_teardown(void **state)
{
	(void)state;
	fake_reset();
	return system("rm -rf " RUN_DIR " " HOOKS_DIR);
}

void dr_hook(const char *name, const char *script)
{
	char path[128];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", HOOKS_DIR, name);
	f = fopen(path, "w");
	assert_non_null(f);
	fprintf(f, "#!/bin/sh\necho ${0##*/} $1 >>%s/%s\n%s\n",
		getcwd(path, sizeof(path)), DR_TRACE, script);
	fclose(f);
	snprintf(path, sizeof(path), "%s/%s", HOOKS_DIR, name);
	assert_int_equal(chmod(path, 0755), 0);
}

const char *dr_hooks(void)
{
	static char text[2048];
	FILE *f = fopen(DR_TRACE, "r");
	size_t n = f ? fread(text, 1, sizeof(text) - 1, f) : 0;

	text[n] = '\0';
	if (f)
		fclose(f);
	remove(DR_TRACE);
	return text;
}

void dr_no_record(void)
{
	assert_int_equal(access(RUN_DIR "/transaction", F_OK), -1);
}
