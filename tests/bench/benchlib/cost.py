# SPDX-License-Identifier: GPL-2.0
"""Instructions a packet, counted by QEMU."""

from . import guest, table
from .table import Verdict

PACKETS = 20000
CANDIDATES = {
    "plain": "plain device",
    "active-backup": "bonding active-backup",
    "balance-xor": "bonding balance-xor layer3+4",
    "group-1": "group, one member",
    "group-2": "group, two members",
}
WAYS = {"tx": "sent", "hashed": "sent, hash known", "rx": "received"}
# How much dearer than bonding receiving may be.
RECEIVE_BUDGET = 60


def measure(options):
    """{candidate: {way: instructions}}"""
    figures = {}
    for way, candidate, value in guest.triples(options, "cost.sh", [PACKETS], "--icount",
                                               "--nics", "1", "--timeout", "1800"):
        guest.say(f"{CANDIDATES[candidate]}, {WAYS[way]}: {value}")
        figures.setdefault(candidate, {})[way] = value
    return figures


def run(options):
    """Measure, print, judge."""
    figures = measure(options)
    plain = figures["plain"]
    rows = [("", *(cell for way in WAYS.values() for cell in (way, "over plain")))]
    for candidate, words in CANDIDATES.items():
        of = figures[candidate]
        rows.append((words, *(cell for way in WAYS
                              for cell in (f"{of[way]:.0f}", f"{of[way] - plain[way]:+.0f}"))))
    table.show("Instructions a packet (UDP of 60 bytes; each figure from two runs that agree)", rows)
    return list(verdicts(figures))


def verdicts(figures):
    """What was aimed at."""
    for group, bonding in (("group-1", "active-backup"), ("group-2", "balance-xor")):
        for way in ("tx", "hashed"):
            extra = figures[group][way] - figures[bonding][way]
            yield Verdict(f"{CANDIDATES[group]}, {WAYS[way]}: no dearer than {CANDIDATES[bonding]}",
                          extra <= 0, f"{extra:+.0f}")
    for group in ("group-1", "group-2"):
        extra = figures[group]["rx"] - figures["active-backup"]["rx"]
        yield Verdict(f"{CANDIDATES[group]}, received: at most {RECEIVE_BUDGET} instructions "
                      "above bonding", extra <= RECEIVE_BUDGET, f"{extra:+.0f}")
