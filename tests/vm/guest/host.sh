# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# What is asked of the machine that QEMU runs on.

# stall MS: soon, no CPU runs for so long, but clocks go on.
stall()
{
	echo "$1" > /dev/virtio-ports/host
}
