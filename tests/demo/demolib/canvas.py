# SPDX-License-Identifier: GPL-2.0
"""A drawing of characters with colours, and the same as lines for a terminal."""

STYLES = {"good": "32", "bad": "31;1", "dim": "90", "bold": "1", "hint": "36", "warn": "33"}

# Where the terminal's character set has no boxes.
ASCII = str.maketrans({**dict.fromkeys("┌┐└┘┴┬╨╥┼", "+"), **dict.fromkeys("─╌", "-"),
                       **dict.fromkeys("│┆", "|"), "║": "H", "╳": "X", "●": "*", "○": "o",
                       "✗": "x", "◀": "<", "▶": ">", "→": ">", "·": "-",
                       **dict(zip(" ▁▂▃▄▅▆▇█", " ._-=+*##"))})


class Canvas:
    """Cells that are written to; what falls beside it is not there."""

    def __init__(self, width, height):
        self.width, self.height = width, height
        self.cells = [[(" ", "")] * width for _ in range(height)]

    def put(self, x, y, text, style=""):
        """Write a text; the column after it."""
        if 0 <= y < self.height:
            for column, letter in enumerate(text, x):
                if 0 <= column < self.width:
                    self.cells[y][column] = (letter, style)
        return x + len(text)

    def right(self, x, y, text, style=""):
        """Write a text that ends before column X."""
        self.put(x - len(text), y, text, style)

    def middle(self, x, y, text, style=""):
        """Write a text around column X."""
        self.put(x - len(text) // 2, y, text, style)

    def box(self, x, y, width, height, style="", line="─"):
        """Draw a frame."""
        side = "┆" if line == "╌" else "│"
        self.put(x, y, "┌" + line * (width - 2) + "┐", style)
        for row in range(y + 1, y + height - 1):
            self.put(x, row, side, style)
            self.put(x + width - 1, row, side, style)
        self.put(x, y + height - 1, "└" + line * (width - 2) + "┘", style)

    def lines(self, colour, ascii_only=False):
        """The lines, without what is blank at their ends."""
        for row in self.cells:
            text = _coloured(row) if colour else "".join(letter for letter, _ in row)
            yield (text.translate(ASCII) if ascii_only else text).rstrip()


def _coloured(row):
    text, current = "", ""
    for letter, style in row:
        if style != current:
            text += ("\033[0m" if current else "") + (f"\033[{STYLES[style]}m" if style else "")
            current = style
        text += letter
    return text + ("\033[0m" if current else "")
