# SPDX-License-Identifier: GPL-2.0
"""All tests of one run in one guest, and the verdict on the run itself."""

import pathlib

from . import guest, klog, tap

TESTS = pathlib.Path(__file__).resolve().parent.parent / "tests"


def run(name, options, writer):
    """Boot the kernel called NAME and have it run the tests; results go to WRITER."""
    judge = tap.Judge(name, writer)
    with guest.Guest(name, options, "tests") as machine:
        code = machine.boot(lambda load: _add_tests(load, options), judge.line,
                            options.timeout * machine.timescale)
        complaints = list(judge.complaints())
        if code is None:
            complaints.append("the guest fell silent or took too long, and was ended")
        elif code or machine.status() is None:
            complaints.append(f"the guest did not end well (qemu {code})")
        if complaints:
            writer.note("\n".join(["last lines of the console:", *klog.tail(machine.console)]))
        writer.result(not complaints,
                      "; ".join([f"{name} all planned tests ran", *complaints]))
        check_log(name, machine.log(), judge, writer)


def check_log(name, log, judge, writer):
    """No report in the kernel log but those that a test has failed for."""
    found = [f"test {test}: {line}" if test else line for test, line in klog.reports(log)
             if judge.results.get(test, True)]
    writer.note("\n".join(found))
    writer.result(not found and "Linux version" in log, f"{name} no other report in the kernel log")


def _add_tests(load, options):
    """Put the test files into the payload."""
    load.text("lab/filter", options.filter or "")
    paths = [pathlib.Path(path) for path in options.tests]
    for path in paths or sorted(TESTS.glob("*.sh")):
        load.file(path, f"lab/tests/{path.name}")
