# SPDX-License-Identifier: GPL-2.0
"""C programs for the guest, built on the host and linked statically."""

import pathlib
import os

from . import cache, debian

SOURCES = pathlib.Path(__file__).resolve().parent.parent / "src"


def build():
    """{name: path of the binary} of every program in src/."""
    return {source.stem: _built(source) for source in sorted(SOURCES.glob("*.c"))}


def _built(source):
    compiler = os.environ.get("CC", "cc")
    target = cache.directory("helpers") / f"{source.stem}-{cache.fingerprint(source, compiler)}"
    with cache.lock("helpers"):
        if not target.exists():
            debian.run(compiler, "-std=gnu11", "-O2", "-Wall", "-Wextra", "-static",
                       "-o", f"{target}.new", str(source))
            pathlib.Path(f"{target}.new").rename(target)
    return target
