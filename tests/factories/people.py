"""Organisations, members and accounts for tests: say only what the test is about."""

import itertools
from typing import Any

from django.utils import timezone

from cms.members.actions import give_consent
from cms.members.models import Member, Suppression, User
from cms.organisations.models import Organisation
from cms.series.models import FIRST, Series

_numbers = itertools.count(1)


def make_series(key: str = FIRST, **fields: Any) -> Series:
    """The first series, which every site has, or another."""
    fields.setdefault("name", key.capitalize())
    return Series.objects.get_or_create(key=key, defaults=fields)[0]


def make_organisation(**fields: Any) -> Organisation:
    number = next(_numbers)
    fields.setdefault("name", f"Prøveby {number} Kommune")
    return Organisation.objects.create(**fields)


def make_member(*, consent: bool = True, **fields: Any) -> Member:
    """A member who, unless `consent` is false, has said yes to newsletters."""
    number = next(_numbers)
    fields.setdefault("first_name", "Anna")
    fields.setdefault("email", f"anna{number}@kommune.example")
    topics = fields.pop("topics", [])
    if "organisation" not in fields:
        fields["organisation"] = make_organisation()
    member = Member.objects.create(**fields)
    member.topics.set(topics)
    if consent:
        words = "Ja tak til nyhedsbreve."
        give_consent(member=member, series=make_series(), words=words, now=timezone.now())
    return member


def make_members(count: int, **fields: Any) -> list[Member]:
    organisation = fields.pop("organisation", None) or make_organisation()
    return [make_member(organisation=organisation, **fields) for _ in range(count)]


def make_editor(**fields: Any) -> User:
    """Somebody who may do everything in the admin."""
    fields.setdefault("email", f"editor{next(_numbers)}@network.example")
    fields.setdefault("first_name", "Eva")
    return User.objects.create_superuser(password="secret", **fields)


def suppress(member: Member, reason: str = Suppression.Reason.BOUNCED) -> Suppression:
    """From now on this member's address takes no mail."""
    return Suppression.objects.create(
        fingerprint=member.fingerprint, reason=reason, at=timezone.now()
    )
