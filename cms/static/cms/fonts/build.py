"""Make the site's font files from the two npm packages that carry them.

Run by hand when a package gets a new version; the results are committed beside this file:

    cd /tmp && npm pack @fontsource-variable/schibsted-grotesk @fontsource-variable/source-serif-4
    for p in *.tgz; do mkdir -p fonts/$p && tar xzf $p -C fonts/$p; done
    python cms/static/cms/fonts/build.py /tmp/fonts

Each face is cut to the weights and the characters that the site uses (Latin with the Nordic and
West European letters, Danish typography, CO₂ and m²), and written as WOFF2. The script also prints
the `size-adjust` that makes the fallback faces of `fonts.css` as wide as ours, so that the swap
moves nothing. Needs fonttools and brotli (the `dev` extra).
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

HERE = Path(__file__).parent

#: Basic Latin, Latin-1, then dashes, quotes, bullet, ellipsis, minus, euro.
CHARACTERS = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x100),
    *map(ord, "–—‘’‚“”„•…‹›−€™"),
]

#: target name → (file of the package, weights kept)
FACES = {
    "schibsted-grotesk": ("schibsted-grotesk-latin-wght-normal.woff2", (400, 800)),
    "source-serif-4": ("source-serif-4-latin-wght-normal.woff2", (400, 700)),
    "source-serif-4-italic": ("source-serif-4-latin-wght-italic.woff2", (400, 400)),
}

#: How often letters occur in Danish running text, roughly, in a thousand.
FREQUENCIES = {
    " ": 165, "e": 130, "n": 70, "r": 73, "d": 49, "t": 60, "a": 51, "i": 50, "s": 48, "g": 34,
    "l": 44, "o": 40, "m": 27, "k": 28, "f": 20, "v": 19, "b": 13, "u": 16, "p": 13, "h": 14,
    "j": 6, "æ": 7, "å": 10, "ø": 8, "y": 6, "c": 2,
}  # fmt: skip


def build(source: Path) -> None:
    for name, (file_name, (lightest, heaviest)) in FACES.items():
        font = TTFont(next(source.rglob(file_name)))
        limit = lightest if lightest == heaviest else (lightest, heaviest)
        font = instancer.instantiateVariableFont(font, {"wght": limit})
        options = subset.Options(flavor="woff2", layout_features=["*"], hinting=False)
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=CHARACTERS)
        cutter.subset(font)
        target = HERE / f"{name}.woff2"
        subset.save_font(font, str(target), options)
        size, width = target.stat().st_size, mean_width(font)
        sys.stdout.write(f"{target.name}: {size:,} bytes, mean width {width:.4f} em\n")


def mean_width(font: TTFont) -> float:
    """The mean advance of Danish text in the font's default weight, in em."""
    glyphs, advances = font.getBestCmap(), font["hmtx"].metrics
    total = sum(advances[glyphs[ord(letter)]][0] * n for letter, n in FREQUENCIES.items())
    return total / sum(FREQUENCIES.values()) / font["head"].unitsPerEm


if __name__ == "__main__":
    build(Path(sys.argv[1]))
