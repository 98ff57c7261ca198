#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Read Prometheus' text format as strictly as its description; say what is wrong."""

import re
import sys

NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
LABEL = r'[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\[\\"n])*"'
SAMPLE = re.compile(rf"({NAME})(?:{{({LABEL}(?:,{LABEL})*)}})? (\S+)")
HEAD = re.compile(rf"# (HELP|TYPE) ({NAME}) (.*)")


def check(text):
    """Raise ValueError at the first line that does not belong there."""
    family, types, helps, samples = None, {}, set(), set()
    if text and not text.endswith("\n"):
        raise ValueError("the last line does not end")
    for line in text.splitlines():
        head, sample = HEAD.fullmatch(line), SAMPLE.fullmatch(line)
        if head and head[1] == "HELP":
            if head[2] in helps:
                raise ValueError("a second time: " + line)
            family = head[2]
            helps.add(family)
        elif head:
            if head[2] != family or family in types or head[3] not in ("counter", "gauge"):
                raise ValueError("not here: " + line)
            types[family] = head[3]
        elif not sample or sample[1] != family or family not in types:
            raise ValueError("not a sample of " + str(family) + ": " + line)
        elif (sample[1], sample[2]) in samples:
            raise ValueError("a second time: " + line)
        elif float(sample[3]) < 0 or (family.endswith("_total") != (types[family] == "counter")):
            raise ValueError("not such a value: " + line)
        else:
            samples.add((sample[1], sample[2]))


try:
    check(sys.stdin.buffer.read().decode("utf-8"))
except ValueError as error:
    sys.exit(str(error))
