# SPDX-License-Identifier: GPL-2.0
"""What is lost when the member that does all the work is lost."""

import json

from . import guest, table
from .table import Verdict

CASES = {
    "cable": "cable pulled",
    "second": "same, second loss in a second",
    "remove": "card removed through sysfs",
    "down": "ip link set down",
    "nomaster": "ip link set nomaster",
}
CANDIDATES = {"active-backup": "bonding", "ipmp": "group"}
WAYS = ("in", "out")
HEADS = ("mean", "most", "clean", "gap ms")


def measure(options):
    """{(case, candidate): [round]}"""
    rounds = {}
    for line in guest.lines(options, "failover.sh", [options.rounds, *CASES], "--nics", "3",
                            "--models", options.models, "--timeout", 300 + 300 * options.rounds,
                            *guest.clock(options)):
        if not line.startswith("{"):
            guest.say(f"failover.sh: {line}")
            continue
        one = json.loads(line)
        rounds.setdefault((one["case"], one["candidate"]), []).append(one)
        guest.say(f"{CASES[one['case']]}, {CANDIDATES[one['candidate']]}, round {one['round']}: "
                  f"{one['in']['lost']} lost in, {one['out']['lost']} out")
    return rounds


class Losses:
    """What the rounds of one case, candidate and direction have lost."""

    def __init__(self, rounds, way):
        self.lost = [one[way]["lost"] for one in rounds]
        self.gap = max(one[way]["gap_ms"] for one in rounds)
        self.extra = sum(one[way]["duplicates"] for one in rounds)

    @property
    def mean(self):
        return sum(self.lost) / len(self.lost)

    @property
    def clean(self):
        """How many rounds lost nothing."""
        return sum(not one for one in self.lost)

    def cells(self):
        return (f"{self.mean:.1f}", f"{max(self.lost)}", f"{self.clean}/{len(self.lost)}",
                f"{self.gap:.0f}")


def run(options):
    """Measure, print, judge."""
    rounds = measure(options)
    rows = [("", "", *(cell for name in CANDIDATES.values() for cell in (name, "", "", ""))),
            ("", "", *HEADS, *HEADS)]
    for case, words in CASES.items():
        for way in WAYS:
            rows.append((words if way == "in" else "", way,
                         *(cell for candidate in CANDIDATES
                           for cell in Losses(rounds[case, candidate], way).cells())))
    table.show(f"Packets lost of 500 a second each way, {options.rounds} rounds: mean and most in "
               "a round, rounds without a loss, longest gap", rows, *noise(rounds))
    return [verdict for case in CASES for way in WAYS for verdict in judge(case, way, rounds)]


def noise(rounds):
    """What a flow suffered that touched neither."""
    control = [one for some in rounds.values() for one in some]
    gap = max(one["control"]["gap_ms"] for one in control)
    late = max(one[f"{way}_sent"]["late_ms"] for one in control for way in (*WAYS, "control"))
    lost = sum(one["control"]["lost"] for one in control)
    yield f"  A flow between the peers, past all of this, lost {lost} and had a longest gap of " \
          f"{gap:.0f} ms;"
    yield f"  a sender got its turn up to {late:.0f} ms late. That much is the emulated machine's."


def judge(case, way, rounds):
    """What was asked for of a case in one direction."""
    group = Losses(rounds[case, "ipmp"], way)
    bonding = Losses(rounds[case, "active-backup"], way)
    words = f"{CASES[case]}, {way}: "
    if case in ("cable", "second"):
        yield Verdict(words + "at most a tenth of what bonding loses",
                      group.mean * 10 <= bonding.mean, f"{group.mean:.1f} of {bonding.mean:.1f}")
    elif case == "remove":
        yield Verdict(words + "nothing lost in at least 9 of 10 rounds",
                      group.clean * 10 >= 9 * len(group.lost),
                      f"{group.clean} of {len(group.lost)}")
    else:
        yield Verdict(words + "nothing lost", not any(group.lost), f"{sum(group.lost)}")
