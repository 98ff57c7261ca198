# SPDX-License-Identifier: GPL-2.0
"""The parts of the VM lab, one concern each; tests/vm/lab puts them together."""
