"""What can be done with an account: open it for a member, mail its code, answer a stranger, tell of a change.

The letters take the same time whoever asks: the same words are made and the same rows are written.
"""

import datetime as dt
import uuid

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language

from cms.mail.actions import post
from cms.mail.addresses import fingerprint
from cms.mail.models import Letter
from cms.members.models import Member, User
from cms.members.queries import standing

from . import queries
from .letters import CODE, KEY_CHANGED, STRANGER

JOIN = "/bliv-medlem/"


@transaction.atomic
def open_account(*, address: str) -> User | None:
    """The account that may sign in with this address (in its canonical form), or None.

    A member who has none gets one here, without a password. For everybody else one is made and taken back:
    nobody can tell by the time it took.
    """
    found = queries.account_of(address)
    member = Member.objects.filter(email_key=address).first()
    if found is None and member is not None:
        return _make_account(address, member.first_name, member.last_name)
    with transaction.atomic():
        _make_account(f"{uuid.uuid4()}@nobody.invalid", "", "")
        transaction.set_rollback(True)
    return found if found and found.is_active else None


def _make_account(address: str, first_name: str, last_name: str) -> User:
    nameless = User(first_name=first_name, last_name=last_name)
    nameless.set_unusable_password()
    names = {"first_name": first_name, "last_name": last_name, "password": nameless.password}
    # Two requests at the same moment make one account.
    return User.objects.get_or_create(email=address, defaults=names)[0]


def post_code(*, address: str, code: str, minutes: int, now: dt.datetime) -> Letter:
    """Mail a code to sign in with, in the language of the page that it was asked for on."""
    return post(
        kind=CODE.name,
        address=address,
        values={"code": code, "minutes": minutes},
        language=_language(),
        key=f"{CODE.name}:{uuid.uuid4()}",
        now=now,
    )


def answer_stranger(*, address: str, may_write: bool, now: dt.datetime) -> bool:
    """Tell an address that it is not in the network, and how to join. True if a letter leaves.

    Once a day at the most, never where mail is stopped or the account is closed, and not where `may_write`
    is false. Then the letter is made all the same, and taken back: nobody can tell by the time it took.
    """
    # A key that says nothing to whoever reads it, and another one tomorrow.
    mark = salted_hmac(STRANGER.name, f"{address} {now:%Y-%m-%d}", algorithm="sha256").hexdigest()
    key = f"{STRANGER.name}:{mark[:32]}"
    told = Letter.objects.filter(key=key).exists()
    stopped = standing([fingerprint(address)]).exists()
    leaves = may_write and not (told or stopped or queries.account_of(address))
    with transaction.atomic():
        post(
            kind=STRANGER.name,
            address=address,
            values={"join_url": join_path()},
            language=_language(),
            key=key if leaves else f"{STRANGER.name}:{uuid.uuid4()}",
            now=now,
        )
        if not leaves:
            transaction.set_rollback(True)
    return leaves


def forget_keys(*, user: User) -> int:
    """Remove all passkeys and the app of somebody who has lost them, and sign them out everywhere. How many
    keys there were.
    """
    for session in UserSession.objects.filter(user=user):
        session.end()
    forgotten, _each = Authenticator.objects.filter(user=user).delete()
    return forgotten


def tell_of_key(*, user: User, was_added: bool, is_app: bool, now: dt.datetime) -> Letter:
    """Write to the owner that there is a key more or less: whoever it was that did it."""
    member = queries.member_of(user)
    return post(
        kind=KEY_CHANGED.name,
        address=user.email,
        values={"was_added": was_added, "is_app": is_app, "page_url": reverse("my_keys")},
        language=member.language if member else _language(),
        about=f"user:{user.pk}",
        now=now,
    )


def join_path() -> str:
    """Where one joins the network, in the language that is active."""
    return ("/en" if _language() == "en" else "") + JOIN


def _language() -> str:
    return (get_language() or "")[:2]
