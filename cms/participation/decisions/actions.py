"""What members do about a season's end: propose, vote, and say whether they go on."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from cms.errors import NetworkError
from cms.mail.actions import cancel
from cms.members import presence, resting
from cms.members.leaving import say_goodbye
from cms.members.models import Member
from cms.seasons.models import Season

from . import queries
from .letters import ASK
from .models import Ballot, Decision, Option, Proposal, Renewal, Step

MOST_PROPOSALS = 5
YEAR = dt.timedelta(days=365)
Choice = Renewal.Choice


class ClosedError(NetworkError):
    """The step is not open now."""

    code = "decision_closed"
    status = 409


class NoOptionError(NetworkError):
    """There is no such option in this decision."""

    code = "decision_option"
    status = 422


class TooManyProposalsError(NetworkError):
    """As many proposals as one may have are written."""

    code = "too_many_proposals"
    status = 429


class HasLeftError(NetworkError):
    """Whoever said goodbye has no say, until they come back."""

    code = "member_has_left"
    status = 409


@transaction.atomic
def propose(
    *, decision: Decision, member: Member, text: str, press: str, now: dt.datetime
) -> Proposal:
    """Say what should come next. The same form is one proposal. Raises ClosedError, HasLeftError,
    TooManyProposalsError.
    """
    author = staying(member)
    if decision.step(now) != Step.CONSULTATION:
        raise ClosedError(_("Proposals are not open now."))
    mine = Proposal.objects.filter(decision=decision, member=author)
    standing = mine.filter(press=press).first()
    if standing:
        return standing
    if mine.count() >= MOST_PROPOSALS:
        raise TooManyProposalsError(
            _("You have written %(count)s proposals. Delete one to write another.")
            % {"count": MOST_PROPOSALS}
        )
    return Proposal.objects.create(decision=decision, member=author, text=text, press=press, at=now)


def take_back(*, proposal: Proposal, now: dt.datetime) -> None:
    """Delete one's own proposal, while proposals are open. Raises ClosedError."""
    if proposal.decision.step(now) != Step.CONSULTATION:
        raise ClosedError(_("Proposals are closed, so it stays."))
    proposal.delete()


@transaction.atomic
def cast(*, decision: Decision, member: Member, option: int, now: dt.datetime) -> Ballot:
    """Vote, or vote otherwise. Raises ClosedError, NoOptionError, HasLeftError."""
    found = Decision.objects.select_for_update().get(pk=decision.pk)
    voter = staying(member)
    if not queries.is_votable(found, now):
        raise ClosedError(_("The vote is not open now, so nothing was changed."))
    chosen = Option.objects.filter(decision=found, pk=option).first()
    if chosen is None:
        raise NoOptionError(_("Choose one of the options."))
    ballot, _made = Ballot.objects.update_or_create(
        decision=found, member=voter, defaults={"option": chosen, "at": now}
    )
    return ballot


@transaction.atomic
def answer(*, decision: Decision, member: Member, choice: str, now: dt.datetime) -> Renewal:
    """Renew, rest or say goodbye. The last answer counts. Raises ClosedError, HasLeftError."""
    found = staying(member)
    if not decision.asks(now):
        raise ClosedError(_("The season's question is not open now, so nothing was changed."))
    said = {"choice": Choice(choice), "answered_at": now}
    renewal, _made = Renewal.objects.update_or_create(
        decision=decision, member=found, defaults=said
    )
    presence.see(address=found.email_key, now=now)
    cancel(about=about(renewal), kind=ASK.name, now=now)
    if choice == Choice.REST:
        resting.rest(member=found, until=rests_until(decision), now=now)
    else:
        resting.wake(member=found, now=now)
    if choice == Choice.LEAVE:
        say_goodbye(member=found, now=now)
    return renewal


def rests_until(decision: Decision) -> dt.date:
    """The last day of the season after this one; while there is none, a year on."""
    ends_on = decision.season.ends_on
    following = Season.objects.filter(starts_on__gt=decision.season.starts_on, ends_on__gt=ends_on)
    coming = following.order_by("starts_on").first()
    return coming.ends_on if coming else ends_on + YEAR


def about(renewal: Renewal) -> str:
    """What its letters are about."""
    return f"renewal:{renewal.pk}"


def staying(member: Member) -> Member:
    """The member, whose other presses wait until this one is done. Raises HasLeftError."""
    found = Member.objects.staying().select_for_update().filter(pk=member.pk).first()
    if found is None:
        raise HasLeftError(_("You have said goodbye. Press »Stay« on your own page first."))
    return found


def withdraw_ballots(*, member: Member) -> int:
    """Whoever says goodbye, or is erased, before a vote is counted has no vote in it."""
    return Ballot.objects.filter(member=member).delete()[0]
