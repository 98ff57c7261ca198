# SPDX-License-Identifier: GPL-2.0
"""The virtual machine: its disks, its channels, its NICs and their cables.

  member eth<n>: in a PCIe slot (see topology), so that it can be unplugged
       |  netdev cable<n>, UDP on loopback
  switch port p<n>: in the same guest, a port of the bridge in namespace `sw`

Both ends of a cable are NICs of the one guest. UDP, because a QEMU hub or
stream stalls its other end when one end is down; a real cable does not.
"""

import dataclasses
import os
import pathlib
import signal
import socket
import subprocess
import threading
import time

from . import topology

CHANNELS = ("report", "status", "host")
# tsc=reliable: else the clock is the HPET, whose every reading leaves the guest.
# no_timer_check: on a busy host the timer is late, not broken.
# norandmaps: code that is at the same place in each process is translated once, and
# a process starts four times as fast.
# oops=panic: what QEMU is to blame for ends the run before a test fails for it.
COMMAND_LINE = "console=ttyS0 panic=-1 oops=panic mitigations=off audit=0 apparmor=0 selinux=0 " \
               "tsc=reliable no_timer_check norandmaps printk.time=1 rdinit=/init"

# What costs an emulator a tenth of its time: page tables of five levels, and registers
# that are saved at each switch of tasks.
FRUGAL = "la57=off,xsave=off,avx=off,avx2=off,erms=off"

# QEMU 7.2 lets CMPXCHG16B fill the flags with another instruction's operand: after an
# interrupt at this moment the kernel goes on in single steps, or copies backwards.
SOUND = "cx16=off"


@dataclasses.dataclass
class Machine:
    """What can be said about a machine; the rest follows."""

    kernel: pathlib.Path
    initramfs: pathlib.Path
    disks: list
    directory: pathlib.Path
    slots: list
    memory: str = "1G"
    cpus: int = 2
    icount: bool = False
    append: str = ""
    extra: tuple = ()
    store: pathlib.Path = None
    # Whether the first disk keeps what is written to it.
    keep: bool = False
    # Slots without their card.
    empty: tuple = ()
    # What keeps the UDP ports of its cables from others.
    held: list = None

    @property
    def nics(self):
        """The number of member NICs."""
        return topology.members(self.slots)


def port_mac(index):
    return f"52:54:00:ff:{index + 1:02x}:00"


def command(machine, console, report):
    """QEMU's command line. CONSOLE and REPORT say where those two go (chardevs)."""
    return ["qemu-system-x86_64", "-nodefaults", "-no-user-config", "-display", "none",
            "-no-reboot", "-M", "q35", "-m", machine.memory,
            "-cpu", f"max,{FRUGAL},{SOUND}", *_accel(machine),
            # Native PCIe slots: /sys/bus/pci/slots/*/power and the attention button.
            "-global", "ICH9-LPC.acpi-pci-hotplug-with-bridge-support=off",
            "-kernel", str(machine.kernel), "-initrd", str(machine.initramfs),
            "-append", f"{COMMAND_LINE} {machine.append}".strip(),
            "-chardev", f"{console},id=console", "-serial", "chardev:console",
            *_disks(machine), *_channels(machine.directory, report), *_nics(machine),
            *machine.extra]


def _accel(machine):
    if machine.icount:
        # Guest nanoseconds count guest instructions: exact and repeatable.
        return ["-accel", "tcg", "-icount", "shift=0,sleep=off", "-smp", "1"]
    return ["-accel", "tcg,thread=multi", "-smp", str(machine.cpus)]


def _disks(machine):
    for index, path in enumerate(machine.disks):
        snapshot = "off" if machine.keep and index == 0 else "on"
        yield from ("-drive",
                    f"if=none,id=disk{index},file={path},format=raw,snapshot={snapshot}")
        yield from ("-device", f"virtio-blk-pci,drive=disk{index},serial=lab{index}")
    if machine.store:
        # Unlike a -drive it stays when its device is unplugged.
        yield from ("-blockdev", f"driver=file,filename={machine.store},node-name=store")


def _channels(directory, report):
    """Ports of a virtio console.

    report: what the run has to say. status: its exit status. host: what is asked
    of us, see `_serve`. qmp: QEMU's own monitor, for the guest to pull its cables with.
    """
    monitor = f"path={directory}/monitor"
    yield from ("-device", "virtio-serial-pci")
    yield from ("-chardev", f"{report},id=report")
    yield from ("-chardev", f"file,id=status,path={directory}/status")
    yield from ("-chardev", f"file,id=host,path={directory}/host")
    for name in CHANNELS:
        yield from ("-device", f"virtserialport,chardev={name},name={name}")
    yield from ("-chardev", f"socket,id=monitor,{monitor},server=on,wait=off")
    yield from ("-mon", "chardev=monitor,mode=control")
    yield from ("-chardev", f"socket,id=qmp,{monitor}")
    yield from ("-device", "virtserialport,chardev=qmp,name=qmp")


def _nics(machine):
    machine.held = _hold_udp_ports(2 * machine.nics)
    ports = [sock.getsockname()[1] for sock in machine.held]
    for index in range(machine.nics):
        near, far = ports[2 * index:2 * index + 2]
        yield from _wire(f"cable{index}", near, far)
        yield from _wire(f"port{index}", far, near)
        yield from ("-device", f"virtio-net-pci,id=p{index},netdev=port{index},"
                               f"mac={port_mac(index)},addr=0x{_port_address(index)},"
                               "multifunction=on,romfile=")
    for slot in machine.slots:
        yield from ("-device", topology.option(slot.root_port()))
        for device in slot.devices if slot.number not in machine.empty else ():
            yield from ("-device", topology.option(device))


def _wire(name, here, there):
    return ("-netdev", f"socket,id={name},udp=127.0.0.1:{there},localaddr=127.0.0.1:{here}")


def _port_address(index):
    return f"{0x18 + index // 8:02x}.{index % 8}"


def places(machine):
    """[(place, name, slot)] of the hardware that is of use in the guest."""
    found = [(_port_address(index), f"p{index}", "-") for index in range(machine.nics)]
    for slot in machine.slots:
        where = slot.places()
        found += [(where[device["id"]], device["id"], slot.number) for device in slot.devices
                  if "netdev" in device or "drive" in device]
    return found


def _hold_udp_ports(count):
    """Sockets that keep ports for a machine: QEMU alone may bind to one as well.

    Who looks for a free one does not reuse any; who is last gets what arrives.
    """
    held = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(count)]
    for sock in held:
        sock.bind(("127.0.0.1", 0))
    for sock in held:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    return held


def start(machine, console, report, **keywords):
    """Start QEMU. It goes when we go, however that is."""
    requests = machine.directory / "host"
    requests.unlink(missing_ok=True)
    os.mkfifo(requests)
    with_us = ["setpriv", "--pdeathsig", "KILL"]
    process = subprocess.Popen(with_us + command(machine, console, report), **keywords)
    threading.Thread(target=_serve, args=(requests, process), daemon=True).start()
    return process


def _serve(requests, process):
    """Give the machine no CPU for as many milliseconds as it asks for, line by line.

    Its clocks go on, unlike when its monitor is told to stop.
    """
    with open(requests, encoding="ascii") as lines:
        for line in lines:
            # Before it stops: who asks for nonsense is not to stop it for good.
            seconds = int(line) / 1000
            process.send_signal(signal.SIGSTOP)
            time.sleep(seconds)
            process.send_signal(signal.SIGCONT)
