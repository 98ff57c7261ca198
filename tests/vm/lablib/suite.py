# SPDX-License-Identifier: GPL-2.0
"""All tests of one run, in as few guests as can be, and the verdict on each guest."""

import pathlib

from . import guest, klog, tap, testfile

TESTS = pathlib.Path(__file__).resolve().parent.parent / "tests"
CORPUS = TESTS.parent.parent / "corpus"


def run(name, options, writer):
    """Run the tests on the kernel called NAME; results go to WRITER."""
    paths = options.tests or sorted(TESTS.glob("*.sh"))
    for layout, files in testfile.groups(paths, options.filter).items():
        label = name if layout == "single" else f"{name} {layout}"
        with guest.Guest(name, options, "tests", layout) as machine:
            _boot(machine, label, files, options, writer)


def _boot(machine, label, files, options, writer):
    """Boot a guest and have it run the tests of FILES."""
    judge = tap.Judge(label, writer)
    code = machine.boot(lambda load: _add_tests(load, files, options), judge.line,
                        options.timeout * machine.timescale)
    complaints = list(judge.complaints())
    if code is None:
        complaints.append("the guest fell silent or took too long, and was ended")
    elif code or machine.status() is None:
        complaints.append(f"the guest did not end well (qemu {code})")
    if complaints:
        writer.note("\n".join(["last lines of the console:", *klog.tail(machine.console)]))
    writer.result(not complaints, "; ".join([f"{label} all planned tests ran", *complaints]))
    check_log(label, machine.log(), judge, writer)


def check_log(label, log, judge, writer):
    """No report in the kernel log but those that a test has failed for."""
    found = [f"test {test}: {line}" if test else line for test, line in klog.reports(log)
             if judge.results.get(test, True)]
    writer.note("\n".join(found))
    writer.result(not found and "Linux version" in log, f"{label} no other report in the kernel log")


def _add_tests(load, files, options):
    """Put the test files into the payload."""
    load.text("lab/filter", options.filter or "")
    load.tree(CORPUS, "lab/corpus")
    for file in files:
        load.file(file.path, f"lab/tests/{file.path.name}")
