"""A member's own days as a calendar that their program looks into again and again.

The address is secret, as a program cannot sign in. It holds a random code and a signature over it; only the
code is kept, so whoever reads the table opens no calendar. A new code ends the old address at once.
"""

import datetime as dt
import re
from base64 import urlsafe_b64encode

from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from icalendar import Calendar

from cms.members.models import Member

from . import queries
from .calendar import calendar_file, one_line
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
    days = [one.invitation for one in own.values()]
    calendar = Calendar.from_ical(calendar_file(days, name=_("My network days")))
    for registration, event in zip(own.values(), calendar.walk("VEVENT"), strict=True):
        if (
            registration.state != Registration.State.SEATED
            and not registration.invitation.is_cancelled
        ):
            event.add("status", "TENTATIVE")
            words = f"{registration.get_state_display()}: {registration.invitation.title}"
            del event["summary"]
            event.add("summary", one_line(words))
    return calendar.to_ical()
