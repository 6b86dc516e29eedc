"""Whether members are still here: seen when they do something, asked once a year, and let go if nobody
answers.

Seen is who signs in, chooses something or answers; nobody counts what is opened or clicked. One letter asks,
one reminds; who answers neither is taken to have said goodbye, and then has the days to come back that
everybody has who leaves. All periods are our own rules: the law only says »no longer than necessary« (GDPR
article 5(1)(e)). Sweeping is a step of `manage.py tick`; each run does a portion, so a network of a million
is asked over days.
"""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from cms.errors import NetworkError
from cms.mail.actions import cancel, post

from . import leaving, queries, tokens
from .letters import STILL_HERE
from .models import Member, MemberQuerySet

QUIET_FOR = dt.timedelta(days=365)
REMINDED_AFTER = dt.timedelta(days=30)
ANSWER_WITHIN = dt.timedelta(days=60)
# Seen once a day is enough, and one write for it.
NOTED_EVERY = dt.timedelta(days=1)
# Of each kind in one run.
PORTION = 200


class AnswerError(NetworkError):
    """The link answers nothing: it is cut off, or the question is answered or over."""

    code = "answer_link"
    status = 404


def see(*, address: str, now: dt.datetime) -> bool:
    """Note that whoever has this address (in its canonical form) is here; a question is answered by it.

    Once a day at the most. True if something was noted.
    """
    old = Q(seen_at__lt=now - NOTED_EVERY) | Q(asked_at__isnull=False)
    found = Member.objects.filter(old, email_key=address)
    return bool(found.update(seen_at=now, asked_at=None, reminded_at=None))


def asked_by(token: str) -> Member | None:
    """The member whose open question this token answers, or None."""
    read = tokens.read_answer_token(token)
    if read is None:
        return None
    member_id, asked_at = read
    return Member.objects.staying().filter(pk=member_id, asked_at=asked_at).first()


def was_answered(token: str) -> bool:
    """Whether the question of this token was answered with a yes: a second press is told so."""
    read = tokens.read_answer_token(token)
    if read is None:
        return False
    member_id, asked_at = read
    here = Member.objects.staying().filter(pk=member_id, asked_at=None, seen_at__gte=asked_at)
    return here.exists()


@transaction.atomic
def answer(*, token: str, stays: bool, now: dt.datetime) -> Member:
    """Stay, or leave. Raises AnswerError."""
    member = asked_by(token)
    if member is None:
        raise AnswerError("The link answers no question that is open.")
    see(address=member.email_key, now=now)
    cancel(about=f"member:{member.pk}", kind=STILL_HERE.name, now=now)
    if not stays:
        leaving.say_goodbye(member=member, now=now)
    return member


def sweep(*, now: dt.datetime) -> dict[str, int]:
    """Safe to run at any time, in parallel. Returns {what: how many} for the log."""
    return {
        "asked whether they are here": ask(now),
        "reminded": remind(now),
        "taken to have left": take_silence(now),
        "erased after goodbye": erase_gone(now),
    }


def ask(now: dt.datetime) -> int:
    """Ask those who have not been seen for a year, the longest unseen first."""
    quiet = Q(asked_at=None, seen_at__lte=now - QUIET_FOR)
    # Whole seconds, as the token has them.
    asked_at = now.replace(microsecond=0)
    until = asked_at + ANSWER_WITHIN
    return sum(
        write(member, quiet, until, now, asked_at=asked_at)
        for member in portion(Member.objects.staying().filter(quiet), "seen_at")
    )


def remind(now: dt.datetime) -> int:
    """Ask a second time. Whoever is reminded late has as long to answer as everybody else."""
    due = Q(asked_at__lte=now - REMINDED_AFTER, reminded_at=None)
    least = now + ANSWER_WITHIN - REMINDED_AFTER
    return sum(
        write(member, due, max(member.asked_at + ANSWER_WITHIN, least), now, reminded_at=now)
        for member in portion(Member.objects.staying().filter(due), "asked_at")
        if member.asked_at
    )


def take_silence(now: dt.datetime) -> int:
    """Those who answered neither letter in time have left."""
    silent = Member.objects.staying().filter(
        asked_at__lte=now - ANSWER_WITHIN, reminded_at__lte=now - (ANSWER_WITHIN - REMINDED_AFTER)
    )
    return sum(
        leaving.say_goodbye(member=member, now=now, was_silent=True)
        for member in portion(silent, "asked_at")
    )


def erase_gone(now: dt.datetime) -> int:
    """Erase those who said goodbye and did not come back."""
    gone = Member.objects.filter(left_at__lte=now - leaving.GONE_AFTER)
    erased = 0
    for member in portion(gone, "left_at"):
        with transaction.atomic():
            # Looked at once more under a lock: they may have come back at this moment.
            if gone.select_for_update().filter(pk=member.pk).first():
                erased += leaving.erase(member=member, now=now, farewell=True)
    return erased


def portion(members: MemberQuerySet, order: str) -> list[Member]:
    return list(members.order_by(order, "pk")[:PORTION])


def write(
    member: Member, due: Q, until: dt.datetime, now: dt.datetime, **moments: dt.datetime
) -> bool:
    """Note the question and post it, unless another worker was faster or the member was seen meanwhile.

    To an address that does not exist nothing is written: the days run all the same.
    """
    with transaction.atomic():
        if not Member.objects.staying().filter(due, pk=member.pk).update(**moments):
            return False
        asked_at = moments.get("asked_at") or member.asked_at
        if asked_at and not queries.is_dead(member.fingerprint):
            token = tokens.make_answer_token(member.pk, asked_at)
            post(
                kind=STILL_HERE.name,
                address=member.email,
                values={
                    "name": member.first_name,
                    "answer_url": leaving.page("members:still_here", member.language, token),
                    "until": until,
                    "is_reminder": "reminded_at" in moments,
                },
                language=member.language,
                about=f"member:{member.pk}",
                now=now,
            )
    return True
