"""Evaluations for tests: opened, begun and answered by what ticks and presses call."""

import datetime as dt
from typing import Any

from cms.invitations.models import Registration
from cms.invitations.pages import InvitationPage
from cms.invitations.tokens import make_token
from cms.participation.evaluations import actions, opening, queries
from cms.participation.evaluations.models import Evaluation
from cms.participation.evaluations.tokens import EVALUATION, make_secret

from .pages import make_invitation
from .seats import make_registrations

HOUR = dt.timedelta(hours=1)
PROGRAMME = [
    ("item", {"starts_at": "10:00", "title": "Velkommen", "kind": "plenary", "speaker": "Anna"}),
    ("item", {"starts_at": "11:00", "title": "Frokost", "kind": "break"}),
    ("item", {"starts_at": "12:00", "title": "Varme i rørene", "kind": "case"}),
]


def make_held_day(came: int, now: dt.datetime, **fields: Any) -> InvitationPage:
    """A day that ended an hour ago, to which so many came."""
    fields = {"title": "Energidag", "programme": PROGRAMME, **fields}
    day = make_invitation(starts_at=now - 8 * HOUR, ends_at=now - HOUR, **fields)
    make_registrations(came, day, now=now - dt.timedelta(days=20))
    Registration.objects.filter(invitation=day).update(checked_in_at=day.starts_at)
    return day


def make_evaluation(came: int, now: dt.datetime, **fields: Any) -> Evaluation:
    """One that takes answers."""
    day = make_held_day(came, now, **fields)
    opening.open_one(day, now)
    return queries.evaluation_of(day)


def people_of(evaluation: Evaluation) -> list[Registration]:
    return list(evaluation.invitation.registrations.order_by("number"))


def link_of(registration: Registration) -> str:
    """The token of the mailed link."""
    return make_token(EVALUATION, registration)


def begin(registration: Registration, now: dt.datetime) -> str:
    """Somebody presses »Begin«. Returns the secret of the sheet."""
    secret = make_secret()
    actions.begin(token=link_of(registration), secret=secret, now=now)
    return secret


def answer(evaluation: Evaluation, now: dt.datetime, *answers: dict[str, str]) -> list[str]:
    """The first of those who came answer, one after the other."""
    secrets = []
    for registration, said in zip(people_of(evaluation), answers, strict=False):
        secrets.append(begin(registration, now))
        actions.save(secret=secrets[-1], answers=said, now=now)
    return secrets
