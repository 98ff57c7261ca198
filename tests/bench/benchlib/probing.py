# SPDX-License-Identifier: GPL-2.0
"""What probing costs, in instructions a second, counted by QEMU."""

from . import guest, table

SECONDS = 100
MEMBERS = (2, 64)
TIMES = (10000, 1000, 100)


def measure(options):
    """{members: {detection time, 0 for no probes: instructions a second}}"""
    figures = {members: {} for members in MEMBERS}
    for members, time, value in guest.triples(options, "probing.sh", [SECONDS, *MEMBERS],
                                              "--icount", "--nics", "1", "--timeout", "1800"):
        figures[int(members)][int(time)] = value
        guest.say(f"{members} members, detection time {time} ms: {value:.0f} instructions a second")
    return figures


def run(options):
    """Measure and print."""
    figures = measure(options)
    rows = [("members", *(f"{time} ms" for time in TIMES), "at 100 ms, a probe")]
    for members, of in figures.items():
        extra = {time: of[time] - of[0] for time in TIMES}
        # Both families, ten probes in a detection time (kmod/pace.h).
        probes = members * 2 * 10 * 1000 / 100
        rows.append((f"{members}", *(f"{extra[time] / 1000:.0f}" for time in TIMES),
                     f"{extra[100] / probes:.0f} instructions"))
    table.show("Thousands of instructions a second for probing, by detection time; the host that "
               "answers is in the same guest", rows)
    return []
