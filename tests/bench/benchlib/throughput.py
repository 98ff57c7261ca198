# SPDX-License-Identifier: GPL-2.0
"""What one TCP connection carries."""

import statistics

from . import guest, table
from .table import Verdict

CANDIDATES = {"active-backup": "bonding active-backup", "ipmp": "group"}
WAYS = {"out": "out to the peer", "in": "in from the peer"}
TOLERANCE = 0.10
SECONDS = 4


def measure(options):
    """{(candidate, way): [megabits a second]}"""
    figures = {}
    rounds = max(3, options.rounds // 2)
    for candidate, way, value in guest.triples(options, "throughput.sh", [rounds, SECONDS],
                                               "--nics", "2", "--models", options.models,
                                               "--timeout", 120 + 60 * rounds):
        guest.say(f"throughput, {CANDIDATES[candidate]}, {WAYS[way]}: {value:.0f} Mbit/s")
        figures.setdefault((candidate, way), []).append(value)
    return figures


def run(options):
    """Measure, print, judge."""
    figures = measure(options)
    rows = [("", "median", "least", "most")]
    for way, direction in WAYS.items():
        for candidate, words in CANDIDATES.items():
            of = figures[candidate, way]
            rows.append((f"{words}, {direction}",
                         *(f"{value:.0f}" for value in (statistics.median(of), min(of), max(of)))))
    table.show(f"Mbit/s of a TCP connection (iperf3, {len(of)} rounds of {SECONDS} s, in turns)",
               rows)
    return list(verdicts(figures))


def verdicts(figures):
    """Within a tenth of bonding, or better."""
    for way, direction in WAYS.items():
        ratio = statistics.median(figures["ipmp", way]) \
            / statistics.median(figures["active-backup", way])
        yield Verdict(f"throughput {direction}: within 10 % of bonding",
                      ratio >= 1 - TOLERANCE, f"{100 * (ratio - 1):+.0f} %")
