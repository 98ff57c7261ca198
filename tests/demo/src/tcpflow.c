// SPDX-License-Identifier: GPL-2.0
/*
 * tcpflow - one TCP transfer, watched byte by byte.
 *
 *	tcpflow recv PORT FILE
 *	tcpflow send ADDRESS PORT BYTES_PER_SECOND
 *
 * The receiver takes one connection and no second, checks that every byte is
 * the one that is due, and prints a JSON object every 100 ms: bytes so far and
 * the longest time without a byte since the object before. FILE holds the
 * number of bytes, for a script to look at.
 *
 * The sender keeps its pace until SIGTERM. Then it closes its direction and
 * waits for the receiver's own count, which must be the same as its own.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define NSEC		1000000000LL
#define MSEC		1000000LL
#define SAMPLE		(100 * MSEC)
#define PACE		(4 * MSEC)
/* Seconds without any progress after which the sender gives up. */
#define PATIENCE	20
/* A prime: no loss or repetition of whole buffers or segments goes unseen. */
#define PERIOD		65521
#define CHUNK		65536

static unsigned char pattern[PERIOD + CHUNK];

/**
 * struct flow - What the receiver knows.
 * @bytes: received so far
 * @last: when the last of them came
 * @gap: longest time without a byte in this sample
 * @gap_end: when that ended
 * @due: when the next sample is
 * @file: descriptor of the file for the script
 */
struct flow {
	uint64_t bytes;
	int64_t last;
	int64_t gap;
	int64_t gap_end;
	int64_t due;
	int file;
};

/* Of the day, as the script and the module tell it: one clock for the story. */
static int64_t now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	return ts.tv_sec * NSEC + ts.tv_nsec;
}

static void make_pattern(void)
{
	uint32_t x = 1;
	size_t i;

	for (i = 0; i < sizeof(pattern); i++) {
		x = x * 1664525 + 1013904223;
		pattern[i] = i < PERIOD ? x >> 24 : pattern[i - PERIOD];
	}
}

static int die(const char *side, const char *why)
{
	printf("{\"event\":\"broken\",\"side\":\"%s\",\"why\":\"%s\"}\n", side,
	       why);
	fflush(stdout);
	return 1;
}

static void tell_file(const struct flow *f)
{
	char text[32];
	int n = snprintf(text, sizeof(text), "%llu\n",
			 (unsigned long long)f->bytes);

	if (pwrite(f->file, text, n, 0) != n)
		perror("tcpflow: cannot write the count");
}

static void note_gap(struct flow *f, int64_t end)
{
	if (end - f->last <= f->gap)
		return;
	f->gap = end - f->last;
	f->gap_end = end;
}

static void sample(struct flow *f, int64_t when)
{
	note_gap(f, when);
	printf("{\"event\":\"flow\",\"t\":%lld,\"bytes\":%llu,\"gap_ms\":%.1f,\"gap_t\":%lld}\n",
	       (long long)(when / MSEC), (unsigned long long)f->bytes,
	       (double)f->gap / MSEC, (long long)(f->gap_end / MSEC));
	fflush(stdout);
	tell_file(f);
	f->gap = 0;
	f->due = when + SAMPLE;
}

static int listener(const char *port)
{
	struct sockaddr_in6 any = { .sin6_family = AF_INET6 };
	int fd = socket(AF_INET6, SOCK_STREAM, 0);
	int on = 1;

	any.sin6_port = htons(atoi(port));
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd, (struct sockaddr *)&any, sizeof(any)) || listen(fd, 1))
		return -1;
	return fd;
}

/* The bytes that are due, and nothing else? */
static bool in_order(struct flow *f, const unsigned char *data, size_t n)
{
	int64_t when = now();

	note_gap(f, when);
	f->last = when;
	if (memcmp(data, pattern + f->bytes % PERIOD, n))
		return false;
	f->bytes += n;
	return true;
}

/* Until the sender's end of file; NULL, or what went wrong. */
static const char *receive(struct flow *f, int fd)
{
	static unsigned char data[CHUNK];
	struct pollfd pfd = { .fd = fd, .events = POLLIN };
	int64_t left;
	ssize_t n;

	for (;;) {
		left = f->due - now();
		if (left <= 0) {
			sample(f, now());
		} else if (poll(&pfd, 1, (int)(left / MSEC) + 1) > 0) {
			n = recv(fd, data, sizeof(data), 0);
			if (n < 0)
				return strerror(errno);
			if (!n)
				return NULL;
			if (!in_order(f, data, n))
				return "bytes are missing or not in order";
		}
	}
}

static int do_recv(const char *port, const char *path)
{
	struct flow f = { .file = open(path, O_WRONLY | O_CREAT, 0644) };
	int listening = listener(port);
	const char *why;
	uint64_t count;
	int fd;

	if (listening < 0 || f.file < 0)
		return die("receiver", strerror(errno));
	tell_file(&f);
	fd = accept(listening, NULL, NULL);
	close(listening);
	if (fd < 0)
		return die("receiver", strerror(errno));
	f.last = now();
	f.due = f.last + SAMPLE;
	why = receive(&f, fd);
	if (why)
		return die("receiver", why);
	count = htobe64(f.bytes);
	if (send(fd, &count, sizeof(count), MSG_NOSIGNAL) != sizeof(count))
		return die("receiver", strerror(errno));
	printf("{\"event\":\"received\",\"bytes\":%llu}\n",
	       (unsigned long long)f.bytes);
	return 0;
}

/* An IPv4 address is written as IPv6 has it; what is sent is IPv4 then. */
static int connected(const char *host, const char *port)
{
	struct sockaddr_in6 to = { .sin6_family = AF_INET6 };
	char text[INET6_ADDRSTRLEN + 8];
	int fd;

	snprintf(text, sizeof(text), "%s%s", strchr(host, ':') ? "" : "::ffff:",
		 host);
	to.sin6_port = htons(atoi(port));
	if (inet_pton(AF_INET6, text, &to.sin6_addr) != 1) {
		errno = EINVAL;
		return -1;
	}
	fd = socket(AF_INET6, SOCK_STREAM, 0);
	if (fd >= 0 && connect(fd, (struct sockaddr *)&to, sizeof(to)))
		return -1;
	return fd;
}

static bool send_all(int fd, uint64_t *sent, size_t n)
{
	ssize_t done;

	while (n) {
		done = send(fd, pattern + *sent % PERIOD, n, MSG_NOSIGNAL);
		if (done < 0)
			return false;
		*sent += done;
		n -= done;
	}
	return true;
}

/* Was it SIGTERM, which is blocked, that ended the time until DUE? */
static bool stopped(int64_t due)
{
	struct timespec left = { 0 };
	int64_t ns = due - now();
	sigset_t set;

	if (ns > 0) {
		left.tv_sec = ns / NSEC;
		left.tv_nsec = ns % NSEC;
	}
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, NULL);
	return sigtimedwait(&set, NULL, &left) == SIGTERM;
}

/* To absolute times, so that what a stall kept back is sent after it. */
static bool send_paced(int fd, uint64_t *sent, uint64_t rate)
{
	size_t each = rate * PACE / NSEC;
	int64_t due = now();

	if (each > CHUNK)
		each = CHUNK;
	while (!stopped(due)) {
		if (!send_all(fd, sent, each))
			return false;
		due += PACE;
	}
	return true;
}

static unsigned int retransmitted(int fd)
{
	struct tcp_info info = { 0 };
	socklen_t size = sizeof(info);

	getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size);
	return info.tcpi_total_retrans;
}

/* The receiver's count; ~0 when there is none in time. */
static uint64_t confirmation(int fd)
{
	struct pollfd pfd = { .fd = fd, .events = POLLIN };
	uint64_t count;

	shutdown(fd, SHUT_WR);
	if (poll(&pfd, 1, PATIENCE * 1000) <= 0 ||
	    recv(fd, &count, sizeof(count), MSG_WAITALL) != sizeof(count))
		return ~0ULL;
	return be64toh(count);
}

static int do_send(const char *host, const char *port, const char *rate)
{
	struct timeval patience = { .tv_sec = PATIENCE };
	int fd = connected(host, port);
	uint64_t sent = 0, count;

	if (fd < 0)
		return die("sender", strerror(errno));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
	if (!send_paced(fd, &sent, strtoull(rate, NULL, 10)))
		return die("sender", strerror(errno));
	count = confirmation(fd);
	printf("{\"event\":\"sent\",\"bytes\":%llu,\"retransmitted\":%u}\n",
	       (unsigned long long)sent, retransmitted(fd));
	if (count == ~0ULL)
		return die("sender", "no confirmation of the receiver");
	if (count != sent)
		return die("sender", "the receiver counted other bytes");
	return 0;
}

int main(int argc, char **argv)
{
	make_pattern();
	if (argc == 4 && !strcmp(argv[1], "recv"))
		return do_recv(argv[2], argv[3]);
	if (argc == 5 && !strcmp(argv[1], "send"))
		return do_send(argv[2], argv[3], argv[4]);
	fputs("usage: tcpflow recv PORT FILE\n"
	      "       tcpflow send ADDRESS PORT BYTES_PER_SECOND\n", stderr);
	return 3;
}
