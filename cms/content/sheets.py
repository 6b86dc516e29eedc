"""Paper: A4 in the network's own type, whatever somebody is called."""

import unicodedata
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont
from fpdf import FPDF

FONTS = Path(settings.BASE_DIR) / "cms/static/cms/fonts"
INK, FJORD, SOFT, LINE = (20, 32, 28), (13, 74, 67), (77, 90, 85), (213, 218, 210)
WEIGHTS = {"": 400, "B": 700}
# Letters of neighbours that fall into no letter and accent.
_PLAIN = str.maketrans("łŁđĐıħĦŧŦŋŊ", "lLdDihHtTnN")


@cache
def folder() -> TemporaryDirectory:
    """Goes with the process."""
    return TemporaryDirectory(prefix="network-type-")


@cache
def at_weight(weight: int) -> Path:
    """The variable type at one weight, as a file. Made once, as it takes a second.

    What only a shaping engine reads (kerning, ligatures) is left out: merging it takes five seconds more,
    and without such an engine nothing asks for it.
    """
    font = TTFont(FONTS / "schibsted-grotesk.woff2")
    for table in ("GPOS", "GSUB", "GDEF"):
        if table in font:
            del font[table]
    instantiateVariableFont(font, {"wght": weight}, inplace=True)
    font.flavor = None
    path = Path(folder().name) / f"{weight}.ttf"
    font.save(path)
    return path


class Sheet(FPDF):
    """Text that the type has no sign for is written by its plain letters, or left out."""

    def __init__(self, title: str, **options: Any) -> None:
        super().__init__(format="A4", **options)
        for style, weight in WEIGHTS.items():
            self.add_font("network", style, fname=at_weight(weight))
        self.signs = getattr(self.fonts["network"], "cmap")  # noqa: B009 - only of a font with a file
        self.set_title(title)
        self.set_lang("da")
        # So that a paragraph stands flush with what is placed by hand.
        self.c_margin = 0

    def write_line(self, text: str, *, size: float = 10, colour: tuple = INK, **more: Any) -> None:
        """So many lines as it takes."""
        self.pen(size, colour, bold=more.pop("bold", False))
        options = {"new_x": "LMARGIN", "new_y": "NEXT", **more}
        self.multi_cell(options.pop("width", 0), size * 0.5, self.written(text), **options)

    def pen(self, size: float, colour: tuple = INK, *, bold: bool = False) -> None:
        self.set_font("network", "B" if bold else "", size)
        self.set_text_color(*colour)

    def written(self, text: str) -> str:
        """The text in signs that the type has."""
        return "".join(
            self.in_the_type(each) for each in unicodedata.normalize("NFC", text)
        ).strip()

    def in_the_type(self, each: str) -> str:
        if ord(each) in self.signs or each == "\n":
            return each
        plain = unicodedata.normalize("NFKD", each).translate(_PLAIN)
        return "".join(part for part in plain if ord(part) in self.signs)

    def fitted(self, text: str, *, sizes: tuple[float, ...], width: float, lines: int) -> list[str]:
        """The text in the largest of these sizes that fits, as lines; cut with »…« in the smallest.

        Leaves that size set.
        """
        whole = self.written(text)
        for size in sizes:
            self.set_font_size(size)
            if len(broken := self.broken(whole, width)) <= lines:
                return broken
        kept = broken[:lines]
        while kept[-1] and self.get_string_width(kept[-1] + "…") > width:
            kept[-1] = kept[-1][:-1]
        kept[-1] = kept[-1].rstrip() + "…"
        return kept

    def broken(self, text: str, width: float) -> list[str]:
        """Lines of this width; a word that is longer than one is broken."""
        lines, line = [], ""
        for word in text.split():
            longer = f"{line} {word}".strip()
            if self.get_string_width(longer) <= width:
                line = longer
                continue
            if line:
                lines.append(line)
            line = word
            while self.get_string_width(line) > width:
                fits = len(line)
                while fits > 1 and self.get_string_width(line[:fits]) > width:
                    fits -= 1
                lines.append(line[:fits])
                line = line[fits:]
        return [*lines, line] if line or not lines else lines
