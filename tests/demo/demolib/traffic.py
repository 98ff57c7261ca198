# SPDX-License-Identifier: GPL-2.0
"""What the receiver of the transfer tells: throughput, stalls, the final count."""

import collections

# Samples that the throughput of "now" is taken from, and that are kept.
NOW = 5
KEPT = 400


class Traffic:
    """The one transfer."""

    def __init__(self):
        self.samples = collections.deque(maxlen=KEPT)
        self.bytes = 0
        self.longest = 0.0
        self.received = self.sent = None
        self.retransmitted = 0
        self.broken = []

    def take(self, record):
        """Take a record of tcpflow."""
        event = record["event"]
        if event == "flow":
            self.samples.append((record["t"], record["bytes"]))
            self.bytes = record["bytes"]
            self.longest = max(self.longest, record["gap_ms"])
        elif event == "broken":
            self.broken.append(f"{record['side']}: {record['why']}")
        elif event == "received":
            self.received = record["bytes"]
        elif event == "sent":
            self.sent, self.retransmitted = record["bytes"], record["retransmitted"]

    def going(self):
        """Is it under way?"""
        return bool(self.samples) and self.received is None and not self.broken

    def rate(self):
        """Bytes a second now."""
        recent = list(self.samples)[-NOW - 1:]
        if len(recent) < 2 or recent[-1][0] <= recent[0][0]:
            return 0.0
        return (recent[-1][1] - recent[0][1]) * 1000 / (recent[-1][0] - recent[0][0])

    def rates(self, count):
        """Bytes a second, one figure a sample, the last COUNT of them."""
        kept = list(self.samples)[-count - 1:]
        return [(later[1] - earlier[1]) * 1000 / max(1, later[0] - earlier[0])
                for earlier, later in zip(kept, kept[1:])]

    def complete(self):
        """Did every byte arrive in order, as both ends say?"""
        return not self.broken and self.received is not None and self.received == self.sent
