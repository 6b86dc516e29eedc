"""Which decision it is, how it stands, and what members said."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils import timezone

from cms.members.models import Member
from cms.members.tokens import read_answer_token

from .models import Ballot, Decision, Option, Proposal, Renewal, Step

PROPOSALS_A_PAGE = 20
LEAST_OPTIONS = 2
BIGGEST_ID = 2**63
# What the token in the letter is for (`cms.members.tokens`).
PURPOSE = "participation.renewal"


@dataclass(frozen=True)
class Turnout:
    """How many have voted, of how many who can."""

    voted: int
    could: int

    @property
    def percent(self) -> int:
        return round(100 * self.voted / self.could) if self.could else 0


@dataclass(frozen=True)
class Moment:
    """One moment of a decision's timeline, as an editor reads it."""

    name: str
    at: dt.datetime
    is_past: bool
    is_next: bool


def current_decision(now: dt.datetime) -> Decision | None:
    """The one that has begun last; before the first, the one that begins next."""
    decisions = Decision.objects.select_related("season")
    begun = decisions.filter(consultation_opens_at__lte=now).order_by("-consultation_opens_at")
    return begun.first() or decisions.order_by("consultation_opens_at").first()


def asking_decision(now: dt.datetime) -> Decision | None:
    """The one whose season ends, and that asks members whether they go on."""
    due = Decision.objects.select_related("season").filter(
        asks_at__lte=now, season__ends_on__gte=timezone.localdate(now)
    )
    return due.order_by("season__ends_on").first()


def published_decision(season: int | None = None) -> Decision | None:
    """What was decided at the end of this season, or last."""
    found = Decision.objects.filter(published_at__isnull=False).select_related("season")
    if season:
        found = found.filter(season=season)
    return found.order_by("-published_at").first()


def decision_called(pk: int) -> Decision | None:
    if pk >= BIGGEST_ID:
        return None
    return Decision.objects.select_related("season").filter(pk=pk).first()


def options_of(decision: Decision) -> list[Option]:
    """In the editors' order; when they are counted, the most wanted first."""
    options = Option.objects.filter(decision=decision)
    return list(options.order_by("-votes", "sort_order") if decision.counted_at else options)


def is_votable(decision: Decision, now: dt.datetime) -> bool:
    """Whether members can vote now. A vote without a choice is none."""
    is_open = decision.step(now) == Step.VOTE and not decision.counted_at
    return is_open and Option.objects.filter(decision=decision).count() >= LEAST_OPTIONS


def turnout(decision: Decision) -> Turnout:
    """Live while the vote is open; then as it was when it was counted."""
    if decision.counted_at:
        return Turnout(decision.voted or 0, decision.could_vote or 0)
    voted = Ballot.objects.filter(decision=decision).count()
    return Turnout(voted, Member.objects.staying().count())


def own_ballot(decision: Decision, me: Member) -> Ballot | None:
    return Ballot.objects.filter(decision=decision, member=me).first()


def proposals_of(decision: Decision) -> QuerySet[Proposal]:
    """The oldest first; of those who are members still."""
    found = Proposal.objects.filter(decision=decision, member__left_at=None)
    return found.select_related("member__organisation").order_by("at", "pk")


def page_of(proposals: QuerySet[Proposal], number: Any) -> Page:
    return Paginator(proposals, PROPOSALS_A_PAGE).get_page(number)


def own_proposal(code: str, me: Member) -> Proposal | None:
    if not code.isascii() or "\x00" in code:
        return None
    return Proposal.objects.filter(code=code, member=me).select_related("decision__season").first()


def own_renewal(decision: Decision, me: Member) -> Renewal | None:
    return Renewal.objects.filter(decision=decision, member=me).first()


def renewal_of(token: str) -> Renewal | None:
    """The answer that this token gives, or None for any other text."""
    read = read_answer_token(token, PURPOSE)
    if read is None:
        return None
    member_id, asked_at = read
    found = Renewal.objects.filter(member=member_id, asked_at=asked_at)
    return found.select_related("decision__season", "member").first()


def answers_of(decision: Decision) -> list[dict[str, Any]]:
    """{label, count} for each answer, and for those who were asked and have not answered."""
    rows = Renewal.objects.filter(decision=decision).order_by().values_list("choice")
    counted = dict(rows.annotate(Count("pk")))
    found: list[dict[str, Any]] = [
        {"choice": one.value, "label": one.label, "count": counted.get(one.value, 0)}
        for one in Renewal.Choice
    ]
    return [*found, {"choice": "", "label": "", "count": counted.get("", 0)}]


def unasked(decision: Decision) -> QuerySet[Member]:
    """Who gets the letter about the next season: all who were members when it began to be sent, and have
    not answered by themselves.
    """
    answered = Renewal.objects.filter(decision=decision, member=OuterRef("pk"))
    members = Member.objects.staying().filter(
        pk__gt=decision.asked_up_to, joined_at__lt=decision.asks_at
    )
    return members.filter(~Exists(answered)).order_by("pk")


def timeline(decision: Decision, now: dt.datetime) -> list[Moment]:
    """All moments of a decision, the earliest first; the next of them is marked."""
    fields = {
        field.name: str(field.verbose_name)
        for field in Decision._meta.get_fields()
        if hasattr(field, "verbose_name")
    }
    names = ["consultation_opens_at", "consultation_closes_at", "vote_opens_at", "vote_closes_at"]
    moments = sorted(
        ((getattr(decision, n), fields[n]) for n in [*names, "asks_at"]), key=lambda m: m[0]
    )
    coming = [at for at, _name in moments if at > now]
    return [
        Moment(name=name, at=at, is_past=at <= now, is_next=bool(coming) and at == coming[0])
        for at, name in moments
    ]
