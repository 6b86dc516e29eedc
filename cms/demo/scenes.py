"""The four pictures: what is in them, from the back to the front.

`python -m cms.demo.scenes FOLDER` writes them as files, to look at while drawing.
"""

import sys
from pathlib import Path

from .drawing import HEIGHT, WIDTH, Pen, arch, around, wave
from .things import (
    BLUE,
    BRICK,
    DEEP,
    FJORD,
    LEAF,
    MIST,
    MOSS,
    OCHRE,
    PAPER,
    ROSE,
    RUST,
    SAND,
    SEA,
    SKY,
    SUN,
    WHITE,
    bed,
    cargo_bike,
    church,
    container,
    cyclist,
    height_at,
    house,
    person,
    ship,
    tree,
    turbine,
)


def harbour() -> Pen:
    """A harbour town in the evening, wind turbines behind it, a ship at the quay."""
    pen = Pen(PAPER)
    pen.box("#f2e3c0", 0, 0, WIDTH, 640)
    pen.disc("#f7d488", 1150, 560, 330)
    pen.disc(SUN, 1150, 560, 230)
    for x, y, size, turn in ((250, 250, 1.0, 12), (520, 330, 0.75, 47), (760, 385, 0.58, 80)):
        turbine(pen, x, y, size, turn)
    pen.form(
        "#9fbfae",
        (0, 560),
        (260, 500),
        (620, 548),
        (900, 520),
        (1240, 560),
        (WIDTH, 520),
        (WIDTH, 640),
        (0, 640),
    )
    pen.box(SEA, 0, 620, WIDTH, 380)
    pen.box("#276c63", 0, 740, WIDTH, 260)
    pen.box("#1d5750", 0, 870, WIDTH, 130)
    for n in range(9):  # the sun on the water
        width = 380 - n * 30
        pen.box(SUN if n % 2 else "#f7d488", 1150 - width / 2, 650 + n * 26, width, 9)
    houses = (
        (70, 150, 150, BRICK),
        (220, 120, 200, WHITE),
        (340, 160, 160, OCHRE),
        (500, 110, 220, RUST),
        (610, 150, 170, SAND),
        (760, 130, 140, ROSE),
    )
    for x, width, height, ink in houses:
        house(pen, x, 620, width, height, ink)
    church(pen, 905, 620)
    pen.box(DEEP, 0, 620, 990, 34)
    for x in range(30, 980, 120):
        pen.box(FJORD, x, 654, 26, 60)
    for x, width, _height, ink in houses:  # what the water gives back
        for row in range(4):
            pen.box(ink, x + 12 + row * 10, 730 + row * 34, width - 24 - row * 20, 8)
    ship(pen, 980, 700)
    for x, y, width in (
        (60, 800, 150),
        (330, 905, 210),
        (720, 850, 120),
        (1330, 930, 190),
        (900, 955, 120),
    ):
        pen.line(MIST, 6, *wave(x, width, y, 6, 2))
    for x, y in ((700, 150), (775, 195), (640, 215)):
        pen.line(FJORD, 5, (x - 24, y - 8), (x, y + 4), (x + 24, y - 8))
    return pen


def school() -> Pen:
    """A school with a sawtooth roof; pupils sit in a ring under the trees."""
    pen = Pen(SKY)
    pen.disc(SUN, 1310, 210, 110)
    for x, y, width in ((180, 150, 250), (620, 90, 190), (900, 200, 200)):
        pen.line(WHITE, 44, (x, y), (x + width, y))
        pen.line(WHITE, 44, (x + 60, y - 30), (x + width - 50, y - 30))
    pen.form(
        "#b9d3b4",
        (0, 560),
        (340, 470),
        (760, 540),
        (1150, 480),
        (WIDTH, 550),
        (WIDTH, 700),
        (0, 700),
    )
    for n in range(6):  # the roof lets the north light in
        x = 330 + n * 150
        pen.form(RUST, (x, 400), (x, 300), (x + 150, 400))
        pen.form(SUN, (x + 10, 392), (x + 10, 322), (x + 34, 392))
    pen.box(BRICK, 330, 396, 900, 240)
    pen.box(RUST, 330, 396, 900, 14)
    for n in range(7):
        left = 366 + n * 106
        if n == 3:
            continue
        pen.box(WHITE, left, 450, 74, 110)
        pen.box(FJORD, left + 6, 456, 62, 98)
        pen.form("#2c5a54", (left + 6, 554), (left + 6, 500), (left + 50, 456), (left + 68, 456))
        pen.box(WHITE, left + 34, 456, 5, 98)
    pen.box(WHITE, 674, 440, 90, 196)
    pen.box(SEA, 684, 450, 70, 186)
    pen.disc(SUN, 742, 548, 6)
    for n in range(5):  # solar panels on the low wing
        pen.form(
            BLUE,
            (1240 + n * 52, 478),
            (1286 + n * 52, 478),
            (1274 + n * 52, 512),
            (1228 + n * 52, 512),
        )
    pen.box(SAND, 1230, 512, 280, 124)
    pen.box(FJORD, 1262, 540, 216, 54)
    for n in range(1, 4):
        pen.box(SAND, 1262 + n * 54 - 3, 540, 6, 54)
    pen.box(LEAF, 0, 636, WIDTH, 364)
    pen.form("#83b06c", (0, 700), (500, 660), (1100, 690), (WIDTH, 650), (WIDTH, 1000), (0, 1000))
    pen.form(SAND, (676, 636), (762, 636), (930, 1000), (560, 1000))
    for x, y, size, ink in (
        (120, 640, 1.25, MOSS),
        (270, 690, 0.9, "#58934a"),
        (1480, 690, 1.2, MOSS),
        (1370, 740, 0.85, "#58934a"),
        (30, 760, 1.1, "#2f6a3c"),
    ):
        tree(pen, x, y, size, ink)
    pen.oval("#6a9c55", 1150, 852, 260, 92)
    seats = [around(0, 0, 1, angle) for angle in (150, 190, 230, 270, 310, 350, 30)]
    inks = (BRICK, BLUE, SUN, ROSE, FJORD, OCHRE, WHITE)
    for (dx, dy), ink in sorted(zip(seats, inks, strict=True), key=lambda pair: pair[0][1]):
        person(pen, 1150 + dx * 215, 850 + dy * 70, 1.0, ink, seated=True)
    person(pen, 905, 890, 1.35, SEA)
    for x, y, ink in ((360, 850, BRICK), (425, 870, SUN)):
        person(pen, x, y, 1.1, ink)
    bed(pen, 190, 905)
    return pen


def yard() -> Pen:
    """A recycling yard where things are sold again: timber, doors and bricks under a roof."""
    pen = Pen("#f1e7cf")
    pen.disc("#f7d488", 270, 260, 150)
    pen.form("#cfd9bf", (0, 520), (400, 470), (900, 510), (WIDTH, 450), (WIDTH, 620), (0, 620))
    for x in (70, 1510, 1580):
        pen.form(MOSS, (x - 70, 560), (x, 330), (x + 70, 560))
        pen.form("#58934a", (x - 56, 460), (x, 290), (x + 56, 460))
    pen.box("#b8b09c", 0, 560, WIDTH, 440)
    pen.box("#c8c1ae", 0, 560, WIDTH, 120)
    for x, top in ((340, 320), (690, 300), (1040, 280), (1350, 262)):
        pen.box(FJORD, x, top, 20, 690 - top)
    pen.box("#2b5b52", 360, 560, 992, 120)
    for n in range(9):  # timber on end
        pen.box(
            (OCHRE, "#d9a85a", "#a5743a")[n % 3],
            392 + n * 30,
            372 - (n % 4) * 14,
            22,
            308 + (n % 4) * 14,
        )
    pen.form(FJORD, (300, 268), (1330, 218), (1400, 240), (1400, 278), (300, 328))
    pen.form(LEAF, (300, 268), (1330, 218), (1400, 240), (360, 288))
    for n, ink in enumerate((BRICK, BLUE, SAND)):  # doors
        left = 726 + n * 100
        pen.box(ink, left, 390, 86, 290)
        pen.box(WHITE if ink != SAND else SEA, left + 16, 412, 54, 100)
        pen.disc(SUN, left + 70, 548, 6)
    for row in range(7):  # bricks, cleaned and stacked
        for column in range(5):
            shift = 26 if row % 2 else 0
            pen.box(
                BRICK if (row + column) % 3 else RUST,
                1076 + shift + column * 50,
                650 - row * 32,
                46,
                28,
            )
    person(pen, 985, 716, 1.5, SUN)
    person(pen, 660, 720, 1.5, BRICK)
    for n, (ink, dark) in enumerate(((SEA, FJORD), (SUN, OCHRE), (BLUE, "#1d5273"), (LEAF, MOSS))):
        container(pen, 60 + n * 385, 760, ink, dark)
    cargo_bike(pen, 1180, 884)
    person(pen, 250, 915, 1.6, SEA)
    pen.box("#8a6242", 285, 818, 120, 20)
    pen.box("#a5743a", 285, 796, 120, 18)
    return pen


def bridge() -> Pen:
    """Two cyclists on a slender bridge over the fjord, the town behind."""
    pen = Pen("#cfe3e6")
    pen.disc("#fbe3a6", 420, 260, 150)
    pen.disc(SUN, 420, 260, 104)
    pen.form(
        "#a9c8bd",
        (0, 520),
        (300, 440),
        (640, 500),
        (980, 420),
        (1300, 480),
        (WIDTH, 430),
        (WIDTH, 620),
        (0, 620),
    )
    for n, (width, height, ink) in enumerate(
        (
            (90, 90, WHITE),
            (70, 130, ROSE),
            (100, 100, BRICK),
            (80, 150, SAND),
            (110, 110, OCHRE),
            (80, 90, WHITE),
        )
    ):
        house(pen, 940 + n * 96, 600, width, height, ink)
    church(pen, 850, 600)
    pen.box(SEA, 0, 600, WIDTH, 400)
    pen.box("#3d9085", 0, 600, WIDTH, 60)
    pen.box("#276c63", 0, 800, WIDTH, 200)
    for x, y, width in (
        (120, 690, 200),
        (520, 860, 260),
        (1010, 700, 150),
        (1290, 900, 220),
        (760, 950, 160),
    ):
        pen.line(MIST, 6, *wave(x, width, y, 6, 2))
    deck = arch(-60, 1660, 790, 130)
    rib = arch(140, 1460, 850, 520)
    for n in range(4, 77, 4):  # hangers
        left, top = rib[n]
        pen.line(WHITE, 4, (left, top), (left, height_at(deck, left)))
    pen.curve(BRICK, 26, rib)
    for x in (150, 1450):
        pen.form(DEEP, (x - 46, 800), (x + 46, 800), (x + 66, 930), (x - 66, 930))
        pen.box(MIST, x - 96, 926, 192, 7)
    pen.curve(FJORD, 34, deck)
    pen.curve(SUN, 6, [(x, y - 12) for x, y in deck])
    for x, ink in ((520, BRICK), (980, BLUE)):
        cyclist(pen, x, height_at(deck, x + 80) - 44, ink)
    for n in range(-1, 34):  # the railing stands in front
        foot = height_at(deck, n * 50)
        pen.line(FJORD, 4, (n * 50, foot), (n * 50, foot - 56))
    pen.curve(FJORD, 7, [(x, y - 56) for x, y in deck])
    for n in range(26):
        x = 14 + n * 19 if n < 13 else 1350 + (n - 13) * 19
        lean, top = (n * 37 % 23) - 11, 780 + (n * 53 % 90)
        pen.line(MOSS if n % 2 else LEAF, 9, (x, HEIGHT), (x + lean, top))
        if n % 3 == 0:
            pen.line("#6d4b33", 18, (x + lean, top), (x + lean, top + 46))
    return pen


if __name__ == "__main__":
    for scene in (harbour, school, yard, bridge):
        Path(sys.argv[1], f"{scene.__name__}.jpg").write_bytes(scene().jpeg())
