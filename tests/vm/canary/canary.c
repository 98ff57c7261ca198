// SPDX-License-Identifier: GPL-2.0
/*
 * Bugs on demand: a detector that says nothing of these is dead, and its
 * silence about the module under test means nothing.
 */
#include <linux/module.h>
#include <linux/rcupdate.h>
#include <linux/ref_tracker.h>
#include <linux/slab.h>
#include <linux/timer.h>

static char *bug = "";
module_param(bug, charp, 0);
MODULE_PARM_DESC(bug, "kasan, sleep, rcu, ref, timer, leak, lock; default: none");

static void write_behind_the_end(void)
{
	char *p = kmalloc(8, GFP_KERNEL);

	OPTIMIZER_HIDE_VAR(p);
	if (p)
		p[8] = 1;
	kfree(p);
}

static void sleep_in_atomic_context(void)
{
	preempt_disable();
	might_sleep();
	preempt_enable();
}

static void read_without_rcu_lock(void)
{
	static int __rcu *p;
	int *q = rcu_dereference(p);

	OPTIMIZER_HIDE_VAR(q);
}

static void leak_a_reference(void)
{
	static struct ref_tracker_dir dir;
	struct ref_tracker *tracker;

	ref_tracker_dir_init(&dir, 16);
	ref_tracker_alloc(&dir, &tracker, GFP_KERNEL);
	ref_tracker_dir_exit(&dir);
}

static void nothing(struct timer_list *timer)
{
}

static void free_an_active_timer(void)
{
	struct timer_list *timer = kzalloc(sizeof(*timer), GFP_KERNEL);

	if (!timer)
		return;
	timer_setup(timer, nothing, 0);
	mod_timer(timer, jiffies + 3600 * HZ);
	/* The detector takes it off before the memory goes. */
	kfree(timer);
}

static void leak_memory(void)
{
	unsigned int i;
	void *p;

	/* Several, since a stray copy of one's address may be anywhere. */
	for (i = 0; i < 16; i++) {
		p = kmalloc(3000, GFP_KERNEL);
		OPTIMIZER_HIDE_VAR(p);
	}
}

static void lock_in_both_orders(void)
{
	static DEFINE_SPINLOCK(one);
	static DEFINE_SPINLOCK(two);

	spin_lock(&one);
	spin_lock(&two);
	spin_unlock(&two);
	spin_unlock(&one);

	spin_lock(&two);
	spin_lock(&one);
	spin_unlock(&one);
	spin_unlock(&two);
}

static const struct {
	const char *name;
	void (*make)(void);
} bugs[] = {
	{ "kasan", write_behind_the_end },
	{ "sleep", sleep_in_atomic_context },
	{ "rcu", read_without_rcu_lock },
	{ "ref", leak_a_reference },
	{ "timer", free_an_active_timer },
	{ "leak", leak_memory },
	{ "lock", lock_in_both_orders },
};

static int __init canary_init(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(bugs); i++)
		if (!strcmp(bug, bugs[i].name))
			bugs[i].make();
	return 0;
}

static void __exit canary_exit(void)
{
}

module_init(canary_init);
module_exit(canary_exit);

MODULE_DESCRIPTION("Bugs that detectors must find");
MODULE_LICENSE("GPL");
