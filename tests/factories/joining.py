"""Sign-ups for tests: what a visitor types, and what a letter leads to."""

import re
import time
from typing import Any

from django.core import signing
from django.utils import timezone

from cms.mail.models import Letter
from cms.members import answering, joining
from cms.members.asking_form import STAMP
from cms.members.joining import Details
from cms.members.models import SignUp

NOW = timezone.now()
IP = "192.0.2.7"
LINK = re.compile(r"/bekraeft/([A-Za-z0-9_-]+)/")


def opened(seconds_ago: int = 60) -> str:
    """The stamp of a form that was opened so many seconds ago."""

    class Past(signing.TimestampSigner):
        def timestamp(self) -> str:
            return signing.b62_encode(int(time.time()) - seconds_ago)

    return Past(salt=STAMP.salt).sign("join")


def typed(**fields: Any) -> dict[str, Any]:
    """What a visitor fills in. The organisation must be there, or be ticked as not on the list."""
    return {
        "first_name": "Anna",
        "last_name": "Berg",
        "email": "anna@koege.example",
        "organisation": "Aktører for Mål",
        "is_elsewhere": "on",
        "language": "da",
        "opened": opened(),
        **fields,
    }


def sign_up(*, ip: str = IP, now: Any = NOW, **fields: Any) -> SignUp:
    """A sign-up that nobody has answered yet."""
    fields.setdefault("first_name", "Anna")
    fields.setdefault("email", "anna@koege.example")
    fields.setdefault("language", "da")
    if "organisation" not in fields:
        fields.setdefault("organisation_name", "Aktører for Mål")
    return joining.sign_up(details=Details(**fields), ip=ip, now=now)


def asked(**fields: Any) -> tuple[SignUp, str]:
    """A sign-up whose letter is written, and the token in it."""
    now = fields.get("now", NOW)
    made = sign_up(**fields)
    answering.answer(made.pk, now=now)
    made.refresh_from_db()
    return made, token_in(Letter.objects.filter(about=made.about).latest("pk"))


def token_in(letter: Letter) -> str:
    found = LINK.search(letter.text)
    assert found, letter.kind
    return found[1]
