"""What a tick does for evaluations, what is kept of people, and what is left when one is erased."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.utils import timezone

from cms.accounts.queries import person_of
from cms.holdings import registry
from cms.invitations.memory import Reminder
from cms.mail.models import Letter
from cms.participation.evaluations import actions, queries, sweeping
from cms.participation.evaluations.models import AnswerSheet, Evaluation, Respondent
from cms.participation.evaluations.sweeping import RESPONDENTS_KEPT, TEXTS_KEPT, sweep
from tests.factories.evaluations import answer, begin, make_evaluation, make_held_day, people_of
from tests.factories.seats import account_of

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def now(home):
    return timezone.now()


def done(moment):
    return {what: count for what, count in sweep(now=moment).items() if count}


def test_follows_a_day_from_its_end_to_its_last_trace(now):
    day = make_held_day(6, now)
    assert done(now) == {"evaluations opened": 1, "evaluation letters": 6}
    assert done(now) == {}
    evaluation = queries.evaluation_of(day)
    answer(evaluation, now, *[{"whole": "5", "home": f"Tak {n}"} for n in range(5)])
    assert done(now + 7 * DAY) == {"evaluation letters": 1}
    assert done(evaluation.closes_at) == {"evaluations closed": 1}
    assert AnswerSheet.objects.count() == 0
    assert done(evaluation.closes_at + RESPONDENTS_KEPT + DAY) == {"respondents forgotten": 6}
    assert Reminder.objects.filter(rule__startswith="evaluation").count() == 0
    later = evaluation.closes_at + TEXTS_KEPT + DAY
    assert done(later) == {"texts deleted": 1}
    assert done(later) == {}
    kept = Evaluation.objects.get().result
    assert (kept["texts"], kept["counts"]["whole"]) == ({}, {"5": 5})


def test_is_a_step_of_tick(now):
    make_held_day(5, now)
    call_command("tick", verbosity=0)
    assert (
        Evaluation.objects.count(),
        Letter.objects.filter(kind="evaluations.opened").count(),
    ) == (*(1, 5),)


def test_forgets_a_portion_at_a_time(now, monkeypatch):
    evaluation = make_evaluation(5, now)
    actions.close(evaluation=evaluation, now=now)
    monkeypatch.setattr(sweeping, "MOST_AT_ONCE", 2)
    later = now + RESPONDENTS_KEPT + DAY
    assert [sweeping.forget_respondents(later) for _tick in range(4)] == [2, 2, 1, 0]


def test_erasing_a_member_takes_the_row_and_leaves_the_answers(now):
    evaluation = make_evaluation(6, now)
    own = people_of(evaluation)[0]
    secret = begin(own, now)
    actions.save(secret=secret, answers={"whole": "1"}, now=now)
    own.member.delete()
    assert Respondent.objects.count() == 5
    assert [one.answers for one in AnswerSheet.objects.exclude(secret_hash="")] == [{"whole": "1"}]
    assert actions.save(secret=secret, answers={"whole": "2"}, now=now).answers == {"whole": "2"}


def test_erasing_takes_the_row_of_a_seat_that_the_same_address_had_as_a_guest(now):
    evaluation = make_evaluation(6, now)
    first, second = people_of(evaluation)[:2]
    address = second.member.email_key
    type(first).objects.filter(pk=first.pk).update(member=None, email_key=address, email=address)
    type(second).objects.filter(pk=second.pk).update(state="cancelled", cancelled_at=now)
    second.member.delete()
    assert Respondent.objects.filter(registration=first).count() == 0


def test_tells_a_member_that_they_were_asked_and_not_what_they_said(now):
    evaluation = make_evaluation(5, now)
    own = people_of(evaluation)[0]
    secret = begin(own, now)
    actions.save(secret=secret, answers={"home": "Hemmeligt."}, now=now)
    person = person_of(account_of(own.member))
    kept = {one.holding.name: one.rows for one in registry.receipt(person, most=9)}
    (row,) = kept["participation.asked"]
    assert row.what == "Spurgt om »Energidag«"
    assert [fact.value for fact in row.facts] == ["ja"]
    assert row.deleted_at == evaluation.closes_at + RESPONDENTS_KEPT
    assert (row.at, kept["participation.answers"]) == (None, [])
    assert "Hemmeligt." not in repr(kept)
