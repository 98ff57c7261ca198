/* SPDX-License-Identifier: GPL-2.0 */
/* A directory with an etc/ of the test's own, for --root. */
#ifndef TEST_ETC_H
#define TEST_ETC_H

/* An empty one, in the place of any before. */
void etc_reset(void);
void etc_remove(void);
/* A file below etc/, such as hostname.eth0; text NULL takes it away. */
void etc_write(const char *name, const char *text);
/* What is in it, NULL if it is not there; valid until the next call. */
const char *etc_read(const char *name);
/* Its path. */
const char *etc_path(const char *name);
/* Run the tool with --root; words are apart by blanks. */
int etc_run(const char *command);

#endif /* TEST_ETC_H */
