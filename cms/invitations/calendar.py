"""Calendar files (RFC 5545) of days, made by the icalendar package.

Times are written in UTC: every calendar program shows them in its owner's zone, and no time zone table of
several kilobytes has to travel along.
"""

import datetime as dt
from collections.abc import Iterable
from email.utils import parseaddr
from typing import TYPE_CHECKING

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vText

from cms.content.calendars import Words, one_line, published_calendar

if TYPE_CHECKING:
    from .pages import InvitationPage


def calendar_file(invitations: Iterable["InvitationPage"], *, name: str) -> bytes:
    """One calendar of these days. `name` is what a calendar program calls it."""
    return calendar_of(map(event, invitations), name=name)


def calendar_of(events: Iterable[Event], *, name: str) -> bytes:
    calendar = published_calendar(name, what="Network days")
    for entry in events:
        calendar.add_component(entry)
    return calendar.to_ical()


def entry_file(
    invitation: "InvitationPage",
    *,
    method: str,
    sequence: int,
    attendee: str,
    name: str,
    now: dt.datetime,
) -> str:
    """The day as an entry for one person's own calendar (RFC 5546): REQUEST puts it in, or changes it when
    the sequence is higher than before; CANCEL takes it out. Nobody is asked to answer.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Network//Network days//DA")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    entry = event(invitation)
    entry.add("sequence", sequence)
    del entry["dtstamp"]
    entry.add("dtstamp", now.astimezone(dt.UTC))
    entry["status"] = "CANCELLED" if method == "CANCEL" else "CONFIRMED"
    if invitation.online_url:
        # The link is for those who come, so it stands in their own entries only.
        told = "\n\n".join([str(entry["description"]), invitation.online_url])
        entry["description"] = Words(told)
    person = vCalAddress(f"mailto:{attendee}")
    person.params["cn"] = in_parameter(name or attendee)
    person.params["partstat"] = vText("ACCEPTED")
    person.params["rsvp"] = vText("FALSE")
    entry.add("attendee", person)
    if "organizer" not in entry:
        # A request without one is none.
        entry["organizer"] = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    calendar.add_component(entry)
    return calendar.to_ical().decode()


def event(invitation: "InvitationPage") -> Event:
    entry = Event()
    entry.add("uid", f"{invitation.translation_key}@invitations")
    entry.add("summary", Words(one_line(invitation.title)))
    entry.add("dtstart", invitation.starts_at.astimezone(dt.UTC))
    entry.add("dtend", invitation.ends_at.astimezone(dt.UTC))
    changed = invitation.last_published_at or invitation.latest_revision_created_at
    entry.add("dtstamp", (changed or invitation.starts_at).astimezone(dt.UTC))
    if invitation.is_cancelled:
        entry.add("status", "CANCELLED")
    if invitation.full_url:
        entry.add("url", invitation.full_url)
    if invitation.place:
        entry.add("location", Words(one_line(invitation.place)))
    text = one_line(invitation.lead)
    told = "\n\n".join(part for part in (text, invitation.full_url) if part)
    entry.add("description", Words(told))
    if invitation.contact_email:
        organizer = vCalAddress(f"mailto:{invitation.contact_email}")
        if invitation.contact_name:
            organizer.params["cn"] = in_parameter(invitation.contact_name)
        entry["organizer"] = organizer
    return entry


def in_parameter(text: str) -> vText:
    """A name as a parameter's value, which no quotation mark may stand in (RFC 5545 3.2)."""
    return vText(one_line(text).replace('"', "'"))
