"""Which season it is."""

import datetime as dt

import pytest

from cms.seasons.models import Season
from cms.seasons.queries import current_season

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
START, END = dt.date(2026, 9, 1), dt.date(2027, 6, 15)


def make_season(name, starts_on, ends_on):
    return Season.objects.create(name=name, starts_on=starts_on, ends_on=ends_on)


def test_is_the_season_that_today_lies_in_both_days_included():
    season = make_season("2026", START, END)
    make_season("2019", dt.date(2019, 9, 1), dt.date(2020, 6, 1))
    make_season("2027", dt.date(2027, 9, 1), dt.date(2028, 6, 1))
    assert [current_season(day) for day in (START, START + 90 * DAY, END)] == [season] * 3


def test_is_the_next_season_between_two():
    make_season("2026", START, END)
    later = make_season("2028", dt.date(2028, 9, 1), dt.date(2029, 6, 1))
    following = make_season("2027", dt.date(2027, 9, 1), dt.date(2028, 6, 1))
    assert current_season(END + DAY) == following
    assert current_season(dt.date(2028, 6, 2)) == later


def test_is_the_last_season_when_none_is_planned():
    make_season("2019", dt.date(2019, 9, 1), dt.date(2020, 6, 1))
    last = make_season("2026", START, END)
    assert current_season(END + 365 * DAY) == last


def test_is_none_before_there_is_one():
    assert current_season(START) is None


def test_is_the_later_of_two_that_overlap():
    make_season("2026", START, END)
    second = make_season("2026b", START + 30 * DAY, END + 30 * DAY)
    assert current_season(START + 60 * DAY) == second
