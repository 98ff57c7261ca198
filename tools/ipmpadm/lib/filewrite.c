// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "filewrite.h"
#include "memory.h"

static int write_all(int fd, const char *text)
{
	size_t len = strlen(text);
	ssize_t n;

	for (; len; text += n, len -= (size_t)n) {
		n = write(fd, text, len);
		if (n < 0)
			return -errno;
	}
	return 0;
}

/* Who may read and change it stays as it was. */
static int keep_mode(int fd, const char *path)
{
	struct stat st;

	if (stat(path, &st))
		return errno == ENOENT && !fchmod(fd, 0644) ? 0 : -errno;
	if (fchown(fd, st.st_uid, st.st_gid) || fchmod(fd, st.st_mode & 07777))
		return -errno;
	return 0;
}

static int sync_directory(const char *dir)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int err = fd < 0 || fsync(fd) ? -errno : 0;

	if (fd >= 0)
		close(fd);
	return err;
}

static int fill(int fd, const char *path, const char *text)
{
	int err;

	err = write_all(fd, text);
	if (!err)
		err = keep_mode(fd, path);
	if (!err && fsync(fd))
		err = -errno;
	if (close(fd) && !err)
		err = -errno;
	return err;
}

/* Its name is one that nobody takes for a hostname file, should it be left. */
static int replace(const char *path, const char *dir, const char *text)
{
	char *temp = memory_print("%s/.ipmpadm.XXXXXX", dir);
	int fd = mkostemp(temp, O_CLOEXEC);
	int err = fd < 0 ? -errno : fill(fd, path, text);

	if (!err && rename(temp, path))
		err = -errno;
	if (err && fd >= 0)
		unlink(temp);
	free(temp);
	return err ? err : sync_directory(dir);
}

/**
 * filewrite() - Write a file.
 * @path: where it is; a link is followed
 * @text: all that is to be in it
 *
 * Whatever happens, the file has its old or its new text.
 *
 * Return: 0 or a negative errno.
 */
int filewrite(const char *path, const char *text)
{
	char *real = realpath(path, NULL);
	char *target = real ? real : memory_copy(path, strlen(path));
	char *slash = strrchr(target, '/');
	char *dir = memory_copy(target, slash > target ?
				(size_t)(slash - target) : 1);
	int err = replace(target, slash ? dir : ".", text);

	free(dir);
	free(target);
	return err;
}
