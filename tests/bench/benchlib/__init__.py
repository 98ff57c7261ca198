# SPDX-License-Identifier: GPL-2.0
"""What tests/bench/bench is made of: a module for each table."""
