"""Writes the notes of a release: the section of CHANGELOG.md that is named after the version, or the unreleased one."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def section(text, version):
    """The lines below the heading, without those of the next."""
    pieces = re.split(r"^## (.*)$", text, flags=re.MULTILINE)
    found = {name.split()[0].strip("[]"): body for name, body in zip(pieces[1::2], pieces[2::2])}
    body = found.get(version, found.get("Unreleased", "")).strip()
    if not body:
        sys.exit(f"CHANGELOG.md says nothing of {version}")
    return body


if __name__ == "__main__":
    told = section((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), sys.argv[1])
    print(f"# Sortie {sys.argv[1]}\n\n{told}")
