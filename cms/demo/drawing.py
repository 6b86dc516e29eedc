"""A pen for flat pictures: plain forms in a few inks, drawn large and reduced, so that edges are smooth."""

import io
import math
from collections.abc import Iterable

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1600, 1000
# Pillow has no anti-aliasing of its own: drawn at twice the size and reduced.
SCALE = 2

Point = tuple[float, float]


class Pen:
    """Draws on a canvas of 1600 by 1000 units, the origin in the upper left corner."""

    def __init__(self, ground: str) -> None:
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), ground)
        self.draw = ImageDraw.Draw(self.image)

    def form(self, ink: str, *points: Point) -> None:
        self.draw.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=ink)

    def box(self, ink: str, x: float, y: float, width: float, height: float) -> None:
        self.form(ink, (x, y), (x + width, y), (x + width, y + height), (x, y + height))

    def disc(self, ink: str, x: float, y: float, radius: float) -> None:
        self.oval(ink, x, y, radius, radius)

    def oval(self, ink: str, x: float, y: float, rx: float, ry: float) -> None:
        box = [(x - rx) * SCALE, (y - ry) * SCALE, (x + rx) * SCALE, (y + ry) * SCALE]
        self.draw.ellipse(box, fill=ink)

    def wedge(self, ink: str, x: float, y: float, radius: float, start: float, end: float) -> None:
        """A piece of a disc between two angles in degrees, clockwise from three o'clock."""
        box = [
            (x - radius) * SCALE,
            (y - radius) * SCALE,
            (x + radius) * SCALE,
            (y + radius) * SCALE,
        ]
        self.draw.pieslice(box, start, end, fill=ink)

    def ring(self, ink: str, x: float, y: float, radius: float, width: float) -> None:
        box = [
            (x - radius) * SCALE,
            (y - radius) * SCALE,
            (x + radius) * SCALE,
            (y + radius) * SCALE,
        ]
        self.draw.ellipse(box, outline=ink, width=round(width * SCALE))

    def line(self, ink: str, width: float, *points: Point) -> None:
        """A line with round ends and corners."""
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        self.draw.line(scaled, fill=ink, width=round(width * SCALE), joint="curve")
        for x, y in (points[0], points[-1]):
            self.disc(ink, x, y, width / 2)

    def curve(self, ink: str, width: float, points: Iterable[Point]) -> None:
        self.line(ink, width, *points)

    def jpeg(self) -> bytes:
        out = io.BytesIO()
        self.image.reduce(SCALE).save(out, "JPEG", quality=88, optimize=False)
        return out.getvalue()


def wave(x: float, width: float, y: float, height: float, count: float = 1.0) -> list[Point]:
    """Points along a sine from `x` on, `count` whole waves."""
    steps = 60
    return [
        (x + width * n / steps, y + height * math.sin(2 * math.pi * count * n / steps))
        for n in range(steps + 1)
    ]


def arch(x1: float, x2: float, foot: float, rise: float, steps: int = 80) -> list[Point]:
    """Points of a flat arch from `x1` to `x2`, `rise` high above `foot`."""
    return [
        (x1 + (x2 - x1) * n / steps, foot - rise * (1 - (2 * n / steps - 1) ** 2))
        for n in range(steps + 1)
    ]


def around(x: float, y: float, radius: float, degrees: float) -> Point:
    angle = math.radians(degrees)
    return x + radius * math.cos(angle), y + radius * math.sin(angle)
