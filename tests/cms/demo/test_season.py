"""The dates of the demo are right on whatever day it is filled."""

import datetime as dt

import pytest

from cms.demo.season import easter_sunday, holidays, moment, plan

EVERY_DAY = [dt.date(2026, 1, 1) + dt.timedelta(days=n) for n in range(0, 800, 19)]


def test_the_autumn_and_winter_belong_to_the_networks_own_year():
    season = plan(dt.date(2026, 11, 22))
    assert season.name == "2026–2027"
    assert (season.starts_on, season.ends_on) == (dt.date(2026, 8, 1), dt.date(2027, 5, 1))


def test_the_spring_and_summer_belong_to_the_calendar_year():
    season = plan(dt.date(2027, 6, 15))
    assert season.name == "2027"
    assert (season.starts_on, season.ends_on) == (dt.date(2027, 1, 1), dt.date(2027, 12, 1))


@pytest.mark.parametrize("today", EVERY_DAY, ids=str)
def test_two_days_have_been_and_four_are_to_come_inside_the_season(today: dt.date):
    season = plan(today)
    days = season.past + season.coming
    assert (len(season.past), len(season.coming)) == (2, 4)
    assert days == sorted(set(days))
    assert season.starts_on <= days[0]
    assert season.past[-1] < today
    # Two weeks before the first one, one can still sign up.
    assert season.coming[0] > today + dt.timedelta(days=15)
    assert days[-1] <= season.ends_on
    assert all(day.weekday() < 5 and day not in holidays(day.year) for day in days)


@pytest.mark.parametrize(
    "sunday",
    [dt.date(2024, 3, 31), dt.date(2025, 4, 20), dt.date(2027, 3, 28), dt.date(2038, 4, 25)],
)
def test_knows_easter(sunday: dt.date):
    assert easter_sunday(sunday.year) == sunday


def test_a_moment_is_in_copenhagens_time():
    assert moment(dt.date(2026, 7, 1), "10.00").isoformat() == "2026-07-01T10:00:00+02:00"
    assert moment(dt.date(2026, 12, 1), "10.00").isoformat() == "2026-12-01T10:00:00+01:00"
