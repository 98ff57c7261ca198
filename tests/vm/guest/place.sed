# SPDX-License-Identifier: GPL-2.0
#
# The place of a PCI device, as lablib/topology.py says it, from a path in sysfs
# that goes on to a network interface.
s,.*/pci0000:00/,,
s,/(virtio[0-9]+/)?net/.*,,
s,[0-9a-f]{4}:[0-9a-f]{2}:,,g
