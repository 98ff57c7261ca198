# SPDX-License-Identifier: GPL-2.0
"""What makes the guest a host with systemd as init: units, names of NICs, the tools.

The NICs get their names, net<n>, as an administrator would give them: by .link
files that match the place.
"""

import pathlib
import tempfile

from . import debian, modules, qemu, topology

HERE = pathlib.Path(__file__).resolve().parent.parent
TOP = HERE.parent.parent
FILES = HERE / "systemd"
UNITS = "etc/systemd/system"
LINK = "[Match]\nPath=pci-{address}\n[Link]\nName={name}\n"


def add(load, machine):
    """Put all that into the payload."""
    load.tree(FILES / "etc", "etc")
    for unit in modules.patterns(FILES / "masked.list"):
        load.link(f"{UNITS}/{unit}", "/dev/null")
    load.link(f"{UNITS}/multi-user.target.wants/lab.service", "../lab.service")
    load.link(f"{UNITS}/sysinit.target.wants/lab-switch.service", "../lab-switch.service")
    for name, address in _names(machine):
        load.text(f"etc/systemd/network/10-{name}.link",
                  LINK.format(address=address, name=name))


def _names(machine):
    """[(name, PCI address)] of members and of ports of the switch."""
    for device, address in topology.addresses(machine.slots).items():
        if device.startswith("eth"):
            yield device.replace("eth", "net"), address
    for place, name, _ in qemu.places(machine):
        if name.startswith("p"):
            yield name, f"0000:00:{place}"


def add_tools(load):
    """What `make tools_install` installs, as a package would."""
    with tempfile.TemporaryDirectory() as scratch:
        debian.run("make", "-s", "-C", str(TOP), "tools_install", f"DESTDIR={scratch}",
                   "PREFIX=/usr")
        # Not the directory itself, which nobody else may enter.
        for path in pathlib.Path(scratch).iterdir():
            load.tree(path, path.name)
