# SPDX-License-Identifier: GPL-2.0
"""The debug kernel: built from Debian's kernel source, kept in the cache.

kernels/debug/source-VERSION  the source tree, which what follows refers to
kernels/debug/VERSION-HASH    vmlinuz, lib/modules, kdir: a kernel as the lab wants it

HASH is of the configuration, of what is patched and of the compiler, so a kernel
is built once.
"""

import os
import pathlib
import re
import shutil
import subprocess

from . import cache, debian, kernels, modules

SUITES = ["bookworm", "bookworm-security"]
PACKAGE = "linux-source-6.1"
FRAGMENT = kernels.DATA / "debug.config"
PATCH = kernels.DATA / "debug.patch"
# Headers of GPU registers and device trees: half of the archive, and not read by Kconfig.
LEFT_OUT = ["*/drivers/gpu/drm/amd/include/*", "*/boot/dts/*"]
# What a build needs beside what builds modules: {file: package}.
NEEDS = {"/usr/bin/make": "make", "/usr/bin/gcc": "gcc", "/usr/bin/flex": "flex",
         "/usr/bin/bison": "bison", "/usr/bin/bc": "bc", "/usr/bin/xz": "xz-utils",
         "/usr/bin/patch": "patch", "/usr/include/gelf.h": "libelf-dev"}


def kernel(refresh=False):
    """The directory of the debug kernel, built when there is none."""
    version, source = _source(refresh)
    with cache.lock("kernel-debug"):
        final = _home() / f"{version}-{_hash(FRAGMENT, PATCH)}"
        if not (final / "vmlinuz").exists():
            _build(source, final)
        _make_current(final)
    return final


def check_host():
    """Say which packages to install when something to build with is missing."""
    missing = [package for path, package in NEEDS.items() if not os.path.exists(path)]
    if missing:
        raise cache.LabError(f"please install: apt-get install {' '.join(missing)}")


def _home():
    return cache.directory("kernels", "debug")


def _hash(*configuration):
    return cache.fingerprint(*configuration, debian.run("gcc", "--version").splitlines()[0])


def _source(refresh):
    """(version, directory) of the source; looks for a newer one once a week."""
    check_host()
    with cache.lock("kernel-source"):
        found = next(filter(_is_patched, _home().glob("source-*")), None)
        if refresh or not found or cache.age(found / "looked") > kernels.WEEK:
            found = _update_source(found)
    return found.name.removeprefix("source-"), found


def _update_source(at_hand):
    """Have the newest source, or the one at hand when there is no way to it."""
    try:
        found = _newest_source()
    except cache.LabError as error:
        if not at_hand:
            raise
        cache.say(f"cannot look for a newer kernel source, taking the one at hand: {error}")
        return at_hand
    (found / "looked").touch()
    _forget_others(found.name.removeprefix("source-"))
    return found


def _newest_source():
    """The directory of the newest source package's tree."""
    apt = debian.Apt(SUITES)
    apt.update()
    found = apt.newest(re.escape(PACKAGE))
    if not found:
        raise cache.LabError(f"the archive has no {PACKAGE}")
    final = _home() / f"source-{found[0][1]}"
    if not _is_patched(final):
        shutil.rmtree(final, ignore_errors=True)
        _unpack(apt, found[0], final)
    return final


def _is_patched(source):
    """Whether a tree is there, and has what is to be patched now."""
    stamp = source / "patched"
    return stamp.exists() and stamp.read_text() == cache.fingerprint(PATCH)


def _unpack(apt, package, final):
    with cache.building(final) as scratch:
        apt.unpack([package], scratch / "package")
        archive = next((scratch / "package").rglob("*.tar.xz"))
        cache.say(f"unpacking {archive.name}")
        debian.run("tar", "-xf", str(archive), "-C", str(scratch), "--strip-components=1",
                   "--no-same-owner", *(f"--exclude={pattern}" for pattern in LEFT_OUT))
        debian.run("patch", "--strip=1", "--forward", "--batch", "--fuzz=0",
                   f"--directory={scratch}", f"--input={PATCH}")
        (scratch / "patched").write_text(cache.fingerprint(PATCH))
        shutil.rmtree(scratch / "package")


def _build(source, final):
    """Build the kernel where it will stay, since a kdir knows its own path."""
    cache.say(f"building the debug kernel in {final} (once; minutes)")
    build = final / "build"
    _configure(source, build)
    _make(source, build, "bzImage", "modules")
    version = (build / "include/config/kernel.release").read_text().strip()
    _make(source, build, "modules_install", f"INSTALL_MOD_PATH={final}", "INSTALL_MOD_STRIP=1")
    for link in ("build", "source"):
        (final / "lib/modules" / version / link).unlink(missing_ok=True)
    modules.depmod(final, version)
    _slim(build)
    (final / "kdir").unlink(missing_ok=True)
    (final / "kdir").symlink_to("build")
    # Last, because it is what says that the kernel is complete.
    shutil.copy(build / "arch/x86/boot/bzImage", final / "vmlinuz")


def _configure(source, build):
    """Everything off but what the fragment wants; fails when Kconfig did not obey."""
    build.mkdir(parents=True, exist_ok=True)
    _make(source, build, f"KCONFIG_ALLCONFIG={FRAGMENT}", "allnoconfig")
    differing = disobeyed(FRAGMENT.read_text(), (build / ".config").read_text())
    if differing:
        raise cache.LabError("Kconfig did not do as the fragment says:\n" + "\n".join(differing))


def disobeyed(wanted, config):
    """Lines of the fragment that the configuration does not have."""
    have = settings(config)
    return [f"{name}: wanted {value}, got {have.get(name, 'n')}"
            for name, value in settings(wanted).items() if have.get(name, "n") != value]


def settings(text):
    """{symbol: value} of a configuration; the last word counts."""
    found = {}
    for line in text.splitlines():
        if match := re.fullmatch(r"# (CONFIG_\w+) is not set|(CONFIG_\w+)=(.*)", line):
            found[match[1] or match[2]] = match[3] or "n"
    return found


def _make(source, build, *words):
    """make in a tree of its own; what it said is in BUILD/log when it fails."""
    jobs = f"-j{os.cpu_count() or 1}"
    with open(build / "log", "w", encoding="utf-8") as log:
        command = ["nice", "-n", "5", "make", "-C", str(source), f"O={build}", jobs, *words]
        code = subprocess.run(command, stdout=log, stderr=subprocess.STDOUT, check=False,
                              env=_environment()).returncode
    if code:
        raise cache.LabError(f"make {' '.join(words)} failed; see {build}/log")


def _environment():
    """Ours, less what another make put into it: its flags are not for this one."""
    alien = ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "KDIR", "V", "W", "C", "O")
    return {name: value for name, value in os.environ.items() if name not in alien}


def _slim(build):
    """Drop objects: a kdir is configuration, generated headers, scripts and symbols."""
    for path in build.rglob("*"):
        if path.suffix in (".o", ".a", ".ko", ".cmd") and not path.is_symlink() and \
                not path.is_relative_to(build / "scripts") and \
                not path.is_relative_to(build / "tools"):
            path.unlink()
    for name in ("vmlinux", ".tmp_vmlinux.kallsyms1", ".tmp_vmlinux.kallsyms2"):
        (build / name).unlink(missing_ok=True)


def _make_current(final):
    """The lab's list names kernels/debug/current."""
    current = final.parent / "current"
    if not (current.is_symlink() and current.resolve() == final.resolve()):
        current.unlink(missing_ok=True)
        current.symlink_to(final.name)


def _forget_others(version):
    """Of other versions nothing is kept, since all that is built needs its source."""
    for path in _home().iterdir():
        if not path.is_symlink() and version not in path.name:
            shutil.rmtree(path, ignore_errors=True)
