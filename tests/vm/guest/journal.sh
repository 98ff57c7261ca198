# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# What units have said, for tests on a host with systemd.
# A test that wants it reads this file: . $LAB/journal.sh

# logged UNIT TEXT: the journal of this boot has it.
logged()
{
	grep -qF -- "$2" < <(journalctl -b -u "$1" -o cat)
}
