"""What follows when a member leaves or is erased: their page is theirs to take along.

Members stand after the library, so `cms.apps` connects these two.
"""

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet

from . import actions
from .persons import ResourcePersonPage


def on_member_left(*, member: Any, now: dt.datetime, **said: Any) -> None:
    """Whoever says goodbye is asked no more. If they come back, they say yes anew."""
    for page in pages_of(member):
        actions.take_down(page=page, now=now)


def on_member_deleted(*, instance: Any, **said: Any) -> None:
    for page in pages_of(instance):
        actions.erase(page=page)


def pages_of(member: Any) -> QuerySet[ResourcePersonPage]:
    own = Q(member=member.pk) | Q(own_email__iexact=member.email)
    return ResourcePersonPage.objects.filter(own)
