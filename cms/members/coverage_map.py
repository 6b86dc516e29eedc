"""The map of equal tiles that shows where the network has members, in units of the SVG."""

from dataclasses import dataclass

from cms.organisations.grid import cells

from .coverage import Place

STEP, SIDE = 44, 40
COLUMNS, ROWS = 18, 12
# The regions stand where no municipality does: to the north of Zealand, two columns each.
REGIONS_FROM, REGIONS_A_ROW, MOST_REGIONS = 8, 5, 10


@dataclass(frozen=True)
class Tile:
    """A place on the map; `x`, `y` is its upper left corner."""

    place: Place
    x: int
    y: int
    width: int
    words: str

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


@dataclass(frozen=True)
class Map:
    """The tiles, and the places that the map has no tile for."""

    tiles: list[Tile]
    left_out: list[Place]
    width: int = COLUMNS * STEP - (STEP - SIDE)
    height: int = ROWS * STEP - (STEP - SIDE)


def map_of(places: list[Place]) -> Map:
    known = cells()
    tiles, left_out, regions = [], [], 0
    for place in places:
        cell = None if place.is_region else known.get(place.organisation.code)
        if cell:
            tiles.append(Tile(place, cell.column * STEP, cell.row * STEP, SIDE, cell.short))
        elif place.is_region and regions < MOST_REGIONS:
            row, number = divmod(regions, REGIONS_A_ROW)
            x = (REGIONS_FROM + 2 * number) * STEP
            name = place.organisation.name.removeprefix("Region ")[:12]
            tiles.append(Tile(place, x, row * STEP, 2 * STEP - (STEP - SIDE), name))
            regions += 1
        else:
            left_out.append(place)
    return Map(tiles, left_out)
