# SPDX-License-Identifier: GPL-2.0
"""What a test file says to the host: words at the beginning of a line.

topology NAME   the cards in the guest's slots
"""

import pathlib
import re
import shlex

from . import cache, topology

WORD = re.compile(r"(topology|t) .*")


class TestFile:
    """A file of tests, with what it wants of the machine."""

    def __init__(self, path):
        self.path = pathlib.Path(path)
        self.topology = "single"
        self.tests = []
        for line in self.path.read_text().splitlines():
            if WORD.fullmatch(line):
                word, *arguments = shlex.split(line)
                getattr(self, f"_{word}")(*arguments)

    def _topology(self, name):
        if name not in topology.NAMES:
            raise cache.LabError(f"{self.path}: there is no topology {name}")
        self.topology = name

    def _t(self, description, function, *_):
        self.tests.append(f"{self.path.name}\t{function}\t{description}")

    def matches(self, pattern):
        """Does the filter leave any of its tests?"""
        return not pattern or any(re.search(pattern, test) for test in self.tests)


def groups(paths, pattern):
    """{topology: [files]}: what can share a guest, without those that the filter leaves out.

    When it leaves nothing at all, one group stays, to say so.
    """
    files = [TestFile(path) for path in paths]
    files = [file for file in files if file.matches(pattern)] or files[:1]
    return {name: [file for file in files if file.topology == name]
            for name in dict.fromkeys(file.topology for file in files)}
