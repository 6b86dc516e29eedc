"""Where each municipality stands on a map of equal tiles: drawn by hand, 18 columns from the west, 12 rows.

Neighbours stand beside each other as far as tiles allow, and the belts stay open; Bornholm lies where the
Baltic has room for it. The short names are ours and as unlike as three letters can be.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "data" / "grid.csv"


@dataclass(frozen=True)
class Cell:
    column: int
    row: int
    short: str


@cache
def cells() -> dict[str, Cell]:
    """The cell of each municipality by its official code."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return {
            line["code"]: Cell(int(line["column"]), int(line["row"]), line["short"])
            for line in csv.DictReader(file)
        }
