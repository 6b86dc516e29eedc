"""Draws a share picture: the words on fjord green to the left, the cover or photograph to the right."""

import io
from functools import cache
from pathlib import Path

from django.utils import formats, translation
from PIL import Image, ImageDraw, ImageFont, ImageOps
from wagtail.images import get_image_model

from .covers import FJORD, SUN, Shape
from .drawing import picture
from .goals import GOALS
from .sharing import Shared

FONT = Path(__file__).parents[1] / "static/cms/fonts/schibsted-grotesk.woff2"
SIZE = (1200, 630)
PAPER, SOFT = "#fbfaf6", "#b9cbc4"
BAND = 12  # the spectrum on top
MARGIN = 64
ART = Shape(400, SIZE[1] - BAND, 103)
WIDTH = SIZE[0] - ART.width - 2 * MARGIN
REGULAR, BOLD = 500, 720
#: The title is set as large as fits between the line above it and the network's name.
TITLE_SIZES = (76, 68, 60, 52, 46, 40, 34)
TITLE_TOP, TITLE_END = 138, 520
#: From one line of a title to the next, in its size.
LINE = 1.12
#: A day's date is as large as the title, and stands above it.
DAY_SIZE, DAY_HEIGHT = 128, 150


def draw(shared: Shared) -> bytes:
    """The share picture as PNG bytes, 1200 by 630."""
    image = Image.new("RGB", SIZE, FJORD)
    image.paste(_art(shared), (SIZE[0] - ART.width, BAND))
    pen = ImageDraw.Draw(image)
    for place, goal in enumerate(GOALS):
        left, right = (SIZE[0] * at // len(GOALS) for at in (place, place + 1))
        pen.rectangle((left, 0, right - 1, BAND - 1), fill=goal.colour)
    top = TITLE_TOP
    pen.text((MARGIN, 78), _fitting(shared.eyebrow, 28), SUN, _font(28, REGULAR))
    if shared.day:
        top += DAY_HEIGHT
        _draw_day(pen, shared)
    size, lines = _set(shared.title, TITLE_END - top)
    for number, line in enumerate(lines):
        pen.text((MARGIN, top + number * size * LINE), line, PAPER, _font(size, BOLD))
    pen.text((MARGIN, 548), _fitting(shared.network, 28), SOFT, _font(28, REGULAR))
    out = io.BytesIO()
    image.save(out, "PNG", optimize=False)
    return out.getvalue()


def _draw_day(pen: ImageDraw.ImageDraw, shared: Shared) -> None:
    """The date's number very large, weekday and month beside it."""
    number = f"{shared.day:%-d}"
    pen.text((MARGIN, TITLE_TOP - 22), number, PAPER, _font(DAY_SIZE, BOLD))
    left = MARGIN + pen.textlength(number, _font(DAY_SIZE, BOLD)) + 24
    with translation.override(shared.language):
        words = [formats.date_format(shared.day, shape) for shape in ("l", "F Y")]
    for line, word in enumerate(words):
        pen.text((left, TITLE_TOP + 18 + line * 40), word, SOFT, _font(32, REGULAR))


def _art(shared: Shared) -> Image.Image:
    """The page's photograph, cut around its focal point; without one, its composed cover."""
    found = shared.photograph and get_image_model().objects.filter(pk=shared.photograph).first()
    if found:
        try:
            with found.get_rendition(
                f"fill-{ART.width}x{ART.height}|format-png"
            ).file.open() as file:
                return ImageOps.fit(Image.open(file).convert("RGB"), (ART.width, ART.height))
        except OSError:
            pass  # The file is gone: the cover stands in, as it does on the page.
    return picture(shared.seed, shared.goals, ART)


def _set(title: str, height: int) -> tuple[int, list[str]]:
    """The largest size at which the title fits, and its lines; the last ends in »…« where none does."""
    for size in TITLE_SIZES:
        lines = _lines(title, size)
        if len(lines) * size * LINE <= height and all(
            _width(each, size) <= WIDTH for each in lines
        ):
            return size, lines
    lines = [_fitting(line, size, BOLD) for line in lines]
    most = int(height // (size * LINE))
    if len(lines) > most:
        lines = [*lines[: most - 1], _fitting(f"{lines[most - 1]} …", size, BOLD)]
    return size, lines


def _lines(text: str, size: int) -> list[str]:
    lines: list[str] = []
    for word in _drawable(text).split():
        if lines and _width(f"{lines[-1]} {word}", size) <= WIDTH:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _fitting(text: str, size: int, weight: int = REGULAR) -> str:
    """The text on one line, cut with »…« where it is too wide."""
    text, font = " ".join(_drawable(text).split()), _font(size, weight)
    if font.getlength(text) <= WIDTH:
        return text
    while text and font.getlength(f"{text}…") > WIDTH:
        text = text[:-1]
    return f"{text.rstrip(' …')}…"


def _width(text: str, size: int) -> float:
    return _font(size, BOLD).getlength(text)


def _drawable(text: str) -> str:
    """Without what the font has no form for: an emoji would be an empty box."""
    return "".join(letter if letter.isspace() or _has_form(letter) else "" for letter in text)


@cache
def _has_form(letter: str) -> bool:
    font = _font(32, REGULAR)
    return bytes(font.getmask(letter)) != bytes(font.getmask("\uffff"))


@cache
def _font(size: int, weight: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(str(FONT), size)
    font.set_variation_by_axes([weight])
    return font
