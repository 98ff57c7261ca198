# SPDX-License-Identifier: GPL-2.0
"""The table at the end: a row for each step, and what became of the transfer."""

HEADS = ("step", "longest stall", "data address", "card", "connection")


def lines(story):
    """The table and the sums, as lines."""
    rows = [HEADS, *(_row(story, step) for step in story.steps)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADS))]
    for row in rows:
        yield "  ".join(f"{cell:{width}}" for cell, width in zip(row, widths)).rstrip()
    yield ""
    yield from _sums(story)


def _row(story, step):
    place = f"on {step.after}" if step.after else "none"
    if not step.ended:
        place = "-"
    elif step.before and step.before != step.after:
        place = f"{step.before} → {step.after or 'none'}"
    if step.complaint():
        alive = "FAILED"
    else:
        alive = "alive, 0 lost" if step.flowed() else "peer is answered"
    state = step.seen["state"] if step.seen else "not as expected"
    return (step.short, f"{step.stall:5.0f} ms" if step.stall else "-", place, state, alive)


def _sums(story):
    traffic = story.traffic
    if traffic.complete():
        yield f"One TCP connection from the peer to {story.address}: {traffic.sent:,} bytes sent,"
        yield f"{traffic.received:,} received, each checked and in order; " \
              f"{traffic.retransmitted} segments sent twice."
        for step in story.steps:
            if step.packets:
                yield f"{step.short}: beside it {step.packets[0]:,} numbered UDP packets, both " \
                      f"ways, IPv4 and IPv6; {step.packets[1]:,} lost."
        yield ""
        yield "Longest stall: from the step until bytes had arrived again after it. These CPUs"
        yield f"are emulated; over the whole story {traffic.longest:.0f} ms was the longest, also " \
              "without a cause."
