# SPDX-License-Identifier: GPL-2.0
"""Debian packages for the guest, found and unpacked without the host's dpkg.

A private apt state lives in the cache, so no right on the host is needed and
nothing of it changes. The archive is the one that the host's own apt uses;
only the suite name differs.
"""

import functools
import os
import pathlib
import re
import subprocess

from . import cache

KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
DAY = 24 * 3600


def run(*command, **keywords):
    """Run a command; its output as text, a LabError with it when it fails."""
    result = subprocess.run(command, capture_output=True, text=True, check=False, **keywords)
    if result.returncode:
        raise cache.LabError(f"{command[0]} failed:\n{result.stderr[-4000:]}")
    return result.stdout


@functools.lru_cache(maxsize=None)
def archives():
    """The host's archive addresses: {"main": URI, "security": URI}."""
    found = {}
    listing = run("apt-get", "indextargets", "--format",
                  "$(IDENTIFIER) $(ORIGIN) $(RELEASE) $(REPO_URI)")
    for line in listing.splitlines():
        identifier, origin, release, uri = line.split(" ", 3)
        if identifier != "Packages" or origin not in ("Debian", "$(ORIGIN)"):
            continue
        kind = "security" if release.endswith("-security") else "main"
        found.setdefault(kind, uri.strip())
    if "main" not in found:
        raise cache.LabError("apt on this machine knows no Debian archive; run apt-get update")
    return found


def source_line(suite):
    """The line of a sources.list for one suite."""
    kind = "security" if suite.endswith("-security") else "main"
    if kind not in archives():
        return None
    option = f"[signed-by={KEYRING}] " if os.path.exists(KEYRING) else ""
    return f"deb {option}{archives()[kind]} {suite} main"


def source_lines(suites):
    """Those of several suites; an archive that the host lacks is left out."""
    return [line for line in map(source_line, suites) if line]


class Apt:
    """apt over a few suites, with a state of its own."""

    def __init__(self, suites):
        self.name = "+".join(suites)
        self.dir = cache.directory("apt", self.name)
        for part in ("state/lists/partial", "cache/archives/partial"):
            (self.dir / part).mkdir(parents=True, exist_ok=True)
        (self.dir / "status").touch()
        (self.dir / "sources.list").write_text("\n".join(source_lines(suites)) + "\n")
        self.options = [f"-oDir::State={self.dir}/state",
                        f"-oDir::State::status={self.dir}/status",
                        f"-oDir::Cache={self.dir}/cache",
                        f"-oDir::Etc::sourcelist={self.dir}/sources.list",
                        "-oDir::Etc::sourceparts=/dev/null",
                        "-oDir::Etc::preferences=/dev/null",
                        "-oDir::Etc::preferencesparts=/dev/null",
                        "-oAPT::Sandbox::User=",
                        # A list that could not be read is no success.
                        "-oAPT::Update::Error-Mode=any",
                        "-oAcquire::Languages=none"]

    def update(self, max_age=DAY):
        """Read the package lists again when they are older than MAX_AGE seconds."""
        stamp = self.dir / "updated"
        with cache.lock(f"apt-{self.name}"):
            if cache.age(stamp) > max_age:
                cache.say(f"reading the package lists of {self.name}")
                run("apt-get", *self.options, "-qq", "update")
                stamp.touch()

    def newest(self, pattern):
        """[(package, version)] whose name matches PATTERN, the newest first."""
        names = run("apt-cache", *self.options, "pkgnames", "linux-").splitlines()
        names = [name for name in names if re.fullmatch(pattern, name)]
        if not names:
            return []
        rows = run("apt-cache", *self.options, "madison", *names).splitlines()
        pairs = {tuple(field.strip() for field in row.split("|")[:2]) for row in rows}
        return sorted(sorted(pairs), key=functools.cmp_to_key(_by_version), reverse=True)

    def depends(self, package, version):
        """The names that a package depends on, alternatives left out."""
        text = run("apt-cache", *self.options, "show", f"{package}={version}")
        found = re.search(r"^Depends: (.*)$", text, re.M)
        parts = found.group(1).split(",") if found else []
        return [part.split("|")[0].split("(")[0].strip() for part in parts]

    def unpack(self, pairs, destination):
        """Download the packages [(name, version or None)] and unpack them there."""
        wanted = [f"{name}={version}" if version else name for name, version in pairs]
        with cache.building(self.dir / f"download-{os.getpid()}") as scratch:
            for want in wanted:
                cache.say(f"downloading {want}")
            run("apt-get", *self.options, "-qq", "download", *wanted, cwd=scratch)
            for deb in sorted(scratch.glob("*.deb")):
                run("dpkg-deb", "-x", str(deb), str(destination))
                deb.unlink()
        _remove_empty(self.dir / f"download-{os.getpid()}")


def _remove_empty(path):
    if pathlib.Path(path).is_dir():
        os.rmdir(path)


def _by_version(one, other):
    """Order for two (package, version) pairs; the signed kernel wins a draw."""
    for relation, answer in (("lt", -1), ("gt", 1)):
        if not subprocess.run(["dpkg", "--compare-versions", one[1], relation, other[1]],
                              check=False).returncode:
            return answer
    return -1 if "unsigned" in one[0] else 1
