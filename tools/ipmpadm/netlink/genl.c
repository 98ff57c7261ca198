// SPDX-License-Identifier: GPL-2.0
#include <netlink/attr.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>

#include "../lib/err.h"
#include "genl.h"

/**
 * ipmp_open() - Connect to the kernel module.
 * @c: the connection; to be closed even if this fails
 *
 * Looking up the family makes the kernel load the module.
 *
 * Return: STATUS_OK or, after a message, another exit status.
 */
int ipmp_open(struct ipmp *c)
{
	if (nlsock_open(&c->s, NETLINK_GENERIC))
		return nlsock_fail(&c->s, "cannot open a netlink socket");
	c->family = genl_ctrl_resolve(c->s.sk, IPMP_GENL_NAME);
	if (c->family < 0) {
		err_say("the kernel module ipmp is not loaded and cannot be loaded (modprobe %s)",
			IPMP_GENL_NAME);
		return STATUS_UNSUPPORTED;
	}
	return STATUS_OK;
}

/**
 * ipmp_close() - End a connection.
 * @c: the connection
 */
void ipmp_close(struct ipmp *c)
{
	nlsock_close(&c->s);
}

/**
 * ipmp_message() - Begin a request.
 * @c: the connection
 * @cmd: what is asked for
 *
 * Return: the message, NULL if there is no memory for it.
 */
struct nl_msg *ipmp_message(const struct ipmp *c, uint8_t cmd)
{
	struct nl_msg *msg = nlmsg_alloc();

	if (msg && !genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, c->family, 0,
				0, cmd, IPMP_GENL_VERSION)) {
		nlmsg_free(msg);
		return NULL;
	}
	return msg;
}

/*
 * The put functions take and return a message that is NULL once something
 * failed, so that only nlsock_request() need look.
 */
static struct nl_msg *put_u32(struct nl_msg *msg, int type, uint32_t value)
{
	if (msg && nla_put_u32(msg, type, value) < 0) {
		nlmsg_free(msg);
		return NULL;
	}
	return msg;
}

static struct nl_msg *put_u8(struct nl_msg *msg, int type, int value)
{
	if (msg && value != IPMP_KEEP &&
	    nla_put_u8(msg, type, (uint8_t)value) < 0) {
		nlmsg_free(msg);
		return NULL;
	}
	return msg;
}

static struct nl_msg *put_string(struct nl_msg *msg, int type, const char *s)
{
	if (msg && s && nla_put_string(msg, type, s) < 0) {
		nlmsg_free(msg);
		return NULL;
	}
	return msg;
}

static struct nl_msg *put_flag(struct nl_msg *msg, int type, bool on)
{
	if (msg && on && nla_put_flag(msg, type) < 0) {
		nlmsg_free(msg);
		return NULL;
	}
	return msg;
}

static struct nl_msg *put_ip(struct nl_msg *msg, int type,
			     const struct ipaddr *a)
{
	if (msg && nla_put(msg, type, (int)ipaddr_size(a), a->byte) < 0) {
		nlmsg_free(msg);
		return NULL;
	}
	return msg;
}

static struct nl_msg *put_number(struct nl_msg *msg, int type, int value)
{
	return value == IPMP_KEEP ? msg : put_u32(msg, type, (uint32_t)value);
}

static struct nl_msg *put_policy(struct nl_msg *msg,
				 const struct ipmp_policy *p)
{
	msg = put_u8(msg, IPMP_A_FAILBACK, p->failback);
	msg = put_number(msg, IPMP_A_XMIT, p->xmit);
	msg = put_number(msg, IPMP_A_DETECTION_TIME, p->detection_time);
	msg = put_number(msg, IPMP_A_PROBE, p->probe);
	return put_u8(msg, IPMP_A_FAIL_OPEN, p->fail_open);
}

/**
 * ipmp_group_new() - Create a group.
 * @c: the connection
 * @name: its name
 * @ifname: of its device, NULL for the next free ipmpN
 * @p: its policy; what is IPMP_KEEP gets the default
 *
 * Return: 0 or a negative errno.
 */
int ipmp_group_new(struct ipmp *c, const char *name, const char *ifname,
		   const struct ipmp_policy *p)
{
	struct nl_msg *msg = ipmp_message(c, IPMP_CMD_GROUP_NEW);

	msg = put_string(msg, IPMP_A_GROUP_IFNAME, ifname);
	msg = put_string(msg, IPMP_A_GROUP_NAME, name);
	return nlsock_request(&c->s, put_policy(msg, p));
}

/**
 * ipmp_group_set() - Change a group.
 * @c: the connection
 * @group: interface index of the group
 * @p: what of its policy
 *
 * Return: 0 or a negative errno.
 */
int ipmp_group_set(struct ipmp *c, uint32_t group, const struct ipmp_policy *p)
{
	struct nl_msg *msg = ipmp_message(c, IPMP_CMD_GROUP_SET);

	msg = put_u32(msg, IPMP_A_GROUP_IFINDEX, group);
	return nlsock_request(&c->s, put_policy(msg, p));
}

/**
 * ipmp_group_rebalance() - Give work and addresses back now.
 * @c: the connection
 * @group: interface index of the group
 *
 * Return: 0 or a negative errno.
 */
int ipmp_group_rebalance(struct ipmp *c, uint32_t group)
{
	struct nl_msg *msg = ipmp_message(c, IPMP_CMD_GROUP_REBALANCE);

	return nlsock_request(&c->s,
			      put_u32(msg, IPMP_A_GROUP_IFINDEX, group));
}

/**
 * ipmp_group_del() - Delete a group.
 * @c: the connection
 * @group: interface index of the group
 *
 * Return: 0 or a negative errno.
 */
int ipmp_group_del(struct ipmp *c, uint32_t group)
{
	struct nl_msg *msg = ipmp_message(c, IPMP_CMD_GROUP_DEL);

	return nlsock_request(&c->s,
			      put_u32(msg, IPMP_A_GROUP_IFINDEX, group));
}

/**
 * ipmp_group_del_named() - Delete a group whose index is not known.
 * @c: the connection
 * @name: of the group
 *
 * Return: 0 or a negative errno.
 */
int ipmp_group_del_named(struct ipmp *c, const char *name)
{
	struct nl_msg *msg = ipmp_message(c, IPMP_CMD_GROUP_DEL);

	return nlsock_request(&c->s,
			      put_string(msg, IPMP_A_GROUP_NAME, name));
}

/**
 * ipmp_member_new() - Let a device join a group.
 * @c: the connection
 * @group: interface index of the group
 * @ifname: the device
 * @standby: whether it shall only replace others; if not, it gets the role that
 *	it had, should its place have been kept
 * @place: if there is no such device, keep a place for it: a missing member
 *
 * Return: 0 or a negative errno.
 */
int ipmp_member_new(struct ipmp *c, uint32_t group, const char *ifname,
		    bool standby, bool place)
{
	struct nl_msg *msg = ipmp_message(c, IPMP_CMD_MEMBER_NEW);

	msg = put_u32(msg, IPMP_A_GROUP_IFINDEX, group);
	msg = put_string(msg, IPMP_A_IFNAME, ifname);
	msg = put_u8(msg, IPMP_A_STANDBY, standby ? 1 : IPMP_KEEP);
	return nlsock_request(&c->s, put_flag(msg, IPMP_A_PLACE, place));
}

static struct nl_msg *member_request(const struct ipmp *c, uint8_t cmd,
				     const char *ifname)
{
	return put_string(ipmp_message(c, cmd), IPMP_A_IFNAME, ifname);
}

/**
 * ipmp_member_set() - Change the role of a member.
 * @c: the connection
 * @ifname: the member
 * @standby: whether it shall only replace others
 *
 * Return: 0 or a negative errno.
 */
int ipmp_member_set(struct ipmp *c, const char *ifname, bool standby)
{
	struct nl_msg *msg = member_request(c, IPMP_CMD_MEMBER_SET, ifname);

	return nlsock_request(&c->s, put_u8(msg, IPMP_A_STANDBY, standby));
}

/**
 * ipmp_member_wait() - Let a member wait until it is needed.
 * @c: the connection
 * @ifname: the member
 *
 * Return: 0 or a negative errno.
 */
int ipmp_member_wait(struct ipmp *c, const char *ifname)
{
	struct nl_msg *msg = member_request(c, IPMP_CMD_MEMBER_SET, ifname);

	return nlsock_request(&c->s, put_flag(msg, IPMP_A_WAIT, true));
}

/**
 * ipmp_member_del() - Take a member out of its group.
 * @c: the connection
 * @ifname: the member
 * @place: keep its place in the group, as a missing member
 *
 * Return: 0 or a negative errno.
 */
int ipmp_member_del(struct ipmp *c, const char *ifname, bool place)
{
	struct nl_msg *msg = member_request(c, IPMP_CMD_MEMBER_DEL, ifname);

	return nlsock_request(&c->s, put_flag(msg, IPMP_A_PLACE, place));
}

/**
 * ipmp_member_offline() - Move all work away from members, in one step.
 * @c: the connection
 * @ifname: the members
 * @n: how many, one at least
 * @force: also if no usable one is left in a group
 *
 * Return: 0 or a negative errno.
 */
int ipmp_member_offline(struct ipmp *c, const char *const *ifname, size_t n,
			bool force)
{
	struct nl_msg *msg = member_request(c, IPMP_CMD_MEMBER_OFFLINE,
					    ifname[0]);
	size_t i;

	for (i = 1; i < n; i++)
		msg = put_string(msg, IPMP_A_ALSO, ifname[i]);
	return nlsock_request(&c->s, put_flag(msg, IPMP_A_FORCE, force));
}

/**
 * ipmp_member_online() - End the offline state of a member.
 * @c: the connection
 * @ifname: the member
 *
 * Return: 0 or a negative errno.
 */
int ipmp_member_online(struct ipmp *c, const char *ifname)
{
	return nlsock_request(&c->s, member_request(c, IPMP_CMD_MEMBER_ONLINE,
						    ifname));
}

/**
 * ipmp_address_set() - Set the home of a data address.
 * @c: the connection
 * @group: interface index of the group
 * @addr: the address, which need not be on the group yet
 * @home: name of a member, empty for none
 *
 * Return: 0 or a negative errno.
 */
int ipmp_address_set(struct ipmp *c, uint32_t group, const struct ipaddr *addr,
		     const char *home)
{
	struct nl_msg *msg = ipmp_message(c, IPMP_CMD_ADDRESS_SET);

	msg = put_u32(msg, IPMP_A_GROUP_IFINDEX, group);
	msg = put_ip(msg, IPMP_A_ADDR, addr);
	return nlsock_request(&c->s, put_string(msg, IPMP_A_HOME, home));
}

static int target_request(struct ipmp *c, uint8_t cmd, uint32_t group,
			  const struct ipaddr *addr)
{
	struct nl_msg *msg = ipmp_message(c, cmd);

	msg = put_u32(msg, IPMP_A_GROUP_IFINDEX, group);
	return nlsock_request(&c->s, put_ip(msg, IPMP_A_TARGET, addr));
}

/**
 * ipmp_target_new() - Give a probe target to a group.
 * @c: the connection
 * @group: interface index of the group
 * @addr: whom to probe
 *
 * Return: 0 or a negative errno.
 */
int ipmp_target_new(struct ipmp *c, uint32_t group, const struct ipaddr *addr)
{
	return target_request(c, IPMP_CMD_TARGET_NEW, group, addr);
}

/**
 * ipmp_target_del() - Take a given probe target away again.
 * @c: the connection
 * @group: interface index of the group
 * @addr: the target
 *
 * Return: 0 or a negative errno.
 */
int ipmp_target_del(struct ipmp *c, uint32_t group, const struct ipaddr *addr)
{
	return target_request(c, IPMP_CMD_TARGET_DEL, group, addr);
}
