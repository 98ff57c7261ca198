# SPDX-License-Identifier: GPL-2.0
"""The kernel's own tools for developers, from Debian's kernel source."""

import re

from . import cache, debian

SUITES = ["bookworm", "bookworm-security", "bookworm-backports"]
SOURCE = r"linux-source-6\.12"
WANTED = ("tools/net/ynl", "Documentation/netlink", "scripts/checkpatch.pl",
          "scripts/spelling.txt", "scripts/const_structs.checkpatch")


def get():
    """A directory with the generator of netlink code and checkpatch, fetched once."""
    final = cache.directory("devtools") / "6.12"
    with cache.lock("devtools"):
        if not final.exists():
            _fetch(final)
    return final


def _fetch(final):
    apt = debian.Apt(SUITES)
    apt.update()
    found = apt.newest(SOURCE)
    if not found:
        raise cache.LabError(f"the archive has no {SOURCE}")
    with cache.building(final) as scratch:
        apt.unpack(found[:1], scratch / "package")
        archive = next((scratch / "package/usr/src").glob("*.tar.xz"))
        top = re.sub(r"\.tar\.xz$", "", archive.name)
        debian.run("tar", "-xf", str(archive), "-C", str(scratch), "--strip-components=1",
                   *(f"{top}/{path}" for path in WANTED))
        debian.run("rm", "-r", str(scratch / "package"))
