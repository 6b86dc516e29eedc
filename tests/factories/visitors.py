"""Visitors who are no members for tests: what they type, and what a letter leads to."""

import re
from typing import Any

from django.utils import timezone

from cms.invitations import screening, visiting
from cms.invitations.actions import Other
from cms.invitations.applications import Application
from cms.invitations.models import Registration
from cms.invitations.pages import InvitationPage
from cms.invitations.questions import Question
from cms.mail.models import Letter
from tests.factories.joining import opened

LINK = re.compile(r"/deltag/bekraeft/([A-Za-z0-9_-]+)/")
IP = "192.0.2.7"


def typed(**fields: Any) -> dict[str, Any]:
    """What a visitor fills in to come to a day."""
    return {"first_name": "Vera", "email": "vera@firma.example", "opened": opened(), **fields}


def apply(day: InvitationPage, *, now: Any = None, ip: str = IP, **fields: Any) -> Application:
    """An application that nobody has answered yet."""
    said = {"first_name": "Vera", "last_name": "", "email": "vera@firma.example", "language": "da"}
    other = Other(**{**said, **fields})
    return visiting.apply(invitation=day, other=other, ip=ip, now=now or timezone.now())


def asked(day: InvitationPage, *, now: Any = None, **fields: Any) -> str:
    """The token in the letter to somebody who has applied."""
    now = now or timezone.now()
    made = apply(day, now=now, **fields)
    screening.answer(made.pk, now=now)
    return token_in(Letter.objects.filter(about=made.about).latest("pk"))


def token_in(letter: Letter) -> str:
    found = LINK.search(letter.text)
    assert found, letter.kind
    return found[1]


def come(day: InvitationPage, *, said: Any = None, now: Any = None, **fields: Any) -> Registration:
    """Somebody who is no member and has confirmed."""
    now = now or timezone.now()
    token = asked(day, now=now, **fields)
    return visiting.confirm(token=token, said=said, now=now).registration


def ask(day: InvitationPage, label: str, kind: str = "text", **fields: Any) -> Question:
    """One more question of the day's own."""
    return Question.objects.create(page=day, label=label, kind=kind, **fields)
