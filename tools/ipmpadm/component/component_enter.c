// SPDX-License-Identifier: GPL-2.0
/*
 * sysfs shows the interfaces of one network namespace only, so it is not asked:
 * rtnetlink tells of each interface which device it is on.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <string.h>
#include <unistd.h>

#include <linux/if_addr.h>
#include <linux/net_namespace.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <netlink/msg.h>

#include "component_link.h"
#include "../netlink/rtnl.h"

static int on_link(struct nlmsghdr *nlh, void *links)
{
	if (!nlh)
		links_free(links);
	return links_decode(nlh, links);
}

static int on_addr(struct nlmsghdr *nlh, void *links)
{
	if (!nlh)
		links_drop_addrs(links);
	return links_decode(nlh, links);
}

static struct nl_msg *new_msg(int type, void *head, size_t len)
{
	struct nl_msg *msg = nlmsg_alloc_simple(type, 0);

	if (msg && nlmsg_append(msg, head, len, NLMSG_ALIGNTO) < 0) {
		nlmsg_free(msg);
		return NULL;
	}
	return msg;
}

static int dump(struct nlsock *s, struct links *l)
{
	struct ifinfomsg link = { .ifi_family = AF_UNSPEC };
	struct ifaddrmsg addr = { .ifa_family = AF_UNSPEC };
	int err;

	err = nlsock_dump(s, new_msg(RTM_GETLINK, &link, sizeof(link)),
			  on_link, l);
	if (err)
		return err;
	return nlsock_dump(s, new_msg(RTM_GETADDR, &addr, sizeof(addr)),
			   on_addr, l);
}

/**
 * struct entry - What the thread that enters a network namespace is to do.
 * @path: the namespace
 * @s: the socket to be opened in it
 * @err: 0 or a negative errno
 */
struct entry {
	const char *path;
	struct nlsock s;
	int err;
};

/* A socket stays in the network namespace in which it was made. */
static void *open_there(void *arg)
{
	struct entry *e = arg;
	int fd = open(e->path, O_RDONLY | O_CLOEXEC);

	e->err = fd < 0 || setns(fd, CLONE_NEWNET) ? -errno : rt_open(&e->s);
	if (fd >= 0)
		close(fd);
	return NULL;
}

/* A thread enters the namespace: the tool itself never leaves its own. */
static int open_in(const char *path, bool own, struct entry *e)
{
	pthread_t thread;
	int err;

	memset(e, 0, sizeof(*e));
	e->path = path;
	if (own)
		return rt_open(&e->s);
	err = pthread_create(&thread, NULL, open_there, e);
	if (err)
		return -err;
	pthread_join(thread, NULL);
	return e->err;
}

/**
 * links_read() - Read the interfaces of a network namespace.
 * @path: a file that stands for it
 * @own: it is ours, nothing is to be entered
 * @l: takes the interfaces; to be freed
 *
 * Return: 0 or a negative errno.
 */
int links_read(const char *path, bool own, struct links *l)
{
	struct entry e;
	int err;

	memset(l, 0, sizeof(*l));
	err = open_in(path, own, &e);
	if (!err)
		err = dump(&e.s, l);
	if (e.s.sk)
		nlsock_close(&e.s);
	return err;
}

static int on_nsid(struct nl_msg *msg, void *arg)
{
	struct nlattr *a = nlmsg_find_attr(nlmsg_hdr(msg),
					   sizeof(struct rtgenmsg),
					   NETNSA_NSID);

	if (a)
		*(int *)arg = nla_get_s32(a);
	return NL_OK;
}

static int ask_nsid(struct nlsock *s, int fd)
{
	struct rtgenmsg gen = { .rtgen_family = AF_UNSPEC };
	struct nl_msg *msg = new_msg(RTM_GETNSID, &gen, sizeof(gen));
	int nsid = LINK_NSID_OWN;

	if (!msg)
		return nsid;
	nl_socket_modify_cb(s->sk, NL_CB_VALID, NL_CB_CUSTOM, on_nsid, &nsid);
	if (nla_put_u32(msg, NETNSA_FD, (uint32_t)fd) >= 0 &&
	    nl_send_auto(s->sk, msg) >= 0)
		nl_recvmsgs_default(s->sk);
	nlmsg_free(msg);
	return nsid;
}

/**
 * links_nsid() - By which number a network namespace knows another one.
 * @path: a file that stands for the one, which is not ours
 * @other: a file that stands for the other
 *
 * Return: the number, or LINK_NSID_OWN if it does not know it.
 */
int links_nsid(const char *path, const char *other)
{
	int fd = open(other, O_RDONLY | O_CLOEXEC);
	int nsid = LINK_NSID_OWN;
	struct entry e;

	if (fd < 0)
		return nsid;
	if (!open_in(path, false, &e))
		nsid = ask_nsid(&e.s, fd);
	if (e.s.sk)
		nlsock_close(&e.s);
	close(fd);
	return nsid;
}
