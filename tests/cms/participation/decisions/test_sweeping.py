"""What `tick` does at a season's end: one letter, one reminder, one count, one telling."""

import pytest
from django.utils import timezone

from cms.mail.models import Letter
from cms.participation.decisions import actions, deciding, sweeping
from cms.participation.decisions.models import Proposal, Renewal
from tests.factories.decisions import DAY, give_ballots, make_decision, make_season, options_of
from tests.factories.people import make_editor, make_member, suppress

NOW = timezone.now()


@pytest.fixture
def asking(bo):
    """A decision that asks all who were members before it; the clock has come so far a day ago."""
    type(bo).objects.update(joined_at=NOW - 90 * DAY)
    return make_decision("options", asks_at=NOW - DAY)


def addresses(kind):
    return [one.address for one in Letter.objects.filter(kind=f"participation.{kind}")]


def test_asks_each_member_once(asking, bo):
    new = make_member(consent=False)
    for _ in range(3):
        sweeping.sweep(now=NOW)
    assert addresses("ask_renewal") == [bo.email]
    assert not Renewal.objects.filter(member=new).exists()


def test_asks_in_portions_and_nobody_twice(asking, monkeypatch):
    monkeypatch.setattr(sweeping, "PORTION", 1)
    make_member(consent=False)
    type(make_member(consent=False)).objects.update(joined_at=NOW - 90 * DAY)
    counts = [sweeping.ask(NOW) for _ in range(4)]
    assert counts == [1, 1, 1, 0]
    assert len(set(addresses("ask_renewal"))) == 3


def test_asks_nobody_who_has_answered_already_and_writes_to_no_dead_address(asking, bo):
    actions.answer(decision=asking, member=bo, choice="renew", now=NOW)
    dead = make_member(consent=False)
    type(dead).objects.update(joined_at=NOW - 90 * DAY)
    suppress(dead)
    sweeping.sweep(now=NOW)
    assert addresses("ask_renewal") == []
    assert Renewal.objects.filter(member=dead).exists()


def test_reminds_once_and_only_those_who_have_not_answered(asking, bo):
    ida = make_member(consent=False)
    type(ida).objects.update(joined_at=NOW - 90 * DAY)
    sweeping.sweep(now=NOW)
    actions.answer(decision=asking, member=ida, choice="renew", now=NOW)
    for days in (13, 14, 15, 40):
        sweeping.sweep(now=NOW + days * DAY)
    assert sorted(addresses("ask_renewal")) == sorted([bo.email, bo.email, ida.email])


def test_asks_nobody_after_the_season(bo):
    type(bo).objects.update(joined_at=NOW - 90 * DAY)
    make_decision("closed", season=make_season(ends_in=-1), asks_at=NOW - 50 * DAY)
    assert sweeping.ask(NOW) == 0


def test_not_answering_changes_nothing(asking, bo):
    for days in (0, 15, 100):
        sweeping.sweep(now=NOW + days * DAY)
    bo.refresh_from_db()
    assert (bo.left_at, bo.resting_until) == (None, None)


def test_counts_what_is_over(bo):
    decision = make_decision("closed")
    give_ballots(options_of(decision)[0], 1)
    assert sweeping.sweep(now=NOW)["votes counted"] == 1
    assert sweeping.sweep(now=NOW)["votes counted"] == 0
    decision.refresh_from_db()
    assert decision.voted == 1


def test_tells_each_member_once_what_was_decided(bo):
    decision = make_decision("closed")
    deciding.count(decision=decision, now=NOW)
    deciding.publish(decision=decision, outcome="Vi går videre.", by=make_editor(), now=NOW)
    type(bo).objects.update(joined_at=NOW - 90 * DAY)
    for _ in range(2):
        sweeping.sweep(now=NOW)
    assert addresses("tell_decision") == [bo.email]


def test_forgets_proposals_and_answers_a_year_after_the_season(bo):
    season = make_season(ends_in=1)
    decision = make_decision("consultation", season=season, asks_at=NOW - DAY)
    actions.propose(decision=decision, member=bo, text="Videre.", press="p" * 22, now=NOW)
    actions.answer(decision=decision, member=bo, choice="renew", now=NOW)
    assert sweeping.forget(NOW + 366 * DAY) == 0
    assert sweeping.forget(NOW + 367 * DAY) == 2
    assert not Proposal.objects.exists()
