"""Registrations for tests: made by the actions that people's presses call."""

import datetime as dt
from typing import Any

from django.utils import timezone

from cms.invitations.actions import register
from cms.invitations.models import Registration
from cms.invitations.pages import InvitationPage
from cms.members.models import Member, User

from .people import make_member, make_organisation


def make_registration(
    day: InvitationPage,
    member: Member | None = None,
    *,
    now: dt.datetime | None = None,
    **said: Any,
) -> Registration:
    """Somebody signs up; who says nothing else comes from an organisation of their own."""
    member = member or make_member(consent=False, organisation=make_organisation())
    return register(invitation=day, member=member, now=now or timezone.now(), **said)


def make_registrations(count: int, day: InvitationPage, **said: Any) -> list[Registration]:
    return [make_registration(day, **said) for _ in range(count)]


def account_of(member: Member) -> User:
    """The member's account, as the first code makes it."""
    user = User(email=member.email_key)
    user.set_unusable_password()
    user.save()
    return user
