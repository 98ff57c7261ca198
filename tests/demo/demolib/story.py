# SPDX-License-Identifier: GPL-2.0
"""The story as it has been told so far, and the judgement of it.

Two witnesses for each step: the guest looks with `ipmpadm -j show` (`seen`), and
what `ipmpadm -j monitor` told must have led to the same.
"""

import dataclasses
import json
import time
import typing

from . import group, traffic

OF_TRAFFIC = ("flow", "broken", "received", "sent")
OF_STEPS = ("story", "step", "said", "seen", "flowing", "answered", "packets", "failed", "end")


class Line(typing.NamedTuple):
    """A line of the log."""

    seconds: float
    text: str
    said: bool                  # by a command; the picture has a place of its own for it


@dataclasses.dataclass
class Step:
    """One step, and what came of it."""

    name: str
    title: str
    short: str
    command: str
    t: int
    before: str = ""            # member that held the data address, and after it
    after: str = ""
    said: list = dataclasses.field(default_factory=list)    # what its command printed
    seen: dict = None           # what `show` said
    told: dict = None           # what `monitor` said by the end
    bytes_seen: int = 0         # received when it was seen, and at the end
    bytes_end: int = 0
    flowing: int = 0            # when it was seen that traffic went on
    stall: float = 0.0          # the longest until then
    answered: bool = False      # without a transfer: the peer was answered
    packets: tuple = None       # numbered packets beside it: how many, how many lost
    ended: bool = False
    broken: str = ""            # how the transfer broke in this step

    def flowed(self):
        """Did bytes arrive after it?"""
        return self.bytes_end > self.bytes_seen

    def complaint(self):
        """Why it was no success; None when it was one."""
        if self.broken:
            return f"the transfer broke: {self.broken}"
        if not self.seen:
            return "was not seen in `ipmpadm -j show`"
        if not self.ended:
            return "did not come to its end"
        if self.told != self.seen:
            return f"`ipmpadm -j monitor` told {self.told}, `show` {self.seen}"
        if not self.flowed() and not self.answered:
            return "no traffic after it"
        if self.packets and self.packets[1]:
            return f"{self.packets[1]} UDP packets were lost"
        return None


class Story:
    """Takes the guest's records; everything that is drawn comes from here."""

    def __init__(self):
        self.begun = time.monotonic()
        self.plan, self.address, self.drivers = [], None, {}
        self.steps = []
        self.group, self.traffic = group.Group(), traffic.Traffic()
        self.log = []           # of Line
        self.notes = []         # lines that are no records
        self.failures = []      # (step, text)
        self.ended = False

    def elapsed(self):
        """Seconds of the story."""
        return time.monotonic() - self.begun

    def line(self, line):
        """Take one line of the guest."""
        try:
            record = json.loads(line)
            event = record["event"]
        except (ValueError, TypeError, KeyError):
            self.notes.append(line)
            return
        if event in OF_TRAFFIC:
            self._traffic(record)
        elif event in OF_STEPS:
            getattr(self, f"_{event}")(record)
        else:
            change = self.group.take(record)
            if change:
                self._say(change)

    def step(self):
        """The step being played, or None."""
        return self.steps[-1] if self.steps else None

    def _say(self, text, said=False):
        self.log.append(Line(self.elapsed(), text, said))

    def _story(self, record):
        self.begun = time.monotonic()
        self.plan, self.address = record["steps"].split(), record["address"]
        self.drivers = {key: value for key, value in record.items() if key.startswith("eth")}

    def _step(self, record):
        self._end_step()
        self.steps.append(Step(*(record[key] for key in ("name", "title", "short", "command", "t")),
                               before=self.group.holder(self.address) or ""))
        self._say(f"step {len(self.steps)} of {len(self.plan)}: {record['title']}")

    def _said(self, record):
        self.step().said.append(record["text"])
        self._say(f"    {record['text']}", said=True)

    def _seen(self, record):
        step = self.step()
        step.seen = {key: record[key] for key in ("member", "state", "holder")}
        step.bytes_seen = self.traffic.bytes

    def _flowing(self, record):
        self.step().flowing = record["t"]

    def _answered(self, _record):
        self.step().answered = True

    def _packets(self, record):
        self.step().packets = int(record["count"]), int(record["lost"])
        self._say("{0[0]:,} numbered UDP packets, {0[1]:,} lost".format(self.step().packets))

    def _failed(self, record):
        name = self.step().name if self.step() else "start"
        self.failures.append((name, record["why"]))
        self._say(f"FAILED: {record['why']}")

    def _traffic(self, record):
        if record["event"] == "broken":
            self._broken(record)
            return
        self.traffic.take(record)
        if record["event"] == "flow":
            self._stall(record)

    def _broken(self, record):
        """A story that has failed ends the transfer as well, which is no news."""
        if self.failures:
            return
        self.traffic.take(record)
        self.step().broken = self.traffic.broken[-1]
        self._say(f"the transfer broke: {self.step().broken}")

    def _stall(self, record):
        """A stall belongs to the step in which it ended, while that was under way."""
        begun = [step for step in self.steps if step.t <= record["gap_t"]]
        if begun and not 0 < begun[-1].flowing < record["gap_t"]:
            begun[-1].stall = max(begun[-1].stall, record["gap_ms"])

    def _end_step(self):
        step = self.step()
        if not step or step.ended:
            return
        member = step.seen and self.group.member(step.seen["member"])
        step.after = self.group.holder(self.address) or ""
        if member:
            step.told = {"member": member["ifname"], "state": member["state"],
                         "holder": step.after}
        step.bytes_end = self.traffic.bytes
        step.ended = True
        if step.stall:
            self._say(f"stalled {step.stall:.0f} ms at most until it flowed again, "
                      f"{self.traffic.bytes / 1e6:.1f} MB so far")

    def _end(self, _record):
        self._end_step()
        self.ended = True

    def complaints(self):
        """What went wrong, by step; empty when the story was a success."""
        for name, text in self.failures:
            yield f"step {name}: {text}"
        for step in self.steps:
            if step.complaint() and not self.failures:
                yield f"step {step.name}: {step.complaint()}"
        if missing := self.plan[len(self.steps):]:
            yield f"not played: {', '.join(missing)}"
        if self.failures and self.traffic.broken:
            yield f"the transfer broke: {', '.join(self.traffic.broken)}"
        if not self.ended:
            yield "the story did not come to its end"
        elif not self.traffic.complete():
            yield f"sent {self.traffic.sent} bytes, received {self.traffic.received}"
