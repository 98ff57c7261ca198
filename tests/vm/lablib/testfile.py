# SPDX-License-Identifier: GPL-2.0
"""What a test file says to the host: words at the beginning of a line.

topology NAME   the cards in the guest's slots
kernels NAME... for these alone: what is tested is user space
append WORD...  these stand in the kernel's command line
alone           no guest beside it: time that passes decides what the tests see
closing         at the end of every guest
long            only when `lab run --long` asks for it
boot DESCRIPTION [without N...]
                a scenario: the guest has systemd as init and keeps its disk; what
                follows is done after this boot, without the cards of these NICs
t DESCRIPTION FUNCTION [SECONDS]
                a test
"""

import dataclasses
import pathlib
import re
import shlex

from . import cache, topology

WORD = re.compile(r"alone|closing|long|(topology|kernels|append|boot|t) .*")


@dataclasses.dataclass
class Boot:
    """One boot of a scenario."""

    number: int
    without: tuple
    last: bool = True


class TestFile:
    """A file of tests, with what it wants of the machine."""

    def __init__(self, path):
        self.path = pathlib.Path(path)
        self.topology = "single"
        self.kernels = []
        self.append = ""
        self.alone = False
        self.closing = False
        self.long = False
        self.tests = []
        self.boots = []
        for line in self.path.read_text().splitlines():
            if WORD.fullmatch(line):
                word, *arguments = shlex.split(line)
                getattr(self, f"_{word}")(*arguments)

    def _topology(self, name):
        if name not in topology.NAMES:
            raise cache.LabError(f"{self.path}: there is no topology {name}")
        self.topology = name

    def _kernels(self, *names):
        self.kernels = names

    def _append(self, *words):
        self.append = " ".join(words)

    def _alone(self):
        self.alone = True

    def _closing(self):
        self.closing = True

    def _long(self):
        self.long = True

    def _boot(self, _description, *words):
        if words[:1] not in ((), ("without",)) or not all(map(str.isdigit, words[1:])):
            raise cache.LabError(f"{self.path}: boot DESCRIPTION [without N...]")
        if self.boots:
            self.boots[-1].last = False
        self.boots.append(Boot(len(self.boots) + 1, tuple(map(int, words[1:]))))

    def _t(self, description, function, *_):
        self.tests.append(f"{self.path.name}\t{function}\t{description}")

    def matches(self, kernel, pattern):
        """Is it for this kernel, and does the filter leave any of its tests?"""
        return (not self.kernels or kernel in self.kernels) and \
            (not pattern or any(re.search(pattern, test) for test in self.tests))


def of_lane(folder, long):
    """The files of FOLDER for all runs, or for LONG ones."""
    files = map(TestFile, sorted(folder.glob("*.sh")))
    return [file for file in files if file.closing or file.long == long]


def chosen(files, kernel, pattern):
    """Those for a kernel that the filter leaves something of; one at least, to say so."""
    return [file for file in files if file.matches(kernel, pattern)] or files[:1]


def groups(files):
    """{(topology, alone, append): [files]}: those that can share a guest."""
    found = {}
    for file in files:
        if not file.boots and not file.closing:
            found.setdefault((file.topology, file.alone, file.append), []).append(file)
    closing = [file for file in files if file.closing]
    return {wants: group + closing for wants, group in found.items()}
