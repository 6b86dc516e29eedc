"""What the pictures are put together from: houses, trees, people, and what they use."""

from .drawing import Pen, Point, around

FJORD, DEEP, SAND, PAPER = "#0a332f", "#072723", "#e9e4d6", "#f6f1e4"
SUN, OCHRE, BRICK, RUST = "#f3b43c", "#bf8b2e", "#b5523b", "#8d3c2b"
SEA, MIST, LEAF, MOSS = "#2f7f74", "#a9c8bd", "#6fa05a", "#3f7e44"
SKY, WHITE, ROSE, BLUE = "#d5e3dc", "#fffdf6", "#dd9a7c", "#2a6f97"


def turbine(pen: Pen, x: float, y: float, size: float, turn: float) -> None:
    pen.form(
        WHITE, (x - 5 * size, y), (x + 5 * size, y), (x + 11 * size, 560), (x - 11 * size, 560)
    )
    for blade in range(3):
        angle = turn + 120 * blade
        pen.form(
            WHITE,
            around(x, y, 12 * size, angle + 90),
            around(x, y, 60 * size, angle + 13),
            around(x, y, 215 * size, angle),
            around(x, y, 10 * size, angle - 90),
        )
    pen.disc(FJORD, x, y, 11 * size)


def house(pen: Pen, x: float, foot: float, width: float, height: float, ink: str) -> None:
    """A gabled house with lit windows."""
    top = foot - height
    pen.form(
        ink,
        (x, foot),
        (x, top),
        (x + width / 2, top - width * 0.5),
        (x + width, top),
        (x + width, foot),
    )
    pen.form(
        FJORD,
        (x - 8, top + 6),
        (x + width / 2, top - width * 0.5 - 14),
        (x + width + 8, top + 6),
        (x + width, top + 14),
        (x + width / 2, top - width * 0.5 + 6),
        (x, top + 14),
    )
    lit = SUN if ink not in (OCHRE, SAND) else FJORD
    columns = max(2, int(width // 50))
    for column in range(columns):
        for row in range(int(height // 62)):
            left = x + width * (column + 0.5) / columns - 12
            pen.box(lit if (column + row) % 3 else FJORD, left, top + 26 + row * 58, 24, 32)
    pen.disc(lit, x + width / 2, top - width * 0.17, 12)


def church(pen: Pen, x: float, foot: float) -> None:
    pen.box(WHITE, x, foot - 270, 74, 270)
    pen.form(SEA, (x - 6, foot - 270), (x + 37, foot - 450), (x + 80, foot - 270))
    pen.wedge(FJORD, x + 37, foot - 200, 16, 180, 360)
    pen.box(FJORD, x + 21, foot - 201, 32, 34)
    pen.disc(SUN, x + 37, foot - 452, 8)


def ship(pen: Pen, x: float, y: float) -> None:
    pen.form(FJORD, (x, y), (x + 470, y), (x + 520, y - 40), (x + 470, y + 84), (x + 50, y + 84))
    pen.form(BRICK, (x + 28, y + 48), (x + 486, y + 48), (x + 470, y + 84), (x + 50, y + 84))
    pen.box(WHITE, x + 40, y - 120, 96, 120)
    pen.box(WHITE, x + 30, y - 142, 128, 26)
    for column in range(4):
        pen.box(BLUE, x + 44 + column * 28, y - 138, 20, 16)
    pen.box(SUN, x + 66, y - 196, 36, 54)
    inks = (BRICK, OCHRE, LEAF, SEA, SUN, ROSE, BLUE, SAND)
    for column in range(4):
        for row in range(1 + (column % 3)):
            ink = inks[(column * 3 + row) % len(inks)]
            pen.box(ink, x + 166 + column * 70, y - 46 - row * 46, 64, 42)
            for rib in range(1, 4):
                pen.box(FJORD, x + 166 + column * 70 + rib * 16, y - 40 - row * 46, 2, 30)


def tree(pen: Pen, x: float, y: float, size: float, ink: str) -> None:
    pen.box("#6d4b33", x - 11 * size, y - 130 * size, 22 * size, 150 * size)
    pen.disc(ink, x, y - 230 * size, 118 * size)
    pen.disc(ink, x - 74 * size, y - 160 * size, 78 * size)
    pen.disc(ink, x + 78 * size, y - 170 * size, 76 * size)
    pen.wedge("#86b56f", x, y - 230 * size, 96 * size, 190, 290)


def person(pen: Pen, x: float, y: float, size: float, ink: str, *, seated: bool = False) -> None:
    """Somebody, seen from far away. `y` is where they stand or sit."""
    height = 62 if seated else 84
    if seated:
        pen.line("#6d4b33", 20 * size, (x - 32 * size, y + 4 * size), (x + 32 * size, y + 4 * size))
    else:
        pen.line(FJORD, 13 * size, (x - 8 * size, y - 40 * size), (x - 9 * size, y))
        pen.line(FJORD, 13 * size, (x + 8 * size, y - 40 * size), (x + 10 * size, y))
    pen.line(
        ink,
        40 * size,
        (x, y - 24 * size - (0 if seated else 16 * size)),
        (x, y - height * size + 22 * size),
    )
    pen.disc("#e8b48f", x, y - height * size - 8 * size, 18 * size)
    pen.wedge(RUST if ink != BRICK else DEEP, x, y - height * size - 10 * size, 19 * size, 180, 360)


def bed(pen: Pen, x: float, y: float) -> None:
    """A raised bed with something to eat in it."""
    for n in range(6):
        pen.line(MOSS, 8, (x + 24 + n * 48, y), (x + 24 + n * 48, y - 56 - 14 * (n % 2)))
        pen.disc((BRICK, SUN, LEAF)[n % 3], x + 24 + n * 48, y - 64 - 14 * (n % 2), 17)
    pen.box("#6d4b33", x - 10, y - 6, 310, 60)
    pen.box("#8a6242", x - 10, y - 6, 310, 16)


def container(pen: Pen, x: float, y: float, ink: str, dark: str) -> None:
    pen.form(ink, (x, y - 60), (x + 320, y - 60), (x + 296, y + 62), (x + 24, y + 62))
    pen.box(dark, x - 8, y - 74, 336, 18)
    for rib in range(1, 6):
        pen.form(
            dark,
            (x + rib * 53, y - 56),
            (x + rib * 53 + 9, y - 56),
            (x + rib * 52 + 10, y + 62),
            (x + rib * 52 + 2, y + 62),
        )
    pen.ring(WHITE, x + 160, y + 2, 34, 9)
    pen.form(WHITE, (x + 186, y - 28), (x + 206, y + 4), (x + 170, y - 2))


def cargo_bike(pen: Pen, x: float, y: float) -> None:
    for left, radius in ((x, 46), (x + 230, 46)):
        pen.ring(FJORD, left, y, radius, 8)
        pen.disc(FJORD, left, y, 8)
    pen.line(FJORD, 9, (x, y), (x + 74, y - 84), (x + 120, y - 10), (x, y))
    pen.line(FJORD, 9, (x + 120, y - 10), (x + 270, y - 20))
    pen.form(BRICK, (x + 132, y - 96), (x + 312, y - 96), (x + 292, y - 14), (x + 150, y - 14))
    pen.box(OCHRE, x + 170, y - 168, 26, 90)
    pen.box(SAND, x + 206, y - 140, 60, 46)
    rider(pen, x + 66, y - 96, SEA, x + 128)


def rider(pen: Pen, x: float, y: float, ink: str, hands: float) -> None:
    """Somebody on a saddle at (x, y), whose hands reach to `hands`."""
    pen.line(FJORD, 17, (x, y), (x + 40, y + 42), (x + 22, y + 88))
    pen.line(ink, 42, (x + 2, y - 18), (x + 24, y - 82))
    pen.line(ink, 13, (x + 26, y - 76), (hands, y - 40))
    pen.disc("#e8b48f", x + 40, y - 132, 22)
    pen.wedge(WHITE, x + 40, y - 137, 26, 180, 360)


def height_at(points: list[Point], x: float) -> float:
    return min(points, key=lambda point: abs(point[0] - x))[1]


def cyclist(pen: Pen, x: float, y: float, ink: str) -> None:
    for left in (x, x + 160):
        pen.ring(DEEP, left, y, 50, 8)
        pen.disc(DEEP, left, y, 7)
    pen.line(DEEP, 9, (x, y), (x + 56, y - 88), (x + 82, y), (x, y))
    pen.line(DEEP, 9, (x + 56, y - 88), (x + 140, y - 92), (x + 160, y))
    pen.line(DEEP, 9, (x + 82, y), (x + 140, y - 92), (x + 132, y - 124))
    rider(pen, x + 48, y - 104, ink, x + 132)
