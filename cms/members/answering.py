"""Answering a sign-up: whether a letter goes to the address, and which.

A worker does it after the visitor has their page. So a visitor's request does the same for every address,
known, unknown or stopped, and takes the same time.
"""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from cms.mail.actions import post
from cms.mail.addresses import fingerprint

from . import limits, queries, tokens
from .letters import CONFIRM_JOINING, JOINED_ALREADY
from .models import Member, SignUp

Answer = SignUp.Answer


@transaction.atomic
def answer(sign_up_id: int, *, now: dt.datetime) -> None:
    """Answer this sign-up, unless that was done, or it is gone. Doing it twice changes nothing."""
    sign_up = queries.unanswered(now).select_for_update().filter(pk=sign_up_id).first()
    if sign_up is None:
        return
    if queries.refused(fingerprint(sign_up.email_key)):
        close(sign_up, Answer.STOPPED, now)
    elif not limits.take_address(sign_up.email_key, now=now):
        close(sign_up, Answer.REPEATED, now)
    elif member := Member.objects.staying().filter(email_key=sign_up.email_key).first():
        say_known(member, now)
        # What a stranger may have typed about a member is kept no longer.
        sign_up.delete()
    else:
        ask(sign_up, now)


def close(sign_up: SignUp, said: Answer, now: dt.datetime) -> None:
    sign_up.answer, sign_up.answered_at = said, now
    sign_up.save(update_fields=["answer", "answered_at"])


def ask(sign_up: SignUp, now: dt.datetime) -> None:
    """Write the letter with the link. The link of an earlier letter to this sign-up works no more."""
    token = tokens.make_token()
    sign_up.token_hash = tokens.hash_of(token)
    sign_up.answer, sign_up.answered_at = Answer.ASKED, now
    sign_up.save(update_fields=["token_hash", "answer", "answered_at", "expires_at"])
    post(
        kind=CONFIRM_JOINING.name,
        address=sign_up.email,
        values={
            "confirm_url": page("members:confirm", sign_up.language, token),
            "until": sign_up.expires_at,
        },
        language=sign_up.language,
        about=sign_up.about,
        not_after=sign_up.expires_at,
        now=now,
    )


def say_known(member: Member, now: dt.datetime) -> None:
    """Write to a member that somebody, perhaps they themselves, tried to sign them up."""
    front = "/" if member.language == settings.LANGUAGE_CODE else f"/{member.language}/"
    post(
        kind=JOINED_ALREADY.name,
        address=member.email,
        values={"front_url": front},
        language=member.language,
        about=f"member:{member.pk}",
        now=now,
    )


def page(name: str, language: str, *args: str) -> str:
    """The path of a page in this language."""
    with translation.override(language):
        return reverse(name, args=args)
