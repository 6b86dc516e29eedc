"""What members do at a season's end, and what the clock and editors do with it."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from cms.members.leaving import erase, say_goodbye
from cms.members.models import Member
from cms.participation.decisions import actions, deciding, queries
from cms.participation.decisions.models import Ballot, Decision, Option, Proposal, Renewal, Step
from newsletters.audiences.queries import Counted, count, recipients
from newsletters.audiences.rules import Rule
from tests.factories.decisions import DAY, give_ballots, make_decision, make_season, options_of
from tests.factories.people import make_editor, make_member

NOW = timezone.now()


def cast(option, member, now=NOW):
    return actions.cast(decision=option.decision, member=member, option=option.pk, now=now)


def propose(decision, member, press="p" * 22):
    return actions.propose(
        decision=decision, member=member, text="Vi fortsætter.", press=press, now=NOW
    )


def answer(decision, member, choice, now=NOW):
    return actions.answer(decision=decision, member=member, choice=choice, now=now)


@pytest.fixture
def asking():
    return make_decision("options", asks_at=NOW - DAY)


@pytest.mark.parametrize("step", ["before", "consultation", "options", "vote", "closed"])
def test_stands_where_its_dates_say(step):
    assert make_decision(step).step(timezone.now()) == step


def test_steps_begin_on_the_moment_also_in_the_night_when_clocks_change():
    # 25 October 2026, 02.30 in Copenhagen comes twice; the second is an hour after the first.
    first = dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)
    decision = Decision(
        consultation_opens_at=first - 3 * DAY,
        consultation_closes_at=first - 2 * DAY,
        vote_opens_at=first - DAY,
        vote_closes_at=first + dt.timedelta(hours=1),
    )
    assert decision.step(first) == Step.VOTE
    assert decision.step(first + dt.timedelta(hours=1)) == Step.CLOSED


def test_proposes_while_proposals_are_open(bo):
    decision = make_decision("consultation")
    for _ in range(2):
        propose(decision, bo)
    assert [one.member for one in queries.proposals_of(decision)] == [bo]


@pytest.mark.parametrize("step", ["before", "options", "vote", "closed"])
def test_takes_no_proposal_at_another_step(bo, step):
    with pytest.raises(actions.ClosedError):
        propose(make_decision(step), bo)


def test_takes_five_proposals_and_no_sixth(bo):
    decision = make_decision("consultation")
    for number in range(actions.MOST_PROPOSALS):
        propose(decision, bo, press=str(number) * 22)
    with pytest.raises(actions.TooManyProposalsError):
        propose(decision, bo, press="x" * 22)


def test_votes_and_votes_otherwise(bo):
    one, other = options_of(make_decision())
    cast(one, bo)
    cast(other, bo)
    assert list(Ballot.objects.values_list("option", "member")) == [(other.pk, bo.pk)]


@pytest.mark.parametrize("step", ["before", "consultation", "options", "closed"])
def test_takes_no_vote_at_another_step(bo, step):
    with pytest.raises(actions.ClosedError):
        cast(options_of(make_decision(step))[0], bo)


def test_takes_no_vote_while_there_is_nothing_to_choose_between(bo):
    with pytest.raises(actions.ClosedError):
        cast(options_of(make_decision(options=1))[0], bo)


def test_takes_no_vote_after_it_was_closed_while_the_form_was_open(bo):
    option = options_of(make_decision())[0]
    with pytest.raises(actions.ClosedError):
        cast(option, bo, now=option.decision.vote_closes_at)


def test_takes_no_vote_for_an_option_of_another_season(bo):
    decision, other = make_decision(), make_decision()
    with pytest.raises(actions.NoOptionError):
        actions.cast(decision=decision, member=bo, option=options_of(other)[0].pk, now=NOW)


def test_whoever_leaves_or_is_erased_before_the_count_has_no_vote(bo, anna):
    option = options_of(make_decision())[0]
    cast(option, bo)
    cast(option, anna)
    say_goodbye(member=bo, now=NOW)
    erase(member=anna, now=NOW)
    assert not Ballot.objects.exists()
    with pytest.raises(actions.HasLeftError):
        cast(option, bo)


def test_counts_once_and_deletes_who_gave_which_vote():
    decision = make_decision("closed")
    first, second = options_of(decision)
    give_ballots(first, 2)
    give_ballots(second, 1)
    assert deciding.count(decision=decision, now=NOW) is True
    assert deciding.count(decision=decision, now=NOW) is False
    decision.refresh_from_db()
    assert [(one.title, one.votes) for one in queries.options_of(decision)] == [
        ("Mulighed 1", 2),
        ("Mulighed 2", 1),
    ]
    assert queries.turnout(decision) == queries.Turnout(3, 3)
    assert not Ballot.objects.exists()


def test_counts_nothing_before_it_is_over(bo):
    option = options_of(make_decision())[0]
    cast(option, bo)
    assert deciding.count(decision=option.decision, now=NOW) is False
    assert Ballot.objects.count() == 1


def test_publishes_what_was_counted_and_mends_the_words():
    decision, eva = make_decision("closed"), make_editor()
    with pytest.raises(deciding.NotCountedError):
        deciding.publish(decision=decision, outcome="Vi fortsætter.", by=eva, now=NOW)
    deciding.count(decision=decision, now=NOW)
    firsts = [
        deciding.publish(decision=decision, outcome=words, by=eva, now=NOW + number * DAY)
        for number, words in enumerate(["Vi fortsætter.", "Vi fortsætter et år."])
    ]
    decision.refresh_from_db()
    assert (firsts, decision.outcome, decision.published_at) == (
        [True, False],
        "Vi fortsætter et år.",
        NOW,
    )


def test_an_option_with_votes_cannot_be_deleted():
    option = options_of(make_decision())[0]
    give_ballots(option, 1)
    with pytest.raises(ProtectedError):
        Option.objects.get(pk=option.pk).delete()


def test_renews_rests_and_says_goodbye_and_the_last_answer_counts(bo, asking):
    answer(asking, bo, "rest")
    bo.refresh_from_db()
    assert bo.resting_until == asking.season.ends_on + actions.YEAR
    answer(asking, bo, "renew")
    bo.refresh_from_db()
    assert (bo.resting_until, bo.left_at) == (None, None)
    answer(asking, bo, "leave")
    bo.refresh_from_db()
    assert bo.left_at == NOW
    assert list(Renewal.objects.values_list("choice", flat=True)) == ["leave"]
    with pytest.raises(actions.HasLeftError):
        answer(asking, bo, "renew")


def test_rests_until_the_end_of_the_next_season_where_there_is_one(asking):
    ends_on = asking.season.ends_on
    coming = make_season(starts_on=ends_on + DAY, ends_on=ends_on + 200 * DAY)
    assert actions.rests_until(asking) == coming.ends_on


def test_whoever_rests_gets_no_newsletter_and_is_counted_as_resting(asking):
    resting, awake = make_member(), make_member()
    make_member(consent=False)
    answer(asking, resting, "rest")
    assert list(recipients(Rule())) == [awake]
    assert count(Rule()) == Counted(1, 0, 1, resting=1)
    Member.objects.filter(pk=resting.pk).update(resting_until=timezone.localdate() - DAY)
    assert set(recipients(Rule())) == {resting, awake}


@pytest.mark.parametrize("asks_in", [-90, 1], ids=["the season is over", "not asked yet"])
def test_takes_no_answer_when_nothing_is_asked(bo, asks_in):
    season = make_season(ends_in=-1 if asks_in < 0 else 60)
    decision = make_decision("closed", season=season, asks_at=NOW + asks_in * DAY)
    with pytest.raises(actions.ClosedError):
        answer(decision, bo, "renew")


def test_is_open_until_the_seasons_last_minute_in_copenhagen(asking):
    midnight = asking.asks_until
    assert timezone.localtime(midnight).time() == dt.time()
    assert asking.asks(midnight - dt.timedelta(seconds=1)) is True
    assert asking.asks(midnight) is False


def test_the_database_refuses_dates_out_of_order():
    decision = make_decision()
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(vote_closes_at=NOW - 90 * DAY)


def test_an_erased_member_takes_proposals_and_answers_along(bo):
    decision = make_decision("consultation", asks_at=NOW - DAY)
    propose(decision, bo)
    answer(decision, bo, "renew")
    erase(member=bo, now=NOW)
    assert not Proposal.objects.exists()
    assert not Renewal.objects.exists()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_votes_of_one_member_at_once_are_one():
    bo, options = make_member(consent=False), options_of(make_decision())

    def press(option):
        try:
            cast(option, bo)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(press, options))
    assert Ballot.objects.filter(member=bo).count() == 1
