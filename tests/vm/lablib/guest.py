# SPDX-License-Identifier: GPL-2.0
"""One run of one guest: put it together, boot it, follow it to its end."""

import contextlib
import os
import pathlib
import selectors
import shutil
import subprocess
import tempfile
import time

from . import cache, debian, helpers, image, kernels, payload, qemu, rootfs, systemd, testfile, \
    topology

HERE = pathlib.Path(__file__).resolve().parent.parent
TOP = HERE.parent.parent

BOOT_PATIENCE = 180
# Beside another guest everything may take so many times as long.
SHARED = 2
# A NIC keeps the kernel's name until our own rule gives it that of its place.
LINK = "[Match]\nOriginalName=*\n[Link]\nNamePolicy=keep\nMACAddressPolicy=none\n"
RULE = 'SUBSYSTEM=="net", ACTION=="add", DEVPATH=="/devices/pci*", ' \
       'RUN+="/lab/guest/rename $env{IFINDEX} $devpath"\n'
# QEMU's e1000e loses the interrupt of a link change when it has MSI-X.
NO_MSI_RULE = 'SUBSYSTEM=="pci", KERNEL=="{port}", ATTR{{msi_bus}}="0"\n'


class Guest:
    """A guest made to the options of the command line."""

    def __init__(self, name, options, mode, layout, persistent=False, alone=True, append=""):
        self.kernel = kernels.get(name)
        self.options, self.mode, self.layout = options, mode, layout
        self.timescale = float(options.timescale or self.kernel.timescale) * \
            (1 if alone else min(guests(), SHARED))
        self.alone, self.append = alone, append
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="ipmp-lab."))
        self.console = self.directory / "console"
        self.console.touch()
        self.systemd = options.systemd or persistent
        self.root = self._copy_of_root() if persistent else None
        self.past, self.stage = 0, testfile.Boot(0, ())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.options.keep_log:
            shutil.copy(self.console, self.options.keep_log)
        shutil.rmtree(self.directory)

    def _copy_of_root(self):
        target = self.directory / "root"
        debian.run("cp", "--sparse=always", str(rootfs.root_image()), str(target))
        return target

    def turn(self):
        """Wait for our turn on this machine."""
        return turn(self.alone)

    def next_boot(self, stage=None):
        """Get ready for one more boot, of a scenario or the same: what has been said is past."""
        self.stage, self.past = stage or self.stage, self.console.stat().st_size
        (self.directory / "status").unlink(missing_ok=True)

    def machine(self, fill):
        """The machine; FILL may add to its payload."""
        slots = topology.slots(self.layout, self.options.nics, self.options.models.split(","))
        machine = qemu.Machine(
            kernel=self.kernel.vmlinuz,
            initramfs=image.initramfs(self.kernel, self.directory / "initramfs"),
            disks=[self.root or rootfs.root_image(), image.modules_image(self.kernel)],
            directory=self.directory, slots=slots, memory=self.options.mem,
            cpus=self.options.cpus, icount=self.options.icount, append=self._append(),
            extra=tuple(self.options.qemu), keep=bool(self.root),
            empty=topology.slots_of(slots, self.stage.without))
        if any(slot.has("virtio-blk-pci") for slot in slots):
            machine.store = self.directory / "store"
            image.small_disk(machine.store)
        machine.disks.append(self._payload(machine, fill))
        return machine

    def _append(self):
        init = "lab.init=/lib/systemd/systemd systemd.show_status=no" if self.systemd else ""
        return f"{init} {self.append} {self.options.append}".strip()

    def _payload(self, machine, fill):
        load = payload.Payload(self.directory / "payload.tar")
        load.settings(self._settings(machine))
        self._hardware(load, machine)
        for name, binary in helpers.build().items():
            load.file(binary, f"lab/bin/{name}")
        self._under_test(load)
        if self.options.payload:
            load.tree(self.options.payload, ".")
        fill(load)
        return load.close()

    def _hardware(self, load, machine):
        """Names of NICs that come back with the card; once, where the disk is kept."""
        _describe(load, machine)
        if self.stage.number > 1:
            return
        if self.systemd:
            load.text("etc/udev/rules.d/90-lab.rules", _no_msi(machine))
            systemd.add(load, machine)
            return
        load.text("etc/udev/rules.d/90-lab.rules", RULE + _no_msi(machine))
        load.text("etc/systemd/network/10-lab.link", LINK)
        # Rules that look up descriptions cost seconds on an emulated CPU.
        load.text("etc/udev/rules.d/75-net-description.rules", "")

    def _settings(self, machine):
        size = shutil.get_terminal_size()
        return {"LAB_MODE": self.mode, "KERNEL": self.kernel.name,
                "TOPOLOGY": self.layout, "NICS": machine.nics,
                "NIC": "net" if self.systemd else "eth",
                "BOOT": self.stage.number, "LAST_BOOT": int(self.stage.last),
                "SLOTS": len(machine.slots), "TIMESCALE": self.timescale,
                "TIMESCALE_PERCENT": int(self.timescale * 100),
                "COLUMNS": size.columns, "LINES": size.lines,
                "TERM": os.environ.get("TERM", "dumb")}

    def _under_test(self, load):
        """The module and the tool, where they have been built."""
        module = pathlib.Path(self.options.module or TOP / "build" / self.kernel.name / "ipmp.ko")
        tool = pathlib.Path(self.options.tool or TOP / "tools/ipmpadm/ipmpadm")
        if self.systemd and self.stage.number <= 1 and tool.exists():
            systemd.add_tools(load)
        if self.options.module or module.exists():
            load.module(module, self.kernel)
            load.text("lab/module", module.stem)
        if self.options.tool or tool.exists():
            load.file(tool, "usr/sbin/ipmpadm")

    def boot(self, fill, line=None, timeout=None):
        """Boot, hand each line of the report to LINE, return QEMU's exit status.

        To be called in our turn. Without LINE the report goes straight to our
        standard output. None when the guest had to be ended because of its silence
        or its age.
        """
        machine = self.machine(fill)
        output = subprocess.PIPE if line else None
        # A standard input that ends would close the report for QEMU: an idle pipe.
        with qemu.start(machine, f"file,path={self.console},append=on", "stdio,signal=off",
                        stdin=subprocess.PIPE, stdout=output) as process:
            try:
                return follow(process, line, timeout, self.options.silence * self.timescale)
            finally:
                process.kill()

    def interactive(self, fill):
        """Boot with the console on this terminal."""
        with qemu.start(self.machine(fill), "stdio,signal=off", "null") as process:
            return process.wait()

    def status(self):
        """The exit status that the guest told, or None."""
        path = self.directory / "status"
        words = path.read_text(errors="replace").split() if path.exists() else []
        return int(words[1]) if len(words) == 2 and words[0] == "exit" else None

    def log(self):
        """The kernel's console log of the last boot."""
        return self.console.read_bytes()[self.past:].decode(errors="replace")


def _describe(load, machine):
    """Tell the guest's scripts what is where."""
    for slot in machine.slots:
        load.text(f"lab/slots/{slot.number}", f"{slot.main}\n{topology.commands(slot)}")
    load.text("lab/places", "".join(f"{place} {name} {slot}\n" for place, name, slot
                                    in qemu.places(machine)))


def _no_msi(machine):
    return "".join(NO_MSI_RULE.format(port=f"0000:00:{slot.port}")
                   for slot in machine.slots if slot.has("e1000e"))


def guests():
    """How many guests may share this machine."""
    return int(os.environ.get("IPMP_GUESTS") or os.cpu_count())


@contextlib.contextmanager
def turn(alone=True):
    """Wait for our turn.

    A guest that is ALONE has the machine to itself: what it measures is not to
    tell of another guest. Others share it, one a CPU; IPMP_GUESTS says how many,
    when that is wrong. They go first, so that no CPU is idle until another guest
    has ended; among its like it is first come, first served.
    """
    places = list(range(guests()))
    with contextlib.ExitStack() as stack:
        with cache.lock("queue-alone" if alone else "queue"):
            while not (_take_all if alone else _take_any)(places, stack):
                time.sleep(1)
        yield


def _take_any(places, stack):
    """Take a free one of PLACES."""
    return any(cache.try_lock(f"guest{place}", stack) for place in places)


def _take_all(places, stack):
    """Take PLACES if all are free, else none."""
    with contextlib.ExitStack() as trial:
        taken = all(cache.try_lock(f"guest{place}", trial) for place in places)
        if taken:
            stack.push(trial.pop_all())
    return taken


def follow(process, line, timeout, silence):
    """Read the report until QEMU ends; None when it takes too long."""
    end = time.monotonic() + timeout if timeout else float("inf")
    if line is None:
        try:
            return process.wait(timeout)
        except subprocess.TimeoutExpired:
            return None
    pending = None
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while True:
            # Before its first word the guest boots.
            patience = min(silence if pending is not None else max(silence, BOOT_PATIENCE),
                           end - time.monotonic())
            if patience <= 0 or not selector.select(patience):
                return None
            data = os.read(process.stdout.fileno(), 65536)
            if not data:
                return process.wait()
            *lines, pending = ((pending or b"") + data).split(b"\n")
            for raw in lines:
                line(raw.decode(errors="replace").rstrip("\r"))


def fetch(names, refresh):
    """Have everything in the cache that runs of these kernels need."""
    image.check_host()
    rootfs.root_image()
    for name in names:
        kernel = kernels.get(name, look=True, refresh=refresh)
        image.modules_image(kernel)
        cache.say(f"kernel {name}: {kernel.version}")
