# SPDX-License-Identifier: GPL-2.0
"""What is in the PCIe slots: cards with NICs, each behind a root port of its own.

  single  as many cards as asked for, with one NIC each
  dr      beside these a card with two functions, one with a NIC and a disk, and
          one with a bridge (a switch: an upstream port, two downstream ports) and
          a NIC behind each of its ports

A device is what -device of QEMU's command line and device_add of its monitor
understand alike. Its place is the way to it from the root, without the numbers
of buses, which depend on who enumerates them: 10.4/00.1 is function 1 of the
card below the root port 00:10.4.

A card that loses its power has left the machine, as far as QEMU is concerned, and
one with a bridge cannot come back: QEMU plugs in an upstream port, but nothing
below it. So its slot is one without a power controller: off and on, but not out.
"""

import dataclasses
import itertools
import json

NAMES = ("single", "dr")
BRIDGES = ("pcie-root-port", "x3130-upstream", "xio3130-downstream")
MODELS = ("virtio-net-pci", "e1000e", "virtio-net-pci", "vmxnet3")


@dataclasses.dataclass
class Slot:
    """A slot; DEVICES in the order to plug them in, function 0 of a card last."""

    number: int
    main: str
    devices: list
    powered: bool = True

    @property
    def port(self):
        """Eight root ports to a device of the root bus: there is room for many."""
        return f"{0x10 + (self.number - 1) // 8:02x}.{(self.number - 1) % 8}"

    @property
    def bus(self):
        return f"rp{self.number}"

    def root_port(self):
        """The device above the card."""
        return {"driver": "pcie-root-port", "id": self.bus, "chassis": self.number,
                "slot": self.number, "addr": f"0x{self.port}", "multifunction": True,
                "power_controller_present": self.powered}

    def places(self):
        """{device: place} of all that is in the slot."""
        found = {self.bus: self.port}
        # Who is above comes first, whatever the order of the functions.
        for device in self.devices:
            number, function = device["addr"].split(".")
            found[device["id"]] = f"{found[device['bus']]}/{int(number, 16):02x}.{function}"
        return found

    def has(self, driver):
        return any(device["driver"] == driver for device in self.devices)


def member_mac(index):
    return f"52:54:00:00:{index + 1:02x}:00"


def slots(name, nics, models):
    """The slots of a topology with NICS single cards, their MODELS repeated as needed."""
    models = itertools.islice(itertools.cycle(models), nics)
    found = [_single(index + 1, index, model) for index, model in enumerate(models)]
    if name == "dr":
        # The buses behind a bridge come after all others: no number depends on it.
        found.append(_twin(nics + 1, nics))
        found.append(_store(nics + 2, nics + 2))
        found.append(_bridge(nics + 3, nics + 3))
    return found


def addresses(found):
    """{device: PCI address}, as the firmware numbers the buses: in order, depth first."""
    buses, known = itertools.count(1), {}
    where = {}
    for slot in found:
        for device in (slot.root_port(), *slot.devices):
            bus = known.get(device.get("bus"), 0)
            number, function = device["addr"].removeprefix("0x").split(".")
            where[device["id"]] = f"0000:{bus:02x}:{int(number, 16):02x}.{function}"
            if device["driver"] in BRIDGES:
                known[device["id"]] = next(buses)
    return where


def members(found):
    """How many NICs the slots have."""
    return sum("netdev" in device for slot in found for device in slot.devices)


def slots_of(found, nics):
    """The numbers of the slots where these NICs are."""
    names = {f"eth{index}" for index in nics}
    return tuple(slot.number for slot in found
                 if names & {device["id"] for device in slot.devices})


def _nic(index, model, bus, addr="0.0", **more):
    return {"driver": model, "id": f"eth{index}", "bus": bus, "addr": addr,
            "netdev": f"cable{index}", "mac": member_mac(index), "romfile": "", **more}


def _single(number, index, model):
    return Slot(number, f"eth{index}", [_nic(index, model, f"rp{number}")])


def _twin(number, index):
    bus = f"rp{number}"
    return Slot(number, f"eth{index}", [_nic(index + 1, "e1000e", bus, "0.1"),
                                        _nic(index, "e1000e", bus, multifunction=True)])


def _store(number, index):
    bus = f"rp{number}"
    disk = {"driver": "virtio-blk-pci", "id": "store", "bus": bus, "addr": "0.1",
            "drive": "store", "serial": "store"}
    return Slot(number, f"eth{index}",
                [disk, _nic(index, "virtio-net-pci", bus, multifunction=True)])


def _bridge(number, index):
    devices = [{"driver": "x3130-upstream", "id": "upstream", "bus": f"rp{number}",
                "addr": "0.0"}]
    for port in (0, 1):
        inner = number * 10 + port + 1
        devices.append({"driver": "xio3130-downstream", "id": f"rp{inner}", "bus": "upstream",
                        "addr": f"{port}.0", "chassis": inner, "slot": inner})
    devices += [_nic(index + port, "virtio-net-pci", f"rp{number * 10 + port + 1}")
                for port in (0, 1)]
    return Slot(number, "upstream", devices, powered=False)


def option(device):
    """A device as a word of QEMU's command line."""
    words = [f"{key}={_word(value)}" for key, value in device.items() if key != "driver"]
    return ",".join([device["driver"], *words])


def _word(value):
    return ("off", "on")[value] if isinstance(value, bool) else value


def commands(slot):
    """What the guest says to QEMU to plug the card in, a line for each device."""
    return "".join(json.dumps({"execute": "device_add", "arguments": device}) + "\n"
                   for device in slot.devices)
