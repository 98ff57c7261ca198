#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Answer probes of addresses that nobody has, soundly or not.

Usage: answer.py INTERFACE IPV4 IPV6 DIRECTORY

How is the word in DIRECTORY/mode, looked up for each question: `sound`, a defect
of echo replies (questions for the MAC have no answer then), or one of ARP replies or
neighbour advertisements. Each answer is a line of DIRECTORY/answers: the word, and to
which MAC.
"""

import socket
import struct
import sys

ECHO_DEFECTS = ("icmp-sum", "ip-sum", "short", "long")
ARP, IPV4, IPV6 = 0x0806, 0x0800, 0x86DD
SOLICITED, OVERRIDE = 0x40000000, 0x20000000


def checksum(data):
    """As RFC 1071 has it."""
    data += b"\0" * (len(data) % 2)
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def with_sum(message, at, pseudo=b"", wrong=0):
    """The message with its checksum, or one that is wrong by some bits."""
    value = checksum(pseudo + message) ^ wrong
    return message[:at] + struct.pack("!H", value) + message[at + 2:]


def arp_reply(question, ours, mac, mode):
    """To a question for our address; None to others."""
    operation, their_mac, their_ip, target = struct.unpack("!6xH6s4s6x4s", question[:28])
    if operation != 1 or target != ours:
        return None
    mac = {"no-mac": b"\0" * 6, "wrong-mac": b"\xff" * 6}.get(mode, mac)
    return struct.pack("!HHBBH", 1, IPV4, 6, 4, 2) + mac + ours + their_mac + their_ip


def echo_v4(question, ours, mode):
    """To an echo request for our address."""
    if question[9] != 1 or question[16:20] != ours or question[20] != 8:
        return None
    length = struct.unpack("!H", question[2:4])[0]
    icmp = b"\0\0\0\0" + question[24:length]
    icmp = with_sum(icmp, 2, wrong=0x0100 if mode == "icmp-sum" else 0)
    if mode == "short":
        # As far as it goes it is right, so that the length alone is wrong.
        length = 24
        icmp = b"\0\0\xff\xff" + icmp[4:]
    elif mode == "long":
        length += 400
    header = struct.pack("!BBHHHBBH", 0x45, 0, length, 0, 0, 64, 1, 0) + ours + question[12:16]
    return with_sum(header, 10, wrong=0x0100 if mode == "ip-sum" else 0) + icmp


def ipv6(ours, to, message, hop_limit=64, wrong=0, length=None):
    """An ICMPv6 packet; the checksum fits the length that it says."""
    length = len(message) if length is None else length
    pseudo = ours + to + struct.pack("!II", length, 58)
    message = with_sum(message[:length], 2, pseudo, wrong) + message[length:]
    return struct.pack("!IHBB", 0x60000000, length, 58, hop_limit) + ours + to + message


def echo_v6(question, ours, mode):
    """To an echo request for our address."""
    length = struct.unpack("!H", question[4:6])[0]
    message = b"\x81\0\0\0" + question[44:40 + length]
    return ipv6(ours, question[8:24], message, wrong=0x0100 if mode == "icmp-sum" else 0,
                length={"short": 4, "long": len(message) + 400}.get(mode))


def advertisement(question, ours, mac, mode):
    """To a solicitation of our address."""
    flags = OVERRIDE | (0 if mode == "unasked" else SOLICITED)
    option = {
        "bare": b"",
        "empty-option": b"\x02\0" + mac,
        "cut-option": b"\x02\x02" + mac,
        "wrong-mac": b"\x02\x01" + b"\xff" * 6,
        "other-size": b"\x02\x02" + mac + b"\0" * 8,
    }.get(mode, b"\x02\x01" + mac)
    return ipv6(ours, question[8:24], struct.pack("!BBHI", 136, 0, 0, flags) + ours + option,
                hop_limit=254 if mode == "far" else 255,
                wrong=0x0100 if mode == "advert-sum" else 0)


def answer_v6(question, ours, mac, mode):
    """To any ICMPv6 question for our address."""
    if question[6] != 58:
        return None
    if question[40] == 128 and question[24:40] == ours:
        return echo_v6(question, ours, mode)
    if question[40] == 135 and question[48:64] == ours and mode not in ECHO_DEFECTS:
        return advertisement(question, ours, mac, mode)
    return None


def main():
    """Answer until killed."""
    interface, v4, v6, directory = sys.argv[1:]
    v4, v6 = socket.inet_pton(socket.AF_INET, v4), socket.inet_pton(socket.AF_INET6, v6)
    wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
    wire.bind((interface, 3))
    mac = wire.getsockname()[4]
    with open(f"{directory}/answers", "w", buffering=1, encoding="ascii") as log:
        while True:
            frame = wire.recv(2048)
            kind, body = struct.unpack("!H", frame[12:14])[0], frame[14:]
            with open(f"{directory}/mode", encoding="ascii") as file:
                mode = file.read().strip()
            if kind == ARP and mode not in ECHO_DEFECTS:
                reply = arp_reply(body, v4, mac, mode)
            elif kind == IPV4:
                reply = echo_v4(body, v4, mode)
            elif kind == IPV6:
                reply = answer_v6(body, v6, mac, mode)
            else:
                reply = None
            if reply:
                wire.send(frame[6:12] + mac + frame[12:14] + reply)
                print(mode, frame[6:12].hex(":"), file=log)


main()
