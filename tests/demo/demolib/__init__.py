# SPDX-License-Identifier: GPL-2.0
"""The parts of the demo, one concern each; tests/demo/demo puts them together."""
