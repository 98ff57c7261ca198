# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# All that a test or a script in the guest may use.

# Settings of this run: LAB_MODE, KERNEL, TOPOLOGY, NICS, NIC, SLOTS, ...
set -a
# shellcheck source=/dev/null
. /lab/settings
set +a

LAB=/lab/guest
PATH=/lab/bin:$PATH

# shellcheck source=tests/vm/guest/wait.sh
. $LAB/wait.sh
# shellcheck source=tests/vm/guest/qmp.sh
. $LAB/qmp.sh
# shellcheck source=tests/vm/guest/host.sh
. $LAB/host.sh
# shellcheck source=tests/vm/guest/slot.sh
. $LAB/slot.sh
# shellcheck source=tests/vm/guest/nic.sh
. $LAB/nic.sh
# shellcheck source=tests/vm/guest/net.sh
. $LAB/net.sh
# shellcheck source=tests/vm/guest/drop.sh
. $LAB/drop.sh
# shellcheck source=tests/vm/guest/clean.sh
. $LAB/clean.sh
# shellcheck source=tests/vm/guest/assert.sh
. $LAB/assert.sh
