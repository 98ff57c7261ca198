# SPDX-License-Identifier: GPL-2.0
"""The picture: NICs on a switch, who is well, who holds which address.

    ┌ eth0 · virtio_net ┐ ┌ eth1 · e1000e ────┐
    │ ✗ failed link-down│ │ ● active          │
    │                   │ │ 192.0.2.10 ◀      │
    └─────────┬─────────┘ └─────────┬─────────┘
              ╳                     ║ 2.0 MB/s
              ╳ link down           ║ link up
    ┌─────────┴─────────────────────╨─────────┐
    │                 switch                  │

Below are the traffic, what the command of the step printed, and the newest changes.
On a terminal too small for all but those, a line for each NIC.
"""

from . import canvas

WIDEST = 100
# The smallest box in which a state with its reason can be read.
BOX = 21
ROWS = 4                        # data addresses in a box
FULL = 23                       # lines of the picture without what is said and the log
MARKS = {"active": ("●", "good"), "inactive": ("○", "dim"), "offline": ("○", "warn"),
         "failed": ("✗", "bad"), "missing": ("✗", "bad")}
GROUP_STYLES = {"ok": "good", "degraded": "warn", "failed": "bad"}
BARS = "▁▂▃▄▅▆▇█"


def draw(story, width, height):
    """The picture as a canvas of at most that size."""
    width = min(width, WIDEST)
    names = sorted(set(story.drivers) | set(story.group.objects["member"]))
    large = names and (width - 2) // len(names) - 1 >= BOX and height >= full(story)
    paper = canvas.Canvas(width, height)
    _head(paper, story)
    y = _boxes(paper, story, names, 6) if large else _list(paper, story, names, 6)
    y = _traffic(paper, story, y + 1)
    y = _said(paper, story, y + 1)
    _log(paper, story, y)
    return paper


def full(story):
    """Lines of the picture without the log."""
    return FULL + (len(story.step().said) if story.step() else 0)


def _head(paper, story):
    """Lines 0 to 5: what this is, the step, the state of the group."""
    paper.put(1, 0, "ipmp: a NIC goes, its addresses and connections stay", "bold")
    paper.right(paper.width - 1, 0, f" {clock(story.elapsed())} ", "dim")
    if step := story.step():
        count = f"step {len(story.steps)} of {len(story.plan)}: "
        paper.put(paper.put(1, 2, count, "dim"), 2, step.title, "bold")
        paper.put(1, 3, f"$ {step.command}" if step.command else "", "hint")
    if group := story.group.the_group():
        x = paper.put(1, 5, f"group {group['group']} ({group['ifname']}) is ")
        paper.put(x, 5, group["state"], GROUP_STYLES.get(group["state"], ""))


def clock(seconds):
    """Minutes and seconds."""
    return f"{int(seconds) // 60:02d}:{int(seconds) % 60:02d}"


def _look(story, name):
    """(mark, style, state with reason) of a member."""
    member = story.group.member(name)
    if not member:
        return "○", "dim", "not a member"
    mark, style = MARKS[member["state"]]
    return mark, style, " ".join([member["state"], member["reason"]]).strip()


def _boxes(paper, story, names, y):
    """NICs, their cables, the switch, the peer; the line after them."""
    room = (paper.width - 1) // len(names)
    height = ROWS + 3
    middles = []
    for index, name in enumerate(names):
        x = 1 + index * room
        middles.append(x + (room - 1) // 2)
        _nic(paper, story, name, (x, y, room - 1, height))
    _switch(paper, y + height + 2, room * len(names) - 1)
    for name, middle in zip(names, middles):
        _cable(paper, story, name, middle, y + height)
    _peer(paper, story, middles[len(middles) // 2], y + height + 4)
    return y + height + 6


def _nic(paper, story, name, frame):
    x, y, width, height = frame
    mark, style, state = _look(story, name)
    gone = state.startswith("missing")
    paper.box(x, y, width, height, style if style == "bad" else "", "╌" if gone else "─")
    title = f" {name} · {story.drivers.get(name, '?')} "
    if len(title) > width - 2:
        title = f" {name} "
    paper.put(x + 1, y, title, "dim" if gone else "bold")
    paper.put(x + 2, y + 1, f"{mark} {state}"[:width - 3], style)
    for row, address in enumerate(story.group.held_by(name)[:ROWS], y + 2):
        carried = address == story.address
        text = f"{address} ◀" if carried and story.traffic.going() else address
        paper.put(x + 2, row, text[:width - 3], "good" if carried else "")


def _cable(paper, story, name, x, y):
    """From the box down to the switch; double where the transfer goes through."""
    member = story.group.member(name)
    line, style, foot = "│", "", "┴"
    if member and member["state"] == "missing":
        line, foot = " ", "─"
    elif member and member["link"] == "down":
        line, style = "╳", "bad"
    elif story.group.holder(story.address) == name and story.traffic.going():
        line, style, foot = "║", "good", "╨"
        paper.put(x + 2, y, f"{story.traffic.rate() / 1e6:.1f} MB/s", style)
    if line != " ":
        paper.put(x, y - 1, "╥" if foot == "╨" else "┬", "bad" if style == "bad" else "")
    for row in (y, y + 1):
        paper.put(x, row, line, style)
    paper.put(x + 2, y + 1, f"link {member['link']}" if member else "", style or "dim")
    paper.put(x, y + 2, foot)


def _switch(paper, y, width):
    paper.box(1, y, width, 3)
    paper.middle(1 + width // 2, y + 1, "switch", "bold")


def _peer(paper, story, x, y):
    flows = story.traffic.going()
    paper.put(x, y, "╥" if flows else "┬")
    paper.put(x, y + 1, "║" if flows else "│", "good" if flows else "")
    paper.put(x + 2, y + 1, f"peer, sends to {story.address}" if flows else "peer")


def _list(paper, story, names, y):
    """The small picture; the line after it."""
    for y, name in enumerate(names, y):
        mark, style, state = _look(story, name)
        x = paper.put(1, y, f"{mark} {name} {state}", style)
        if member := story.group.member(name):
            x = paper.put(x + 1, y, f"link {member['link']}", "dim")
        for address in story.group.held_by(name):
            carried = address == story.address
            x = paper.put(x + 1, y, address, "good" if carried else "")
    return y + 1


def _traffic(paper, story, y):
    """Throughput and stalls; the line after them."""
    traffic, step = story.traffic, story.step()
    if not traffic.samples:
        return y
    if traffic.complete():
        paper.put(1, y, f"the transfer has ended: {traffic.bytes / 1e6:.1f} MB, each byte "
                        "checked and in order", "bold")
        return y + 1
    x = paper.put(1, y, f"{traffic.rate() / 1e6:4.1f} MB/s ", "bold")
    total = f" {traffic.bytes / 1e6:.1f} MB"
    paper.put(x, y, _bars(traffic.rates(paper.width - 2 - x - len(total))), "good")
    paper.right(paper.width - 1, y, total)
    x = paper.put(1, y + 1, f"longest stall {traffic.longest:.0f} ms", "bold")
    paper.put(x, y + 1, f" so far, {step.stall:.0f} ms at this step")
    return y + 2


def _bars(rates):
    """A small chart; its top is a little above what is usual."""
    usual = sorted(rates)[len(rates) // 2] if rates else 0
    top = max(1.0, usual * 1.5)
    return "".join(BARS[min(len(BARS) - 1, int(rate / top * len(BARS)))] if rate else " "
                   for rate in rates)


def _said(paper, story, y):
    """What the command of this step printed; the line after it."""
    said = story.step().said if story.step() else []
    for row, text in enumerate(said, y):
        paper.put(1, row, text, "warn")
    return y + len(said) + bool(said)


def _log(paper, story, y):
    """The newest changes, as far as there is room."""
    room = paper.height - y
    lines = [line for line in story.log if not line.said]
    for row, line in enumerate(lines[-room:] if room > 0 else [], y):
        paper.put(paper.put(1, row, f"{clock(line.seconds)} ", "dim"), row, line.text, "dim")
