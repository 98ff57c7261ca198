# SPDX-License-Identifier: GPL-2.0
"""Kernel modules: the part of them that the guest gets, and their order."""

import fnmatch
import lzma
import pathlib
import shutil
import subprocess

from . import debian

DEPMOD = shutil.which("depmod", path="/usr/sbin:/sbin:/usr/bin:/bin") or "depmod"


def patterns(path):
    """The shell patterns in a list, comments left out."""
    lines = (line.split("#")[0].strip() for line in pathlib.Path(path).read_text().splitlines())
    return [line for line in lines if line]


def depmod(base, version):
    """Write the indexes of BASE/lib/modules/VERSION."""
    debian.run(DEPMOD, "-b", str(base), version)


def dependencies(directory):
    """modules.dep as {path: [paths it needs]}."""
    table = {}
    for line in (directory / "modules.dep").read_text().splitlines():
        path, needs = line.split(":")
        table[path] = needs.split()
    return table


def plain(path):
    """The path of a module without the suffix of its compression."""
    return path[:-3] if path.endswith(".xz") else path


def module_name(path):
    """kernel/drivers/virtio/virtio_pci.ko.xz -> virtio_pci"""
    return pathlib.Path(plain(path)).stem.replace("-", "_")


def subset(source, target, wanted):
    """Copy what the patterns want and what that needs, uncompressed.

    Uncompressed, because an emulated CPU takes seconds to unpack xz.
    """
    depmod(source.parents[2], source.name)
    needs = dependencies(source)
    for path in _closure(needs, wanted):
        destination = target / plain(path)
        destination.parent.mkdir(parents=True, exist_ok=True)
        data = (source / path).read_bytes()
        destination.write_bytes(lzma.decompress(data) if path.endswith(".xz") else data)
    for index in ("modules.builtin", "modules.builtin.modinfo", "modules.order"):
        if (source / index).exists():
            shutil.copy(source / index, target / index)
    depmod(target.parents[2], target.name)


def _closure(needs, wanted):
    """The modules that match, and all that they depend on."""
    chosen = set()
    for path in needs:
        below = plain(path).removeprefix("kernel/")
        if any(fnmatch.fnmatchcase(below, pattern) for pattern in wanted):
            chosen.add(path)
            chosen.update(needs[path])
    return sorted(chosen)


def load_order(directory, names):
    """Paths of the named modules and of what they need, in the order to load.

    modules.dep lists the needs of a module last to first. A name that is built
    into the kernel, or is not there at all, loads nothing.
    """
    needs = dependencies(directory)
    order = []
    for path in needs:
        if module_name(path) in names:
            order += [*reversed(needs[path]), path]
    return list(dict.fromkeys(order))


def release_of(module):
    """The `uname -r` that a module file was built for."""
    result = subprocess.run(["modinfo", "-F", "vermagic", str(module)], capture_output=True,
                            text=True, check=False)
    return result.stdout.split(" ")[0]
