// SPDX-License-Identifier: GPL-2.0
/* Load and unload. */
#include <linux/module.h>
#include <net/genetlink.h>
#include <net/rtnetlink.h>

#include "event.h"
#include "group.h"
#include "netlink.h"
#include "notify.h"
#include "removal.h"
#include "rtnl.h"

static int __init ipmp_module_init(void)
{
	int err;

	err = ipmp_group_init();
	if (err)
		return err;
	err = genl_register_family(&ipmp_nl_family);
	if (err)
		goto group;
	err = ipmp_event_init();
	if (err)
		goto genl;
	err = ipmp_notify_init();
	if (err)
		goto event;
	err = ipmp_removal_init();
	if (err)
		goto notify;
	err = ipmp_rtnl_init();
	if (err)
		goto removal;
	return 0;

removal:
	ipmp_removal_exit();
notify:
	ipmp_notify_exit();
event:
	ipmp_event_exit();
genl:
	genl_unregister_family(&ipmp_nl_family);
group:
	ipmp_group_exit();
	return err;
}

/* Groups end first, while all that they use is there. */
static void __exit ipmp_module_exit(void)
{
	ipmp_rtnl_exit();
	ipmp_removal_exit();
	ipmp_notify_exit();
	ipmp_event_exit();
	genl_unregister_family(&ipmp_nl_family);
	ipmp_group_exit();
}

module_init(ipmp_module_init);
module_exit(ipmp_module_exit);

MODULE_DESCRIPTION("IP network multipathing");
MODULE_LICENSE("GPL");
MODULE_ALIAS_RTNL_LINK("ipmp");
MODULE_ALIAS_GENL_FAMILY(IPMP_GENL_NAME);
