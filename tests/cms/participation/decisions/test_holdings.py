"""What a member is shown of their proposals, votes and answers."""

from django.utils import timezone

from cms.holdings.registry import receipt
from cms.members.queries import person_of
from cms.participation.decisions import actions
from cms.participation.decisions.models import Proposal
from tests.factories.decisions import DAY, make_decision, options_of

NOW = timezone.now()


def test_names_what_one_proposed_voted_and_answered(bo):
    decision = make_decision(asks_at=NOW - DAY)
    Proposal.objects.create(decision=decision, member=bo, press="p", text="Videre.", at=NOW)
    option = options_of(decision)[0]
    actions.cast(decision=decision, member=bo, option=option.pk, now=NOW)
    actions.answer(decision=decision, member=bo, choice="rest", now=NOW)
    bo.refresh_from_db()
    kept = {one.holding.name: one for one in receipt(person_of(bo), most=5)}
    assert decision.question in kept["participation.proposals"].rows[0].what
    assert option.title in kept["participation.ballots"].rows[0].what
    assert kept["participation.renewals"].rows[0].facts
    facts = {fact.name for fact in kept["members.profile"].rows[0].facts}
    assert "resting_until" in facts
