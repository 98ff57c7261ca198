// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <time.h>

#include "../lib/err.h"
#include "../view/text.h"
#include "cmd.h"
#include "stat.h"
#include "stream.h"

enum { TIME, INTERFACE, PROBE, NETRTT, RTT, RTTAVG, TARGET, RTTDEV };

/**
 * struct watch - Probes that are being watched.
 * @out: the output
 * @in: where they come from
 * @start: what the times count from, nanoseconds since 1970
 */
struct watch {
	struct stat_out *out;
	struct stream in;
	uint64_t start;
};

static uint64_t now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	return (uint64_t)ts.tv_sec * 1000000000 + (uint64_t)ts.tv_nsec;
}

/* Why nobody is probed, and how that can be changed. */
static const char *why_nobody(const struct state *st)
{
	bool wanted = false;
	size_t i;

	for (i = 0; i < st->ngroups; i++)
		wanted |= st->groups[i].probe == IPMP_PROBE_MODE_AUTO;
	if (!st->ngroups)
		return "there are no groups";
	if (!wanted)
		return "probe-based failure detection is disabled (ipmpadm group set NAME probe auto)";
	if (!st->ntargets)
		return "nobody is probed: no group has a target (ipmpadm target add ADDR group NAME)";
	return "nobody is probed: groups with targets have no usable member, or probe off (ipmpadm show)";
}

static int must_be_probed(void)
{
	bool any = false;
	struct state st;
	int status;
	size_t i;

	status = common_read(&st, NULL);
	for (i = 0; i < st.nprobes; i++)
		any |= st.probes[i].state != IPMP_PROBE_STATE_DISABLED;
	if (!status && !any)
		status = err_fail("%s", why_nobody(&st));
	state_free(&st);
	return status;
}

/*
 * The kernel takes the time where the answer comes in, so NETRTT and RTT,
 * which in Solaris is that until the daemon ran, are the same.
 */
static void on_done(const struct probe_done *d, void *arg)
{
	struct watch *w = arg;
	struct stat_out *out = w->out;
	char text[TEXT_RTT];

	if (w->in.ended)
		return;
	fprintf(stat_cell(out, TIME), "%.2fs",
		(double)(int64_t)(d->time - w->start) / 1e9);
	fputs(d->ifname, stat_cell(out, INTERFACE));
	fprintf(stat_cell(out, PROBE), "%u", d->id);
	if (d->answered) {
		text_rtt(d->rtt.last, text);
		fputs(text, stat_cell(out, NETRTT));
		fputs(text, stat_cell(out, RTT));
	}
	fputs(text_rtt(d->rtt.avg, text), stat_cell(out, RTTAVG));
	fputs(text_rtt(d->rtt.dev, text), stat_cell(out, RTTDEV));
	fputs(stat_host(out, &d->target), stat_cell(out, TARGET));
	stat_row(out);
	stream_flush(&w->in);
}

static int take(void *arg)
{
	struct watch *w = arg;
	int err;

	err = ipmp_receive_done(&w->in.events, on_done, w);
	if (err == -ENOBUFS) {
		err_say("warning: there were more probes than could be shown");
		return STATUS_OK;
	}
	return err ? nlsock_fail(&w->in.events.s, "cannot receive probes") :
		     STATUS_OK;
}

static int run(struct stat_out *out)
{
	struct watch w = { .out = out };
	int status;

	w.start = now_ns();
	status = stream_open(&w.in, IPMP_MCGRP_PROBES);
	if (!status)
		status = must_be_probed();
	if (!status)
		status = stream_follow(&w.in, take, &w);
	stream_close(&w.in);
	return status;
}

const struct stat_view stat_probes = {
	.option = 'p',
	.what = "probes, as they are done",
	.fields = {
		[TIME] = { "TIME", 10 },
		[INTERFACE] = { "INTERFACE", 12 },
		[PROBE] = { "PROBE", 7 },
		[NETRTT] = { "NETRTT", 10 },
		[RTT] = { "RTT", 10 },
		[RTTAVG] = { "RTTAVG", 10 },
		[TARGET] = { "TARGET", 20 },
		[RTTDEV] = { "RTTDEV", 10 },
	},
	.run = run,
};
