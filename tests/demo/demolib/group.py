# SPDX-License-Identifier: GPL-2.0
"""The group, as `ipmpadm -j monitor` tells it.

First comes a snapshot (`exists` and then `sync`), then every change; the same
again should an event have been lost.
"""

# Of a group, of a member, of an address: what it is known by.
KEYS = {"group": "group", "member": "ifname", "address": "address"}


class Group:
    """All objects by kind and name; each is the JSON object of the monitor."""

    def __init__(self):
        self.objects = {kind: {} for kind in KEYS}
        self.snapshot = {kind: {} for kind in KEYS}

    def take(self, record):
        """Take a record of the monitor; the change as text, None for none."""
        event = record["event"]
        if event == "exists":
            kind = record["object"]
            self.snapshot[kind][record[KEYS[kind]]] = record
        elif event == "sync":
            self.objects, self.snapshot = self.snapshot, {kind: {} for kind in KEYS}
        elif event in KEYS:
            return self._change(event, record)
        return None

    def _change(self, kind, record):
        name, objects = record[KEYS[kind]], self.objects[kind]
        if record["change"] == "del":
            objects.pop(name, None)
            return f"{kind} {name} is gone"
        objects[name] = record
        if record["from"] == record["to"]:
            return None
        reason = f" ({record['reason']})" if record["reason"] else ""
        return f"{kind} {name}: {record['from'] or 'new'} → {record['to'] or 'none'}{reason}"

    def the_group(self):
        """The only one; None before it is made."""
        return next(iter(self.objects["group"].values()), None)

    def member(self, name):
        """The member NAME, or None."""
        return self.objects["member"].get(name)

    def holder(self, address):
        """The member that a data address is bound to, or None."""
        return self.objects["address"].get(address, {}).get("member")

    def held_by(self, name):
        """The data addresses bound to a member."""
        return sorted(address for address, record in self.objects["address"].items()
                      if record["member"] == name)
