"""The two letters about an evaluation: that it is open, and one reminder to those who have not answered.

What was sent is noted like any other reminder of a day, by registration, so a tick that is killed goes on
where it stopped.
"""

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import translation

from cms.invitations import queries as seats
from cms.invitations import seating
from cms.invitations.memory import Reminder
from cms.invitations.models import Registration, RegistrationQuerySet
from cms.invitations.mornings import morning
from cms.invitations.tokens import make_token
from cms.mail.actions import AddressError, post
from cms.mail.kinds import Kind
from cms.members.queries import is_dead

from . import queries
from .letters import OPENED, REMINDER
from .models import Evaluation
from .tokens import EVALUATION

REMINDED_AFTER = 5
MOST_AT_ONCE = 200
# What stands in the table of reminders → the letter.
RULES: dict[str, Kind] = {"evaluation": OPENED, "evaluation again": REMINDER}


def reminded_at(evaluation: Evaluation) -> dt.datetime | None:
    """When those who have not answered are reminded: a morning; None where that is too late to be of use."""
    if not evaluation.reminds or evaluation.opened_at is None or evaluation.closes_at is None:
        return None
    moment = morning(evaluation.opened_at, REMINDED_AFTER)
    return moment if moment < evaluation.closes_at else None


def write_due(now: dt.datetime) -> int:
    """Write to those whose turn it is. Returns how many letters were written."""
    left, written = MOST_AT_ONCE, 0
    found = Evaluation.objects.under_way(now).select_related("invitation")
    for evaluation in found.order_by("closes_at", "pk"):
        for rule in RULES:
            if left > 0 and applies(rule, evaluation, now) and due(rule, evaluation).exists():
                done, letters = write_to(evaluation, rule, left, now)
                left, written = left - done, written + letters
    return written


def applies(rule: str, evaluation: Evaluation, now: dt.datetime) -> bool:
    if not evaluation.is_open(now):
        return False
    if RULES[rule] == OPENED:
        return True
    moment = reminded_at(evaluation)
    return moment is not None and moment <= now


def due(rule: str, evaluation: Evaluation) -> RegistrationQuerySet:
    """Those who were asked, have not answered and are still to be written to by this rule."""
    written = Reminder.objects.filter(registration=OuterRef("pk"), rule=rule)
    found = queries.came(evaluation.invitation).filter(~Exists(written))
    found = found.filter(respondent__has_answered=False)
    if RULES[rule] == REMINDER:
        # Who came on the list this late has just been written to.
        asked = Reminder.objects.filter(
            registration=OuterRef("pk"), rule="evaluation", at__lt=reminded_at(evaluation)
        )
        found = found.filter(Exists(asked))
    return found.select_related("member", "host__member", "invitation").order_by("number")


@transaction.atomic
def write_to(evaluation: Evaluation, rule: str, most: int, now: dt.datetime) -> tuple[int, int]:
    """(how many people the rule was followed for, how many letters that were)."""
    day = seating.lock(evaluation.invitation_id)
    evaluation = queries.evaluation_of(day)
    if not applies(rule, evaluation, now):
        return 0, 0
    found = list(due(rule, evaluation)[:most])
    Reminder.objects.bulk_create(Reminder(registration=one, rule=rule, at=now) for one in found)
    return len(found), sum(write_one(one, rule, evaluation, now) for one in found)


def write_one(
    registration: Registration, rule: str, evaluation: Evaluation, now: dt.datetime
) -> bool:
    """Post the letter. What stays of it for ever tells the day it is about, and not whose it was."""
    person = registration.person
    if person is None or is_dead(person.fingerprint):
        return False
    day = seats.spoken(registration.invitation, person.language)
    with translation.override(person.language):
        link = path_of_link(registration)
    try:
        post(
            kind=RULES[rule].name,
            address=person.address,
            values={
                "name": person.first_name,
                "title": day.title,
                "starts_at": day.starts_at,
                "ends_at": day.ends_at,
                "place": day.place or None,
                "evaluation_url": link,
                "until": evaluation.closes_at,
            },
            language=person.language,
            about=evaluation.about,
            not_after=evaluation.closes_at,
            now=now,
        )
    except AddressError:
        return False
    return True


def path_of_link(registration: Registration) -> str:
    """The person's own link to begin, in the active language."""
    return reverse("evaluations:invited", args=[make_token(EVALUATION, registration)])
