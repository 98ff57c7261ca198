# SPDX-License-Identifier: GPL-2.0
"""The kernel's console log: reports of bugs in it, and where they belong."""

import pathlib
import re

LIST = pathlib.Path(__file__).resolve().parent.parent / "guest/reports.list"
BEGINS = re.compile(r"lab: test (\d+) begins")
ENDS = re.compile(r"lab: test (\d+) ends")


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


def tail(path, lines=30):
    """The last lines of the log, for somebody who wonders what happened."""
    return pathlib.Path(path).read_text(errors="replace").splitlines()[-lines:]
