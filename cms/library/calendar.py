"""The deadlines of calls for funding as a calendar file (RFC 5545), to subscribe to.

A deadline is a whole day that blocks nobody's time; the minute stands in its text.
"""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Event

from cms.content.calendars import Words, one_line, published_calendar
from cms.content.dates import clock

if TYPE_CHECKING:
    from .funding import FundingPage


def calendar_file(calls: Iterable["FundingPage"], *, name: str) -> bytes:
    """One calendar of these calls, each with a deadline. `name` is what a calendar program calls it."""
    calendar = published_calendar(name, what="Deadlines")
    for call in calls:
        calendar.add_component(entry(call))
    return calendar.to_ical()


def entry(call: "FundingPage") -> Event:
    """The deadline of a call that has one, on its day in Denmark."""
    found = Event()
    deadline = cast(dt.datetime, call.deadline_at)
    found.add("uid", f"{call.translation_key}@funding")
    words = _("Deadline: %(call)s") % {"call": one_line(call.title)}
    found.add("summary", Words(words))
    day = timezone.localdate(deadline)
    found.add("dtstart", day)
    # The end of a whole day is the first day that it is not (RFC 5545 3.6.1).
    found.add("dtend", day + dt.timedelta(days=1))
    changed = call.last_published_at or call.latest_revision_created_at or deadline
    found.add("dtstamp", changed.astimezone(dt.UTC))
    found.add("transp", "TRANSPARENT")
    if call.full_url:
        found.add("url", call.full_url)
    ends = _("Applications until %(time)s.") % {"time": clock(deadline)}
    told = [ends, one_line(call.lead), call.amount_words, call.full_url or ""]
    found.add("description", Words("\n\n".join(part for part in told if part)))
    return found
