// SPDX-License-Identifier: GPL-2.0
/*
 * The views are looked at just when the network is dead, and then nobody
 * answers for names: libc alone would wait for half a minute, for each. So a
 * thread asks, one question after another, and who wants the name waits for a
 * moment and goes on without. While the thread is stuck with a question that
 * was given up, nobody waits at all.
 */
#include <netdb.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "err.h"
#include "resolve.h"

/* How long a name is worth waiting for. */
#define PATIENCE_MS	500

/**
 * struct question - A host that was asked for.
 * @next: the one after it
 * @addr: an address of the host
 * @name: its name, empty if it has none; set before @done
 * @done: the question is answered
 */
struct question {
	struct question *next;
	struct ipaddr addr;
	char name[NI_MAXHOST];
	bool done;
};

/**
 * struct questions - What the thread and the one that asks share.
 * @lock: protects all else
 * @changed: something was asked, answered or given up; by the monotonic clock
 * @first: the questions, in the order in which they were asked
 * @last: where the next one goes
 * @stuck: the thread is at one that was given up
 * @end: nobody wants to know any more, the thread frees all
 */
struct questions {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct question *first;
	struct question **last;
	bool stuck;
	bool end;
};

static int ask(const struct ipaddr *a, char name[NI_MAXHOST])
{
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6 };
	struct sockaddr_in in = { .sin_family = AF_INET };

	memcpy(&in.sin_addr, a->byte, sizeof(in.sin_addr));
	memcpy(&in6.sin6_addr, a->byte, sizeof(in6.sin6_addr));
	if (a->family == AF_INET)
		return getnameinfo((struct sockaddr *)&in, sizeof(in), name,
				   NI_MAXHOST, NULL, 0,
				   NI_NOFQDN | NI_NAMEREQD);
	return getnameinfo((struct sockaddr *)&in6, sizeof(in6), name,
			   NI_MAXHOST, NULL, 0, NI_NOFQDN | NI_NAMEREQD);
}

static void free_questions(struct questions *q)
{
	struct question *next;

	for (; q->first; q->first = next) {
		next = q->first->next;
		free(q->first);
	}
	pthread_cond_destroy(&q->changed);
	pthread_mutex_destroy(&q->lock);
	free(q);
}

static void answer(struct questions *q, struct question *one)
{
	char name[NI_MAXHOST];
	bool known;

	pthread_mutex_unlock(&q->lock);
	known = !ask(&one->addr, name);
	pthread_mutex_lock(&q->lock);
	strcpy(one->name, known ? name : "");
	one->done = true;
	q->stuck = false;
	pthread_cond_broadcast(&q->changed);
}

static void *answer_all(void *arg)
{
	struct questions *q = arg;
	struct question **next = &q->first;

	pthread_mutex_lock(&q->lock);
	while (!q->end) {
		if (*next) {
			answer(q, *next);
			next = &(*next)->next;
		} else {
			pthread_cond_wait(&q->changed, &q->lock);
		}
	}
	pthread_mutex_unlock(&q->lock);
	free_questions(q);
	return NULL;
}

/* NULL if there can be no thread: then nobody is asked. */
static struct questions *start(void)
{
	struct questions *q = calloc(1, sizeof(*q));
	pthread_condattr_t attr;
	pthread_t thread;

	if (!q)
		err_no_memory();
	q->last = &q->first;
	pthread_mutex_init(&q->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&q->changed, &attr);
	pthread_condattr_destroy(&attr);
	if (pthread_create(&thread, NULL, answer_all, q)) {
		free_questions(q);
		return NULL;
	}
	pthread_detach(thread);
	return q;
}

static struct question *add(struct questions *q, const struct ipaddr *a)
{
	struct question *one = calloc(1, sizeof(*one));

	if (!one)
		err_no_memory();
	one->addr = *a;
	*q->last = one;
	q->last = &one->next;
	pthread_cond_broadcast(&q->changed);
	return one;
}

static struct question *find(struct questions *q, const struct ipaddr *a)
{
	struct question *one;

	for (one = q->first; one && !ipaddr_equal(&one->addr, a);
	     one = one->next)
		;
	return one ? one : add(q, a);
}

static void set_deadline(struct timespec *ts)
{
	clock_gettime(CLOCK_MONOTONIC, ts);
	ts->tv_nsec += PATIENCE_MS * 1000000L;
	ts->tv_sec += ts->tv_nsec / 1000000000;
	ts->tv_nsec %= 1000000000;
}

/* Return: the name, or NULL if it is not known, or not in time. */
static const char *name_of(struct questions *q, const struct ipaddr *a)
{
	struct timespec deadline;
	struct question *one;
	bool known;

	set_deadline(&deadline);
	pthread_mutex_lock(&q->lock);
	one = find(q, a);
	while (!one->done && !q->stuck)
		q->stuck = pthread_cond_timedwait(&q->changed, &q->lock,
						  &deadline) && !one->done;
	known = one->done && *one->name;
	pthread_mutex_unlock(&q->lock);
	return known ? one->name : NULL;
}

/**
 * resolve() - Find the name of a host, if that does not take long.
 * @r: what is known already
 * @a: an address of the host
 * @text: takes the address, if it is that which is returned
 *
 * Nobody has names for link-local addresses, so nobody is asked for them.
 *
 * Return: the name, @r's, or the address as text if there is none yet.
 */
const char *resolve(struct resolver *r, const struct ipaddr *a,
		    char text[IPADDR_TEXT])
{
	const char *name = NULL;

	if (!ipaddr_link_local(a)) {
		if (!r->q)
			r->q = start();
		if (r->q)
			name = name_of(r->q, a);
	}
	return name ? name : ipaddr_text(a, text);
}

/**
 * resolver_free() - Forget all names.
 * @r: the resolver
 *
 * Does not wait for an answer that may never come.
 */
void resolver_free(struct resolver *r)
{
	struct questions *q = r->q;

	r->q = NULL;
	if (!q)
		return;
	pthread_mutex_lock(&q->lock);
	q->end = true;
	pthread_cond_broadcast(&q->changed);
	pthread_mutex_unlock(&q->lock);
}
