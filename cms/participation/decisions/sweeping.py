"""What `manage.py tick` does at a season's end: counts, asks members once and once more, tells them what was
decided, and forgets.

Each run does a portion, and a decision remembers how far its letters have come.
"""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from cms.mail.actions import post
from cms.members import queries as members
from cms.members.leaving import page
from cms.members.models import Member
from cms.members.tokens import make_answer_token

from . import actions, deciding, queries
from .letters import ASK, TELL
from .models import Decision, Proposal, Renewal

REMINDED_AFTER = dt.timedelta(days=14)
KEPT = dt.timedelta(days=365)
# Of each kind in one run.
PORTION = 200


def sweep(*, now: dt.datetime) -> dict[str, int]:
    """Safe to run at any time, in parallel. Returns {what: how many} for the log."""
    closed = Decision.objects.filter(counted_at=None, vote_closes_at__lte=now)
    return {
        "votes counted": sum(deciding.count(decision=one, now=now) for one in closed),
        "asked to renew": ask(now),
        "reminded to renew": remind(now),
        "told of a decision": tell(now),
        "proposals and answers forgotten": forget(now),
    }


@transaction.atomic
def ask(now: dt.datetime) -> int:
    decision = queries.asking_decision(now)
    if decision is None:
        return 0
    # Whole seconds, as the token has them.
    asked_at = now.replace(microsecond=0)
    held = (
        Decision.objects.select_for_update(of=("self",))
        .select_related("season")
        .get(pk=decision.pk)
    )
    portion = list(queries.unasked(held)[:PORTION])
    for member in portion:
        write(Renewal.objects.create(decision=held, member=member, asked_at=asked_at), now)
    if portion:
        held.asked_up_to = portion[-1].pk
        held.save(update_fields=["asked_up_to"])
    return len(portion)


def remind(now: dt.datetime) -> int:
    """Once, and only those who have not answered while it is open."""
    decision = queries.asking_decision(now)
    if decision is None:
        return 0
    due = Renewal.objects.filter(
        decision=decision, choice="", reminded_at=None, asked_at__lte=now - REMINDED_AFTER
    )
    staying = due.filter(member__left_at=None).select_related("member", "decision__season")
    return sum(remind_one(renewal, now) for renewal in staying.order_by("asked_at", "pk")[:PORTION])


@transaction.atomic
def remind_one(renewal: Renewal, now: dt.datetime) -> bool:
    """False where another worker was faster, or the member answered at this moment."""
    due = Renewal.objects.filter(pk=renewal.pk, choice="", reminded_at=None)
    if not due.update(reminded_at=now):
        return False
    write(renewal, now, is_reminder=True)
    return True


def write(renewal: Renewal, now: dt.datetime, *, is_reminder: bool = False) -> None:
    """To an address that does not exist nothing is written: the question stands on »Min side«, too."""
    member, decision = renewal.member, renewal.decision
    if renewal.asked_at is None or members.is_dead(member.fingerprint):
        return
    token = make_answer_token(member.pk, renewal.asked_at, queries.PURPOSE)
    post(
        kind=ASK.name,
        address=member.email,
        values={
            "name": member.first_name,
            "season": decision.season.name,
            "answer_url": page("decisions:renew_by_letter", member.language, token),
            "until": decision.asks_until - dt.timedelta(minutes=1),
            "is_reminder": is_reminder,
        },
        language=member.language,
        about=actions.about(renewal),
        not_after=decision.asks_until,
        now=now,
    )


@transaction.atomic
def tell(now: dt.datetime) -> int:
    """One letter to each member about what was decided."""
    fresh = Decision.objects.filter(published_at__gt=now - TELL.lifetime)
    decision = fresh.select_for_update(of=("self",)).select_related("season").first()
    if decision is None:
        return 0
    known = Member.objects.staying().filter(
        pk__gt=decision.told_up_to, joined_at__lte=decision.published_at
    )
    portion = list(known.order_by("pk")[:PORTION])
    dead = set(
        members.standing([member.fingerprint for member in portion])
        .filter(reason="bounced")
        .values_list("fingerprint", flat=True)
    )
    for member in portion:
        if member.fingerprint not in dead:
            post(
                kind=TELL.name,
                address=member.email,
                values={
                    "name": member.first_name,
                    "season": decision.season.name,
                    "question": decision.question,
                    "decision_url": page("decisions:season", member.language),
                },
                language=member.language,
                about=f"member:{member.pk}",
                now=now,
            )
    if portion:
        decision.told_up_to = portion[-1].pk
        decision.save(update_fields=["told_up_to"])
    return len(portion)


def forget(now: dt.datetime) -> int:
    """What members proposed and answered, a year after the season."""
    before = timezone.localdate(now - KEPT)
    old = {"decision__season__ends_on__lt": before}
    return Proposal.objects.filter(**old).delete()[0] + Renewal.objects.filter(**old).delete()[0]
