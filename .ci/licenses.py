"""Checks every package of the lock file against deny.toml: its license, the crates banned or wanted once, and which are
built into the program in two versions."""

import json
import re
import subprocess
import sys
import tomllib
from collections import defaultdict
from pathlib import Path

from materials import shipped

ROOT = Path(__file__).resolve().parent.parent
TOKEN = re.compile(r"\(|\)|/|[A-Za-z0-9.+:-]+")


def satisfied(expression, allowed):
    """Whether the allowed licenses satisfy an SPDX expression; `/` is the old way of writing OR.

    AND binds more strongly than OR.
    """
    tokens = TOKEN.findall(expression)
    at = 0

    def peek():
        return tokens[at].upper() if at < len(tokens) else ""

    def take():
        nonlocal at
        if at == len(tokens):
            raise ValueError("it ends too early")
        at += 1
        return tokens[at - 1]

    def either():
        result = both()
        while peek() in ("OR", "/"):
            take()
            right = both()
            result = result or right
        return result

    def both():
        result = one()
        while peek() == "AND":
            take()
            right = one()
            result = result and right
        return result

    def one():
        if peek() == "(":
            take()
            result = either()
            if take() != ")":
                raise ValueError("a bracket stays open")
            return result
        name = take()
        if name.upper() in ("AND", "OR", "WITH", ")", "/"):
            raise ValueError(f"{name} stands where a license should")
        if peek() == "WITH":
            take()
            name = f"{name} WITH {take()}"
        return name in allowed

    result = either()
    if at < len(tokens):
        raise ValueError(f"{tokens[at]} is left over")
    return result


def check_the_reader():
    """Proves the reader of expressions on small cases before it is trusted with the real ones."""
    allowed = {"MIT", "Apache-2.0", "Zlib", "Apache-2.0 WITH LLVM-exception"}
    cases = [
        ("MIT", True),
        ("GPL-3.0", False),
        ("MIT/GPL-3.0", True),
        ("MIT / Apache-2.0", True),
        ("MIT AND GPL-3.0", False),
        ("(MIT OR GPL-3.0) AND Zlib", True),
        ("GPL-3.0 OR MIT AND Zlib", True),
        ("MIT OR Zlib AND GPL-3.0", True),
        ("(MIT OR Zlib) AND GPL-3.0", False),
        ("Apache-2.0 WITH LLVM-exception", True),
        ("Zlib WITH LLVM-exception", False),
    ]
    wrong = [text for text, expected in cases if satisfied(text, allowed) != expected]
    if wrong:
        sys.exit(f"The reader of license expressions is wrong about: {', '.join(wrong)}")


def license_fault(package, allowed):
    expression = package["license"]
    if not expression:
        return "names no license"
    try:
        return None if satisfied(expression, allowed) else f"is under {expression}, which deny.toml does not allow"
    except ValueError as fault:
        return f"has the license expression {expression}, which cannot be read: {fault}"


def double_faults(skipped):
    """Packages that are in the program twice without a word in deny.toml, and words there that nothing needs any more."""
    inside = defaultdict(set)
    for name, version in shipped():
        inside[name].add(version)
    faults = []
    for name, versions in sorted(inside.items()):
        unsaid = sorted(version for version in versions if f"{name}@{version}" not in skipped)
        if len(unsaid) > 1:
            faults.append(f"{name} is built into the program in several versions: {', '.join(unsaid)}")
    for said in sorted(skipped):
        name, _, version = said.partition("@")
        if version not in inside[name] or len(inside[name]) < 2:
            faults.append(f"deny.toml excuses {said}, which is not doubled any more")
    return faults


def main():
    check_the_reader()
    rules = tomllib.loads((ROOT / "deny.toml").read_text(encoding="utf-8"))
    command = ["cargo", "metadata", "--format-version", "1", "--locked"]
    packages = json.loads(subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)["packages"]
    allowed = set(rules["licenses"]["allow"])
    faults = []
    versions = defaultdict(list)
    for package in packages:
        versions[package["name"]].append(package["version"])
        # What has no source is ours.
        fault = package["source"] and license_fault(package, allowed)
        if fault:
            faults.append(f"{package['name']} {package['version']} {fault}")
    for ban in rules["bans"]["deny"]:
        found = versions.get(ban["crate"], [])
        if ban.get("deny-multiple-versions"):
            if len(found) > 1:
                faults.append(f"{ban['crate']} is there in {len(found)} versions: {', '.join(sorted(found))}")
        elif found:
            faults.append(f"{ban['crate']} is banned by deny.toml")
    faults += double_faults({skip["crate"] for skip in rules["bans"]["skip"]})
    for fault in faults:
        print(fault)
    print(f"{len(packages)} packages checked, {len(faults)} faults")
    sys.exit(1 if faults or not packages else 0)


if __name__ == "__main__":
    main()
