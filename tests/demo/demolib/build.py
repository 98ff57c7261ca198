# SPDX-License-Identifier: GPL-2.0
"""What has to be built before the story: the module, the tool, the transfer."""

import collections
import os
import pathlib
import shutil

from . import child

HERE = pathlib.Path(__file__).resolve().parent.parent
TOP = HERE.parent.parent


class BuildError(Exception):
    """It could not be built; the text is what the user needs to see."""


def everything(kernel, payload, say):
    """Build for KERNEL; what the guest needs beside module and tool goes to PAYLOAD."""
    jobs = f"-j{os.cpu_count()}"
    make = ["make", "-C", str(TOP), "--no-print-directory", jobs]
    say(f"building the module for kernel {kernel} (the first time this fetches the kernel)")
    run([*make, f"build/{kernel}/ipmp.ko"])
    say("building ipmpadm")
    run([*make, "tools"])
    fill(payload)


def fill(payload):
    """The guest's half of the demo, as a directory for `lab exec --payload`."""
    binaries, scripts = payload / "lab/bin", payload / "lab/demo"
    for directory in (binaries, scripts):
        directory.mkdir(parents=True)
    run([os.environ.get("CC", "cc"), "-std=gnu11", "-O2", "-Wall", "-Wextra", "-static",
         "-o", str(binaries / "tcpflow"), str(HERE / "src/tcpflow.c")])
    for script in (HERE / "guest").glob("*.sh"):
        shutil.copy(script, scripts)


def run(command):
    """Run it without its chatter; but the lab tells what takes minutes."""
    last = collections.deque(maxlen=40)
    with child.Child(command) as process:
        for is_error, line in process.lines():
            last.append(line)
            if is_error and line.startswith("lab: "):
                print(line, flush=True)
    if process.status:
        raise BuildError("\n".join([*last, f"{' '.join(command)}: failed"]))
