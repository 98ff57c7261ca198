// SPDX-License-Identifier: GPL-2.0
/*
 * A hook can hang, write without end, or leave children behind; whatever it
 * does, it is over when its time is.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../lib/err.h"
#include "hooks.h"
#include "../lib/memory.h"

/* Between asking a hook to end and ending it, in seconds. */
#define GRACE	2

/* As scripts that answer to the verbs of Solaris say that they know none. */
#define EXIT_UNKNOWN	2
#define EXIT_REFUSED	3

static bool ends_with(const char *name, const char *end)
{
	size_t n = strlen(name), e = strlen(end);

	return n > e && !strcmp(name + n - e, end);
}

/* What editors and package managers leave beside a file. */
static bool is_backup(const char *name)
{
	static const char *const ends[] = {
		"~", "#", ".bak", ".old", ".orig", ".rej", ".swp", ".tmp",
		".dpkg-old", ".dpkg-dist", ".dpkg-new", ".dpkg-tmp",
		".rpmsave", ".rpmorig", ".rpmnew",
	};
	size_t i;

	if (*name == '.' || *name == '#')
		return true;
	for (i = 0; i < ARRAY_SIZE(ends); i++)
		if (ends_with(name, ends[i]))
			return true;
	return false;
}

static bool is_hook(const char *path, const char *name)
{
	struct stat st;

	return !is_backup(name) && !stat(path, &st) && S_ISREG(st.st_mode) &&
	       !access(path, X_OK);
}

static void add(struct hook_list *list, const char *dir, const char *name)
{
	char *path = memory_print("%s/%s", dir, name);

	if (!is_hook(path, name)) {
		free(path);
		return;
	}
	list->path = memory_grow(list->path, list->n, sizeof(char *));
	list->path[list->n++] = path;
}

/**
 * hooks_find() - List the hooks of a directory, in the order of their names.
 * @dir: the directory, which need not exist
 * @list: takes them; to be freed even if this fails
 *
 * Files that cannot be executed and backups of editors are none.
 *
 * Return: STATUS_OK or, after a message, STATUS_FAILED.
 */
int hooks_find(const char *dir, struct hook_list *list)
{
	struct dirent **entry;
	int i, n;

	*list = (struct hook_list){ 0 };
	n = scandir(dir, &entry, NULL, alphasort);
	if (n < 0 && errno == ENOENT)
		return STATUS_OK;
	/* Who cannot be asked may have refused. */
	if (n < 0)
		return err_fail("cannot read %s: %s", dir, strerror(errno));
	for (i = 0; i < n; i++) {
		add(list, dir, entry[i]->d_name);
		free(entry[i]);
	}
	free(entry);
	return STATUS_OK;
}

/**
 * hooks_free() - Free a list.
 * @list: the list, empty afterwards
 */
void hooks_free(struct hook_list *list)
{
	while (list->n)
		free(list->path[--list->n]);
	free(list->path);
	list->path = NULL;
}

/**
 * struct tail - The last line of an output.
 * @line: the line so far
 * @len: its length
 * @ended: it is complete; the next character begins another
 */
struct tail {
	char line[HOOK_REASON];
	size_t len;
	bool ended;
};

static void take(struct tail *t, const char *buf, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (buf[i] == '\n') {
			t->ended = true;
			continue;
		}
		if (t->ended)
			t->len = 0;
		t->ended = false;
		if (t->len + 1 < sizeof(t->line))
			t->line[t->len++] = buf[i];
		t->line[t->len] = '\0';
	}
}

/* Nothing is inherited but these: a hook must do the same for everybody. */
#define N_ENV	6

/* `make install` puts the tool below /usr/local. */
#define HOOK_PATH	"/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

static void free_env(char **env)
{
	size_t i;

	for (i = 0; i < N_ENV; i++)
		free(env[i]);
}

static void make_env(const struct hook_call *call, char *env[N_ENV + 1])
{
	env[0] = memory_print("PATH=" HOOK_PATH);
	env[1] = memory_print("LANG=C.UTF-8");
	env[2] = memory_print("IPMP_DR_VERB=%s", call->verb);
	env[3] = memory_print("IPMP_DR_COMPONENT=%s", call->component);
	env[4] = memory_print("IPMP_DR_NICS=%s", call->nics);
	env[5] = memory_print("IPMP_DR_FORCE=%s",
			      call->force ? "TRUE" : "FALSE");
	env[N_ENV] = NULL;
}

/* In a process group of its own, so that all of it can be ended. */
static void set_attributes(posix_spawnattr_t *attr)
{
	sigset_t none, pipe;

	sigemptyset(&none);
	sigemptyset(&pipe);
	sigaddset(&pipe, SIGPIPE);
	posix_spawnattr_init(attr);
	posix_spawnattr_setpgroup(attr, 0);
	posix_spawnattr_setsigmask(attr, &none);
	posix_spawnattr_setsigdefault(attr, &pipe);
	posix_spawnattr_setflags(attr, POSIX_SPAWN_SETPGROUP |
				 POSIX_SPAWN_SETSIGMASK |
				 POSIX_SPAWN_SETSIGDEF);
}

static int start(const char *path, const struct hook_call *call, int out,
		 pid_t *pid)
{
	char *const argv[] = { (char *)path, (char *)call->verb, NULL };
	posix_spawn_file_actions_t files;
	char *env[N_ENV + 1];
	posix_spawnattr_t attr;
	int err;

	make_env(call, env);
	set_attributes(&attr);
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null",
					 O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO);
	posix_spawn_file_actions_adddup2(&files, out, STDERR_FILENO);
	err = posix_spawn(pid, path, &files, &attr, argv, env);
	posix_spawn_file_actions_destroy(&files);
	posix_spawnattr_destroy(&attr);
	free_env(env);
	return err;
}

static void set_timer(int timer, unsigned int seconds)
{
	struct itimerspec t = { .it_value = { .tv_sec = seconds } };

	timerfd_settime(timer, 0, &t, NULL);
}

/* Ask the whole group first; then there is no asking any more. */
static void end_group(pid_t pid, int timer, unsigned int asked)
{
	kill(-pid, asked ? SIGKILL : SIGTERM);
	set_timer(timer, GRACE);
}

/*
 * What it writes is read until it ends; who it left behind is not waited for,
 * and in the end not listened to either.
 */
static bool watch(pid_t pid, int out, int child, int timer, struct tail *tail)
{
	struct pollfd fds[] = {
		{ .fd = out, .events = POLLIN },
		{ .fd = child, .events = POLLIN },
		{ .fd = timer, .events = POLLIN },
	};
	unsigned int asked = 0;
	char buf[4096];
	ssize_t n;

	for (;;) {
		if (ppoll(fds, ARRAY_SIZE(fds), NULL, NULL) < 0)
			continue;
		if (fds[0].revents) {
			n = read(out, buf, sizeof(buf));
			if (n > 0)
				take(tail, buf, (size_t)n);
			else if (!n)
				fds[0].fd = -1;
		}
		if (fds[2].revents)
			end_group(pid, timer, asked++);
		else if (fds[1].revents &&
			 (asked > 1 || !(fds[0].revents & POLLIN)))
			return asked;
	}
}

static enum hook_answer judge(int status, bool late, unsigned int limit,
			      const struct tail *tail, char reason[HOOK_REASON])
{
	const char *sep = tail->len ? ": " : "";

	if (late) {
		snprintf(reason, HOOK_REASON,
			 "it did not end within %u seconds", limit);
		return HOOK_FAILED;
	}
	if (WIFSIGNALED(status)) {
		snprintf(reason, HOOK_REASON, "it was ended by signal %d",
			 WTERMSIG(status));
		return HOOK_FAILED;
	}
	if (!WEXITSTATUS(status) || WEXITSTATUS(status) == EXIT_UNKNOWN)
		return HOOK_OK;
	if (WEXITSTATUS(status) == EXIT_REFUSED) {
		snprintf(reason, HOOK_REASON, "%s",
			 tail->len ? tail->line : "it gives no reason");
		return HOOK_REFUSED;
	}
	snprintf(reason, HOOK_REASON, "it failed with exit status %d%s%.200s",
		 WEXITSTATUS(status), sep, tail->line);
	return HOOK_FAILED;
}

static enum hook_answer cannot_run(char reason[HOOK_REASON], int err)
{
	snprintf(reason, HOOK_REASON, "it cannot be run: %s", strerror(err));
	return HOOK_FAILED;
}

static enum hook_answer wait_for(pid_t pid, int out, int timer,
				 unsigned int limit, char reason[HOOK_REASON])
{
	int child = pidfd_open(pid, 0);
	struct tail tail = { 0 };
	bool late = true;
	int status = 0;

	set_timer(timer, limit);
	if (child >= 0)
		late = watch(pid, out, child, timer, &tail);
	else
		kill(-pid, SIGKILL);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (child >= 0)
		close(child);
	return judge(status, late, limit, &tail, reason);
}

/**
 * hook_run() - Call a hook and wait for its answer.
 * @path: the hook
 * @call: what it is told
 * @limit: how long it may take, in seconds
 * @reason: takes why the answer is not HOOK_OK: if it refused, its last line
 *
 * Return: its answer.
 */
enum hook_answer hook_run(const char *path, const struct hook_call *call,
			  unsigned int limit, char reason[HOOK_REASON])
{
	int timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
	enum hook_answer answer;
	int out[2], err;
	pid_t pid;

	reason[0] = '\0';
	if (timer < 0)
		return cannot_run(reason, errno);
	if (pipe2(out, O_CLOEXEC)) {
		err = errno;
		close(timer);
		return cannot_run(reason, err);
	}
	err = start(path, call, out[1], &pid);
	close(out[1]);
	answer = err ? cannot_run(reason, err) :
		       wait_for(pid, out[0], timer, limit, reason);
	close(out[0]);
	close(timer);
	return answer;
}
