# SPDX-License-Identifier: GPL-2.0
"""How soon a path is left that goes silent while its link is up."""

from . import guest, table
from .table import Verdict

# Detection times, in milliseconds.
TIMES = (10000, 1000, 100)
WAYS = {"both": "both ways", "in": "not heard", "out": "hears nothing"}


def measure(options):
    """{detection time: {way: [milliseconds]}}"""
    took = {time: {way: [] for way in WAYS} for time in TIMES}
    for time, way, value in guest.triples(options, "silence.sh", [2 * options.rounds, *TIMES],
                                          "--nics", "3", "--models", options.models,
                                          "--timeout", 600 + 60 * options.rounds,
                                          *guest.clock(options)):
        took[int(time)][way].append(value)
        guest.say(f"detection time {time} ms, {WAYS[way]}: left after {value:.0f} ms")
    return took


def run(options):
    """Measure, print, judge."""
    took = measure(options)
    rows = [("detection time", *(cell for way in WAYS.values() for cell in (way, "mean", "most")))]
    for time in TIMES:
        rows.append((f"{time} ms", *(cell for way in WAYS for cell in cells(took[time][way]))))
    table.show("Milliseconds until the addresses of a silent path are elsewhere", rows)
    return [verdict(time, took[time]) for time in TIMES]


def cells(values):
    """How many rounds, and what they say."""
    return (f"{len(values)}", f"{sum(values) / len(values):.0f}", f"{max(values):.0f}")


def verdict(time, of):
    """Was every round in time?"""
    values = [value for some in of.values() for value in some]
    good = [value for value in values if value <= time]
    return Verdict(f"a silent path is left within {time} ms", len(good) == len(values),
                   f"{len(good)} of {len(values)} rounds")
