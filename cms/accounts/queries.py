"""Who an account belongs to, and what it may."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser

from cms.members.models import Member, User

ACCESS = "wagtailadmin.access_admin"


def account_of(address: str) -> User | None:
    """The account of this address in its canonical form, whether it may sign in or not."""
    return User.objects.filter(email=address).first()


def member_of(user: User) -> Member | None:
    """The member that this account belongs to."""
    found = Member.objects.filter(email_key=user.email).select_related("organisation")
    return found.first()


def is_editor(user: User | AnonymousUser) -> bool:
    """Whether this person works in the admin."""
    return user.is_active and user.has_perm(ACCESS)


def keys_of(user: User) -> list[Any]:
    """The passkeys and the app that this person can prove themselves by, the oldest first."""
    found = Authenticator.objects.filter(user=user).order_by("created_at", "pk")
    return [key.wrap() for key in found]


def has_key(user: User) -> bool:
    return Authenticator.objects.filter(user=user).exists()
