# SPDX-License-Identifier: GPL-2.0
"""Where fetched and built things are kept between runs.

IPMP_CACHE names the directory; the default follows the XDG rules. Nothing in
it is precious: it may be removed at any time and is made again when needed.
"""

import contextlib
import fcntl
import hashlib
import os
import pathlib
import shutil
import tempfile
import time


class LabError(Exception):
    """Something that the user can understand and act upon."""


def say(text):
    """Tell of slow work on standard error, so that output stays parsable."""
    os.write(2, f"lab: {text}\n".encode())


def root():
    """The cache directory, made when missing."""
    home = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    path = pathlib.Path(os.environ.get("IPMP_CACHE") or f"{home}/ipmp").absolute()
    path.mkdir(parents=True, exist_ok=True)
    return path


def directory(*parts):
    """A directory below the cache, made when missing."""
    path = root().joinpath(*parts)
    path.mkdir(parents=True, exist_ok=True)
    return path


@contextlib.contextmanager
def lock(name):
    """One process at a time makes the thing called NAME; others wait and find it."""
    with open(directory("locks") / name, "w", encoding="utf-8") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def try_lock(name, stack):
    """Take the lock called NAME until STACK is left, if nobody has it now."""
    handle = open(directory("locks") / name, "w", encoding="utf-8")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        handle.close()
        return False
    stack.enter_context(handle)
    return True


@contextlib.contextmanager
def building(final):
    """A scratch directory that becomes FINAL only when the block ends well."""
    final = pathlib.Path(final)
    final.parent.mkdir(parents=True, exist_ok=True)
    scratch = pathlib.Path(tempfile.mkdtemp(prefix=f".{final.name}.", dir=final.parent))
    scratch.chmod(0o755)
    try:
        yield scratch
        if final.exists():
            shutil.rmtree(final)
        scratch.rename(final)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def fingerprint(*things):
    """A short name for what the things say: texts, bytes, or paths of files."""
    digest = hashlib.sha256()
    for thing in things:
        if isinstance(thing, pathlib.Path):
            thing = thing.read_bytes()
        if isinstance(thing, str):
            thing = thing.encode()
        digest.update(b"%d:" % len(thing) + thing)
    return digest.hexdigest()[:16]


def age(path):
    """Seconds since PATH was last written; for ever when there is none."""
    try:
        return time.time() - os.stat(path).st_mtime
    except FileNotFoundError:
        return float("inf")
