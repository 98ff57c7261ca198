# SPDX-License-Identifier: GPL-2.0
"""All tests of one run, in as few guests as can be, and the verdict on each guest."""

import concurrent.futures
import functools
import pathlib
import signal

from . import guest, klog, tap, testfile

# How QEMU's exit status tells an assertion of its own, or worse.
CRASHES = (-signal.SIGABRT, -signal.SIGSEGV)
TESTS = pathlib.Path(__file__).resolve().parent.parent / "tests"
CORPUS = TESTS.parent.parent / "corpus"


def run(name, options, writer):
    """Run the tests on the kernel called NAME; results go to WRITER."""
    files = [testfile.TestFile(path) for path in options.tests] or \
        testfile.of_lane(TESTS, options.long)
    files = testfile.chosen(files, name, options.filter)
    guests = [functools.partial(_steady, name, wants, group, options, writer)
              for wants, group in testfile.groups(files).items()]
    guests += [functools.partial(_scenario, name, file, options, writer)
               for file in files if file.boots]
    # Each waits for its turn.
    with concurrent.futures.ThreadPoolExecutor() as pool:
        for ended in [pool.submit(one) for one in guests]:
            ended.result()


def _steady(name, wants, files, options, writer):
    """Boot a guest; once more when QEMU was at fault, which tells nothing of the tests."""
    layout, alone, append = wants
    label = " ".join([name, *([layout] if layout != "single" else []), *append.split()])
    with guest.Guest(name, options, "tests", layout, alone=alone,
                     append=append) as machine, machine.turn():
        code, judge = _boot(machine, label, files, options, writer)
        if fault := qemus_fault(code, machine.log()):
            why, before = fault
            writer.note(f"{label}: {why}: the guest is booted once more")
            _check_log(label, before, judge, writer)
            machine.next_boot()
            code, judge = _boot(machine, label, files, options, writer)
        _verdict(machine, label, code, judge, writer)


def _scenario(name, file, options, writer):
    """Boot a guest with systemd as often as FILE says, always with the same disk."""
    with guest.Guest(name, options, "tests", file.topology, persistent=True,
                     alone=file.alone) as machine, machine.turn():
        for boot in file.boots:
            machine.next_boot(boot)
            label = f"{name} boot {boot.number}"
            code, judge = _boot(machine, label, [file], options, writer)
            _verdict(machine, label, code, judge, writer)
            if code is None:
                break


def _boot(machine, label, files, options, writer):
    """Boot a guest and have it run the tests of FILES; QEMU's exit status, and who has judged."""
    judge = tap.Judge(label, writer)
    code = machine.boot(lambda load: _add_tests(load, files, options), judge.line,
                        options.timeout * machine.timescale)
    writer.note(judge.said())
    return code, judge


def qemus_fault(code, log):
    """(what QEMU is to blame for, the kernel's log until then), given its exit status; or None."""
    if code in CRASHES:
        return f"QEMU itself has crashed ({code})", log
    before = klog.before_stale_breakpoint(log)
    if before is None:
        return None
    return "QEMU has run code that is not in memory any more", before


def _verdict(machine, label, code, judge, writer):
    """Did the guest do all that it had to, and without a report of its kernel?"""
    complaints = list(judge.complaints())
    if code is None:
        complaints.append("the guest fell silent or took too long, and was ended")
    elif code or machine.status() is None:
        complaints.append(f"the guest did not end well (qemu {code})")
    if complaints:
        writer.note("\n".join(["last lines of the console:", *klog.tail(machine.console)]))
    writer.result(not complaints, "; ".join([f"{label} all planned tests ran", *complaints]))
    _check_log(label, machine.log(), judge, writer)


def _check_log(label, log, judge, writer):
    """No report in the kernel log but those that a test has failed for."""
    found = [(test, line) for test, line in klog.reports(log) if judge.results.get(test, True)]
    for test, line in found:
        writer.note(f"test {test}: {line}" if test else line)
    if found:
        writer.note("\n".join(["from the first of them on:", *klog.since(log, found[0][1])]))
    writer.result(not found and "Linux version" in log, f"{label} no other report in the kernel log")


def _add_tests(load, files, options):
    """Put the test files into the payload."""
    load.tree(CORPUS, "lab/corpus")
    # The tests of a scenario want each other.
    load.text("lab/filter", "" if files[0].boots else options.filter or "")
    for file in files:
        load.file(file.path, f"lab/tests/{file.path.name}")
