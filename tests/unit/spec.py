#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Print the netlink specification as C tables, for the tests to compare with.

Usage: spec.py SPECIFICATION >spec.inc
"""
import sys

import yaml


def enum_words(spec):
    """The words of each enum."""
    for item in spec["definitions"]:
        if item["type"] == "enum":
            name = item["name"].replace("-", "_")
            words = ", ".join(f'"{w}"' for w in item["entries"])
            print(f"static const char * const spec_{name}[] = {{ {words} }};")


def attributes(spec):
    """Number, name and type of each attribute."""
    print("static const struct spec_attr spec_attrs[] = {")
    value = 0
    for attr in spec["attribute-sets"][0]["attributes"]:
        value = attr.get("value", value + 1)
        words, count = "NULL", 0
        if "enum" in attr:
            words = "spec_" + attr["enum"].replace("-", "_")
            count = f"ARRAY_SIZE({words})"
        print(f'\t{{ {value}, "{attr["name"]}", "{attr["type"]}", '
              f"{words}, {count} }},")
    print("};")


def commands(spec):
    """Number and name of each command."""
    print("static const struct spec_cmd spec_cmds[] = {")
    value = 0
    for operation in spec["operations"]["list"]:
        value = operation.get("value", value + 1)
        print(f'\t{{ {value}, "{operation["name"]}" }},')
    print("};")


def main():
    """Read the specification and print all tables."""
    with open(sys.argv[1], encoding="utf-8") as file:
        spec = yaml.safe_load(file)
    enum_words(spec)
    attributes(spec)
    commands(spec)


main()
