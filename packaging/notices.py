"""Writes the licenses of everything that is built into Sortie for one target, each text once, with what it covers."""

import argparse
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / ".ci"))

from materials import metadata, shipped  # noqa: E402

NAMES = ("license", "licence", "copying", "notice", "unlicense", "ofl", "copyright")


def texts_of(folder):
    """The texts of licenses at the top of a package, and in a folder of its own for them."""
    for place in [folder, *(folder / name for name in ("LICENSES", "licenses", "license") if (folder / name).is_dir())]:
        for path in sorted(place.iterdir()):
            if path.is_file() and path.name.lower().startswith(NAMES) and path.suffix.lower() not in (".rs", ".html", ".json"):
                yield path.read_text(encoding="utf-8", errors="replace")


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--target", required=True, help="such as x86_64-pc-windows-gnu")
    options.add_argument("--out", type=Path, required=True, help="the file to write")
    chosen = options.parse_args()
    inside = shipped(chosen.target)
    covered, without, table = defaultdict(list), [], []
    for package in sorted(metadata()["packages"], key=lambda it: (it["name"], it["version"])):
        name = f"{package['name']} {package['version']}"
        # What has no source is ours.
        if (package["name"], package["version"]) not in inside or not package["source"]:
            continue
        table.append(f"{name}: {package['license']}")
        texts = {" ".join(text.split()): text for text in texts_of(Path(package["manifest_path"]).parent)}
        if not texts:
            without.append(f"{name} by {', '.join(package['authors']) or 'its authors'}: {package['license']}")
        for key, text in texts.items():
            covered[key].append((name, text))
    for path in sorted((ROOT / "assets/fonts").glob("LICENSE-*.txt")):
        text = path.read_text(encoding="utf-8")
        covered[" ".join(text.split())].append((f"fonts in the program ({path.stem.removeprefix('LICENSE-')})", text))
    rule = "=" * 80
    parts = [
        "Sortie is under the MIT license or the Apache license 2.0, as you choose. Built into it are the parts below, under",
        "licenses of their own, and the standard library of Rust (MIT OR Apache-2.0).\n",
        "\n".join(table) + "\n",
    ]
    if without:
        parts.append("These come without a text of their own; that of the license they name holds:\n")
        parts.append("\n".join(without) + "\n")
    for names in sorted(covered.values(), key=lambda names: names[0][0]):
        parts.append(f"{rule}\n{', '.join(name for name, _ in names)}\n{rule}\n\n{names[0][1].strip()}\n")
    if not table:
        sys.exit("No package is built in; something is wrong with the target.")
    chosen.out.write_text("\n".join(parts), encoding="utf-8")
    print(f"{len(table)} packages, {len(covered)} texts, {len(without)} packages without one, in {chosen.out.name}")


if __name__ == "__main__":
    main()
