"""The map of equal tiles."""

from cms.organisations.grid import cells
from cms.organisations.importing import FILE, read


def test_has_a_tile_for_each_municipality_and_no_other():
    codes = {row["code"] for row in read(FILE) if row["kind"] == "municipality"}
    assert set(cells()) == codes
    assert len(codes) == 98


def test_lays_no_tile_on_another_and_calls_no_two_the_same():
    places = {(cell.column, cell.row) for cell in cells().values()}
    assert (len(places), len({cell.short for cell in cells().values()})) == (98, 98)
    assert max(column for column, _row in places) == 17
    assert max(row for _column, row in places) == 11


def test_keeps_the_points_of_the_compass():
    at = cells()
    hjoerring, toender, middelfart = at["860"], at["550"], at["410"]
    copenhagen, bornholm, lemvig = at["101"], at["400"], at["665"]
    assert hjoerring.row < middelfart.row < toender.row + 1
    assert lemvig.column < middelfart.column < copenhagen.column
    assert bornholm.row > copenhagen.row
