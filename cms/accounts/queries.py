"""Who an account belongs to, and what it may."""

import datetime as dt
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser

from cms.holdings.registry import Person
from cms.mail.addresses import fingerprint
from cms.members.models import Member, User
from cms.members.tokens import hash_of

from .models import AddressChange

ACCESS = "wagtailadmin.access_admin"
# What the token in a link to a new address is for (`cms.members.tokens`).
NEW_ADDRESS = b"accounts.changing:"


def account_of(address: str) -> User | None:
    """The account of this address in its canonical form, whether it may sign in or not."""
    return User.objects.filter(email=address).first()


def member_of(user: User) -> Member | None:
    """The member that this account belongs to."""
    found = Member.objects.filter(email_key=user.email).select_related("organisation")
    return found.first()


def person_of(user: User) -> Person:
    """Whom things are kept about, by all that this account goes by."""
    member = Member.objects.filter(email_key=user.email).values_list("pk", flat=True).first()
    return Person(user.email, fingerprint(user.email), member=member, account=user.pk)


def is_editor(user: User | AnonymousUser) -> bool:
    """Whether this person works in the admin."""
    return user.is_active and user.has_perm(ACCESS)


def keys_of(user: User) -> list[Any]:
    """The passkeys and the app that this person can prove themselves by, the oldest first."""
    found = Authenticator.objects.filter(user=user).order_by("created_at", "pk")
    return [key.wrap() for key in found]


def has_key(user: User) -> bool:
    return Authenticator.objects.filter(user=user).exists()


def change_of(user: User, now: dt.datetime) -> AddressChange | None:
    """The new address that this person has asked for and not confirmed yet."""
    return AddressChange.objects.filter(user=user, expires_at__gt=now).first()


def change_asked_for(user: User, token: str, now: dt.datetime) -> AddressChange | None:
    """The change that this token confirms; None for any other text, and for anybody but who asked."""
    hashed = hash_of(token, NEW_ADDRESS)
    if hashed is None:
        return None
    return AddressChange.objects.filter(user=user, token_hash=hashed, expires_at__gt=now).first()
