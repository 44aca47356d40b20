"""Writes what Sortie is built of, as a CycloneDX bill of materials in JSON: every package that goes into the program, with
its version, license, source and the sum over its archive. The same lock file gives the same bytes."""

import argparse
import json
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def metadata():
    """What cargo knows of the packages in the lock file."""
    command = ["cargo", "metadata", "--format-version", "1", "--locked"]
    return json.loads(subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)


def shipped(target="all"):
    """Names and versions of the packages that go into the program: no tools of the build, no macros, nothing that tests
    alone use. `cargo metadata` would count features that only those ask for."""
    command = ["cargo", "tree", "--locked", "--package", "sortie", "--edges", "normal,no-proc-macro", "--target", target]
    command += ["--prefix", "none", "--no-dedupe"]
    tree = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    words = (line.split() for line in tree.splitlines() if line)
    return {(word[0], word[1].removeprefix("v")) for word in words}


def component(package, sums):
    name, version = package["name"], package["version"]
    told = {
        "type": "library",
        "bom-ref": f"pkg:cargo/{name}@{version}",
        "name": name,
        "version": version,
        "purl": f"pkg:cargo/{name}@{version}",
    }
    if package["license"]:
        # The old way of writing OR is no expression any more.
        told["licenses"] = [{"expression": package["license"].replace(" / ", " OR ").replace("/", " OR ")}]
    if (name, version) in sums:
        told["hashes"] = [{"alg": "SHA-256", "content": sums[name, version]}]
    if package["repository"]:
        told["externalReferences"] = [{"type": "vcs", "url": package["repository"]}]
    return told


def bill(target):
    data = metadata()
    lock = tomllib.loads((ROOT / "Cargo.lock").read_text(encoding="utf-8"))
    sums = {(it["name"], it["version"]): it["checksum"] for it in lock["package"] if "checksum" in it}
    names = shipped(target)
    inside = {it["id"]: it for it in data["packages"] if (it["name"], it["version"]) in names}
    ref = {id: f"pkg:cargo/{it['name']}@{it['version']}" for id, it in inside.items()}
    root = next(id for id, it in inside.items() if it["name"] == "sortie")
    main = component(inside[root], sums) | {"type": "application"}
    rest = sorted((component(it, sums) for id, it in inside.items() if id != root), key=lambda it: it["bom-ref"])
    depend = [
        {"ref": ref[node["id"]], "dependsOn": sorted({ref[dep["pkg"]] for dep in node["deps"] if dep["pkg"] in inside})}
        for node in data["resolve"]["nodes"]
        if node["id"] in inside
    ]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": main},
        "components": rest,
        "dependencies": sorted(depend, key=lambda it: it["ref"]),
    }


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--target", default="all", help="one target alone, such as x86_64-pc-windows-msvc; all unless said")
    options.add_argument("--out", type=Path, help="the file to write; standard output unless said")
    chosen = options.parse_args()
    told = bill(chosen.target)
    without = [it["name"] for it in told["components"] if "hashes" not in it and it["name"] != "sortie_engine"]
    if without:
        sys.exit(f"No sum is known over {', '.join(without)}")
    text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    if chosen.out:
        chosen.out.write_text(text, encoding="utf-8")
        print(f"{len(told['components'])} packages in {chosen.out}")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
