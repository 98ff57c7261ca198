// SPDX-License-Identifier: GPL-2.0
/* Load and unload. */
#include <linux/module.h>
#include <net/genetlink.h>
#include <net/rtnetlink.h>

#include "event.h"
#include "netlink.h"
#include "notify.h"
#include "removal.h"
#include "rtnl.h"

static int __init ipmp_module_init(void)
{
	int err;

	err = ipmp_event_init();
	if (err)
		return err;
	err = ipmp_notify_init();
	if (err)
		goto event;
	err = ipmp_removal_init();
	if (err)
		goto notify;
	err = genl_register_family(&ipmp_nl_family);
	if (err)
		goto removal;
	err = rtnl_link_register(&ipmp_link_ops);
	if (err)
		goto genl;
	return 0;

genl:
	genl_unregister_family(&ipmp_nl_family);
removal:
	ipmp_removal_exit();
notify:
	ipmp_notify_exit();
event:
	ipmp_event_exit();
	return err;
}

/*
 * Groups go first, while all that they use is there; but nobody may make a new
 * one meanwhile. Their events die unsent with the queues.
 */
static void __exit ipmp_module_exit(void)
{
	genl_unregister_family(&ipmp_nl_family);
	rtnl_link_unregister(&ipmp_link_ops);
	ipmp_removal_exit();
	ipmp_notify_exit();
	ipmp_event_exit();
	/* Only kfree_rcu() is in use, but readers may be in our code still. */
	synchronize_net();
}

module_init(ipmp_module_init);
module_exit(ipmp_module_exit);

MODULE_DESCRIPTION("IP network multipathing");
MODULE_LICENSE("GPL");
MODULE_ALIAS_RTNL_LINK("ipmp");
MODULE_ALIAS_GENL_FAMILY(IPMP_GENL_NAME);
