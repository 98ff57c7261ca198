# SPDX-License-Identifier: GPL-2.0
"""The kernels of kernels/list.ini: fetched, unpacked, ready to boot.

A kernel is a directory with `vmlinuz`, `lib/modules/VERSION` and, to build
modules for it, `kdir`. Debian's are made here from packages; a kernel made by
hand only has to look the same.
"""

import configparser
import dataclasses
import pathlib
import re
import shutil

from . import cache, debian, modules

DATA = pathlib.Path(__file__).resolve().parent.parent / "kernels"
WEEK = 7 * debian.DAY
# To be raised when kernels must be unpacked in another way than before.
FORMAT = "1"


@dataclasses.dataclass
class Kernel:
    """One kernel that can be booted."""

    name: str
    path: pathlib.Path
    timescale: float = 1.0
    tree: str = ""

    @property
    def vmlinuz(self):
        return self.path / "vmlinuz"

    @property
    def modules(self):
        """The /lib/modules/VERSION of this kernel."""
        return next((self.path / "lib/modules").iterdir())

    @property
    def version(self):
        return self.modules.name

    @property
    def kdir(self):
        """What `make KDIR=` wants."""
        return (self.path / "kdir").resolve()


def table():
    """The list of kernels as data."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(DATA / "list.ini")
    return parser


def get(name, look=False, refresh=False):
    """The kernel called NAME (or the directory NAME), fetched when there is none.

    LOOK for a newer one when that has not been done for a week, or REFRESH at once. Who
    runs guests does not: the one that they run on would go.
    """
    if "/" in name:
        return Kernel(pathlib.Path(name).name, pathlib.Path(name).absolute())
    if name not in table():
        raise cache.LabError(f"no kernel is called {name}; there are: {' '.join(table().sections())}")
    entry = table()[name]
    if "directory" in entry:
        path = cache.root() / entry["directory"]
        if not path.exists():
            raise cache.LabError(f"kernel {name} has not been built: there is no {path}")
    else:
        path = _fetched(name, entry, look, refresh)
    return Kernel(name, path.resolve(), entry.getfloat("timescale", 1.0), entry.get("tree", ""))


def _recipe():
    """What the directory of a kernel was made by."""
    return cache.fingerprint(FORMAT, DATA / "modules.list")


def _fetched(name, entry, look, refresh):
    """The directory of a Debian kernel."""
    current = cache.directory("kernels", name) / "current"
    recipe = current / "recipe"
    with cache.lock(f"kernel-{name}"):
        usable = recipe.exists() and recipe.read_text() == _recipe()
        look = look and cache.age(recipe) >= WEEK
        if usable and not look and not refresh:
            return current
        try:
            _update(current, name, entry, usable, refresh)
        except cache.LabError as error:
            if not usable:
                raise
            cache.say(f"cannot look for a newer kernel {name}, taking the one at hand: {error}")
        return current


def _update(current, name, entry, usable, refresh):
    """Make CURRENT point to the newest kernel that has headers."""
    apt = debian.Apt(entry["suites"].split())
    apt.update(0 if refresh else debian.DAY)
    version, packages = _newest(apt, name, entry)
    final = current.parent / f"{version}_{packages[0][1].replace('~', '-')}"
    if not (usable and current.resolve() == final.resolve()):
        _unpack(apt, packages, version, final)
        current.unlink(missing_ok=True)
        current.symlink_to(final.name)
        _forget_others(final)
    (current / "recipe").write_text(_recipe())


def _newest(apt, name, entry):
    """(uname -r, [(package, version)]) of the newest complete kernel."""
    for image, version in apt.newest(entry["image"]):
        release = re.fullmatch(entry["image"], image).group("ver")
        headers = entry["headers"].format(ver=release)
        if not any(found[1] == version for found in apt.newest(re.escape(headers))):
            continue
        packages = [(image, version), (headers, version)]
        if "modules" in entry:
            packages.append((entry["modules"].format(ver=release), version))
        for package in apt.depends(headers, version):
            if re.match(r"linux-(headers|kbuild)-", package):
                packages.append((package, version))
        return release, packages
    raise cache.LabError(f"the archive has no kernel for {name} ({entry['image']})")


def _unpack(apt, packages, version, final):
    """Fill the directory of one kernel from its packages."""
    with cache.building(final) as scratch:
        tree = scratch / "tree"
        apt.unpack(packages, tree)
        _merge_usr(tree)
        shutil.move(_vmlinuz(tree, version), scratch / "vmlinuz")
        patterns = modules.patterns(DATA / "modules.list")
        modules.subset(tree / "usr/lib/modules" / version, scratch / "lib/modules" / version,
                       patterns)
        shutil.rmtree(tree / "usr/lib/modules")
        shutil.rmtree(tree / "boot", ignore_errors=True)
        _relocate(tree, final / "tree")
        (scratch / "kdir").symlink_to(f"tree/usr/src/linux-headers-{version}")


def _merge_usr(tree):
    """Older packages say /lib, newer ones /usr/lib; have it one way."""
    if (tree / "lib").is_dir():
        shutil.copytree(tree / "lib", tree / "usr/lib", symlinks=True, dirs_exist_ok=True)
        shutil.rmtree(tree / "lib")


def _vmlinuz(tree, version):
    candidates = [tree / "boot" / f"vmlinuz-{version}",
                  tree / "usr/lib/modules" / version / "vmlinuz",
                  tree / "usr/lib/modules" / version / "vmlinuz.unsigned"]
    for path in candidates:
        if path.exists():
            return path
    raise cache.LabError(f"no vmlinuz among the files of kernel {version}")


def _relocate(tree, final):
    """Make the headers work where they are: they name /usr/src and /usr/lib."""
    for path in (tree / "usr/src").rglob("*"):
        if path.is_symlink() and path.readlink().is_absolute():
            target = path.readlink()
            path.unlink()
            path.symlink_to(f"{final}{target}")
    for makefile in (tree / "usr/src").glob("*/Makefile"):
        text = makefile.read_text()
        if "/usr/src/linux-headers-" in text:
            makefile.write_text(text.replace("/usr/src/linux-headers-",
                                             f"{final}/usr/src/linux-headers-"))


def _forget_others(final):
    """Only the newest kernel of a name is kept."""
    for other in final.parent.iterdir():
        if other.is_dir() and not other.is_symlink() and other != final:
            shutil.rmtree(other, ignore_errors=True)
