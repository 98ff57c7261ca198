# SPDX-License-Identifier: GPL-2.0
"""Does the lab notice what it is there to notice? A silent detector is worse than none."""

import io
import pathlib
import re
import tempfile

from . import cache, klog, suite, tap, testfile

FILES = pathlib.Path(__file__).resolve().parent.parent / "selftest"
VERDICTS = {"passes": "ok", "starts clean": "ok", "fails in the middle": "not ok",
            "fails in a function that a condition calls": "not ok",
            "is skipped": "skip", "makes the kernel warn": "not ok",
            "takes too long": "not ok", "passes after all that": "ok",
            "all planned tests ran": "ok", "no other report in the kernel log": "ok"}


def run(options, writer):
    """Plant every kind of failure, and report on how it was met."""
    for check in (_missing_plan, _missing_test, _early_end, _report_outside, _stale,
                  _scenario, _impossible):
        writer.result(check(), f"lab: {check.__doc__}")
    name = options.kernel
    output = _output(name, options, [FILES / "verdicts.sh"])
    writer.note(output)
    for description, verdict in VERDICTS.items():
        writer.result(_told(output, verdict, description), f"lab: {verdict}: {description}")
    writer.result("planted by the lab's self-test" in output,
                  "lab: a kernel report is shown with its test")
    options.silence = 20
    output = _output(name, options, [FILES / "hang.sh"])
    writer.note(output)
    writer.result("planned and not run: tests [2, 3] of 3" in output
                  and "fell silent" in output, "lab: a guest that hangs fails the run")


def _output(name, options, tests):
    """The TAP of a run of its own."""
    options.tests, text = tests, io.StringIO()
    inner = tap.Writer(text)
    suite.run(name, options, inner)
    inner.finish()
    return text.getvalue()


def _told(output, verdict, description):
    """Is there a result with this verdict?"""
    start = "not ok " if verdict == "not ok" else "ok "
    lines = [line for line in output.splitlines() if line.startswith(start)
             and re.search(rf" {re.escape(description)}( #|;|$)", line)]
    return len(lines) == 1 and ("# SKIP" in lines[0]) == (verdict == "skip")


def _judge(*lines):
    judge = tap.Judge("", tap.Writer(io.StringIO()))
    for line in lines:
        judge.line(line)
    return list(judge.complaints())


def _missing_plan():
    """a run without a plan fails"""
    return _judge("ok 1 - a", tap.END) and not _judge("1..1", "ok 1 - a", tap.END)


def _missing_test():
    """a planned test that did not run fails the run"""
    return bool(_judge("1..2", "ok 1 - a", tap.END))


def _early_end():
    """a run that does not tell its end fails"""
    return bool(_judge("1..1", "ok 1 - a"))


def _stale():
    """a breakpoint is QEMU's fault only when there is none in memory"""
    text = "BUG: planted\nOops: int3: 0000 [#1] SMP\nRIP: 0010:f+0x1/0x2\nCode: 80 %s <1f> 44\n"
    return suite.qemus_fault(0, text % "0f")[1] == "BUG: planted\n" \
        and not suite.qemus_fault(0, text % "cc") \
        and not suite.qemus_fault(0, "Oops: 0000 [#1]\nCode: 80 0f <1f> 44\n") \
        and suite.qemus_fault(-6, text % "cc")[1] == text % "cc" \
        and not suite.qemus_fault(None, "")


def _report_outside():
    """a kernel report outside of any test is found"""
    text = "lab: test 1 begins\nlab: test 1 ends\n[ 1.0] BUG: planted\n"
    return klog.reports(text) == [(0, "[ 1.0] BUG: planted")]


def _file(*lines):
    """A test file with these lines."""
    with tempfile.NamedTemporaryFile("w", suffix=".sh") as handle:
        handle.write("\n".join(lines))
        handle.flush()
        return testfile.TestFile(handle.name)


def _scenario():
    """a scenario is booted as often as it says, and with the NICs that it says"""
    boots = _file("topology dr", 'boot "all"', 't "a" a', 'boot "some" without 1 5').boots
    return [(boot.number, boot.without, boot.last) for boot in boots] == \
        [(1, (), False), (2, (1, 5), True)]


def _impossible():
    """a test file that wants what there is not is refused"""
    for line in ("topology ring", 'boot "one" with 1', 'boot "none" without eth1'):
        try:
            _file(line)
        except cache.LabError:
            continue
        return False
    return True
