"""Seen, asked once a year, reminded, let go, erased: all by the clock that is passed in."""

import datetime as dt

import pytest
from django.utils import timezone

from cms.mail.models import Letter
from cms.members import leaving, presence
from cms.members.models import Member, Suppression
from newsletters.audiences.queries import count, recipients
from newsletters.audiences.rules import Rule
from tests.factories.people import make_member, make_members, suppress

pytestmark = pytest.mark.django_db

NOW = timezone.now().replace(microsecond=0)
DAY = dt.timedelta(days=1)
YEAR = presence.QUIET_FOR
KIND = "members.still_here"


@pytest.fixture
def quiet(home):
    """A member whom nobody has seen for a year."""
    return make_member(first_name="Anna", seen_at=NOW - YEAR)


def again(member):
    return Member.objects.get(pk=member.pk)


def written(kind=KIND):
    return Letter.objects.filter(kind=kind).count()


def test_asks_reminds_lets_go_and_erases(quiet, work, letters):
    assert presence.sweep(now=NOW)["asked whether they are here"] == 1
    assert presence.sweep(now=NOW + 29 * DAY) == {
        "asked whether they are here": 0,
        "reminded": 0,
        "taken to have left": 0,
        "erased after goodbye": 0,
    }
    assert presence.sweep(now=NOW + 30 * DAY)["reminded"] == 1
    assert presence.sweep(now=NOW + 59 * DAY)["taken to have left"] == 0
    assert presence.sweep(now=NOW + 60 * DAY)["taken to have left"] == 1
    assert again(quiet).left_at == NOW + 60 * DAY
    assert presence.sweep(now=NOW + 89 * DAY)["erased after goodbye"] == 0
    assert presence.sweep(now=NOW + 90 * DAY)["erased after goodbye"] == 1
    assert Member.objects.count() == 0
    kinds = list(Letter.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == [KIND, KIND, "members.goodbye", "members.erased"]


def test_asks_nobody_a_day_too_early(quiet):
    assert presence.ask(NOW - DAY) == 0
    assert written() == 0


def test_asks_nobody_twice_however_often_it_runs(quiet):
    presence.sweep(now=NOW)
    presence.sweep(now=NOW)
    presence.sweep(now=NOW + DAY)
    assert written() == 1


def test_asks_a_portion_at_a_time_the_longest_unseen_first(home, monkeypatch):
    monkeypatch.setattr(presence, "PORTION", 2)
    members = make_members(3, seen_at=NOW - YEAR)
    Member.objects.filter(pk=members[2].pk).update(seen_at=NOW - 2 * YEAR)
    assert presence.ask(NOW) == 2
    assert again(members[2]).asked_at == NOW
    assert (presence.ask(NOW), presence.ask(NOW)) == (1, 0)


def test_lets_nobody_go_who_was_reminded_late(quiet):
    """The machine stood still for months: everybody has as long to answer the second letter."""
    presence.ask(NOW)
    late = NOW + 200 * DAY
    assert presence.sweep(now=late)["taken to have left"] == 0
    assert presence.sweep(now=late + 29 * DAY)["taken to have left"] == 0
    assert presence.sweep(now=late + 30 * DAY)["taken to have left"] == 1


def test_writes_to_no_address_that_does_not_exist(quiet):
    suppress(quiet)
    assert presence.ask(NOW) == 1
    assert (written(), again(quiet).asked_at) == (0, NOW)


def test_asks_one_too_who_wants_no_newsletters(quiet):
    suppress(quiet, Suppression.Reason.COMPLAINED)
    presence.ask(NOW)
    assert written() == 1


def test_is_answered_by_anything_that_the_member_does(quiet):
    presence.ask(NOW)
    assert presence.see(address=quiet.email_key, now=NOW + DAY)
    assert (again(quiet).asked_at, again(quiet).seen_at) == (None, NOW + DAY)
    assert presence.sweep(now=NOW + 61 * DAY)["taken to have left"] == 0


def test_notes_somebody_once_a_day(home, django_assert_num_queries):
    member = make_member(seen_at=NOW)
    with django_assert_num_queries(1):
        assert not presence.see(address=member.email_key, now=NOW + DAY / 2)
    assert presence.see(address=member.email_key, now=NOW + 2 * DAY)
    assert not presence.see(address="nobody@kommune.example", now=NOW)


@pytest.fixture
def slow(monkeypatch):
    """A worker that reads whom it means to do something with, and is then overtaken by `meanwhile`."""

    def overtaken_by(meanwhile):
        read = presence.portion

        def portion(members, order):
            found = read(members, order)
            meanwhile()
            return found

        monkeypatch.setattr(presence, "portion", portion)

    return overtaken_by


def test_lets_nobody_go_who_signs_in_at_that_moment(quiet, slow):
    presence.ask(NOW)
    presence.remind(NOW + 30 * DAY)
    slow(lambda: presence.see(address=quiet.email_key, now=NOW + 60 * DAY))
    assert presence.take_silence(NOW + 60 * DAY) == 0
    assert again(quiet).left_at is None


def test_asks_nobody_who_signs_in_at_that_moment(quiet, slow):
    slow(lambda: presence.see(address=quiet.email_key, now=NOW))
    assert (presence.ask(NOW), written()) == (0, 0)


def test_erases_nobody_who_comes_back_at_that_moment(quiet, slow):
    leaving.say_goodbye(member=quiet, now=NOW)
    slow(lambda: leaving.come_back(member=quiet, now=NOW + 30 * DAY))
    assert presence.erase_gone(NOW + 30 * DAY) == 0
    assert again(quiet).left_at is None


def test_leaves_one_who_said_goodbye_alone(quiet):
    leaving.say_goodbye(member=quiet, now=NOW)
    assert presence.ask(NOW + DAY) == 0


def test_counts_those_who_left_nowhere(quiet):
    leaving.say_goodbye(member=quiet, now=NOW)
    assert list(recipients(Rule())) == []
    counted = count(Rule())
    assert (counted.members, counted.unreachable, counted.unconfirmed) == (0, 0, 0)
