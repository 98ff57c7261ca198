// SPDX-License-Identifier: GPL-2.0
/*
 * Events to user space. A commit writes them down where it makes the change,
 * so that they tell what was true then; work sends them, in order.
 */
#include <linux/jhash.h>
#include <net/genetlink.h>
#include <net/netns/generic.h>

#include "event.h"
#include "group.h"
#include "netlink.h"
#include "netlink-gen.h"

/**
 * struct event_cb - in the control buffer of a queued event
 * @group: its multicast group
 */
struct event_cb {
	unsigned int group;
};

#define EVENT_CB(skb)	((struct event_cb *)(skb)->cb)

/**
 * struct ipmp_net - the events of a network namespace
 * @queue: events to send; its lock also protects @seq
 * @seq: number of the last event
 * @generation: changes with all that dumps tell of
 * @work: sends them
 * @net: the namespace
 */
struct ipmp_net {
	struct sk_buff_head queue;
	u32 seq;
	atomic_t generation;
	struct work_struct work;
	struct net *net;
};

static unsigned int ipmp_net_id;

static void send_events(struct work_struct *work)
{
	struct ipmp_net *in = container_of(work, struct ipmp_net, work);
	struct sk_buff *skb;
	unsigned int group;

	while ((skb = skb_dequeue(&in->queue))) {
		group = EVENT_CB(skb)->group;
		/* Netlink keeps the credentials of the sender here. */
		memset(EVENT_CB(skb), 0, sizeof(*EVENT_CB(skb)));
		genlmsg_multicast_netns(&ipmp_nl_family, in->net, skb, 0, group,
					GFP_KERNEL);
	}
}

/**
 * struct event - an event being written
 * @in: its namespace
 * @skb: its message; NULL if nobody listens or there is no memory
 * @hdr: header of the message
 */
struct event {
	struct ipmp_net *in;
	struct sk_buff *skb;
	void *hdr;
};

/* Room for what comes with the object. */
#define IPMP_EVENT_EXTRA	128

/* Counts what comes and goes, so that a dump in the middle of it is told. */
static atomic_t generation = ATOMIC_INIT(1);

/**
 * ipmp_event_generation() - a number that differs when objects came or went
 *
 * Context: any.
 */
unsigned int ipmp_event_generation(void)
{
	return atomic_read(&generation);
}

/**
 * ipmp_event_net_generation() - a number that differs when anything changed
 * @net: in this namespace
 *
 * Context: any.
 */
u32 ipmp_event_net_generation(const struct net *net)
{
	const struct ipmp_net *in = net_generic(net, ipmp_net_id);

	return atomic_read(&in->generation);
}

/**
 * ipmp_event_changed() - take note of a change that no event tells of
 * @g: the group that has changed
 *
 * Context: any.
 */
void ipmp_event_changed(const struct ipmp_group *g)
{
	struct ipmp_net *in = net_generic(dev_net(g->dev), ipmp_net_id);

	atomic_inc(&in->generation);
}

static u32 hash_targets(const struct ipmp_group *g)
{
	const struct ipmp_target *t;
	enum ipmp_family f;
	u32 hash = 0;

	for (f = 0; f < IPMP_FAMILIES; f++)
		list_for_each_entry(t, &g->targets[f], aim.list) {
			hash = jhash(&t->ip, sizeof(t->ip), hash);
			hash = jhash_2words(t->source, t->aim.state, hash);
		}
	return hash;
}

/**
 * ipmp_event_look_at_targets() - take note of what became of targets
 * @g: their group
 *
 * They come, go and change in many places, and no event tells of it. So they
 * are looked at when somebody asks.
 *
 * Context: any; the caller holds the group's lock.
 */
void ipmp_event_look_at_targets(struct ipmp_group *g)
{
	u32 hash = hash_targets(g);

	if (hash == g->targets_seen)
		return;
	g->targets_seen = hash;
	atomic_inc(&generation);
	ipmp_event_changed(g);
}

static bool event_begin(struct event *ev, const struct ipmp_group *g, u8 cmd,
			enum ipmp_change change, size_t size)
{
	struct net *net = dev_net(g->dev);

	if (change != IPMP_CHANGE_SET)
		atomic_inc(&generation);
	ipmp_event_changed(g);
	ev->in = net_generic(net, ipmp_net_id);
	ev->skb = NULL;
	if (!genl_has_listeners(&ipmp_nl_family, net, IPMP_NLGRP_EVENTS))
		return false;

	ev->skb = genlmsg_new(IPMP_EVENT_EXTRA + size, GFP_ATOMIC);
	if (!ev->skb)
		return true;
	ev->hdr = genlmsg_put(ev->skb, 0, 0, &ipmp_nl_family, 0, cmd);
	if (!ev->hdr ||
	    nla_put_u32(ev->skb, IPMP_A_CHANGE, change) ||
	    nla_put_u64_64bit(ev->skb, IPMP_A_TIME, ktime_get_real_ns(),
			      IPMP_A_PAD)) {
		kfree_skb(ev->skb);
		ev->skb = NULL;
	}
	return true;
}

/* Without memory the number is spent all the same: readers see the gap. */
static void event_end(struct event *ev, int err)
{
	struct ipmp_net *in = ev->in;

	spin_lock_bh(&in->queue.lock);
	in->seq++;
	if (ev->skb && !err && !nla_put_u32(ev->skb, IPMP_A_SEQ, in->seq)) {
		genlmsg_end(ev->skb, ev->hdr);
		EVENT_CB(ev->skb)->group = IPMP_NLGRP_EVENTS;
		__skb_queue_tail(&in->queue, ev->skb);
		ev->skb = NULL;
	}
	spin_unlock_bh(&in->queue.lock);
	kfree_skb(ev->skb);
	queue_work(ipmp_wq, &in->work);
}

/**
 * ipmp_event_group() - report a change of a group
 * @g: the group
 * @change: what happened
 *
 * Context: any but hard interrupt; the caller holds RTNL or the group's lock.
 */
void ipmp_event_group(const struct ipmp_group *g, enum ipmp_change change)
{
	struct event ev;

	if (event_begin(&ev, g, IPMP_CMD_GROUP_NTF, change,
			IPMP_NL_SIZE))
		event_end(&ev, ev.skb ? ipmp_nl_put_group(ev.skb, g) : -ENOMEM);
}

/**
 * ipmp_event_member() - report a change of a member
 * @m: the member
 * @change: what happened
 *
 * Context: any but hard interrupt; the caller holds the group's lock.
 */
void ipmp_event_member(const struct ipmp_member *m, enum ipmp_change change)
{
	struct event ev;

	if (event_begin(&ev, m->group, IPMP_CMD_MEMBER_NTF, change,
			ipmp_nl_member_size(m)))
		event_end(&ev, ev.skb ? ipmp_nl_put_member(ev.skb, m) :
				-ENOMEM);
}

static int put_move(struct sk_buff *skb, const struct ipmp_member *from,
		    const struct ipmp_member *to, enum ipmp_reason reason)
{
	if (from && nla_put_string(skb, IPMP_A_FROM, from->name))
		return -EMSGSIZE;
	if (to && nla_put_string(skb, IPMP_A_TO, to->name))
		return -EMSGSIZE;
	return nla_put_u32(skb, IPMP_A_REASON, reason);
}

/**
 * ipmp_event_address() - report a change of a data address
 * @g: its group
 * @a: the address, bound to where it is now
 * @change: what happened
 * @from: the member that it was bound to before, or NULL
 * @reason: why
 *
 * Context: any but hard interrupt; the caller holds the group's lock.
 */
void ipmp_event_address(const struct ipmp_group *g,
			const struct ipmp_address *a, enum ipmp_change change,
			const struct ipmp_member *from,
			enum ipmp_reason reason)
{
	const struct ipmp_member *to;
	struct event ev;
	int err = -ENOMEM;

	if (!event_begin(&ev, g, IPMP_CMD_ADDRESS_NTF, change,
			 IPMP_NL_SIZE))
		return;
	to = rcu_dereference_protected(a->bound, lockdep_is_held(&g->lock));
	if (ev.skb)
		err = ipmp_nl_put_address(ev.skb, g, a) ?:
		      put_move(ev.skb, from, to, reason);
	event_end(&ev, err);
}

/**
 * ipmp_event_probe() - report a change of what probes say
 * @p: the prober
 *
 * Context: any but hard interrupt; the caller holds the group's lock.
 */
void ipmp_event_probe(const struct ipmp_prober *p)
{
	struct event ev;

	if (event_begin(&ev, p->member->group, IPMP_CMD_PROBE_NTF,
			IPMP_CHANGE_SET, IPMP_NL_SIZE))
		event_end(&ev, ev.skb ? ipmp_nl_put_probe(ev.skb, p) : -ENOMEM);
}

/**
 * ipmp_event_probe_done() - report a probe, to those who want that
 * @p: the prober
 * @shot: the probe
 * @t: whom it was for
 * @outcome: what became of it
 *
 * Nobody counts these events.
 *
 * Context: any but hard interrupt; the caller holds the group's lock.
 */
void ipmp_event_probe_done(const struct ipmp_prober *p,
			   const struct ipmp_shot *shot,
			   const struct ipmp_target *t,
			   enum ipmp_probe_outcome outcome)
{
	struct net *net = dev_net(p->member->group->dev);
	struct ipmp_net *in = net_generic(net, ipmp_net_id);
	struct sk_buff *skb;
	void *hdr;

	if (!genl_has_listeners(&ipmp_nl_family, net, IPMP_NLGRP_PROBES))
		return;
	skb = genlmsg_new(IPMP_NL_SIZE, GFP_ATOMIC);
	if (!skb)
		return;
	hdr = genlmsg_put(skb, 0, 0, &ipmp_nl_family, 0, IPMP_CMD_PROBE_DONE);
	if (!hdr || ipmp_nl_put_shot(skb, p, shot, t, outcome)) {
		kfree_skb(skb);
		return;
	}
	genlmsg_end(skb, hdr);
	EVENT_CB(skb)->group = IPMP_NLGRP_PROBES;
	skb_queue_tail(&in->queue, skb);
	queue_work(ipmp_wq, &in->work);
}

static int __net_init net_init(struct net *net)
{
	struct ipmp_net *in = net_generic(net, ipmp_net_id);

	in->net = net;
	skb_queue_head_init(&in->queue);
	INIT_WORK(&in->work, send_events);
	return 0;
}

static void __net_exit net_exit(struct net *net)
{
	struct ipmp_net *in = net_generic(net, ipmp_net_id);

	/* The groups of the namespace are gone: their devices went first. */
	flush_work(&in->work);
}

static struct pernet_operations ipmp_net_ops = {
	.init = net_init,
	.exit = net_exit,
	.id   = &ipmp_net_id,
	.size = sizeof(struct ipmp_net),
};

/**
 * ipmp_event_init() - prepare event queues for all namespaces
 *
 * Context: process; may sleep.
 * Return: 0 or a negative error.
 */
int ipmp_event_init(void)
{
	return register_pernet_subsys(&ipmp_net_ops);
}

/**
 * ipmp_event_exit() - undo ipmp_event_init()
 *
 * Context: process; may sleep; no group exists any more.
 */
void ipmp_event_exit(void)
{
	unregister_pernet_subsys(&ipmp_net_ops);
}
