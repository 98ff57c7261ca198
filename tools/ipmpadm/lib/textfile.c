// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "err.h"
#include "textfile.h"

/* The size is a hint only: the file may change while it is read. */
static char *read_all(int fd, size_t size, size_t *len)
{
	char *text = malloc(size + 1);
	ssize_t got;

	if (!text)
		err_no_memory();
	for (*len = 0; *len < size; *len += (size_t)got) {
		got = read(fd, text + *len, size - *len);
		if (got < 0) {
			free(text);
			return NULL;
		}
		if (!got)
			break;
	}
	text[*len] = '\0';
	return text;
}

static char *read_regular(int fd, size_t max, size_t *len)
{
	struct stat st;

	if (fstat(fd, &st))
		return NULL;
	if (S_ISDIR(st.st_mode))
		errno = EISDIR;
	else if (!S_ISREG(st.st_mode))
		errno = EINVAL;
	else if ((size_t)st.st_size > max)
		errno = EFBIG;
	else
		return read_all(fd, (size_t)st.st_size, len);
	return NULL;
}

/**
 * textfile_read() - Read a file.
 * @path: a regular file: what could block or never end is refused
 * @max: the longest one that is read; longer is EFBIG
 * @len: takes its length
 *
 * Return: its bytes with a NUL after them, to be freed; NULL with errno set.
 */
char *textfile_read(const char *path, size_t max, size_t *len)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	char *text;
	int err;

	if (fd < 0)
		return NULL;
	text = read_regular(fd, max, len);
	err = errno;
	close(fd);
	errno = err;
	return text;
}
