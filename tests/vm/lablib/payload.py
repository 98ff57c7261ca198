# SPDX-License-Identifier: GPL-2.0
"""What one run brings into the guest: a tar that is unpacked over its root.

The guest's own scripts, the tests, the module and the tool under test, and
a few settings. The tar is the whole content of a virtio disk.
"""

import io
import pathlib
import shlex
import tarfile
import tempfile

from . import cache, modules

HERE = pathlib.Path(__file__).resolve().parent.parent


class Payload:
    """A tar under construction."""

    def __init__(self, target):
        self.target = target
        self.tar = tarfile.open(target, "w", format=tarfile.GNU_FORMAT)
        self.tree(HERE / "guest", "lab/guest")

    def text(self, name, content, mode=0o644):
        """Add a file with a text."""
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = len(content.encode()), mode
        self.tar.addfile(entry, io.BytesIO(content.encode()))

    def link(self, name, target):
        """Add a symbolic link."""
        entry = tarfile.TarInfo(name)
        entry.type, entry.linkname = tarfile.SYMTYPE, target
        self.tar.addfile(entry)

    def file(self, source, name):
        """Add one file, as root's."""
        self.tar.add(source, name, filter=_as_root)

    def tree(self, source, name):
        """Add a directory with everything in it."""
        self.tar.add(source, name, filter=_as_root)

    def settings(self, values):
        """Add the shell variables that the guest's scripts read."""
        lines = [f"{name}={shlex.quote(str(value))}\n" for name, value in values.items()]
        self.text("lab/settings", "".join(lines))

    def module(self, module, kernel):
        """Add a kernel module where modprobe finds it, aliases and all."""
        built_for = modules.release_of(module)
        if built_for != kernel.version:
            raise cache.LabError(f"{module} is for {built_for}, the kernel is {kernel.version}")
        below = pathlib.Path("lib/modules") / kernel.version
        with tempfile.TemporaryDirectory(dir=self.target.parent) as scratch:
            base = pathlib.Path(scratch)
            _mirror(kernel.modules, base / below)
            (base / below / "updates").mkdir()
            (base / below / "updates" / module.name).symlink_to(module.absolute())
            modules.depmod(base, kernel.version)
            for index in (base / below).glob("modules.*"):
                self.file(index, f"usr/{below}/{index.name}")
            self.tar.dereference = True
            self.file(module, f"usr/{below}/updates/{module.name}")

    def close(self):
        """Finish the tar."""
        self.tar.close()
        return self.target


def _as_root(entry):
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = "root"
    return None if "__pycache__" in entry.name else entry


def _mirror(source, target):
    """The same tree with links in place of files, and no indexes that depmod writes."""
    target.mkdir(parents=True)
    for path in source.iterdir():
        if path.name in ("modules.order", "modules.builtin", "modules.builtin.modinfo"):
            (target / path.name).symlink_to(path)
        elif path.is_dir():
            (target / path.name).symlink_to(path)
