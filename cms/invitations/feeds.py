"""A member's own days as a calendar that their program looks into again and again.

The address is secret, as a program cannot sign in. It holds a random code and a signature over it; only the
code is kept, so whoever reads the table opens no calendar. A new code ends the old address at once.
"""

import datetime as dt
import re
from base64 import urlsafe_b64encode

from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from icalendar import Event

from cms.content.calendars import Words, one_line
from cms.members.models import Member

from . import queries
from .calendar import calendar_of, event
from .memory import CalendarLink
from .models import CODE_LENGTH, Registration, make_code

_TOKEN = re.compile(rf"[\w-]{{{2 * CODE_LENGTH}}}", re.ASCII)
PURPOSE = "invitations.calendar"
LOOKS_BACK = dt.timedelta(days=365)
MOST_DAYS = 200


def token_of(link: CalendarLink) -> str:
    digest = salted_hmac(PURPOSE, link.code, algorithm="sha256").digest()[:16]
    return link.code + urlsafe_b64encode(digest).decode().rstrip("=")


def link_of(token: str) -> CalendarLink | None:
    """The link that this token belongs to now, or None for any other text."""
    if not _TOKEN.fullmatch(token):
        return None
    found = CalendarLink.objects.select_related("member").filter(code=token[:CODE_LENGTH]).first()
    return found if found and constant_time_compare(token_of(found), token) else None


def renew(*, member: Member, now: dt.datetime) -> CalendarLink:
    """A new address; the one before, if there was one, is dead."""
    link, _made = CalendarLink.objects.update_or_create(
        member=member, defaults={"code": make_code(), "made_at": now}
    )
    return link


def own_calendar(member: Member, now: dt.datetime) -> bytes:
    """The days at which the member has a seat, or waits for one, from a year ago on."""
    standing = queries.standing_registrations(member).filter(
        invitation__ends_at__gt=now - LOOKS_BACK
    )
    own = {
        one.invitation_id: one for one in standing.order_by("-invitation__starts_at")[:MOST_DAYS]
    }
    return calendar_of(map(own_event, own.values()), name=_("My network days"))


def own_event(registration: Registration) -> Event:
    """The day; of somebody who has no seat yet, as one that may be."""
    day = registration.invitation
    entry = event(day)
    if registration.state != Registration.State.SEATED and not day.is_cancelled:
        entry.add("status", "TENTATIVE")
        entry["summary"] = Words(one_line(f"{registration.get_state_display()}: {day.title}"))
    return entry
