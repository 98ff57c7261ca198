# SPDX-License-Identifier: GPL-2.0
"""Who shows the story: a picture drawn in place, or lines, one after the other."""

import os
import sys
import time

from . import picture

FRAME = 0.1                     # seconds between two pictures
ALTERNATE, NORMAL = "\033[?1049h\033[?25l\033[?7l", "\033[?7h\033[?25h\033[?1049l"


def colour():
    """Does the user want colours?"""
    return drawable() and not os.environ.get("NO_COLOR")


def drawable():
    """Is standard output a terminal that can be drawn on?"""
    return sys.stdout.isatty() and os.environ.get("TERM", "dumb") not in ("", "dumb")


def ascii_only():
    """Has the terminal's character set no boxes?"""
    try:
        "╳●".encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return True
    return False


def size():
    """The terminal's size."""
    return os.get_terminal_size(sys.stdout.fileno())


def best():
    """The viewer for this standard output."""
    return Screen() if drawable() else Plain()


def waiting(seconds):
    """On a terminal, tell how long something has taken; None to take it back."""
    if drawable():
        _write("\r\033[K" + ("" if seconds is None else f"      {seconds:.0f} s"))


class Plain:
    """A line for each change."""

    def __init__(self):
        self.told = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def show(self, story):
        """Print what is new."""
        for line in story.log[self.told:]:
            print(f"[{picture.clock(line.seconds)}] {line.text}", flush=True)
        self.told = len(story.log)


class Screen:
    """The picture, on the terminal's other screen so that what was there comes back."""

    def __init__(self):
        self.drawn = 0.0
        self.colour, self.ascii = colour(), ascii_only()

    def __enter__(self):
        _write(ALTERNATE)
        return self

    def __exit__(self, *_):
        _write(NORMAL)

    def show(self, story):
        """Draw, but not more often than eyes can see."""
        if time.monotonic() - self.drawn < FRAME:
            return
        self.drawn = time.monotonic()
        room = size()
        paper = picture.draw(story, room.columns, room.lines)
        lines = paper.lines(self.colour, self.ascii)
        _write("\033[H" + "\033[K\r\n".join(lines) + "\033[J")


def _write(text):
    sys.stdout.write(text)
    sys.stdout.flush()
