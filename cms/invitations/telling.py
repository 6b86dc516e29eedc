"""Writes to people about their seats: which letter, in whose language, with which calendar entry.

Belongs in the transaction that changes the seat, so that no change is without its letter.
"""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import translation

from cms.mail.actions import post
from cms.mail.kinds import Kind
from cms.mail.message import Attachment
from cms.members.joining import path_of
from cms.members.queries import is_dead

from . import queries
from .calendar import entry_file
from .facts import facts_of
from .letters import CANCELLED, CHANGED, DAY_CANCELLED, EXPIRED, OFFERED, SEATED, WAITING
from .memory import Facts
from .models import Person, Registration
from .seating import Settled
from .tokens import GUEST, make_token

if TYPE_CHECKING:
    from .pages import InvitationPage

# After these a person knows all that the page says. A reminder is none of them: it says when and where, and
# not that it was otherwise before.
OF_THE_WHOLE_DAY = (SEATED, WAITING, OFFERED, CHANGED, DAY_CANCELLED)


def say_settled(done: Settled, *, now: dt.datetime) -> None:
    for one in done.seated:
        say_seated(one.party, now=now)
    for one in done.offered:
        # A guest hears of it when the member has said yes for both.
        values = {"guests": len(one.party) - 1, "until": one.offered_until}
        say(one, OFFERED, values, now=now, not_after=one.offered_until)
    say_cancelled(done.left, had_seat=False, now=now)


def say_seated(party: list[Registration], *, now: dt.datetime) -> None:
    for one in party:
        guests = len(party) - 1 if one.host_id is None else 0
        say(one, SEATED, {"guests": guests}, now=now, method="REQUEST")


def say_waiting(registration: Registration, *, now: dt.datetime) -> None:
    place = queries.place_in_line(registration)
    values = {"guests": len(registration.party) - 1, "place_in_line": place}
    say(registration, WAITING, values, now=now)


def say_expired(registration: Registration, *, now: dt.datetime) -> None:
    say(registration, EXPIRED, {}, now=now)


def say_cancelled(party: list[Registration], *, had_seat: bool, now: dt.datetime) -> None:
    for one in party:
        say(one, CANCELLED, {}, now=now, method="CANCEL" if had_seat else "")


def say(
    registration: Registration,
    kind: Kind,
    values: dict[str, Any],
    *,
    now: dt.datetime,
    method: str = "",
    not_after: dt.datetime | None = None,
    key: str = "",
) -> bool:
    """Post one letter about this registration, if its person has an address that takes mail.

    `method` is what the calendar program is asked to do (RFC 5546): REQUEST or CANCEL the entry. False where
    nobody can be told.
    """
    person = registration.person
    # It goes also to whoever wants no newsletter; not where nothing arrives.
    if person is None or is_dead(person.fingerprint):
        return False
    day = queries.spoken(registration.invitation, person.language)
    post(
        kind=kind.name,
        address=person.address,
        values={
            "name": person.first_name,
            "title": day.title,
            "starts_at": day.starts_at,
            "ends_at": day.ends_at,
            "place": day.place or None,
            "own_url": own_path(registration, person, day),
            **values,
        },
        language=person.language,
        about=registration.about,
        attachment=calendar_entry(registration, person, day, method, now) if method else None,
        not_after=not_after,
        key=key,
        now=now,
    )
    if kind in OF_THE_WHOLE_DAY:
        remember(registration, facts_of(day))
    return True


def remember(registration: Registration, facts: Facts | None) -> None:
    """What the person has been told of the day by now."""
    if registration.told_id != (facts and facts.pk):
        registration.told = facts
        registration.save(update_fields=["told"])


def own_path(registration: Registration, person: Person, day: "InvitationPage") -> str:
    """Where the person sees and gives back the seat: a member signed in, a guest by a link of their own."""
    if registration.member_id:
        return day.own_path
    with translation.override(person.language):
        return reverse("invitations:guest", args=[make_token(GUEST, registration)])


def own_page(day: "InvitationPage") -> str:
    """The path of the day's page."""
    return path_of(day) or "/"


def calendar_entry(
    registration: Registration, person: Person, day: "InvitationPage", method: str, now: dt.datetime
) -> Attachment:
    """The entry for the person's calendar. Each that goes out has a higher SEQUENCE than the one before."""
    with translation.override(person.language):
        text = entry_file(
            day,
            method=method,
            sequence=registration.sequence,
            attendee=person.address,
            name=person.full_name,
            now=now,
        )
    registration.sequence += 1
    registration.save(update_fields=["sequence"])
    mimetype = f"text/calendar; method={method}"
    return Attachment("netvaerksdag.ics", mimetype, text)
