"""Wishes for tests: say only what the test is about."""

import secrets
from typing import Any

from django.utils import timezone

from cms.members.models import Member
from cms.participation.wishes import actions
from cms.participation.wishes.actions import Words
from cms.participation.wishes.models import Vote, Wish

from .people import make_member


def make_wish(author: Member | None = None, *, votes: int = 0, **fields: Any) -> Wish:
    """A wish that all members see. With `votes`, so many others want it; `is_public`: everybody sees it.

    What is no field of what a member writes is the wish's own.
    """
    now = fields.pop("now", timezone.now())
    said = {"kind": "area", "title": "Verdensmål i udbud", "text": "Vi vil lære, hvordan."}
    names = Words.__dataclass_fields__
    said |= {name: fields.pop(name) for name in list(fields) if name in names}
    if fields.pop("is_public", False):
        fields["let_through_at"] = now
    author = author or make_member(consent=False)
    words, press = Words(**said), secrets.token_urlsafe(16)
    wish = actions.write(member=author, words=words, press=press, now=now)
    for _ in range(votes):
        Vote.objects.create(wish=wish, member=make_member(consent=False), at=now)
    if fields:
        Wish.objects.filter(pk=wish.pk).update(**fields)
        wish.refresh_from_db()
    return wish


def weighed(wish: Wish) -> Wish:
    """The wish as it stands in the database now."""
    return Wish.objects.weighed().get(pk=wish.pk)
