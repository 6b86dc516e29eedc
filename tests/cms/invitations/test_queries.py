"""Which days are coming, and which have been."""

import datetime as dt

import pytest
from wagtail.models import PageViewRestriction

from cms.invitations import queries
from cms.seasons.models import Season
from tests.factories.pages import make_goal, make_invitation

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


def test_divides_days_by_when_they_end(home):
    ended = make_invitation(starts_at=NOW - 8 * HOUR, ends_at=NOW)
    running = make_invitation(starts_at=NOW - HOUR, ends_at=NOW + HOUR)
    later = make_invitation(starts_at=NOW + DAY)
    assert list(queries.upcoming_invitations(NOW)) == [running, later]
    assert list(queries.past_invitations(NOW)) == [ended]
    assert queries.upcoming_invitations(NOW).first() == running


def test_orders_days_to_come_soonest_first_and_past_ones_latest_first(home):
    days = [make_invitation(starts_at=NOW + n * DAY) for n in (3, 1, -3, -1)]
    assert list(queries.upcoming_invitations(NOW)) == [days[1], days[0]]
    assert list(queries.past_invitations(NOW)) == [days[3], days[2]]


def test_knows_no_drafts_and_nothing_private(home):
    make_invitation(live=False)
    private = make_invitation()
    PageViewRestriction.objects.create(page=private, restriction_type="password", password="x")
    assert list(queries.public_invitations()) == []
    assert queries.upcoming_invitations(NOW).first() is None


def test_gives_the_days_of_one_season(home):
    season = Season.objects.create(
        name="Nu", starts_on=dt.date(2026, 9, 1), ends_on=dt.date(2027, 6, 1)
    )
    inside = make_invitation(season=season)
    make_invitation()
    assert list(queries.season_invitations(season)) == [inside]


@pytest.mark.parametrize("count", [1, 3])
def test_reads_any_number_of_days_with_as_many_queries(home, django_assert_num_queries, count):
    goal = make_goal(7)
    for _ in range(count):
        make_invitation(starts_at=NOW + DAY, goals=[goal])
    with django_assert_num_queries(3):
        assert [day.goal_numbers for day in queries.upcoming_invitations(NOW)] == [[7]] * count
