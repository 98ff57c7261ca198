// SPDX-License-Identifier: GPL-2.0
/*
 * udpgap - what does a flow of numbered UDP packets lose, and for how long?
 *
 *	udpgap send ADDRESS PORT [--rate N] [--count N] [--bind ADDRESS] [--steady]
 *	udpgap recv PORT [--idle SECONDS]
 *
 * The sender keeps its pace to absolute times, so that a late packet does not
 * delay those after it, and prints how late the latest was: a machine that was
 * busy elsewhere explains a gap without a loss. With --steady it does not make up
 * for lost time: after a pause of the machine there is no burst of packets.
 * SIGTERM ends it early, with all that belongs to the end.
 * The receiver says on standard error when the first packet has arrived, and
 * prints a JSON object after the packet marked as the last one (sent a few
 * times), or after a silence, or on SIGTERM.
 * Times are CLOCK_MONOTONIC: both ends are in one machine.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <netdb.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define NSEC		1000000000LL
#define LAST_COPIES	20
#define BUFFER		(4 << 20)	/* no loss by a receiver that has to wait for a CPU */

/* On the wire, in host order: both ends are in one machine. */
struct packet {
	uint64_t number;	/* from 0 */
	uint64_t count;		/* how many there will be */
	uint64_t last;		/* nothing but "that was all" */
};

struct flow {
	const char *host, *port, *from;
	uint64_t rate, count;
	int steady;
};

struct tally {
	uint64_t received, duplicates, reordered, count, highest;
	int64_t first, previous, gap, gap_at;
	unsigned char *seen;
	uint64_t room;
};

static volatile sig_atomic_t stop;

static void on_signal(int sig)
{
	(void)sig;
	stop = 1;
}

static int64_t now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * NSEC + ts.tv_nsec;
}

static void sleep_until(int64_t when)
{
	struct timespec ts = { .tv_sec = when / NSEC, .tv_nsec = when % NSEC };

	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &ts, NULL) == EINTR && !stop)
		;
}

static void die(const char *what)
{
	fprintf(stderr, "udpgap: %s: %s\n", what, strerror(errno));
	exit(1);
}

static struct addrinfo *address(const char *host, const char *port)
{
	struct addrinfo hints = { .ai_socktype = SOCK_DGRAM, .ai_flags = AI_NUMERICHOST };
	struct addrinfo *found;

	if (getaddrinfo(host, port, &hints, &found)) {
		fprintf(stderr, "udpgap: %s %s cannot be used\n", host, port);
		exit(1);
	}
	return found;
}

static int sender_socket(const struct addrinfo *to, const char *from)
{
	int fd = socket(to->ai_family, SOCK_DGRAM, 0);

	if (fd < 0)
		die("socket");
	if (from) {
		struct addrinfo *local = address(from, "0");

		if (bind(fd, local->ai_addr, local->ai_addrlen))
			die(from);
	}
	return fd;
}

/*
 * Not connected: an ICMP error about one packet must not fail the next. An error
 * of sendto() is a packet that was lost, which is what is being counted.
 */
static int do_send(const struct flow *flow)
{
	struct addrinfo *to = address(flow->host, flow->port);
	int fd = sender_socket(to, flow->from);
	struct packet packet = { .count = flow->count };
	int64_t start = now(), late, latest = 0;
	uint64_t unsent = 0;

	for (packet.number = 0; packet.number < flow->count && !stop; packet.number++) {
		int64_t due = start + (int64_t)(packet.number * NSEC / flow->rate);

		sleep_until(due);
		late = now() - due;
		if (late > latest)
			latest = late;
		if (flow->steady && late > NSEC / (int64_t)flow->rate)
			start += late;
		if (sendto(fd, &packet, sizeof(packet), 0, to->ai_addr, to->ai_addrlen) < 0)
			unsent++;
	}
	packet.count = packet.number;
	packet.last = 1;
	for (int copy = 0; copy < LAST_COPIES; copy++) {
		sleep_until(now() + NSEC / 20);
		sendto(fd, &packet, sizeof(packet), 0, to->ai_addr, to->ai_addrlen);
	}
	printf("{\"sent\":%llu,\"refused\":%llu,\"late_ms\":%.1f}\n",
	       (unsigned long long)packet.count, (unsigned long long)unsent, latest / 1e6);
	return 0;
}

static int receiver_socket(const char *port)
{
	struct sockaddr_in6 any = { .sin6_family = AF_INET6, .sin6_port = htons(atoi(port)) };
	int fd = socket(AF_INET6, SOCK_DGRAM, 0), off = 0, room = BUFFER;

	if (fd < 0)
		die("socket");
	setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof(off));
	setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof(room));
	if (bind(fd, (struct sockaddr *)&any, sizeof(any)))
		die(port);
	return fd;
}

/* Note the number; true if it is new. */
static int is_new(struct tally *tally, uint64_t number)
{
	if (number >= tally->room) {
		uint64_t room = number * 2 + 1024;

		tally->seen = realloc(tally->seen, room);
		if (!tally->seen)
			die("memory");
		memset(tally->seen + tally->room, 0, room - tally->room);
		tally->room = room;
	}
	if (tally->seen[number])
		return 0;
	tally->seen[number] = 1;
	return 1;
}

static void take(struct tally *tally, const struct packet *packet, int64_t when)
{
	tally->count = packet->count;
	if (!is_new(tally, packet->number)) {
		tally->duplicates++;
		return;
	}
	if (tally->received && packet->number < tally->highest)
		tally->reordered++;
	if (packet->number > tally->highest)
		tally->highest = packet->number;
	if (!tally->received) {
		tally->first = when;
		fputs("it flows\n", stderr);
	} else if (when - tally->previous > tally->gap) {
		tally->gap = when - tally->previous;
		tally->gap_at = tally->previous - tally->first;
	}
	tally->previous = when;
	tally->received++;
}

static int report(const struct tally *tally)
{
	printf("{\"received\":%llu,\"lost\":%llu,\"duplicates\":%llu,\"reordered\":%llu,"
	       "\"gap_ms\":%.1f,\"gap_at_ms\":%.1f}\n",
	       (unsigned long long)tally->received,
	       (unsigned long long)(tally->count - tally->received),
	       (unsigned long long)tally->duplicates, (unsigned long long)tally->reordered,
	       tally->gap / 1e6, tally->gap_at / 1e6);
	return tally->received ? 0 : 1;
}

/* A silence counts from the first packet on; that one may be long in coming. */
static int wait_packet(int fd, int begun, double idle)
{
	struct pollfd pfd = { .fd = fd, .events = POLLIN };

	return poll(&pfd, 1, (int)(idle * (begun ? 1000 : 4000))) > 0;
}

static int do_recv(const char *port, double idle)
{
	struct tally tally = { 0 };
	struct packet packet;
	int fd = receiver_socket(port);

	while (!stop && wait_packet(fd, tally.received > 0, idle)) {
		ssize_t length = recv(fd, &packet, sizeof(packet), 0);

		if (length != (ssize_t)sizeof(packet))
			continue;
		if (packet.last) {
			/* Of the flow before this one, from the same port. */
			if (!tally.received)
				continue;
			tally.count = packet.count;
			break;
		}
		take(&tally, &packet, now());
	}
	return report(&tally);
}

static int usage(void)
{
	fputs("usage: udpgap send ADDRESS PORT [--rate N] [--count N] [--bind ADDRESS]"
	      " [--steady]\n"
	      "       udpgap recv PORT [--idle SECONDS]\n", stderr);
	return 3;
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "rate", required_argument, NULL, 'r' },
		{ "count", required_argument, NULL, 'c' },
		{ "bind", required_argument, NULL, 'b' },
		{ "steady", no_argument, NULL, 's' },
		{ "idle", required_argument, NULL, 'i' },
		{ 0 }
	};
	struct sigaction action = { .sa_handler = on_signal };
	struct flow flow = { .rate = 500, .count = 5000 };
	double idle = 15;
	int option;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (option) {
		case 'r':
			flow.rate = strtoull(optarg, NULL, 10);
			break;
		case 'c':
			flow.count = strtoull(optarg, NULL, 10);
			break;
		case 'b':
			flow.from = optarg;
			break;
		case 's':
			flow.steady = 1;
			break;
		case 'i':
			idle = strtod(optarg, NULL);
			break;
		default: return usage();
		}
	}
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	argc -= optind;
	argv += optind;
	if (argc == 3 && !strcmp(argv[0], "send") && flow.rate) {
		flow.host = argv[1];
		flow.port = argv[2];
		return do_send(&flow);
	}
	if (argc == 2 && !strcmp(argv[0], "recv"))
		return do_recv(argv[1], idle);
	return usage();
}
