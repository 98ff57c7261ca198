// SPDX-License-Identifier: GPL-2.0
/*
 * udpcost - what does it take to send a UDP packet?
 *
 *	udpcost ADDRESS PORT COUNT
 *
 * Sends COUNT packets of 18 bytes (60 with all headers) from a connected socket,
 * as fast as it can, and prints the nanoseconds a packet took. A connected
 * socket gives its packets a flow hash, as TCP does and pktgen does not.
 */
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#define WARM_UP 100

static int die(const char *what)
{
	fprintf(stderr, "udpcost: %s: %s\n", what, strerror(errno));
	return 1;
}

static double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1e9 + ts.tv_nsec;
}

static int connected(const char *host, const char *port)
{
	struct addrinfo hints = { .ai_socktype = SOCK_DGRAM, .ai_flags = AI_NUMERICHOST };
	struct addrinfo *to;
	int fd;

	if (getaddrinfo(host, port, &hints, &to))
		return -1;
	fd = socket(to->ai_family, SOCK_DGRAM, 0);
	if (fd >= 0 && connect(fd, to->ai_addr, to->ai_addrlen))
		fd = -1;
	freeaddrinfo(to);
	return fd;
}

int main(int argc, char **argv)
{
	char payload[18] = "";
	double start = 0;
	long count = 0, i;
	int fd;

	if (argc == 4)
		count = strtol(argv[3], NULL, 10);
	if (count <= 0) {
		fputs("usage: udpcost ADDRESS PORT COUNT\n", stderr);
		return 3;
	}
	fd = connected(argv[1], argv[2]);
	if (fd < 0)
		return die(argv[1]);
	for (i = -WARM_UP; i < count; i++) {
		if (!i)
			start = now();
		if (send(fd, payload, sizeof(payload), 0) < 0)
			return die("send");
	}
	printf("%.1f\n", (now() - start) / count);
	return 0;
}
