# SPDX-License-Identifier: GPL-2.0
"""The guest's root file system, one ext4 image.

Made once by mmdebstrap, by root or by anybody, and never written to by a guest
(QEMU's snapshot=on keeps what a guest writes to itself).
"""

import os
import pathlib
import shutil

from . import cache, debian, modules

RECIPE = pathlib.Path(__file__).resolve().parent.parent / "image"
SUITES = ["bookworm", "bookworm-updates", "bookworm-security"]
MKE2FS = shutil.which("mke2fs", path="/usr/sbin:/sbin:/usr/bin:/bin") or "mke2fs"
# Nobody needs the newest bash to test a NIC, but a year is too long.
MAX_AGE = 90 * debian.DAY
UNUSED = 7 * debian.DAY


def root_image():
    """The guest's root file system, built when its recipe is a new one."""
    parts = [RECIPE / "packages.list", RECIPE / "customize", pathlib.Path(__file__).resolve()]
    final = cache.directory("rootfs") / f"{cache.fingerprint(*parts)}.img"
    with cache.lock("rootfs"):
        if cache.age(final) > MAX_AGE:
            _build_root(final)
    return final


def _build_root(final):
    cache.say("building the guest's root file system (once)")
    packages = ",".join(modules.patterns(RECIPE / "packages.list"))
    with cache.building(final.parent / "scratch") as scratch:
        archive = scratch / "root.tar"
        debian.run("mmdebstrap", "--quiet", "--variant=minbase", f"--include={packages}",
                   f"--customize-hook={RECIPE}/customize $1",
                   "--dpkgopt=path-exclude=/usr/share/doc/*",
                   "--dpkgopt=path-exclude=/usr/share/man/*",
                   "--dpkgopt=path-exclude=/usr/share/locale/*",
                   SUITES[0], str(archive), *debian.source_lines(SUITES))
        _image_of_tar(archive, scratch / "root.img", "2G")
        # Another checkout may have another recipe.
        for old in final.parent.glob("*.img"):
            if cache.age(old) > UNUSED:
                old.unlink()
        (scratch / "root.img").rename(final)
    shutil.rmtree(final.parent / "scratch")


def _image_of_tar(archive, image, size):
    """An ext4 image with a tar's content and owners; fakeroot where we are not root."""
    tree = archive.parent / "tree"
    script = f"mkdir {tree} && tar -xf {archive} -C {tree} --exclude=./dev/* && " \
             f"{MKE2FS} -q -t ext4 -O ^has_journal,^metadata_csum -d {tree} {image} {size}"
    prefix = [] if os.geteuid() == 0 else ["fakeroot"]
    debian.run(*prefix, "sh", "-c", script)
