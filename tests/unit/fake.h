/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A kernel for the tests. It takes the place of sending and receiving below
 * libnl, so that all of libnl is at work, and speaks the netlink specification
 * by tables made from it, not by the tool's own code.
 *
 * Messages are written as text: the command, then attributes as in
 * "member-set ifname=eth0 standby=1". Commands of rtnetlink are newaddr,
 * deladdr, newroute, delroute, newneigh, delneigh and setlink.
 */
#ifndef TEST_FAKE_H
#define TEST_FAKE_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <time.h>

#include <linux/netlink.h>

/* Nothing exists, nothing fails, nothing is logged. */
void fake_reset(void);

/* The module is not there, or it is one without probes. */
void fake_no_module(void);
void fake_no_probes(void);

/* An object for the dumps, such as "group-get group-ifindex=5 ...". */
void fake_object(const char *text);
void fake_forget_objects(void);

/*
 * From here on the module does what it is asked to, and the dumps tell of it.
 * Members work while their link is up and has its carrier.
 */
void fake_live(void);
/*
 * And it keeps what is: addresses without a home stay where they are, instead
 * of being levelled, and without failback members stay active.
 */
void fake_sticky(void);
void fake_carrier(const char *name, bool on);
/* Probes find that a member is dead for IPv6. */
void fake_no_ipv6(const char *ifname);
/* Its carrier comes when the tool waits for it. */
void fake_slow_carrier(const char *name);
/* A device goes away with all that it carries, and with it a membership. */
void fake_unlink(const char *name);
/* The links by name, each with what it carries, in the kernel's order. */
const char *fake_links(void);

/*
 * An interface that comes when the tool waits for it. Or: udev is not done
 * with one that exists, until the tool waits for it (with no index, no name).
 */
void fake_late(unsigned int ifindex, const char *name);
void fake_unnamed(const char *name);
void fake_no_udev(void);
/* udev has something to do until the tool waits. */
void fake_busy(void);
/* How often the tool waited for interfaces. */
unsigned int fake_waits(void);
/* And for a link. */
unsigned int fake_link_waits(void);

/*
 * An event, or with fake_lost() the loss of some, for who listens to its
 * multicast group.
 */
void fake_event(const char *text);
void fake_lost(void);
/* The reader of the output goes away when all events are read. */

/* An interface; addr, route and neigh give one what it carries. */
void fake_link(unsigned int ifindex, const char *name, bool up);
/* It is hardware, on a bus, and of this kind, if not empty. */
void fake_nic(const char *name, const char *path, const char *kind);
/*
 * Who listens to links is told what it is like now, or that it is gone. Or that
 * some was lost.
 */
void fake_link_event(const char *name, bool gone);
void fake_link_event_odd(const char *name, unsigned char family, int attr);
void fake_links_lost(void);
void fake_addr(const char *text);
void fake_route(const char *text);
void fake_neigh(const char *text);

/* Refuse the n-th request (from 1) that changes something. */
void fake_refuse(unsigned int n, int err, const char *text);
/* And another one. */
void fake_refuse_too(unsigned int n);
/* Say in the refusal which byte of the request is bad, repeat the request. */
void fake_refuse_with(uint32_t offset, bool uncapped);
/* The next dump ends with an error, or says that it is not consistent. */
void fake_refuse_dump(int err);
void fake_disturb_dump(void);

/* Called after each request that changes something. */
extern void (*fake_hook)(void);

/* What all changing requests so far were, a line each. */
const char *fake_log(void);
void fake_forget_log(void);
/* A line of the test's own among them. */
void fake_note(const char *text);
unsigned int fake_count(void);
/* All that the interfaces carry, a line each, sorted. */
const char *fake_carried(void);
bool fake_carries(const char *part, const char *part2);

/* Run the tool; words are apart by blanks, '' is an empty one. */
int fake_run(const char *command_line);
const char *fake_out(void);
const char *fake_err(void);
/* The tool was left in the middle, by a long jump. */
void fake_abandon(void);
/* The output is a terminal. */
void fake_terminal(bool on);
/* A counter that `ethtool -S` shows of an interface. */
void fake_counter(const char *ifname, const char *name, uint64_t value);
/* How many rows a terminal has, 0 if it does not tell. */
void fake_rows(unsigned short rows);
/* The one host that has a name, and how often names were asked for. */
#define FAKE_HOST	"192.0.2.1"
#define FAKE_NAME	"router"
unsigned int fake_questions(void);
/* Who asks for names waits, until the fake is reset. */
void fake_no_names(void);
/* What the clock says. */
#define FAKE_NOW	UINT64_C(1767225800500000000)	/* 2026-01-01 00:03:20.5 */

/* Between the parts of the fake. */
struct nl_msg;
char *fake_field(const char *text, const char *key, char buf[64]);
struct nl_msg *fake_genl_encode(const char *text);
struct nl_msg *fake_genl_family(bool probes);
void fake_genl_decode(struct nlmsghdr *nlh, char *text, size_t size);
unsigned long fake_num(const char *text, const char *key, unsigned long no);
unsigned char fake_ip_len(const char *text);
bool fake_is_second(const char *text);
struct nl_msg *fake_rtnl_encode(const char *text);
void fake_rtnl_decode(struct nlmsghdr *nlh, char *text, size_t size,
		      uint32_t hide);
int fake_rtnl_change(struct nlmsghdr *nlh, char *text, size_t size);
unsigned int fake_rtnl_dump(struct nlmsghdr *nlh, struct nl_msg **list);
void fake_rtnl_reset(void);
const char *fake_link_name(unsigned int ifindex);
bool fake_link_is_up(unsigned int ifindex);
void fake_link_reset(void);
bool fake_carrier_comes(void);
int fake_link_change(struct nlmsghdr *nlh, char *text, size_t size);
struct nl_msg *fake_link_encode(unsigned int ifindex);
unsigned int fake_link_dump(struct nl_msg **list);
bool fake_usable(const char *name);
bool fake_is_enslaved(const char *name);
void fake_enslave(const char *name);
void fake_release(const char *name);
void fake_drop_lines(unsigned int ifindex);
const char *fake_line(unsigned int i);
bool fake_is_live(void);
void fake_live_reset(void);
void fake_live_tell(void (*tell)(const char *text));
int fake_live_change(const char *text);
void fake_udev_reset(void);
bool fake_udev_poll(struct pollfd *fds, nfds_t n, int *ready);
void fake_ip(const char *text, void *bytes, int *len);
void fake_ip_text(const void *bytes, int len, char *text);

void fake_host_reset(void);

/* What is wrapped, and the tool. */
struct nl_sock;
int ipmpadm_main(int argc, char **argv);
int __real_nl_connect(struct nl_sock *sk, int protocol);
int __wrap_nl_connect(struct nl_sock *sk, int protocol);
int __wrap_nl_socket_add_membership(struct nl_sock *sk, int group);
int __wrap_poll(struct pollfd *fds, nfds_t n, int timeout);
int __real_clock_gettime(clockid_t id, struct timespec *ts);
int __wrap_clock_gettime(clockid_t id, struct timespec *ts);
int __wrap_isatty(int fd);
unsigned int __wrap_if_nametoindex(const char *name);
int __wrap_getnameinfo(const struct sockaddr *sa, socklen_t len, char *host,
		       socklen_t host_len, char *service,
		       socklen_t service_len, int flags);
int __wrap_ioctl(int fd, unsigned long request, ...);

#define FAKE_FAMILY	0x31
#define FAKE_MCGRP	7
#define FAKE_PROBES	8

#endif /* TEST_FAKE_H */
