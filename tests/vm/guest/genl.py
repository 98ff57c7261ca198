#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Requests to the family `ipmp` that no well-behaved tool would send.

    genl.py COMMAND [-d] [-h] [-vNUMBER] [ATTRIBUTE=TYPE:VALUE...]

Prints `ok N` with the number of objects in the answer, or the error and the text
that goes with it. -d dumps; -h leaves the generic netlink header out; -v adds what
the first object has in the attribute of that number, in hexadecimal. TYPEs: s
string with its zero, r string without, u8, u32, f flag, x hexadecimal bytes.

Without arguments it reads such lines, and answers each with one.
"""

import errno
import socket
import struct
import sys

CTRL = 16
REQUEST, ACK, DUMP = 0x1, 0x4, 0x300
ERROR, DONE = 2, 3
CAP_ACK, EXT_ACK = 10, 11
COMMANDS = ("unspec group-new group-set group-del group-get member-new member-set member-del "
            "member-offline member-online member-get address-set address-get group-ntf").split()
ATTRIBUTES = ("unspec pad group-ifindex group-ifname group-name group-state failback xmit ifindex "
              "ifname state reason since standby link cast perm-addr path test-addr force addr "
              "prefix-len member home from to change time seq place also").split()


def attribute(kind, data):
    """One attribute, padded."""
    return struct.pack("=HH", len(data) + 4, kind) + data + b"\0" * (-len(data) % 4)


def content(text):
    """The bytes of TYPE:VALUE."""
    kind, value = text.split(":", 1)
    if kind == "s":
        return value.encode() + b"\0"
    if kind == "r":
        return value.encode()
    if kind == "u8":
        return struct.pack("=B", int(value))
    if kind == "u32":
        return struct.pack("=I", int(value))
    return bytes.fromhex(value)


def parse(word):
    """ATTRIBUTE=TYPE:VALUE; a number for an attribute that there is not."""
    name, text = word.split("=", 1)
    return attribute(int(name) if name.isdigit() else ATTRIBUTES.index(name), content(text))


class Socket:
    """A generic netlink socket that wants to know why."""

    def __init__(self):
        self.sock = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 16)
        for option in (CAP_ACK, EXT_ACK):
            self.sock.setsockopt(270, option, 1)
        self.sock.settimeout(10)
        self.seq = 0

    def ask(self, family, payload, flags=0):
        """Send a request; ([messages], error, text)."""
        self.seq += 1
        self.sock.send(struct.pack("=IHHII", len(payload) + 16, family, REQUEST | ACK | flags,
                                   self.seq, 0) + payload)
        messages = []
        while True:
            data = self.sock.recv(1 << 20)
            while data:
                size, kind, bits = struct.unpack_from("=IHH", data)
                body, data = data[16:size], data[(size + 3) & ~3:]
                if kind in (ERROR, DONE):
                    return messages, *verdict(kind, bits, body)
                messages.append(body)


def verdict(kind, bits, body):
    """Error number and text of the last message of an answer."""
    error = -struct.unpack_from("=i", body)[0]
    start = 4 if kind == DONE else 20
    text = ""
    for key, value in attributes(body[start:]) if bits & 0x200 else ():
        if key == 1:
            text = value.rstrip(b"\0").decode()
    return error, text


def attributes(data):
    """(type, bytes) of each attribute."""
    while len(data) >= 4:
        size, kind = struct.unpack_from("=HH", data)
        yield kind & 0x3fff, data[4:size]
        data = data[(size + 3) & ~3:]


def find_family(sock):
    """The number of the family."""
    messages, error, _ = sock.ask(CTRL, struct.pack("=BBH", 3, 1, 0) + attribute(2, b"ipmp\0"))
    if error:
        raise OSError(error, "no family ipmp")
    return next(struct.unpack("=H", value)[0] for key, value in attributes(messages[0][4:])
                if key == 1)


def answer(sock, family, words):
    """Do what a line says, and put the outcome into one line."""
    flags = DUMP if "-d" in words else 0
    payload = b"" if "-h" in words else struct.pack("=BBH", COMMANDS.index(words[0]), 1, 0)
    for word in words[1:]:
        if "=" in word:
            payload += parse(word)
    messages, error, text = sock.ask(family, payload, flags)
    if error:
        return f"{errno.errorcode.get(error, error)} {text}".rstrip()
    values = [shown(messages, int(word[2:])) for word in words if word.startswith("-v")]
    return " ".join([f"ok {len(messages)}", *values])


def shown(messages, number):
    """What the first message has in this attribute, in hex."""
    return next((value.hex() for key, value in attributes(messages[0][4:]) if key == number), "")


def main():
    """One request of the command line, or many of standard input."""
    sock = Socket()
    family = find_family(sock)
    lines = [sys.argv[1:]] if sys.argv[1:] else (line.split() for line in sys.stdin)
    for words in lines:
        print(answer(sock, family, words), flush=True)


if __name__ == "__main__":
    main()
