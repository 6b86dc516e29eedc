"""Covers: the pictures that stand where an editor has chosen no photograph.

A cover is composed of quarter circles, half circles and triangles on a square grid, in the page's
own goal colours beside the network's fjord and sand. `compose` is a pure function: the same seed,
goals and shape give the same picture for ever, so a cover needs no storage, no database and no
expiry. `drawing` makes SVG and PNG of one composition; `cover_url` is where others ask for one.
"""

import hashlib
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from django.urls import reverse

from .goals import GOALS, contrast

FJORD = "#0a332f"
SAND = "#e9e4d6"
SUN = "#f3b43c"

#: Part of every cover's address, because browsers keep covers for a year. Raise it when the
#: drawing changes.
EDITION = 1

#: A page may point at many goals; more than three goal colours in one picture is noise.
MOST_GOALS = 3

#: Between a form and what it lies on: yellow on orange is a smear.
LEAST_CONTRAST = 1.4


@dataclass(frozen=True, slots=True)
class Shape:
    """One of the few sizes a cover is made in, in pixels; the grid is centred and cropped."""

    width: int
    height: int
    cell: int

    @property
    def columns(self) -> int:
        return math.ceil(self.width / self.cell)

    @property
    def rows(self) -> int:
        return math.ceil(self.height / self.cell)


SHAPES = {
    "lead": Shape(1200, 750, 150),  # the first story, a photograph's place on an article
    "card": Shape(900, 450, 150),  # the smaller stories in a list
    "strip": Shape(1440, 360, 120),  # under the heading of a page
    "tile": Shape(480, 480, 120),
    "share": Shape(1200, 630, 150),  # Open Graph
    "letter": Shape(1200, 480, 120),  # 600 px in the letter, twice that for sharp screens
}

Option = TypeVar("Option")
Format = Literal["svg", "png"]
Kind = Literal["square", "quarter", "half", "triangle", "disc"]


@dataclass(frozen=True, slots=True)
class Piece:
    """One form, in units of grid cells. `turn` counts quarter turns clockwise.

    Turn 0 of a quarter has its centre in the square's upper left corner, of a half its straight
    side at the bottom, of a triangle its right angle in the upper right corner.
    """

    kind: Kind
    x: float
    y: float
    size: float
    colour: str
    turn: int = 0


class Dice:
    """A small deterministic generator: SHA-256 of the seed and a counter.

    Python's own `random` promises no equal sequences across versions for all of its methods, and a
    cover must look the same after an upgrade.
    """

    def __init__(self, seed: str):
        self._numbers = self._stream(seed)

    @staticmethod
    def _stream(seed: str) -> Iterator[int]:
        counter = 0
        while True:
            digest = hashlib.sha256(f"{seed}/{counter}".encode()).digest()
            for start in range(0, len(digest), 4):
                yield int.from_bytes(digest[start : start + 4])
            counter += 1

    def below(self, bound: int) -> int:
        return next(self._numbers) % bound

    def chance(self, percent: int) -> bool:
        return self.below(100) < percent

    def pick(self, options: Sequence[Option]) -> Option:
        return options[self.below(len(options))]


def chosen_goals(goals: Iterable[int]) -> tuple[int, ...]:
    """The goal numbers a cover uses: known ones, sorted, at most three, spread over the list."""
    known = sorted({number for number in goals if 1 <= number <= len(GOALS)})
    if len(known) > MOST_GOALS:
        known = [known[0], known[len(known) // 2], known[-1]]
    return tuple(known)


def cover_url(seed: int | str, goals: Iterable[int], shape: str, format: Format = "svg") -> str:
    """The path of a cover, without host. `seed` is the page's id, `shape` a name of `SHAPES`."""
    if shape not in SHAPES:
        raise ValueError(f"{shape!r} is no shape of a cover; there are {', '.join(SHAPES)}")
    numbers = ".".join(map(str, chosen_goals(goals))) or "0"
    return reverse("content:cover", args=[EDITION, seed, numbers, shape, format])


def compose(seed: str, goals: Iterable[int], shape: Shape) -> list[Piece]:
    """Lay out the picture: a few large forms first, then the small ones around them."""
    dice = Dice(seed)
    inks = [GOALS[number - 1].colour for number in chosen_goals(goals)] or ["#2f7f74", SUN]
    # The first colour leads, sand gives air, the sun is a guest.
    palette = [inks[0]] * 4 + [ink for ink in inks[1:] for _ in range(3)] + [FJORD] * 3 + [SAND] * 4
    grounds: dict[tuple[int, int], str] = {}
    pieces: list[Piece] = []
    for x, y, size in _large_places(dice, shape):
        ground = _unlike(dice, palette, _around(grounds, x, y))
        pieces += _large(dice, palette, ground, x, y, size)
        cells = [(x + i, y + j) for i in range(size) for j in range(size)]
        grounds.update(dict.fromkeys(cells, ground))
    for y in range(shape.rows):
        previous: tuple[Kind | None, int] = (None, 0)
        for x in range(shape.columns):
            if (x, y) in grounds:
                previous = (None, 0)
                continue
            ground = _unlike(dice, palette, _around(grounds, x, y))
            grounds[x, y] = ground
            pieces.append(Piece("square", x, y, 1, ground))
            # Repeating the neighbour's form now and then turns noise into rhythm.
            if previous[0] is None or not dice.chance(40):
                previous = _small(dice)
            kind, turn = previous
            if kind:
                colour = (
                    SUN if dice.chance(7) and _clear(SUN, ground) else _on(dice, palette, ground)
                )
                pieces.append(Piece(kind, x, y, 1, colour, turn))
    return pieces


def _large_places(dice: Dice, shape: Shape) -> list[tuple[int, int, int]]:
    """Places (x, y, size) of the forms that span several cells, none touching another."""
    places: list[tuple[int, int, int]] = []
    taken: set[tuple[int, int]] = set()
    sizes = [3] * (shape.rows >= 5) + [2] * max(1, shape.columns * shape.rows // 14)
    for size in sizes:
        if size > shape.rows:
            continue
        for _ in range(12):
            x, y = dice.below(shape.columns - size + 1), dice.below(shape.rows - size + 1)
            cells = {(x + i, y + j) for i in range(size) for j in range(size)}
            if taken.isdisjoint(cells):
                taken |= cells
                places.append((x, y, size))
                break
    return places


def _large(
    dice: Dice, palette: Sequence[str], ground: str, x: int, y: int, size: int
) -> list[Piece]:
    first = _on(dice, palette, ground)
    second = _on(dice, palette, first)
    turn = dice.below(4)
    base = Piece("square", x, y, size, ground)
    match dice.below(4):
        case 0:  # a quarter within a quarter
            inner = size / 2
            left = x + (size - inner if turn in (1, 2) else 0)
            top = y + (size - inner if turn in (2, 3) else 0)
            return [
                base,
                Piece("quarter", x, y, size, first, turn),
                Piece("quarter", left, top, inner, second, turn),
            ]
        case 1:  # two halves of a sun, one in each colour
            return [
                base,
                Piece("half", x, y, size, first, turn),
                Piece("half", x, y, size, second, turn + 2),
            ]
        case 2:  # a quarter, answered by a disc in the free corner
            disc = size / 5
            near, far = size * 0.05, size * 0.75
            left = x + (near if turn in (1, 2) else far)
            top = y + (near if turn in (2, 3) else far)
            return [
                base,
                Piece("quarter", x, y, size, first, turn),
                Piece("disc", left, top, disc, SUN if _clear(SUN, ground) else FJORD),
            ]
        case _:
            return [base, Piece("quarter", x, y, size, first, turn)]


def _small(dice: Dice) -> tuple[Kind | None, int]:
    kinds: list[Kind | None] = ["quarter"] * 5 + ["half"] * 3 + ["triangle"] * 3 + ["disc"]
    return dice.pick([*kinds, *[None] * 4]), dice.below(4)


def _around(grounds: dict[tuple[int, int], str], x: int, y: int) -> set[str]:
    return {grounds[cell] for cell in ((x - 1, y), (x, y - 1)) if cell in grounds}


def _clear(ink: str, ground: str) -> bool:
    """Whether a form in this ink is seen on this ground, also by those who do not see its hue."""
    return contrast(ink, ground) >= LEAST_CONTRAST


def _on(dice: Dice, palette: Sequence[str], ground: str) -> str:
    # Fjord and sand are in every palette, so one of them always stands out.
    return dice.pick([colour for colour in palette if _clear(colour, ground)])


def _unlike(dice: Dice, palette: Sequence[str], others: set[str]) -> str:
    return dice.pick([colour for colour in palette if colour not in others])
