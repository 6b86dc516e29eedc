"""Letters that go by themselves before and after a day."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from cms.invitations import changing, reminders
from cms.invitations.models import Registration
from cms.invitations.reminders import RULES, remind
from cms.mail.models import Letter
from tests.factories.pages import make_invitation
from tests.factories.seats import make_registration, make_registrations

pytestmark = pytest.mark.django_db
COPENHAGEN = ZoneInfo("Europe/Copenhagen")
LONG_AGO = dt.datetime(2030, 4, 1, 12, tzinfo=COPENHAGEN)
HOUR = dt.timedelta(hours=1)
WEEK, DAY_BEFORE, AFTER = (
    dt.datetime(2030, 4, 29, 9, tzinfo=COPENHAGEN),
    dt.datetime(2030, 5, 5, 9, tzinfo=COPENHAGEN),
    dt.datetime(2030, 5, 7, 9, tzinfo=COPENHAGEN),
)


@pytest.fixture
def day(home):
    start = dt.datetime(2030, 5, 6, 10, tzinfo=COPENHAGEN)
    return make_invitation(title="Energidag", starts_at=start, ends_at=start + 6 * HOUR)


def kinds(registration):
    found = Letter.objects.filter(about=registration.about).order_by("pk")
    return [one.kind.removeprefix("invitations.") for one in found][1:]


def test_reminds_a_week_and_a_day_before_and_thanks_the_day_after(day):
    own = make_registration(day, now=LONG_AGO)
    for moment, so_far in (
        (WEEK - HOUR, []),
        (WEEK, ["reminder"]),
        (WEEK + HOUR, ["reminder"]),
        (DAY_BEFORE, ["reminder"] * 2),
        (AFTER - HOUR, ["reminder"] * 2),
        (AFTER, ["reminder", "reminder", "thanks"]),
        (AFTER + HOUR, ["reminder", "reminder", "thanks"]),
    ):
        remind(now=moment)
        assert kinds(own) == so_far


def test_says_when_and_where(day):
    own = make_registration(day, now=LONG_AGO)
    remind(now=WEEK)
    letter = Letter.objects.filter(about=own.about).latest("pk")
    assert letter.subject == "Husk 6. maj 2030: Energidag"
    assert letter.attachment is None


def test_catches_up_after_a_standstill_and_never_when_it_is_of_no_use(day):
    own = make_registration(day, now=LONG_AGO)
    assert remind(now=WEEK + dt.timedelta(days=3)) == 1
    assert remind(now=day.starts_at) == 0
    assert remind(now=AFTER + dt.timedelta(days=8)) == 0
    assert kinds(own) == ["reminder"]


def test_sends_one_letter_where_two_moments_were_missed(day):
    own = make_registration(day, now=LONG_AGO)
    remind(now=DAY_BEFORE + HOUR)
    assert kinds(own) == ["reminder"]


def test_leaves_whoever_signed_up_after_the_moment(day):
    own = make_registration(day, now=WEEK + HOUR)
    remind(now=WEEK + 2 * HOUR)
    assert kinds(own) == []
    remind(now=DAY_BEFORE)
    assert kinds(own) == ["reminder"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_can_be_switched_off_for_a_day(rule, day):
    own = make_registration(day, now=LONG_AGO)
    setattr(day, rule.switch, False)
    day.save()
    remind(now=rule.moment(day))
    assert kinds(own) == []


def test_reminds_nobody_of_a_cancelled_day(day):
    own = make_registration(day, now=LONG_AGO)
    changing.cancel_day(day=day, because="", by=None, now=LONG_AGO)
    assert remind(now=WEEK) == 0
    assert kinds(own) == ["day_cancelled"]


def test_reminds_those_with_a_seat_only(home):
    start = dt.datetime(2030, 5, 6, 10, tzinfo=COPENHAGEN)
    day = make_invitation(starts_at=start, ends_at=start + HOUR, seats=1)
    _seated, waiting = make_registrations(2, day, now=LONG_AGO)
    assert remind(now=WEEK) == 1
    assert kinds(waiting) == []


def test_thanks_those_who_came_where_anybody_was_checked_in(day):
    came, away = make_registrations(2, day, now=LONG_AGO)
    Registration.objects.filter(pk=came.pk).update(checked_in_at=day.starts_at)
    remind(now=AFTER)
    assert (kinds(came), kinds(away)) == (["thanks"], [])
    assert f"testserver{day.url}\n" in Letter.objects.filter(about=came.about).latest("pk").text


def test_does_not_count_as_telling_of_a_change(day):
    """A reminder says the new place, and not that it was another before; so the change still waits."""
    own = make_registration(day, now=LONG_AGO)
    day.place_name = "Kulturøen"
    day.save()
    remind(now=WEEK)
    assert kinds(own) == ["reminder"]
    assert len(changing.pending(day, WEEK)) == 1


def test_leaves_what_is_too_much_for_one_tick_to_the_next(day, monkeypatch):
    monkeypatch.setattr(reminders, "MOST_AT_ONCE", 2)
    make_registrations(3, day, now=LONG_AGO)
    assert [remind(now=WEEK), remind(now=WEEK), remind(now=WEEK)] == [2, 1, 0]


def test_keeps_to_nine_in_the_morning_when_the_clocks_change(home):
    start = dt.datetime(2030, 10, 28, 10, tzinfo=COPENHAGEN)
    day = make_invitation(starts_at=start, ends_at=start + HOUR)
    moments = [rule.moment(day).astimezone(dt.UTC).hour for rule in RULES]
    assert moments == [7, 8, 8]


@pytest.mark.parametrize("count", [1, 3])
def test_asks_the_same_when_nothing_is_due(count, day, django_assert_num_queries):
    make_registrations(count, day, now=LONG_AGO)
    with django_assert_num_queries(1):
        remind(now=WEEK - HOUR)
