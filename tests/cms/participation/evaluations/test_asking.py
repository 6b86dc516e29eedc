"""The two letters about an evaluation."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from cms.invitations.models import Registration
from cms.mail.models import Letter
from cms.participation.evaluations import actions, asking, opening
from tests.factories.evaluations import begin, link_of, make_evaluation, people_of
from tests.factories.people import suppress
from tests.factories.seats import make_registration

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
COPENHAGEN = ZoneInfo("Europe/Copenhagen")
NOW = dt.datetime(2030, 5, 6, 17, tzinfo=COPENHAGEN)
REMINDED = dt.datetime(2030, 5, 11, 9, tzinfo=COPENHAGEN)


@pytest.fixture
def evaluation(home):
    return make_evaluation(5, NOW)


def kinds(registration):
    address = registration.person.address
    found = Letter.objects.filter(address=address, kind__startswith="evaluations.")
    return [one.kind.removeprefix("evaluations.") for one in found.order_by("pk")]


def test_writes_to_those_who_came_and_reminds_those_who_have_not_answered(evaluation):
    first, second = people_of(evaluation)[:2]
    for moment, so_far in (
        (NOW, ["opened"]),
        (NOW + DAY, ["opened"]),
        (REMINDED - dt.timedelta(minutes=1), ["opened"]),
        (REMINDED, ["opened", "reminder"]),
        (REMINDED + DAY, ["opened", "reminder"]),
    ):
        asking.write_due(moment)
        assert kinds(first) == so_far
        if moment == NOW:
            begin(second, NOW)
    assert kinds(second) == ["opened"]


def test_leads_to_the_persons_own_link_and_says_until_when(evaluation):
    asking.write_due(NOW)
    own = people_of(evaluation)[0]
    letter = Letter.objects.get(address=own.person.address, kind="evaluations.opened")
    assert f"/evaluering/{link_of(own)}/" in letter.text
    assert "20. maj" in letter.text
    assert letter.subject == "Hvad fik du ud af det? Energidag"


def test_writes_to_a_portion_at_a_time_and_goes_on(evaluation, monkeypatch):
    monkeypatch.setattr(asking, "MOST_AT_ONCE", 2)
    assert [asking.write_due(NOW) for _tick in range(4)] == [2, 2, 1, 0]


def test_writes_nothing_where_it_is_killed_and_all_of_it_afterwards(evaluation, monkeypatch):
    monkeypatch.setattr(asking, "write_one", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        asking.write_due(NOW)
    monkeypatch.undo()
    assert asking.write_due(NOW) == 5


def test_does_not_remind_where_an_editor_has_said_so(evaluation):
    asking.write_due(NOW)
    decided = {"is_on": True, "days_open": 14, "own_questions": None}
    actions.decide(day=evaluation.invitation, reminds=False, now=NOW, **decided)
    assert asking.write_due(REMINDED) == 0


def test_does_not_remind_where_it_closes_before(evaluation):
    asking.write_due(NOW)
    decided = {"is_on": True, "reminds": True, "own_questions": None}
    actions.decide(day=evaluation.invitation, days_open=4, now=NOW, **decided)
    evaluation.refresh_from_db()
    assert asking.reminded_at(evaluation) is None
    assert asking.write_due(REMINDED) == 0


def test_writes_nothing_after_it_has_closed(evaluation):
    assert asking.write_due(evaluation.closes_at) == 0


def test_does_not_remind_whoever_has_just_been_asked(evaluation):
    late = make_registration(evaluation.invitation, now=NOW - 20 * DAY)
    Registration.objects.filter(pk=late.pk).update(checked_in_at=NOW)
    asking.write_due(NOW)
    opening.ask_latecomers(REMINDED)
    asking.write_due(REMINDED)
    assert kinds(late) == ["opened"]


def test_writes_to_no_dead_address(evaluation):
    own = people_of(evaluation)[0]
    suppress(own.member)
    assert asking.write_due(NOW) == 4
    assert asking.write_due(NOW) == 0


def test_writes_in_the_language_of_whoever_reads(evaluation):
    own = people_of(evaluation)[0]
    type(own.member).objects.filter(pk=own.member.pk).update(language="en")
    asking.write_due(NOW)
    letter = Letter.objects.get(address=own.person.address, kind="evaluations.opened")
    assert letter.subject == "What did you get out of it? Energidag"
    assert "/en/evaluering/" in letter.text


def test_leaves_nothing_that_says_who_was_reminded(evaluation, work):
    asking.write_due(NOW)
    asking.write_due(REMINDED)
    address = people_of(evaluation)[0].person.address
    Letter.objects.update(give_up_at=timezone.now() + DAY, retry_at=timezone.now())
    work()
    left = Letter.objects.filter(kind="evaluations.reminder")
    assert left.count() == 5
    assert address not in repr(list(left.values()))
    assert set(left.values_list("about", "key")) == {(evaluation.about, None)}
    assert Letter.objects.filter(kind="evaluations.opened", address=address).exists()


def test_lets_no_letter_leave_any_more_when_it_is_closed_early(evaluation):
    asking.write_due(NOW)
    actions.close(evaluation=evaluation, now=NOW)
    assert set(Letter.objects.filter(about=evaluation.about).values_list("state", flat=True)) == {
        Letter.State.CANCELLED
    }
