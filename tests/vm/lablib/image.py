# SPDX-License-Identifier: GPL-2.0
"""What goes with a kernel into the guest: an image of its modules, an initramfs."""

import os
import pathlib
import shutil
import subprocess

from . import cache, cpio, debian, modules
from .rootfs import MKE2FS

INITRAMFS = pathlib.Path(__file__).resolve().parent.parent / "guest/initramfs"
BUSYBOX = shutil.which("busybox") or "busybox"
# What it takes to reach the root file system.
BOOT_MODULES = {"virtio_pci", "virtio_blk", "ext4", "crc32c_generic"}


def modules_image(kernel):
    """An image of the kernel's /lib/modules/VERSION, kept beside the kernel."""
    image = kernel.path / "modules.img"
    with cache.lock("modules-image"):
        if cache.age(image) > cache.age(kernel.modules / "modules.dep"):
            debian.run(MKE2FS, "-q", "-t", "ext4", "-O", "^has_journal,^metadata_csum",
                       "-E", "root_owner=0:0", "-d", str(kernel.modules.parent),
                       f"{image}.new", f"{_mebibytes(kernel.modules) + 32}M")
            os.rename(f"{image}.new", image)
    return image


def _mebibytes(directory):
    return sum(path.stat().st_size for path in directory.rglob("*") if path.is_file()) >> 20


def small_disk(target):
    """A disk with an empty ext4 file system for a test to mount, if there is none."""
    if not target.exists():
        debian.run(MKE2FS, "-q", "-t", "ext4", "-O", "^has_journal,^metadata_csum",
                   "-E", "root_owner=0:0", "-L", "store", str(target), "16M")


def initramfs(kernel, target):
    """Just enough to mount the root file system: busybox, and drivers for the disk."""
    order = modules.load_order(kernel.modules, BOOT_MODULES)
    archive = cpio.Archive()
    for directory in ("bin", "dev", "proc", "sys", "run", "root", "modules"):
        archive.directory(directory)
    archive.file("bin/busybox", pathlib.Path(BUSYBOX).read_bytes(), 0o755)
    archive.file("init", INITRAMFS.read_bytes(), 0o755)
    for index, path in enumerate(order):
        archive.file(f"modules/{index:02d}-{modules.module_name(path)}.ko",
                     (kernel.modules / path).read_bytes(), 0o644)
    target.write_bytes(archive.bytes())
    return target


def check_host():
    """Say which package to install when a tool is missing."""
    packages = {"qemu-system-x86_64": "qemu-system-x86", "mmdebstrap": "mmdebstrap",
                MKE2FS: "e2fsprogs", BUSYBOX: "busybox-static", modules.DEPMOD: "kmod"}
    if os.geteuid():
        packages |= {"fakeroot": "fakeroot", "newuidmap": "uidmap"}
    missing = [package for tool, package in packages.items() if not shutil.which(tool)]
    if missing:
        raise cache.LabError(f"please install: apt-get install {' '.join(missing)}")
    dynamic = subprocess.run(["ldd", shutil.which(BUSYBOX)], capture_output=True, check=False)
    if dynamic.returncode == 0:
        raise cache.LabError("please install: apt-get install busybox-static")
