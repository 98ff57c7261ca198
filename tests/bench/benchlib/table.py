# SPDX-License-Identifier: GPL-2.0
"""Tables and verdicts, as text."""

import dataclasses


@dataclasses.dataclass
class Verdict:
    """One thing that was asked for, whether it is so, and by how much."""

    words: str
    good: bool
    figures: str = ""

    def __str__(self):
        return f"{'met' if self.good else 'MISSED':8}{self.words}" \
            + (f" ({self.figures})" if self.figures else "")


def aligned(rows):
    """ROWS of cells as lines; the first cell of a row to the left, numbers to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        first = row[0].ljust(widths[0])
        rest = (cell.rjust(width) for cell, width in zip(row[1:], widths[1:]))
        yield "  " + "  ".join([first, *rest]).rstrip()


def show(title, rows, *notes):
    """Print a table."""
    print("\n".join([title, "", *aligned(rows), "", *notes, ""]), flush=True)
