"""Members who are in the directory, for tests."""

from typing import Any

from django.utils import timezone

from cms.directory.actions import Listing, list_member
from cms.directory.models import Entry
from cms.members.models import Member

from .people import make_member

SHOWN = dict.fromkeys(
    ("shows_unit", "shows_role", "shows_level", "shows_topics", "shows_goals"), True
)


def make_entry(member: Member | None = None, **fields: Any) -> Entry:
    """Somebody in the directory who shows nothing but name and organisation, unless `fields` say so.

    What is no field of a listing is the member's.
    """
    names = Listing.__dataclass_fields__
    listing = Listing(**{name: fields.pop(name) for name in list(fields) if name in names})
    member = member or make_member(**{"consent": False, **fields})
    return list_member(member=member, listing=listing, now=timezone.now())
