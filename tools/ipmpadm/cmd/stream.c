// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <string.h>
#include <unistd.h>

#include "../lib/err.h"
#include "stream.h"

/**
 * stream_open() - Subscribe to events.
 * @s: the stream; to be closed even if this fails
 * @mcgrp: which events
 *
 * Return: STATUS_OK or, after a message, another exit status.
 */
int stream_open(struct stream *s, const char *mcgrp)
{
	int status, err;

	memset(s, 0, sizeof(*s));
	status = ipmp_open(&s->events);
	if (status)
		return status;
	err = ipmp_subscribe(&s->events, mcgrp);
	if (err == -EOPNOTSUPP) {
		err_say("the kernel module ipmp has no %s to tell of (it is older than ipmpadm)",
			mcgrp);
		return STATUS_UNSUPPORTED;
	}
	return err ? nlsock_fail(&s->events.s, "cannot subscribe") : STATUS_OK;
}

/**
 * stream_close() - End a stream.
 * @s: the stream
 */
void stream_close(struct stream *s)
{
	nlsock_close(&s->links);
	ipmp_close(&s->events);
}

/**
 * stream_flush() - Hand over what was printed.
 * @s: the stream
 *
 * A reader that goes away is no failure of a stream without an end.
 */
void stream_flush(struct stream *s)
{
	if (!fflush(stdout))
		return;
	s->ended = true;
	if (errno != EPIPE)
		s->status = err_fail("cannot write the output: %s",
				     strerror(errno));
	/* That was all about it; main has nothing to add. */
	__fpurge(stdout);
	clearerr(stdout);
}

/**
 * stream_follow() - Wait for events, until the reader goes away.
 * @s: the stream
 * @take: called when some may be there
 * @arg: for @take
 *
 * Also asks for the output, to end with the reader and not an event later.
 *
 * Return: the exit status.
 */
int stream_follow(struct stream *s, stream_take_fn take, void *arg)
{
	struct pollfd fds[] = {
		{ .fd = nl_socket_get_fd(s->events.s.sk), .events = POLLIN },
		{ .fd = STDOUT_FILENO },
		{ .fd = -1, .events = POLLIN },
	};
	int status = STATUS_OK;

	if (s->links.sk)
		fds[2].fd = nl_socket_get_fd(s->links.sk);
	while (!status && !s->ended) {
		if (poll(fds, ARRAY_SIZE(fds), -1) < 0 && errno != EINTR)
			return err_fail("cannot wait for events: %s",
					strerror(errno));
		if (fds[1].revents & (POLLERR | POLLHUP | POLLNVAL))
			return STATUS_OK;
		status = take(arg);
	}
	return status ? status : s->status;
}
