"""Makes the five font files and icons.toml that stand beside this script.

    pip install fonttools==4.68.0
    python3 assets/fonts/make.py

It takes the sources from the npm registry with `npm pack`, so it needs npm and a network. The same sources
give the same bytes. README.md says what each file holds and under which license.
"""

import json
import subprocess
import tarfile
import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent

SOURCES = {
    "chinese": "@expo-google-fonts/noto-sans-sc@0.4.3",
    "latin": "@expo-google-fonts/noto-sans@0.4.2",
    "thai": "@expo-google-fonts/noto-sans-thai@0.4.2",
    "math": "@expo-google-fonts/noto-sans-math@0.4.2",
    "symbols": "@expo-google-fonts/noto-sans-symbols-2@0.4.1",
    "icons": "lucide-static@1.62.0",
}

# Above and below the baseline, in thousandths of the type size. Their middle, 375, is the middle of a capital
# (366) and of a Chinese character (380), so that a line's text stands in the middle of its line.
ASCENT, DESCENT = 1100, -350

# What a sentence takes from the Latin face although the Chinese one has it: there these are a full square wide.
NARROW = "…·×÷±‘’“”•‰"
NARROW_MATH = "≤≥≈≠"
# What the Chinese face lacks.
MONEY = "₡₦₪₫₮₱₲₴₵₸₹₺₼₽₾₿"

ICONS = {
    "places": {
        "business": "store",
        "channels": "route",
        "what_happens": "zap",
        "what_i_do": "hand",
        "scenarios": "git-branch",
    },
    "views": {
        "verdict": "gauge",
        "outlook": "chart-line",
        "channel_mix": "chart-column-stacked",
        "why": "chart-no-axes-combined",
        "cash": "wallet",
        "what_it_hangs_on": "tornado",
        "compare": "scale",
    },
    "commands": {
        "undo": "undo-2",
        "redo": "redo-2",
        "file_new": "file-plus",
        "folder_open": "folder-open",
        "save": "save",
        "import": "download",
        "export": "upload",
        "report": "file-text",
        "paste": "clipboard-paste",
        "copy": "copy",
        "plus": "plus",
        "minus": "minus",
        "trash": "trash-2",
        "pencil": "pencil",
        "search": "search",
        "keyboard": "keyboard",
        "settings": "settings",
        "history": "history",
        "reset": "rotate-ccw",
        "help": "circle-question-mark",
        "menu": "menu",
        "more": "ellipsis",
        "external_link": "external-link",
        "quit": "log-out",
    },
    "appearance": {
        "sun": "sun",
        "moon": "moon",
        "monitor": "monitor",
        "globe": "globe",
        "language": "languages",
        "eye": "eye",
        "eye_off": "eye-off",
        "fold": "panel-left-close",
        "unfold": "panel-left-open",
        "maximize": "maximize",
    },
    "signs": {
        "chevron_down": "chevron-down",
        "chevron_up": "chevron-up",
        "chevron_right": "chevron-right",
        "chevron_left": "chevron-left",
        "arrow_up": "arrow-up",
        "arrow_down": "arrow-down",
        "arrow_right": "arrow-right",
        "x": "x",
        "check": "check",
        "circle_check": "circle-check",
        "warning": "triangle-alert",
        "fault": "circle-alert",
        "info": "info",
        "idea": "lightbulb",
        "lock": "lock",
        "grip": "grip-vertical",
        "pin": "pin",
        "calendar": "calendar",
        "clock": "clock",
        "chart_line": "chart-line",
        "table": "table",
        "wallet": "wallet",
        "coins": "coins",
        "target": "target",
    },
    "the seller's world": {
        "link": "link",
        "link_closed": "link-2-off",
        "ban": "ban",
        "percent": "percent",
        "users": "users",
        "mail": "mail",
        "megaphone": "megaphone",
        "video": "video",
        "package": "package",
        "truck": "truck",
        "shopping_bag": "shopping-bag",
        "shuffle": "shuffle",
        "star": "star",
        "flag": "flag",
        "sliders": "sliders-horizontal",
    },
}


def codes(text):
    return {ord(sign) for sign in text}


def decoded(encoding, leads, trails):
    """The characters that a two-byte encoding holds in a range of its table."""
    found = set()
    for lead in leads:
        for trail in trails:
            try:
                found |= codes(bytes([lead, trail]).decode(encoding))
            except UnicodeDecodeError:
                pass
    return found


def letters_and_signs():
    """Latin, Vietnamese, Greek and Cyrillic letters, punctuation, currency, arrows, marks, full-width forms."""
    ranges = [
        (0x20, 0x7E), (0xA0, 0x17F), (0x1A0, 0x1A1), (0x1AF, 0x1B0), (0x1EA0, 0x1EF9),
        (0x2010, 0x205E), (0x20A0, 0x20C0), (0x2190, 0x2199), (0x25A0, 0x25CF),
        (0x3000, 0x303F), (0xFF01, 0xFFEE),
    ]
    found = {code for low, high in ranges for code in range(low, high + 1)}
    found |= codes("−≈≠≤≥√∞★☆✓№℃™")
    # GB 2312 rows 1 to 7: punctuation, numbers, full-width forms, kana, Greek, Cyrillic.
    return found | decoded("gb2312", range(0xA1, 0xA8), range(0xA1, 0xFF))


def hanzi(level_two):
    """GB 2312 level 1 (3,755 characters) or all of it with Big5 level 1 (traditional characters) besides."""
    last = 0xF8 if level_two else 0xD8
    found = decoded("gb2312", range(0xB0, last), range(0xA1, 0xFF))
    if level_two:
        trails = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
        big5 = decoded("big5", range(0xA4, 0xC7), trails)
        found |= {code for code in big5 if 0x4E00 <= code <= 0x9FFF}
    return found


def subset(font, wanted, features):
    options = Options()
    options.layout_features = features
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17]
    options.drop_tables += ["STAT", "gasp", "vhea", "vmtx", "VORG", "BASE", "DSIG"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    return font


def set_line(font, ascent, descent):
    hhea, os2 = font["hhea"], font["OS/2"]
    hhea.ascent, hhea.descent, hhea.lineGap = ascent, descent, 0
    os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap = ascent, descent, 0


def rename(font, family, style):
    plain = family.replace(" ", "")
    texts = {1: f"{family} {style}", 2: "Regular", 3: f"{plain}-{style}", 4: f"{family} {style}", 6: f"{plain}-{style}"}
    for record in list(font["name"].names):
        if record.nameID in (16, 17):
            font["name"].removeNames(nameID=record.nameID)
        elif record.nameID in texts:
            font["name"].setName(texts[record.nameID], record.nameID, record.platformID, record.platEncID, record.langID)


def write(font, name):
    target = HERE / name
    font.save(target)
    print(f"{name}: {len(font.getBestCmap())} characters, {target.stat().st_size} bytes")


def opened(path):
    return TTFont(path, recalcTimestamp=False)


def chinese(package, weight, wanted, name):
    font = opened(package / weight / f"NotoSansSC_{weight}.ttf")
    subset(font, wanted, ["kern", "locl", "liga", "ccmp", "mark", "mkmk"])
    set_line(font, ASCENT, DESCENT)
    write(font, name)


def signs(packages, weight, in_chinese, style, name, folder):
    """Joins four faces of one design into a small one: what the Chinese face lacks or draws too wide."""
    latin = opened(packages["latin"] / weight / f"NotoSans_{weight}.ttf")
    extended = {code for code in range(0x100, 0x180) if code not in in_chinese}
    taken = {
        "latin": (latin, (codes(NARROW + MONEY) | extended) & set(latin.getBestCmap())),
        "thai": (opened(packages["thai"] / weight / f"NotoSansThai_{weight}.ttf"), codes("฿")),
        "math": (opened(packages["math"] / "400Regular/NotoSansMath_400Regular.ttf"), codes(NARROW_MATH)),
        "symbols": (opened(packages["symbols"] / "400Regular/NotoSansSymbols2_400Regular.ttf"), codes("✗")),
    }
    parts = []
    for part, (font, wanted) in taken.items():
        subset(font, wanted, [])
        for table in ("GDEF", "GSUB", "GPOS", "MATH", "fpgm", "prep", "cvt "):
            if table in font:
                del font[table]
        path = folder / f"{part}-{style}.ttf"
        font.save(path)
        parts.append(str(path))
    merged = Merger().merge(parts)
    merged.recalcTimestamp = False
    merged["head"].created = merged["head"].modified = latin["head"].modified
    rename(merged, "Noto Sans Signs", style)
    set_line(merged, ASCENT, DESCENT)
    write(merged, name)


def icons(package):
    known = json.loads((package / "font/codepoints.json").read_text())
    font = opened(package / "font/lucide.ttf")
    subset(font, {known[glyph] for group in ICONS.values() for glyph in group.values()}, [])
    set_line(font, 1000, 0)
    write(font, "icons.ttf")
    lines = ["# Every icon of icons.ttf: its name here, its code point, its name in Lucide. Written by make.py."]
    for group, names in ICONS.items():
        lines += ["", f"# {group[0].upper()}{group[1:]}"]
        lines += [f"{name} = 0x{known[glyph]:04X} # {glyph}" for name, glyph in names.items()]
    (HERE / "icons.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main():
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        packages = {}
        for name, source in SOURCES.items():
            (folder / name).mkdir()
            subprocess.run(["npm", "pack", "--silent", source], cwd=folder / name, check=True, stdout=subprocess.DEVNULL)
            with tarfile.open(next((folder / name).glob("*.tgz"))) as archive:
                archive.extractall(folder / name, filter="data")
            packages[name] = folder / name / "package"
        chinese(packages["chinese"], "400Regular", letters_and_signs() | hanzi(True), "NotoSansSC-Regular.ttf")
        chinese(packages["chinese"], "600SemiBold", letters_and_signs() | hanzi(False), "NotoSansSC-SemiBold.ttf")
        in_chinese = set(opened(packages["chinese"] / "400Regular/NotoSansSC_400Regular.ttf").getBestCmap())
        signs(packages, "400Regular", in_chinese, "Regular", "NotoSansSigns-Regular.ttf", folder)
        signs(packages, "600SemiBold", in_chinese, "SemiBold", "NotoSansSigns-SemiBold.ttf", folder)
        icons(packages["icons"])


if __name__ == "__main__":
    main()
