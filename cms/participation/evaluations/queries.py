"""Which evaluation, whose link, which sheet; and which days wait for their evaluation to open."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Count, Q, QuerySet

from cms.invitations.models import Registration, RegistrationQuerySet
from cms.invitations.tokens import registration_of
from cms.members.models import Member

from .models import ENOUGH, AnswerSheet, Evaluation, Respondent
from .tokens import EVALUATION, hash_of_secret

if TYPE_CHECKING:
    from cms.invitations.pages import InvitationPage

# What an evaluation can be opened late: paper lists are typed, or the machine stood still.
OPENS_WITHIN = dt.timedelta(days=7)
KNOWN = Q(member__isnull=False) | ~Q(email_key="")


@dataclass(frozen=True)
class Turnout:
    asked: int
    answered: int


def came(day: "InvitationPage") -> RegistrationQuerySet:
    """Those who came and can be written to, guests too."""
    return day.registrations.came().standing().filter(KNOWN)


def days_to_open(now: dt.datetime) -> QuerySet["InvitationPage"]:
    """Days that are over, to which enough came, and that nobody has been asked about yet."""
    known = Q(registrations__member__isnull=False) | ~Q(registrations__email_key="")
    counted = Q(registrations__checked_in_at__isnull=False) & known
    counted &= ~Q(registrations__state=Registration.State.CANCELLED)
    days = apps.get_model("cms.InvitationPage").objects.filter(
        ends_at__lte=now, ends_at__gt=now - OPENS_WITHIN, live=True, cancelled_at=None
    )
    days = days.filter(Q(evaluation=None) | Q(evaluation__is_on=True, evaluation__opened_at=None))
    came_to = Count("registrations", filter=counted)
    return days.annotate(there=came_to).filter(there__gte=ENOUGH).order_by("ends_at", "pk")


def evaluation_of(day: "InvitationPage") -> Evaluation:
    """The day's own; a new one, not saved, where nothing was decided or asked yet."""
    return Evaluation.objects.filter(invitation=day).first() or Evaluation(invitation=day)


def asked_by(token: str) -> tuple[Respondent, Evaluation] | None:
    """Who was asked by this link, and about which day; None for any other text."""
    registration = registration_of(EVALUATION, token)
    if registration is None:
        return None
    found = Respondent.objects.filter(registration=registration).first()
    evaluation = Evaluation.objects.filter(invitation=registration.invitation_id).first()
    if found is None or evaluation is None:
        return None
    evaluation.invitation = registration.invitation
    return found, evaluation


def sheet_of(secret: str) -> AnswerSheet | None:
    """The sheet that this secret opens, with its evaluation and day."""
    hashed = hash_of_secret(secret)
    if hashed is None:
        return None
    found = AnswerSheet.objects.filter(secret_hash=hashed)
    return found.select_related("evaluation__invitation").first()


def turnout(evaluation: Evaluation) -> Turnout:
    """How many were asked and how many have answered; never who."""
    rows = Respondent.objects.of(evaluation).aggregate(
        asked=Count("pk"), answered=Count("pk", filter=Q(has_answered=True))
    )
    return Turnout(**rows)


def open_to(member: Member, now: dt.datetime) -> list[Respondent]:
    """What this member has been asked and not begun to answer, the one that closes first at the head."""
    found = Respondent.objects.filter(
        has_answered=False,
        registration__member=member,
        registration__invitation__evaluation__in=Evaluation.objects.under_way(now),
    )
    found = found.select_related("registration__member", "registration__invitation__evaluation")
    return list(found.order_by("registration__invitation__evaluation__closes_at", "pk"))


def open_evaluation(day: "InvitationPage", now: dt.datetime) -> Evaluation | None:
    """The evaluation of this day, while it takes answers."""
    return Evaluation.objects.under_way(now).filter(invitation=day.pk).first()


def sealed() -> QuerySet[Evaluation]:
    """Those that have a result, with their days and seasons, the latest day first."""
    found = Evaluation.objects.filter(result__isnull=False).select_related("invitation__season")
    return found.order_by("-invitation__starts_at", "pk")
