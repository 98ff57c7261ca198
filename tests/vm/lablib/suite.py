# SPDX-License-Identifier: GPL-2.0
"""All tests of one run, in as few guests as can be, and the verdict on each guest."""

import pathlib

from . import guest, klog, tap, testfile

TESTS = pathlib.Path(__file__).resolve().parent.parent / "tests"


def run(name, options, writer):
    """Run the tests on the kernel called NAME; results go to WRITER."""
    files = testfile.chosen(options.tests or sorted(TESTS.glob("*.sh")), name, options.filter)
    for layout, group in testfile.groups(files).items():
        label = name if layout == "single" else f"{name} {layout}"
        with guest.Guest(name, options, "tests", layout) as machine, guest.turn():
            _boot(machine, label, group, options, writer)
    for file in files:
        if file.boots:
            _scenario(name, file, options, writer)


def _scenario(name, file, options, writer):
    """Boot a guest with systemd as often as FILE says, always with the same disk."""
    with guest.Guest(name, options, "tests", file.topology, persistent=True) as machine, \
            guest.turn():
        for boot in file.boots:
            machine.next_boot(boot)
            if _boot(machine, f"{name} boot {boot.number}", [file], options, writer) is None:
                break


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
    return code


def check_log(label, log, judge, writer):
    """No report in the kernel log but those that a test has failed for."""
    found = [f"test {test}: {line}" if test else line for test, line in klog.reports(log)
             if judge.results.get(test, True)]
    writer.note("\n".join(found))
    writer.result(not found and "Linux version" in log, f"{label} no other report in the kernel log")


def _add_tests(load, files, options):
    """Put the test files into the payload."""
    # The tests of a scenario want each other.
    load.text("lab/filter", "" if files[0].boots else options.filter or "")
    for file in files:
        load.file(file.path, f"lab/tests/{file.path.name}")
