# SPDX-License-Identifier: GPL-2.0
"""Running the guest's half of a measurement."""

import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent.parent
TOP = HERE.parent.parent
LAB = TOP / "tests/vm/lab"


class GuestError(Exception):
    """A measurement came to no end; the text says which and why."""


def say(text):
    """Tell what takes so long, where it does not disturb the tables."""
    print(f"bench: {text}", file=sys.stderr, flush=True)


def build(kernel):
    """Have a kernel, the module for it, and the tool."""
    for command in ([LAB, "fetch", kernel],
                    ["make", "-s", "-C", TOP, "tools", f"build/{kernel}/ipmp.ko"]):
        if subprocess.run(command, stdout=sys.stderr, check=False).returncode:
            raise GuestError(f"failed: {' '.join(map(str, command))}")


def lines(options, script, arguments, *lab_options):
    """Run guest/SCRIPT in a guest, and yield its lines as they come."""
    with tempfile.TemporaryDirectory() as payload:
        shutil.copytree(HERE / "guest", pathlib.Path(payload) / "lab/bench")
        command = [LAB, "exec", "--kernel", options.kernel, "--payload", payload,
                   *(["--module", options.module] if options.module else []), *lab_options,
                   HERE / "guest" / script, *arguments]
        with subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE,
                              text=True, stdin=subprocess.DEVNULL) as process:
            try:
                yield from (line.rstrip("\n") for line in process.stdout)
            finally:
                process.terminate()
    if process.returncode > 0:
        raise GuestError(f"{script} failed with status {process.returncode}")


def clock(options):
    """What runs a guest by the clock that was asked for."""
    return ["--icount"] if options.icount else []


def triples(options, script, arguments, *lab_options):
    """As lines(), of a script whose figures are lines of three words; others are told."""
    for line in lines(options, script, arguments, *lab_options):
        words = line.split()
        if len(words) == 3 and words[2].replace(".", "", 1).isdigit():
            yield words[0], words[1], float(words[2])
        else:
            say(f"{script}: {line}")
