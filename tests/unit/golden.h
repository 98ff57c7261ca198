/* SPDX-License-Identifier: GPL-2.0 */
/* Expected output in files, and a world to show. */
#ifndef TEST_GOLDEN_H
#define TEST_GOLDEN_H

void golden_is(const char *file, const char *text);
void golden_world(void);
void golden_probed(void);

#endif /* TEST_GOLDEN_H */
