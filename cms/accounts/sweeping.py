"""Sessions that have ended are forgotten, with the address written in them, and new addresses that nobody
confirmed. A step of `manage.py tick`."""

import datetime as dt

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef

from .models import AddressChange


def sweep(*, now: dt.datetime) -> dict[str, int]:
    """Forget what ended before `now`, and what was noted of it. Returns {what: how many} for the log."""
    ended = Session.objects.filter(expire_date__lt=now).delete()[0]
    standing = Session.objects.filter(session_key=OuterRef("session_key"))
    UserSession.objects.exclude(Exists(standing)).delete()
    unconfirmed = AddressChange.objects.filter(expires_at__lte=now).delete()[0]
    return {"sessions ended": ended, "new addresses not confirmed": unconfirmed}
