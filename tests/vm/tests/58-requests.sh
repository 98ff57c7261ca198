# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# A detach in which each request to the kernel fails in turn.

topology dr
long

# shellcheck source=tests/vm/guest/faults.sh
. $LAB/faults.sh

t "whatever the kernel refuses, all is as it was before" test_refused_each 900
test_refused_each()
{
	refuse_each 1
}
