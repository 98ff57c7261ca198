# SPDX-License-Identifier: GPL-2.0
"""The kernel's console log: reports of bugs in it, and where they belong."""

import pathlib
import re

LIST = pathlib.Path(__file__).resolve().parent.parent / "guest/reports.list"
BEGINS = re.compile(r"lab: test (\d+) begins")
ENDS = re.compile(r"lab: test (\d+) ends")
BREAKPOINT = re.compile(r"\bint3: 0000")
# The byte before the one that the instruction pointer is at.
BEFORE_IP = re.compile(r"Code: .*?([0-9a-f]{2}) <")


def pattern():
    """What a line that reports a bug looks like; the guest uses the same list."""
    lines = LIST.read_text().splitlines()
    return re.compile("|".join(line for line in lines if line and not line.startswith("#")))


def reports(text):
    """[(test number or 0 for outside of any test, line)] for each report."""
    found, test, wanted = [], 0, pattern()
    for line in text.splitlines():
        if match := BEGINS.search(line):
            test = int(match.group(1))
        elif ENDS.search(line):
            test = 0
        elif wanted.search(line):
            found.append((test, line))
    return found


def since(text, line, lines=60):
    """The log from LINE on, for somebody who wonders what a report says."""
    log = text.splitlines()
    first = log.index(line)
    return log[first:first + lines]


def before_stale_breakpoint(text):
    """The log until a CPU trapped at a breakpoint that is not in memory; None if none did.

    The kernel puts one where it patches its own code, for a moment. A CPU of QEMU may run
    a translation from that moment later; with a breakpoint in memory it is somebody's bug.
    """
    trap = BREAKPOINT.search(text)
    code = BEFORE_IP.search(text, trap.end()) if trap else None
    if not code or code.group(1) == "cc":
        return None
    return text[:text.rfind("\n", 0, trap.start()) + 1]


def tail(path, lines=30):
    """The last lines of the log, for somebody who wonders what happened."""
    return pathlib.Path(path).read_text(errors="replace").splitlines()[-lines:]
