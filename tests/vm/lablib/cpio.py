# SPDX-License-Identifier: GPL-2.0
"""Archives in the format of an initramfs (cpio, newc)."""

import stat


class Archive:
    """Directories and files, put in one by one."""

    def __init__(self):
        self.parts = []

    def directory(self, name):
        """Add a directory."""
        self._entry(name, stat.S_IFDIR | 0o755, b"")

    def file(self, name, data, mode):
        """Add a file with its content."""
        self._entry(name, stat.S_IFREG | mode, data)

    def bytes(self):
        """The whole archive."""
        self._entry("TRAILER!!!", 0, b"")
        return b"".join(self.parts)

    def _entry(self, name, mode, data):
        path = name.encode() + b"\0"
        number = len(self.parts) + 1
        fields = (number, mode, 0, 0, 1, 0, len(data), 0, 0, 0, 0, len(path), 0)
        header = b"070701" + b"".join(b"%08x" % field for field in fields)
        self.parts.append(_padded(header + path) + _padded(data))


def _padded(data):
    return data + b"\0" * (-len(data) % 4)
