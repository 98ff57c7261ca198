# SPDX-License-Identifier: GPL-2.0
"""A command whose lines are read as they come, and that ends when we do."""

import os
import selectors
import signal
import subprocess

# What it may take to end after being asked, in seconds.
PATIENCE = 15


class Child:
    """A running command, with all that it starts in a process group of its own."""

    def __init__(self, command, **keywords):
        # Not the terminal's group: who ends it, and in which order, is our matter.
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                        start_new_session=True, **keywords)
        self.pending = {self.process.stdout: b"", self.process.stderr: b""}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self._end(signal.SIGINT)
        for stream in (self.process.stdout, self.process.stderr):
            stream.close()

    def _end(self, number):
        """As Ctrl-C would end it; by force when that does not help."""
        try:
            os.killpg(self.process.pid, number)
            self.process.wait(PATIENCE)
        except ProcessLookupError:
            pass
        except subprocess.TimeoutExpired:
            self._end(signal.SIGKILL)

    def lines(self, tick=None):
        """Yield (is_error, line) until the end; (None, "") each TICK seconds without."""
        with selectors.DefaultSelector() as selector:
            for stream in self.pending:
                selector.register(stream, selectors.EVENT_READ)
            while selector.get_map():
                ready = selector.select(tick)
                for key, _ in ready:
                    yield from self._take(key.fileobj, selector)
                if not ready:
                    yield None, ""
        self.process.wait()

    def _take(self, stream, selector):
        data = os.read(stream.fileno(), 65536)
        if not data:
            selector.unregister(stream)
            data = b"\n" if self.pending[stream] else b""
        *lines, self.pending[stream] = (self.pending[stream] + data).split(b"\n")
        for line in lines:
            yield stream is self.process.stderr, line.decode(errors="replace").rstrip("\r")

    @property
    def status(self):
        """The exit status, once all lines have been read."""
        return self.process.returncode
