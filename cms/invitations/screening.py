"""Looks at an application after it was typed, and decides whether a letter goes to its address.

A worker does it after the visitor has their page. So a visitor's request does the same for every address,
known, unknown or stopped, and takes the same time. What gets no letter is deleted: nobody can confirm it.
"""

import datetime as dt

from django.db import transaction
from django.urls import reverse
from django.utils import translation

from cms.mail.actions import post
from cms.mail.addresses import fingerprint
from cms.members import limits
from cms.members.queries import refused
from cms.members.tokens import hash_of, make_token

from . import queries
from .applications import Application
from .letters import CONFIRM

PURPOSE = b"invitations.apply:"


@transaction.atomic
def answer(application_id: int, *, now: dt.datetime) -> None:
    """Answer this application, unless that was done, or it is gone. Doing it twice changes nothing."""
    waiting = Application.objects.waiting().filter(token_hash=None, expires_at__gt=now)
    found = waiting.select_for_update(of=("self",)).filter(pk=application_id).first()
    if found is None:
        return
    if refused(fingerprint(found.email_key)) or not limits.take_address(found.email_key, now=now):
        found.delete()
    else:
        ask(found, now)


def ask(application: Application, now: dt.datetime) -> None:
    """Write the letter. It holds nothing that was typed: anybody can type any address."""
    token = make_token()
    application.token_hash = hash_of(token, PURPOSE)
    application.save(update_fields=["token_hash"])
    day = queries.spoken(application.invitation, application.language)
    with translation.override(application.language):
        url = reverse("invitations:confirm", args=[token])
    post(
        kind=CONFIRM.name,
        address=application.email,
        values={
            "title": day.title,
            "starts_at": day.starts_at,
            "ends_at": day.ends_at,
            "place": day.place or None,
            "confirm_url": url,
            "until": application.expires_at,
        },
        language=application.language,
        about=application.about,
        not_after=application.expires_at,
        now=now,
    )
