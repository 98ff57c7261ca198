# SPDX-License-Identifier: GPL-2.0
"""Building modules, for some kernels in a small system of another suite.

The newest kernels want a compiler and a C library that this host does not
have. The tree is a directory with both; entering it takes a user namespace,
no privilege.
"""

import os
import pathlib
import subprocess

from . import cache, debian

# In it: /proc for objtool, /dev/null for kbuild, and the same paths as outside.
# No BTF: it would want pahole, and the vmlinux that headers do not have.
ENTER = """
set -e
tree=$1; shift
mount --rbind /dev "$tree/dev"
mount -t proc proc "$tree/proc"
for path in "$1" "$2"; do
	mkdir -p "$tree$path"
	mount --rbind "$path" "$tree$path"
done
kdir=$3; module=$2; shift 3
exec chroot "$tree" /usr/bin/env PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C \
	make -C "$kdir" M="$module" modules CONFIG_DEBUG_INFO_BTF_MODULES= "$@"
"""


def make(kernel, directory, arguments):
    """Build the module whose Kbuild is in DIRECTORY for a kernel; make's status."""
    directory = pathlib.Path(directory).absolute()
    if not kernel.tree:
        command = ["make", "-C", str(kernel.kdir), f"M={directory}", "modules", *arguments]
    else:
        namespaces = ["--mount", "--pid", "--fork", "--kill-child"]
        if os.geteuid():
            namespaces.append("--map-root-user")
        command = ["unshare", *namespaces, "sh", "-c", ENTER, "sh", str(get(kernel.tree)),
                   str(cache.root()), str(directory), str(kernel.kdir), *arguments]
    return subprocess.run(command, check=False).returncode


def get(suite):
    """The tree of a suite, built when there is none."""
    final = cache.directory("trees") / suite
    with cache.lock(f"tree-{suite}"):
        if not final.exists():
            _build(suite, final)
    return final


def _build(suite, final):
    cache.say(f"building a {suite} system to compile in (once)")
    with cache.building(final) as scratch:
        archive = final.parent / f"{suite}.tar"
        debian.run("mmdebstrap", "--quiet", "--variant=apt", "--include=gcc,libc6-dev,libelf1t64,make",
                   "--dpkgopt=path-exclude=/usr/share/doc/*",
                   "--dpkgopt=path-exclude=/usr/share/man/*",
                   "--dpkgopt=path-exclude=/usr/share/locale/*",
                   suite, str(archive), *debian.source_lines([suite]))
        debian.run("tar", "-xf", str(archive), "-C", str(scratch), "--no-same-owner",
                   "--exclude=./dev/*")
        archive.unlink()
