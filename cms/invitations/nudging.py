"""The one letter to those who have not answered an invitation, soon before its deadline.

It goes to members who have said yes to the series of invitations, and its foot says how to say no. A network
may have a million of them, so it is a stored cursor and a batch: each tick goes on where the last one ended,
and a letter's key keeps it from going twice.
"""

import datetime as dt
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from cms.content.models import NetworkSettings
from cms.mail.actions import AddressError, post
from cms.mail.writing import network
from cms.members.models import Member, MemberQuerySet
from cms.members.tokens import make_leave_token

from . import queries, seating
from .letters import DEADLINE
from .memory import Nudge
from .mornings import morning

if TYPE_CHECKING:
    from .pages import InvitationPage

DAYS_BEFORE = 3
A_BATCH, MOST_AT_ONCE = 100, 500
# An editor who opens the form of a day does not wait for a count of a million.
MOST_COUNTED = 10_000
WORDS = _(
    "Three days before the deadline, if a seat is free, members who have said yes to the series of "
    "invitations and have neither signed up nor cancelled get one letter. Where the day has areas, it goes "
    "to those who have chosen one of them, or none at all."
)


def moment(day: "InvitationPage") -> dt.datetime | None:
    """When the letters begin to go; None where there is no deadline."""
    return morning(day.deadline_at, -DAYS_BEFORE) if day.deadline_at else None


def invited(day: "InvitationPage", settings: NetworkSettings) -> MemberQuerySet:
    """Those whom it would reach now. `day` is the one that people are registered for."""
    if not settings.invitations_series:
        return Member.objects.none()
    members = Member.objects.staying().awake(timezone.localdate()).reachable()
    found = members.consenting(settings.invitations_series)
    answered = Q(member=OuterRef("pk")) | Q(email_key=OuterRef("email_key"))
    found = found.filter(~Exists(day.registrations.filter(answered)))
    areas = list(day.topics.values_list("translation_key", flat=True))
    if not areas:
        return found
    chosen = Member.topics.through.objects.filter(member=OuterRef("pk"))
    fitting = chosen.filter(topicpage__translation_key__in=areas)
    return found.filter(Exists(fitting) | ~Exists(chosen))


def is_due(day: "InvitationPage", now: dt.datetime) -> bool:
    begins = moment(day)
    if begins is None or not day.reminds_before_deadline or not (begins <= now):
        return False
    return day.live and day.takes_members and day.is_open(now) and queries.seats_of(day).left != 0


def nudge(*, now: dt.datetime) -> int:
    """What a tick does. Safe to run at any time, in parallel. Returns how many letters were written."""
    near = apps.get_model("cms.InvitationPage").objects.filter(
        live=True,
        cancelled_at=None,
        reminds_before_deadline=True,
        deadline_at__gt=now,
        deadline_at__lte=now + dt.timedelta(days=DAYS_BEFORE + 1),
    )
    posted = 0
    for pk in queries.original_days().filter(pk__in=near).values_list("pk", flat=True):
        for _batch in range(MOST_AT_ONCE // A_BATCH):
            done, is_over = nudge_some(pk, now)
            posted += done
            if is_over:
                break
    return posted


@transaction.atomic
def nudge_some(day_id: int, now: dt.datetime) -> tuple[int, bool]:
    """The next batch: (letters, whether that was all)."""
    day = seating.lock(day_id)
    if not is_due(day, now):
        return 0, True
    state, _made = Nudge.objects.get_or_create(invitation=day)
    if state.done_at:
        return 0, True
    found = invited(day, network()).filter(pk__gt=state.after).order_by("pk")
    batch = list(found[:A_BATCH])
    done = sum(write(day, member, now) for member in batch)
    state.letters += done
    if batch:
        state.after = batch[-1].pk
    if len(batch) < A_BATCH:
        state.done_at = now
    state.save()
    return done, state.done_at is not None


def write(day: "InvitationPage", member: Member, now: dt.datetime) -> bool:
    page, series = queries.spoken(day, member.language), network().invitations_series
    if series is None or day.deadline_at is None:
        return False
    with translation.override(member.language):
        token = make_leave_token(member.pk, series.pk)
        leave_url, title = reverse("members:leave_series", args=[token]), series.title
    try:
        post(
            kind=DEADLINE.name,
            address=member.email,
            values={
                "name": member.first_name,
                "title": page.title,
                "starts_at": page.starts_at,
                "ends_at": page.ends_at,
                "place": page.place or None,
                "deadline": day.deadline_at,
                "series": title,
                "sign_up_url": page.sign_up_path,
                "leave_url": leave_url,
            },
            language=member.language,
            about=f"member:{member.pk}",
            key=f"deadline:{day.pk}:{member.pk}",
            not_after=day.deadline_at,
            now=now,
        )
    except AddressError:
        return False
    return True
