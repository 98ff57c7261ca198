/* SPDX-License-Identifier: GPL-2.0 */
/* The model in the text format of Prometheus. */
#ifndef IPMPADM_METRICS_H
#define IPMPADM_METRICS_H

#include <stdio.h>

#include "../netlink/state.h"
#include "../lib/words.h"

/**
 * enum metric_value - What the value of a metric is made of.
 * @METRIC_INFO: always 1; what is to be told is in the labels
 * @METRIC_STATE: an enum, as one sample of 0 or 1 for each word
 * @METRIC_BOOL: a bool, as 0 or 1
 * @METRIC_U64: a number
 * @METRIC_NS: a time in nanoseconds since 1970, as seconds; none if it is 0
 * @METRIC_MS: milliseconds, as seconds; none if they are 0
 * @METRIC_RTT: microseconds, as seconds; none if they are RTT_NONE
 * @METRIC_COUNTER: what the group device counts
 * @METRIC_CALL: what a function says
 */
enum metric_value {
	METRIC_INFO,
	METRIC_STATE,
	METRIC_BOOL,
	METRIC_U64,
	METRIC_NS,
	METRIC_MS,
	METRIC_RTT,
	METRIC_COUNTER,
	METRIC_CALL,
};

typedef uint64_t (*metric_fn)(const struct state *st, const void *item);

/**
 * struct metric - A metric family.
 * @name: its name; one that ends in _total is a counter, others are gauges
 * @help: what it tells
 * @type: which objects it is told of
 * @value: what the value is made of
 * @offset: where that is in the object
 * @words: with METRIC_STATE, those of the enum
 * @counter: with METRIC_COUNTER, its name
 * @call: with METRIC_CALL, the function
 */
struct metric {
	const char *name;
	const char *help;
	enum object_type type;
	enum metric_value value;
	size_t offset;
	const struct words *words;
	const char *counter;
	metric_fn call;
};

void metrics_print(FILE *out, const struct state *st,
		   const struct metric *metrics, size_t n);

#endif /* IPMPADM_METRICS_H */
