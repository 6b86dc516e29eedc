"""An evaluation opens by itself at the end of its day."""

import datetime as dt

import pytest
from django.utils import timezone

from cms.invitations import changing
from cms.invitations.models import Registration
from cms.participation.evaluations import actions, opening, queries
from cms.participation.evaluations.models import AnswerSheet, Evaluation, Respondent
from tests.factories.evaluations import make_evaluation, make_held_day, people_of
from tests.factories.seats import make_registration, make_registrations

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def now(home):
    return timezone.now()


def test_opens_at_the_end_of_the_day_and_asks_those_who_came(now):
    day = make_held_day(5, now)
    make_registration(day, now=now - 20 * DAY)
    assert opening.open_due(day.ends_at - dt.timedelta(minutes=1)) == 0
    assert opening.open_due(now) == 1
    evaluation = Evaluation.objects.get()
    assert (evaluation.opened_at, evaluation.closes_at) == (now, now + 14 * DAY)
    assert Respondent.objects.count() == 5
    assert AnswerSheet.objects.blank().count() == 5 + opening.SPARE


def test_opens_once_however_often_it_is_looked_at(now):
    make_held_day(5, now)
    assert [opening.open_due(now), opening.open_due(now), opening.open_due(now + DAY)] == [1, 0, 0]
    assert Respondent.objects.count() == 5


def test_is_opened_by_one_of_two_at_once(now):
    day = make_held_day(5, now)
    assert [opening.open_one(day, now), opening.open_one(day, now)] == [True, False]


def test_opens_nothing_where_it_is_killed_half_way(now, monkeypatch):
    make_held_day(5, now)
    monkeypatch.setattr(opening, "lay_out", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        opening.open_due(now)
    assert (Evaluation.objects.count(), Respondent.objects.count()) == (0, 0)
    monkeypatch.undo()
    assert opening.open_due(now) == 1


@pytest.mark.parametrize("came", [0, 4])
def test_does_not_open_where_too_few_came_to_ever_show_a_result(now, came):
    make_held_day(came, now)
    assert opening.open_due(now) == 0


def test_opens_as_soon_as_a_paper_list_is_typed(now):
    day = make_held_day(4, now)
    late = make_registration(day, now=now - 20 * DAY)
    assert opening.open_due(now) == 0
    Registration.objects.filter(pk=late.pk).update(checked_in_at=now)
    assert opening.open_due(now + DAY) == 1


def test_leaves_a_day_that_was_long_ago(now):
    make_held_day(5, now)
    assert opening.open_due(now + queries.OPENS_WITHIN) == 0


def test_leaves_a_day_that_is_cancelled_or_not_public(now):
    day = make_held_day(5, now)
    changing.cancel_day(day=day, because="", by=None, now=day.starts_at - DAY)
    assert opening.open_due(now) == 0
    assert opening.open_one(day, now) is False


def test_leaves_a_day_for_which_it_is_switched_off(now):
    day = make_held_day(5, now)
    decided = {"days_open": 14, "reminds": True, "own_questions": []}
    actions.decide(day=day, is_on=False, now=now, **decided)
    assert opening.open_due(now) == 0
    assert opening.open_one(day, now) is False
    actions.decide(day=day, is_on=True, now=now, **decided)
    assert opening.open_due(now) == 1


def test_asks_those_who_are_checked_in_later(now):
    evaluation = make_evaluation(5, now)
    late = make_registrations(2, evaluation.invitation, now=now - 20 * DAY)
    assert opening.ask_latecomers(now) == 0
    Registration.objects.filter(pk__in=[one.pk for one in late]).update(checked_in_at=now)
    assert [opening.ask_latecomers(now), opening.ask_latecomers(now)] == [2, 0]
    assert Respondent.objects.count() == 7
    assert evaluation.sheets.blank().count() == 7 + opening.SPARE


def test_asks_guests_and_visitors_with_an_address_and_nobody_without(now):
    day = make_held_day(5, now)
    guest, stranger = people_with(day, "gaest@kommune.example"), people_with(day, "")
    opening.open_due(now)
    asked = set(Respondent.objects.values_list("registration", flat=True))
    assert (guest.pk in asked, stranger.pk in asked) == (True, False)


def people_with(day, address):
    return Registration.objects.create(
        invitation=day,
        number=100 + len(address),
        state="seated",
        first_name="Signe",
        email=address,
        email_key=address,
        is_walk_in=True,
        created_at=day.starts_at,
        seated_at=day.starts_at,
        checked_in_at=day.starts_at,
    )


def test_freezes_its_questions(now):
    evaluation = make_evaluation(5, now)
    day = evaluation.invitation
    day.programme = []
    day.save()
    evaluation.refresh_from_db()
    said = [one["said"] for one in evaluation.questions if one["part"] == "item"]
    assert said == ["Velkommen", "Varme i rørene"]
    assert len(people_of(evaluation)) == 5
