// SPDX-License-Identifier: GPL-2.0
/*
 * xdpsend - send a frame by AF_XDP: to the driver, without the layers between
 *
 *	xdpsend IFNAME HEX
 *
 * In copy mode, which every driver has. See Documentation/networking/af_xdp.rst
 * of the kernel.
 */
#include <errno.h>
#include <linux/if_xdp.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>

#define CHUNK	4096
#define ENTRIES	4

static int die(const char *what)
{
	fprintf(stderr, "xdpsend: %s: %s\n", what, strerror(errno));
	return 1;
}

/* Bytes of HEX written to FRAME; 0 for what are none. */
static unsigned int parse(const char *hex, unsigned char *frame)
{
	unsigned int n;

	for (n = 0; n < CHUNK && hex[2 * n]; n++)
		if (sscanf(hex + 2 * n, "%2hhx", &frame[n]) != 1 || !hex[2 * n + 1])
			return 0;
	return n;
}

/* Memory that the frame is in, and the rings; all that a socket must have. */
static int equip(int fd, void *memory)
{
	struct xdp_umem_reg reg = {
		.addr = (unsigned long)memory, .len = ENTRIES * CHUNK, .chunk_size = CHUNK
	};
	int entries = ENTRIES;

	return setsockopt(fd, SOL_XDP, XDP_UMEM_REG, &reg, sizeof(reg)) ||
	       setsockopt(fd, SOL_XDP, XDP_UMEM_FILL_RING, &entries, sizeof(entries)) ||
	       setsockopt(fd, SOL_XDP, XDP_UMEM_COMPLETION_RING, &entries, sizeof(entries)) ||
	       setsockopt(fd, SOL_XDP, XDP_TX_RING, &entries, sizeof(entries));
}

/* Where the ring is of what is to be sent. */
static char *ring_of(int fd, struct xdp_ring_offset *where)
{
	struct xdp_mmap_offsets offsets;
	socklen_t size = sizeof(offsets);
	char *ring;

	if (getsockopt(fd, SOL_XDP, XDP_MMAP_OFFSETS, &offsets, &size))
		return NULL;
	*where = offsets.tx;
	ring = mmap(NULL, offsets.tx.desc + ENTRIES * sizeof(struct xdp_desc),
		    PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd,
		    XDP_PGOFF_TX_RING);
	return ring == MAP_FAILED ? NULL : ring;
}

int main(int argc, char **argv)
{
	struct sockaddr_xdp to = { .sxdp_family = AF_XDP, .sxdp_flags = XDP_COPY };
	struct xdp_desc frame = { 0 };
	unsigned char *memory = aligned_alloc(CHUNK, ENTRIES * CHUNK);
	struct xdp_ring_offset where;
	char *ring;
	int fd;

	if (memory && argc == 3)
		frame.len = parse(argv[2], memory);
	if (!frame.len) {
		fputs("usage: xdpsend IFNAME HEX\n", stderr);
		return 2;
	}
	to.sxdp_ifindex = if_nametoindex(argv[1]);
	fd = socket(AF_XDP, SOCK_RAW, 0);
	if (fd < 0 || equip(fd, memory))
		return die("socket");
	ring = ring_of(fd, &where);
	if (!ring)
		return die("ring");
	if (bind(fd, (struct sockaddr *)&to, sizeof(to)))
		return die(argv[1]);

	memcpy(ring + where.desc, &frame, sizeof(frame));
	__atomic_store_n((__u32 *)(ring + where.producer), 1, __ATOMIC_RELEASE);
	if (send(fd, NULL, 0, MSG_DONTWAIT) < 0)
		return die("send");
	return 0;
}
