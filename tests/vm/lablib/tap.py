# SPDX-License-Identifier: GPL-2.0
"""TAP: judging the guest's, and writing the one that the user sees.

Silence is failure: every planned test must report, and the end must be told.
"""

import re
import sys
import threading

RESULT = re.compile(r"(not ok|ok) (\d+) - (.*)")
PLAN = re.compile(r"1\.\.(\d+)$")
END = "# end of tests"


class Writer:
    """Numbers results of several guests through, and counts them; for several threads."""

    def __init__(self, output=None):
        self.lock = threading.Lock()
        self.output = output or sys.stdout
        self.passed = self.failed = self.skipped = 0
        self._print("TAP version 13")

    def _print(self, text):
        print(text, file=self.output, flush=True)

    def _notes(self, text):
        for line in text.splitlines():
            self._print(f"# {line}".rstrip())

    def result(self, passed, description, notes=""):
        """Print one result, after what is to be said of it."""
        with self.lock:
            self._notes(notes)
            number = self.passed + self.failed + self.skipped + 1
            if not passed:
                self.failed += 1
            elif "# SKIP" in description:
                self.skipped += 1
            else:
                self.passed += 1
            self._print(f"{'ok' if passed else 'not ok'} {number} - {description}")

    def note(self, text):
        """Print something that is no result."""
        with self.lock:
            self._notes(text)

    def finish(self):
        """Print the plan and the sums; 0 when all is well, else 1."""
        self._print(f"1..{self.passed + self.failed + self.skipped}")
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        self._print(f"{self.passed} passed, {self.failed} failed{skipped}")
        return 1 if self.failed or not self.passed else 0


class Judge:
    """Reads the TAP of one guest, line by line."""

    def __init__(self, name, writer):
        self.name, self.writer = name, writer
        self.planned, self.ended, self.results, self.notes = None, False, {}, []

    def line(self, line):
        """Take one line of the guest."""
        if match := PLAN.match(line):
            self.planned = int(match.group(1))
        elif match := RESULT.match(line):
            self.results[int(match.group(2))] = match.group(1) == "ok"
            self.writer.result(match.group(1) == "ok", f"{self.name} {match.group(3)}",
                               self.said())
        elif line == END:
            self.ended = True
        elif line:
            self.notes.append(line.removeprefix("# "))

    def said(self):
        """What the guest said since its last result."""
        text, self.notes = "\n".join(self.notes), []
        return text

    def complaints(self):
        """What is missing at the end."""
        if self.planned is None:
            yield "the guest told no plan"
            return
        missing = sorted(set(range(1, self.planned + 1)) - set(self.results))
        if missing:
            yield f"planned and not run: tests {missing} of {self.planned}"
        if not self.ended:
            yield "the guest did not tell the end of its tests"
        if not self.planned:
            yield "no test was planned"
