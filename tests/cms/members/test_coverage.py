"""Where the network has members: what is counted."""

import datetime as dt

import pytest

from cms.members.coverage import State, coverage, numbers
from cms.members.coverage_map import map_of
from cms.members.models import Suppression
from cms.organisations.importing import load_organisations
from cms.organisations.models import Organisation
from tests.factories.people import make_member, make_members, make_organisation, suppress

pytestmark = pytest.mark.django_db
BEFORE, AFTER = dt.date(2026, 12, 31), dt.date(2027, 1, 1)


def states(on=BEFORE):
    return {place.organisation.name: place.state for place in coverage(on=on)}


def test_tells_none_unreached_one_and_several_apart():
    for name in ("Ingen", "Tavs", "Én", "Flere", "Delvis", "Én tavs"):
        make_organisation(name=name)
    at = {one.name: one for one in Organisation.objects.all()}
    for member in make_members(2, organisation=at["Tavs"]):
        suppress(member)
    make_member(organisation=at["Én"])
    make_members(3, organisation=at["Flere"])
    suppress(make_members(2, organisation=at["Delvis"])[0])
    suppress(make_member(organisation=at["Én tavs"]))
    assert states() == {
        "Ingen": State.NONE,
        "Tavs": State.UNREACHED,
        "Én": State.ONE,
        "Flere": State.MANY,
        "Delvis": State.MANY,
        "Én tavs": State.UNREACHED,
    }
    counted = numbers(coverage(on=BEFORE))
    assert list(counted.items()) == [
        (State.NONE, 1),
        (State.UNREACHED, 2),
        (State.ONE, 1),
        (State.MANY, 2),
    ]


def test_counts_an_address_whose_mail_goes_on_again_as_reached():
    member = make_member()
    suppress(member)
    Suppression.objects.update(lifted_at=member.joined_at)
    (place,) = coverage(on=BEFORE)
    assert (place.members, place.reached) == (1, 1)


def test_counts_members_whether_or_not_they_want_newsletters():
    make_member(consent=False)
    assert [place.members for place in coverage(on=BEFORE)] == [1]


def test_shows_what_exists_on_the_day_and_no_other_bodies():
    load_organisations()
    make_member(organisation=make_organisation(kind="other"))
    assert (len(coverage(on=BEFORE)), len(coverage(on=AFTER))) == (98 + 5, 98 + 4)


def test_counts_members_of_what_ended_where_it_became_another():
    load_organisations()
    for code in ("1084", "1085", "1085"):
        make_member(organisation=Organisation.objects.get(kind="region", code=code))
    assert states()["Region Sjælland"] == State.MANY
    after = {place.organisation.name: place for place in coverage(on=AFTER)}
    assert "Region Sjælland" not in after
    assert after["Region Østdanmark"].members == 3
    assert str(after["Roskilde Kommune"].region) == "Region Østdanmark"


def test_asks_one_and_three_with_three_queries(django_assert_num_queries):
    for _time in range(3):
        suppress(make_member())
        with django_assert_num_queries(3):
            coverage(on=BEFORE)


def test_draws_every_place_once_and_none_upon_another():
    load_organisations()
    for day, regions in ((BEFORE, 5), (AFTER, 4)):
        drawn = map_of(coverage(on=day))
        assert (len(drawn.tiles), drawn.left_out) == (98 + regions, [])
        covered = [
            (x, tile.y) for tile in drawn.tiles for x in range(tile.x, tile.x + tile.width, 44)
        ]
        assert len(set(covered)) == len(covered)
        assert max(tile.x + tile.width for tile in drawn.tiles) <= drawn.width
        assert max(tile.y + 40 for tile in drawn.tiles) <= drawn.height


def test_names_what_the_map_has_no_tile_for():
    make_organisation(name="Ny Kommune", code="999")
    drawn = map_of(coverage(on=BEFORE))
    assert [str(place.organisation) for place in drawn.left_out] == ["Ny Kommune"]
